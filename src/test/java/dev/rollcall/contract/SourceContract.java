package dev.rollcall.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.mapping.SourceRecord;
import dev.rollcall.model.RecordKey;
import dev.rollcall.policy.Environment;
import dev.rollcall.policy.Policy;
import dev.rollcall.source.Source;
import dev.rollcall.source.Source.PhotoReading;
import dev.rollcall.source.SourceReading;
import dev.rollcall.source.SourceUnavailable;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What every source keeps to, held against a service that speaks its own protocol: each record once
 * under a key that stays, and never a part taken for the whole.
 */
@Tag("R9")
public abstract class SourceContract {

  /** More than any service answers at once. */
  private static final int MANY = 1_150;

  /** A place with nobody in it, and a policy that takes everybody there. */
  public interface Setup extends AutoCloseable {

    Source source();

    Environment environment();

    Policy policy();

    /** Makes people of these numbers, called {@code Person 7}. */
    void add(int from, int to);

    /** Somebody leaves. */
    void remove(int number);

    /** Somebody becomes something else. */
    void promote(int number, String jobTitle);

    /** Whatever is asked from now on is refused. */
    void refuse();

    /** The next list that is read breaks off after its first page. */
    void breakOff();

    @Override
    void close();
  }

  private Setup setup;

  /** Opens such a place. */
  protected abstract Setup open();

  @BeforeEach
  final void start() {
    setup = open();
  }

  @AfterEach
  final void stop() {
    setup.close();
  }

  @Test
  final void everyRecordComesOnceHoweverManyThereAre() {
    setup.add(0, MANY);

    SourceReading reading = read();

    assertEquals(MANY, keys(reading).size());
    assertEquals(MANY, reading.records().size());
    assertTrue(reading.completeness().isComplete(), reading.completeness().shortfalls()::toString);
  }

  @Test
  final void nobodyIsAnAnswerToo() {
    SourceReading reading = read();

    assertEquals(List.of(), reading.records());
    assertTrue(reading.completeness().isComplete());
  }

  @Test
  final void readingTwiceIsReadingTheSame() {
    setup.add(0, 20);

    assertEquals(byName(read()), byName(read()));
  }

  @Test
  final void whoChangesKeepsTheKey() {
    setup.add(0, 5);
    Map<String, SourceRecord> before = byName(read());

    setup.promote(3, "Countess");
    Map<String, SourceRecord> after = byName(read());

    assertEquals("Countess", after.get("Person 3").first("jobTitle"));
    before.forEach((name, record) -> assertEquals(record.key(), after.get(name).key(), name));
  }

  @Test
  final void whoLeavesIsGoneAndWhoComesIsThere() {
    setup.add(0, 5);
    read();
    setup.remove(2);
    setup.add(5, 6);

    SourceReading reading = read();

    assertEquals(
        Set.of("Person 0", "Person 1", "Person 3", "Person 4", "Person 5"),
        byName(reading).keySet());
    assertTrue(reading.completeness().isComplete());
  }

  @Test
  final void whatHasNoValueIsAbsent() {
    setup.add(0, 3);

    for (SourceRecord record : read().records()) {
      record
          .attributes()
          .forEach(
              (name, values) -> {
                assertFalse(values.isEmpty(), name);
                values.forEach(value -> assertFalse(value.isBlank(), name));
              });
      assertTrue(record.selection().startsWith("/source"), record.selection());
    }
  }

  @Test
  final void aListThatBreaksOffIsNeverTakenForTheWhole() {
    setup.add(0, MANY);
    setup.breakOff();

    boolean complete;
    try {
      SourceReading reading = read();
      complete = reading.completeness().isComplete();
      assertFalse(reading.completeness().shortfalls().isEmpty());
    } catch (SourceUnavailable e) {
      complete = false;
      assertTold(e);
    }

    assertFalse(complete, "so nothing is deleted");
  }

  @Test
  final void aServiceThatRefusesIsToldWithCauseAndRemedy() {
    setup.add(0, 5);
    setup.refuse();

    assertTold(assertThrows(SourceUnavailable.class, this::read));
  }

  @Test
  final void photosOfNobodyAreNone() {
    PhotoReading photos =
        setup.source().readPhotos(setup.environment(), setup.policy(), List.of(), Map.of());

    assertEquals(Map.of(), photos.photos());
    assertEquals(List.of(), photos.downloaded());
  }

  private static void assertTold(SourceUnavailable failure) {
    assertFalse(failure.problem().cause().isBlank());
    assertFalse(failure.problem().remedy().isBlank());
    assertFalse((failure.getMessage() + failure.problem()).contains("Person"), "names nobody");
  }

  private SourceReading read() {
    return setup.source().read(setup.environment(), setup.policy());
  }

  private static Set<RecordKey> keys(SourceReading reading) {
    Set<RecordKey> keys = new HashSet<>();
    reading.records().forEach(record -> keys.add(record.key()));
    return keys;
  }

  private static Map<String, SourceRecord> byName(SourceReading reading) {
    Map<String, SourceRecord> records = new HashMap<>();
    reading.records().forEach(record -> records.put(record.first("displayName"), record));
    return records;
  }
}
