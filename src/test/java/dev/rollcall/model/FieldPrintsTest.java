package dev.rollcall.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.rollcall.Seeded;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("R12")
class FieldPrintsTest {

  private static final List<RecordField> FIELDS =
      List.of(
          RecordField.DISPLAY_NAME,
          RecordField.SURNAME,
          RecordField.JOB_TITLE,
          RecordField.MOBILE_PHONE);

  @Test
  void differingFieldsAreThoseWhoseValueDiffers() {
    Seeded.cases(
        500,
        random -> {
          Content one = anyContact(random);
          Content other = anyContact(random);
          long expected = 0L;
          for (RecordField field : RecordField.values()) {
            if (!one.get(field).equals(other.get(field))) {
              expected |= 1L << field.code();
            }
          }

          assertEquals(expected, one.prints().differing(other.prints()));
          assertEquals(expected, other.prints().differing(one.prints()));
          assertEquals(expected == 0L, one.prints().equals(other.prints()));
        });
  }

  @Test
  void replacedFieldsAreTheOthers() {
    Seeded.cases(
        500,
        random -> {
          Content one = anyContact(random);
          Content other = anyContact(random);
          long fields = 0L;
          Content.Builder mixed = one.toBuilder();
          for (RecordField field : FIELDS) {
            if (random.nextBoolean()) {
              fields |= 1L << field.code();
              mixed.text(field, other.text(field));
            }
          }

          FieldPrints replaced = one.prints().replaced(fields, other.prints());

          assertEquals(0L, replaced.differing(mixed.build().prints()));
          assertEquals(0L, mixed.build().prints().differing(replaced));
          assertEquals(mixed.build().prints().fields(), replaced.fields());
          assertEquals(replaced, one.prints().replaced(fields, other.prints()));
          assertEquals(
              replaced,
              FieldPrints.of(codes(replaced), hashes(replaced), replaced.whole()),
              "it can be stored");
        });
  }

  @Test
  void wholesThatDifferWithoutAFieldThatSeemsToNameThemAll() {
    FieldPrints one = FieldPrints.of(new byte[] {3, 9}, new int[] {1, 2}, Fingerprint.of("one"));
    FieldPrints other = FieldPrints.of(new byte[] {3, 9}, new int[] {1, 2}, Fingerprint.of("two"));

    assertNotEquals(one, other);
    assertEquals(1L << 3 | 1L << 9, one.differing(other));
  }

  @Test
  void nothingHasTheEmptyPrints() {
    assertEquals(FieldPrints.EMPTY, Content.empty().prints());
    assertEquals(0L, FieldPrints.EMPTY.fields());
  }

  @Test
  void printsThatCannotBeAreRefused() {
    Fingerprint whole = Fingerprint.of("");

    assertThrows(
        IllegalArgumentException.class,
        () -> FieldPrints.of(new byte[] {1}, new int[] {1, 2}, whole));
    assertThrows(
        IllegalArgumentException.class,
        () -> FieldPrints.of(new byte[] {2, 1}, new int[] {1, 2}, whole));
    assertThrows(
        IllegalArgumentException.class,
        () -> FieldPrints.of(new byte[] {64}, new int[] {1}, whole));
  }

  private static byte[] codes(FieldPrints prints) {
    byte[] codes = new byte[prints.size()];
    for (int i = 0; i < codes.length; i++) {
      codes[i] = (byte) prints.codeAt(i);
    }
    return codes;
  }

  private static int[] hashes(FieldPrints prints) {
    int[] hashes = new int[prints.size()];
    for (int i = 0; i < hashes.length; i++) {
      hashes[i] = prints.hashAt(i);
    }
    return hashes;
  }

  private static Content anyContact(Random random) {
    Content.Builder contact = new Content.Builder();
    FIELDS.forEach(
        field -> contact.text(field, random.nextInt(3) == 0 ? "" : "v" + random.nextInt(2)));
    return contact.build();
  }
}
