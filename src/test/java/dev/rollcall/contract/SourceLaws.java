package dev.rollcall.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rollcall.mapping.ContactMapping;
import dev.rollcall.mapping.Desired;
import dev.rollcall.mapping.Dropped;
import dev.rollcall.mapping.SourceRecord;
import dev.rollcall.model.RecordKey;
import dev.rollcall.policy.Environment;
import dev.rollcall.policy.Mapping;
import dev.rollcall.policy.Policy;
import dev.rollcall.source.Source;
import dev.rollcall.source.Source.PhotoReading;
import dev.rollcall.source.SourceReading;
import dev.rollcall.source.SourceUnavailable;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Laws of every source, held against a service that speaks its own protocol: steady and unique
 * keys, no order, never a part taken for the whole, photos read once.
 */
@Tag("S1")
@Tag("S3")
@Tag("S4")
@Tag("R9")
public abstract class SourceLaws {

  /** More than any service answers at once. */
  private static final int MANY = 1_150;

  private static final Mapping PLAIN =
      new Mapping(
          Optional.empty(), Mapping.Phones.AS_IS, Optional.empty(), List.of(), true, Map.of());

  /** The source, over something that holds no record yet. */
  protected abstract Source source();

  protected abstract Environment environment();

  /** A policy that takes every record. */
  protected abstract Policy policy();

  /**
   * Adds a record.
   *
   * @param id by which it is changed later
   */
  protected abstract void add(String id, String displayName);

  /** What was added and changed since can be read from now on. */
  protected void settle() {}

  /** Gives a record another name. */
  protected abstract void rename(String id, String displayName);

  protected abstract void remove(String id);

  /** Nothing at all can be read from now on. */
  protected abstract void refuse();

  /**
   * A reading fails after its beginning from now on.
   *
   * @return how many records it takes until then; 0 if this cannot happen to the source
   */
  protected int failLater() {
    return 0;
  }

  /**
   * Gives a record a photo.
   *
   * @return false if its records have none
   */
  protected boolean photo(String id, byte[] jpeg) {
    return false;
  }

  @Test
  void everyRecordIsReadOnceWithTheProof() {
    addSome(5);

    SourceReading reading = read();

    assertEquals(named(5), names(reading));
    assertEquals(5, new HashSet<>(keys(reading)).size());
    assertTrue(reading.completeness().isComplete(), reading.completeness()::toString);
    assertTrue(reading.completeness().rows() >= 5, reading.completeness()::toString);
    assertTrue(reading.completeness().pages() >= 1, reading.completeness()::toString);
  }

  @Test
  void everyRecordComesOnceHoweverManyThereAre() {
    addSome(MANY);

    SourceReading reading = read();

    assertEquals(MANY, reading.records().size());
    assertEquals(MANY, new HashSet<>(keys(reading)).size());
    assertTrue(reading.completeness().isComplete(), reading.completeness()::toString);
  }

  @Test
  void whatHasNoValueIsAbsent() {
    addSome(3);

    for (SourceRecord record : read().records()) {
      record
          .attributes()
          .forEach(
              (name, values) -> {
                assertFalse(values.isEmpty(), name);
                values.forEach(value -> assertFalse(value.isBlank(), name));
              });
    }
  }

  @Test
  void readingTwiceIsEqual() {
    addSome(4);

    SourceReading first = read();
    SourceReading second = read();

    assertEquals(byKey(first), byKey(second));
    assertEquals(new HashSet<>(first.dropped()), new HashSet<>(second.dropped()));
    assertEquals(first.hints(), second.hints());
    assertTrue(second.completeness().isComplete(), second.completeness()::toString);
  }

  @Test
  void aRecordKeepsItsKeyUnderAnotherName() {
    addSome(3);
    Map<RecordKey, SourceRecord> before = byKey(read());

    rename("r1", "Somebody Else");
    settle();

    SourceReading after = read();
    assertEquals(before.keySet(), byKey(after).keySet());
    assertTrue(names(after).contains("Somebody Else"), names(after)::toString);
  }

  @Test
  void whatComesAndGoesIsSeen() {
    addSome(3);
    List<RecordKey> before = keys(read());

    add("late", "Late Comer");
    remove("r0");
    settle();

    SourceReading after = read();
    assertTrue(after.completeness().isComplete(), after.completeness()::toString);
    assertEquals(List.of("Late Comer", "Record 1", "Record 2"), names(after));
    assertEquals(2, keys(after).stream().filter(before::contains).count());
  }

  @Test
  void theOrderInWhichRecordsComeDoesNotMatter() {
    addSome(6);
    List<SourceRecord> records = read().records();
    List<SourceRecord> shuffled = new ArrayList<>(records);
    Collections.shuffle(shuffled, new Random(7));

    assertEquals(
        Desired.assemble(new ContactMapping(PLAIN), records, Map.of()),
        Desired.assemble(new ContactMapping(PLAIN), shuffled, Map.of()));
  }

  @Test
  void nothingIsCompleteOrRefusedAndNeverAFewRecords() {
    try {
      SourceReading reading = read();

      assertEquals(List.of(), reading.records());
    } catch (SourceUnavailable refused) {
      assertTold(refused);
    }
  }

  @Test
  void whatCannotBeReadNeverLooksComplete() {
    addSome(3);
    read();

    refuse();

    try {
      SourceReading reading = read();
      assertFalse(reading.completeness().isComplete());
    } catch (SourceUnavailable refused) {
      assertTold(refused);
    }
  }

  @Test
  void whatEndsInItsMiddleNeverLooksComplete() {
    int records = failLater();
    assumeTrue(records > 0, "this source is read in one piece");
    addSome(records);

    try {
      SourceReading reading = read();
      assertFalse(reading.completeness().isComplete());
    } catch (SourceUnavailable refused) {
      assertTold(refused);
    }
  }

  @Test
  void keysFilterAndReasonsNameNobody() {
    addSome(3);

    SourceReading reading = read();

    for (RecordKey key : keys(reading)) {
      assertFalse(key.value().contains("record"), key::value);
    }
    for (SourceRecord record : reading.records()) {
      assertTrue(record.selection().startsWith("/source"), record::selection);
    }
    for (Dropped dropped : reading.dropped()) {
      assertFalse(dropped.detail().contains("Record"), dropped::detail);
    }
    assertFalse(reading.hints().toString().contains("Record"), reading.hints()::toString);
  }

  @Test
  @Tag("P14")
  void photosAreDownloadedOnceAndKnownOnesAreBelieved() throws IOException {
    addSome(3);
    boolean has = photo("r1", jpeg());
    List<RecordKey> keys = keys(read());

    PhotoReading first = source().readPhotos(environment(), policy(), keys, Map.of());
    PhotoReading again = source().readPhotos(environment(), policy(), keys, first.photos());

    assertEquals(has ? 1 : 0, first.photos().size());
    assertEquals(has ? 1 : 0, first.downloaded().size());
    assertEquals(first.photos(), again.photos());
    assertEquals(List.of(), again.downloaded());
  }

  @Test
  @Tag("P14")
  void photosOfRecordsThatWentAreNone() {
    addSome(2);
    List<RecordKey> keys = keys(read());
    remove("r0");
    settle();

    read();

    assertEquals(Map.of(), source().readPhotos(environment(), policy(), keys, Map.of()).photos());
    assertEquals(
        PhotoReading.none().photos(),
        source().readPhotos(environment(), policy(), List.of(), Map.of()).photos());
  }

  private static byte[] jpeg() throws IOException {
    ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(240, 240, BufferedImage.TYPE_INT_RGB), "jpg", jpeg);
    return jpeg.toByteArray();
  }

  private void addSome(int count) {
    for (int i = 0; i < count; i++) {
      add("r" + i, "Record " + i);
    }
    settle();
  }

  private static List<String> named(int count) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      names.add("Record " + i);
    }
    return names;
  }

  private SourceReading read() {
    return source().read(environment(), policy());
  }

  private static void assertTold(SourceUnavailable refused) {
    assertFalse(refused.problem().cause().isEmpty());
    assertFalse(refused.problem().remedy().isEmpty());
    assertFalse((refused.getMessage() + refused.problem()).contains("Record"), "names nobody");
  }

  private static Map<RecordKey, SourceRecord> byKey(SourceReading reading) {
    Map<RecordKey, SourceRecord> byKey = new TreeMap<>();
    reading.records().forEach(record -> byKey.put(record.key(), record));
    return byKey;
  }

  private static List<RecordKey> keys(SourceReading reading) {
    return reading.records().stream().map(SourceRecord::key).toList();
  }

  private static List<String> names(SourceReading reading) {
    return reading.records().stream().map(record -> record.first("displayName")).sorted().toList();
  }
}
