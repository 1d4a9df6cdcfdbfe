package dev.rollcall.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.rollcall.Seeded;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("R2")
class SnapshotTest {

  @Test
  void equalContentHasOneIdInWhateverOrder() {
    Seeded.cases(
        300,
        random -> {
          List<DesiredRecord> records = new ArrayList<>();
          int count = random.nextInt(20);
          for (int i = 0; i < count; i++) {
            records.add(record("user:" + i, "name " + random.nextInt(3), Optional.empty()));
          }
          Snapshot first = Snapshot.of(records);
          Collections.shuffle(records, random);
          Snapshot second = Snapshot.of(records);

          assertEquals(first.id(), second.id());
          assertEquals(first.records(), second.records());
          records.forEach(record -> assertEquals(Optional.of(record), second.find(record.key())));
          assertEquals(Optional.empty(), second.find(new RecordKey("user:x")));
        });
  }

  @Test
  void anyOtherContentHasAnotherId() {
    Set<Fingerprint> ids = new HashSet<>();
    List<List<DesiredRecord>> contents =
        List.of(
            List.of(),
            List.of(record("user:1", "Ada", Optional.empty())),
            List.of(record("user:1", "Ben", Optional.empty())),
            List.of(record("user:2", "Ada", Optional.empty())),
            List.of(record("user:1", "Ada", Optional.of(photo("a", "jpeg")))),
            List.of(record("user:1", "Ada", Optional.of(photo("a", "png")))),
            List.of(
                record("user:1", "Ada", Optional.empty()),
                record("user:2", "Ada", Optional.empty())));
    contents.forEach(content -> ids.add(Snapshot.of(content).id()));

    assertEquals(contents.size(), ids.size());
  }

  @Test
  void aPhotosTagIsNoPartOfTheContent() {
    assertEquals(
        Snapshot.of(List.of(record("user:1", "Ada", Optional.of(photo("a", "jpeg"))))).id(),
        Snapshot.of(List.of(record("user:1", "Ada", Optional.of(photo("b", "jpeg"))))).id());
  }

  @Test
  void twoRecordsOfOneKeyAreRefused() {
    DesiredRecord ada = record("user:1", "Ada", Optional.empty());

    assertThrows(IllegalArgumentException.class, () -> Snapshot.of(List.of(ada, ada)));
  }

  @Test
  void aContactsPrintsDoNotDependOnTheOrderItWasMadeIn() {
    Content one =
        new Content.Builder()
            .text(RecordField.SURNAME, "Popa")
            .text(RecordField.GIVEN_NAME, "Ada")
            .build();
    Content other =
        new Content.Builder()
            .text(RecordField.GIVEN_NAME, "Ada")
            .text(RecordField.SURNAME, "Popa")
            .build();

    assertEquals(one, other);
    assertEquals(one.prints(), other.prints());
  }

  @Test
  void valuesOfOneTextAreToldApartByTheirForm() {
    Set<Fingerprint> wholes = new HashSet<>();
    List<Content> contacts =
        List.of(
            texts("a", "b"),
            texts("ab"),
            texts("b", "a"),
            texts("a", "b", ""),
            address("a", "b", ""),
            address("a", "", "b"),
            address("", "a", "b"));
    contacts.forEach(contact -> wholes.add(contact.prints().whole()));

    assertEquals(contacts.size(), wholes.size());
    assertNotEquals(
        new Content.Builder().text(RecordField.SURNAME, "x").build().prints(),
        new Content.Builder().text(RecordField.GIVEN_NAME, "x").build().prints());
  }

  private static Content texts(String... values) {
    return new Content.Builder().texts(RecordField.CHILDREN, List.of(values)).build();
  }

  private static Content address(String street, String city, String state) {
    return new Content.Builder()
        .put(RecordField.HOME_ADDRESS, new FieldValue.Address(street, city, state, "", ""))
        .build();
  }

  private static DesiredRecord.Photo photo(String tag, String bytes) {
    return new DesiredRecord.Photo(tag, Fingerprint.of(bytes));
  }

  private static DesiredRecord record(
      String key, String name, Optional<DesiredRecord.Photo> photo) {
    return new DesiredRecord(
        new RecordKey(key),
        new Content.Builder().text(RecordField.DISPLAY_NAME, name).build(),
        photo);
  }
}
