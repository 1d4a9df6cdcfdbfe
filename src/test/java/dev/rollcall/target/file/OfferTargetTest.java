package dev.rollcall.target.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.client.offer.OfferedRecords;
import dev.rollcall.client.offer.Refused;
import dev.rollcall.contract.ServicePolicies;
import dev.rollcall.contract.memory.ManualClock;
import dev.rollcall.model.Content;
import dev.rollcall.model.DesiredRecord;
import dev.rollcall.model.FieldValue;
import dev.rollcall.model.RecordField;
import dev.rollcall.model.RecordKey;
import dev.rollcall.model.TargetId;
import dev.rollcall.policy.Policy;
import dev.rollcall.policy.PolicyDocuments;
import dev.rollcall.run.ServiceSync;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a policy offers, whatever happens to the writing of it. */
@Tag("S8")
class OfferTargetTest {

  private static final String FILE = "offer-to-fabrikam.json";

  private final ManualClock clock = new ManualClock(Instant.parse("2026-11-21T08:00:00Z"));
  private final MemoryPlace place = new MemoryPlace(clock);

  @Test
  void whatIsDesiredIsWrittenOnceAndASecondRunWritesNothing() throws Exception {
    ServiceSync sync = sync();

    assertTrue(sync.run(people(12, "a")).finished());
    assertEquals(contents(people(12, "a")), offered());
    assertEquals(1, place.writes);

    assertTrue(sync.run(people(12, "a")).plan().writesNothing());
    assertEquals(1, place.writes);
  }

  @Test
  void whoeverHasLostAllMemoryFindsTheOfferAsItWouldWriteIt() throws Exception {
    sync().run(people(12, "a"));
    byte[] before = place.read(FILE).orElseThrow().bytes();

    assertTrue(sync().run(people(12, "a")).finished());

    assertEquals(1, place.writes);
    assertArrayEquals(before, place.read(FILE).orElseThrow().bytes());
  }

  @Test
  void allChangesOfARunAreOneWrite() throws Exception {
    ServiceSync sync = sync();
    sync.run(people(12, "a"));
    List<DesiredRecord> next = new ArrayList<>(people(9, "a"));
    next.set(3, person(3, "b"));
    next.add(person(20, "a"));

    assertTrue(sync.run(next).finished());

    assertEquals(2, place.writes);
    assertEquals(contents(next), offered());
  }

  @ParameterizedTest
  @EnumSource(MemoryPlace.Fate.class)
  void aWriteThatGoesWrongIsMadeGood(MemoryPlace.Fate fate) throws Exception {
    ServiceSync sync = sync();
    sync.run(people(4, "a"));
    place.next = fate;
    sync.run(people(6, "b"));

    sync.run(people(6, "b"));

    assertEquals(contents(people(6, "b")), offered());
  }

  @Test
  void whatIsDamagedIsWrittenAnew() throws Exception {
    sync().run(people(4, "a"));
    place.put(FILE, "{\"form\":1,\"rec".getBytes(StandardCharsets.UTF_8));

    sync().run(people(4, "a"));

    assertEquals(contents(people(4, "a")), offered());
  }

  @Test
  void whatWouldBeLargerThanAnOfferMayBeIsNotWritten() {
    List<DesiredRecord> large = new ArrayList<>();
    for (int i = 0; i < 1_200; i++) {
      large.add(person(i, "x".repeat(15_000)));
    }

    assertFalse(sync().run(large).finished());
    assertEquals(0, place.writes);
  }

  @Test
  void tenThousandPeopleAreOneWrite() throws Exception {
    assertTrue(sync().run(people(10_000, "a")).finished());

    assertEquals(1, place.writes);
    assertEquals(10_000, offered().size());
  }

  private ServiceSync sync() {
    return new ServiceSync(
        FileTarget.ofOffers(place),
        ServicePolicies.environment(),
        policy(),
        new TargetId("offer"),
        ServicePolicies.rules(false, false),
        clock);
  }

  private static Policy policy() {
    try {
      return PolicyDocuments.policy(
              Files.readAllBytes(Path.of("src/main/samples/policies/offer-to-fabrikam.json")))
          .match(
              valid -> valid.value(),
              invalid -> {
                throw new IllegalStateException(invalid.problems().toString());
              });
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private Map<RecordKey, Content> offered() throws Refused {
    return OfferedRecords.read(place.read(FILE).orElseThrow().bytes());
  }

  private static Map<RecordKey, Content> contents(List<DesiredRecord> records) {
    Map<RecordKey, Content> contents = new TreeMap<>();
    records.forEach(record -> contents.put(record.key(), record.content()));
    return contents;
  }

  private static List<DesiredRecord> people(int count, String name) {
    List<DesiredRecord> records = new ArrayList<>();
    for (int number = 0; number < count; number++) {
      records.add(person(number, name));
    }
    return records;
  }

  private static DesiredRecord person(int number, String name) {
    return new DesiredRecord(
        new RecordKey(String.format("user:%05d", number)),
        new Content.Builder()
            .text(RecordField.MAIL, "person" + number + "@contoso.example")
            .text(RecordField.DISPLAY_NAME, name)
            .text(RecordField.RECIPIENT_TYPE, "user")
            .texts(RecordField.BUSINESS_PHONES, List.of("+49 30 1", "+49 30 2"))
            .put(
                RecordField.BUSINESS_ADDRESS,
                new FieldValue.Address("Hauptstr. 1", "Berlin", "", "10115", "DE"))
            .build(),
        Optional.empty());
  }
}
