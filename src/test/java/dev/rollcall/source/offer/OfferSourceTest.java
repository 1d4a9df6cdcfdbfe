package dev.rollcall.source.offer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.client.offer.Partners;
import dev.rollcall.mapping.SourceRecord;
import dev.rollcall.model.Content;
import dev.rollcall.model.RecordField;
import dev.rollcall.model.RecordKey;
import dev.rollcall.policy.RecipientType;
import dev.rollcall.source.Source;
import dev.rollcall.source.SourceByPolicy;
import dev.rollcall.source.SourceReading;
import dev.rollcall.source.SourceUnavailable;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is taken of an offer, and what is sent in its place. */
@Tag("S8")
class OfferSourceTest {

  private final Giver giver = new Giver();
  private final OfferSource source = giver.source();

  @AfterEach
  void close() {
    giver.close();
  }

  @Test
  void everythingThatIsToldIsAnAttribute() {
    giver.put(1, "Engineer");

    SourceRecord record = read().records().get(0);

    assertEquals(Giver.key(1), record.key());
    assertEquals(RecipientType.USER.document(), record.recipientType());
    assertEquals(
        Map.of(
            "displayName", List.of("Person 1"),
            "jobTitle", List.of("Engineer"),
            "mail", List.of("p1@partner.example"),
            "businessPhones", List.of("+49 30 1000001")),
        record.attributes());
  }

  @Test
  void aQuietReadingIsOneSmallAnswer() {
    for (int i = 0; i < 1_000; i++) {
      giver.put(i, "Engineer");
    }
    SourceReading first = read();
    SourceReading second = read();

    assertEquals(first.records(), second.records());
    assertEquals(1, second.completeness().calls());
    assertTrue(giver.answers.get(1).length() < 4_000, "not " + giver.answers.get(1).length());
  }

  @Test
  void tenThousandPeopleAreReadInAMoment() {
    for (int i = 0; i < 10_000; i++) {
      giver.put(i, "Engineer number " + i * 31);
    }
    long begun = System.nanoTime();

    assertEquals(10_000, read().records().size());

    Duration took = Duration.ofNanos(System.nanoTime() - begun);
    assertTrue(took.compareTo(Duration.ofSeconds(20)) < 0, took::toString);
    assertTrue(giver.answers.get(0).length() < 2_000_000, "not " + giver.answers.get(0).length());
  }

  /** Perhaps the other one's version let it through. */
  @Test
  void whatRollcallMadeIsNotTakenThoughItIsOffered() {
    giver.put(1, "Engineer");
    giver.records.put(
        new RecordKey("contact:1"),
        new Content.Builder()
            .text(RecordField.DISPLAY_NAME, "Ours")
            .text(RecordField.MAIL, "ours@fabrikam.example")
            .text(RecordField.RECIPIENT_TYPE, "mailContact")
            .text(RecordField.ALIAS, "rollcall-0123abcd-user-1")
            .build());
    Source all = new SourceByPolicy(source, source, source, source, source, source, source);

    SourceReading reading = all.read(Giver.environment(), giver.policy());

    assertEquals(List.of(Giver.key(1)), reading.records().stream().map(SourceRecord::key).toList());
    assertEquals(1, reading.dropped().size());
  }

  @Test
  void whoHasNotReadForAWeekIsTakenAndTold() {
    giver.put(1, "Engineer");
    giver.taken = giver.clock.instant().minus(Duration.ofDays(6));
    assertEquals(List.of(), read().hints());

    giver.passes(Duration.ofDays(2));
    SourceReading reading = read();

    assertEquals(1, reading.records().size());
    assertTrue(reading.hints().get(0).contains("8 days"), reading.hints()::toString);
  }

  @Test
  void anAnswerOfYesterdayIsRefused() {
    giver.put(1, "Engineer");
    read();
    String yesterdays = giver.answers.get(0);
    giver.passes(Duration.ofDays(1));

    giver.deceit = Giver.Deceit.saying(text -> yesterdays);

    assertRefused("offerNotBelieved");
  }

  @Test
  void anotherSignerIsRefused() {
    giver.put(1, "Engineer");
    giver.signer = Partners.at(giver.clock.instant());

    assertRefused("offerSignerUnknown");
  }

  @Test
  void anEndedSignerIsRefused() {
    giver.put(1, "Engineer");
    read();
    giver.passes(Duration.ofDays(400));

    // The one who asks has a certificate as old.
    assertRefused("offerRefused");
  }

  @Test
  void whatIsLongerThanAnyOfferIsNotReadToItsEnd() {
    giver.deceit = Giver.Deceit.saying(text -> "e".repeat(33 * 1024 * 1024));

    assertRefused("offerTooLong");
  }

  @Test
  void nobodyIsFollowedElsewhere() {
    giver.put(1, "Engineer");
    giver.deceit =
        new Giver.Deceit(
            307, text -> "", Map.of("Location", "http://127.0.0.1:1/api/offers/people"));

    assertRefused("offerRedirected");
  }

  @ParameterizedTest
  @CsvSource({
    "200, <html>Sign in</html>, offerNotBelieved",
    "200, {\"records\":[]}, offerNotBelieved",
    "204, '', offerNotBelieved",
    "401, '', offerRefused",
    "404, <html>Not found</html>, offerRefused",
    "502, <html>Bad gateway</html>, offerOutage"
  })
  void whatIsNoAnswerIsToldForWhatItIs(int status, String text, String code) {
    giver.deceit = new Giver.Deceit(status, any -> text, Map.of());

    assertRefused(code);
  }

  @Test
  void anOfferThatCannotBeReadDoesNotSpoilTheNext() {
    giver.put(1, "Engineer");
    read();
    giver.put(2, "Engineer");
    giver.deceit = Giver.Deceit.saying(text -> text.substring(0, 900));
    assertRefused("offerNotBelieved");

    giver.deceit = Giver.Deceit.NONE;

    assertEquals(2, read().records().size());
  }

  @Test
  void nobodyIsNamedInATrouble() {
    giver.put(1, "Engineer");
    giver.written =
        bytes ->
            new String(bytes, StandardCharsets.UTF_8)
                .replace("\"Person 1\"", "Person")
                .getBytes(StandardCharsets.UTF_8);

    SourceUnavailable failure = assertThrows(SourceUnavailable.class, this::read);

    assertEquals("offerIncomplete", failure.problem().code());
    StringWriter told = new StringWriter();
    failure.printStackTrace(new PrintWriter(told));
    assertFalse((told + " " + failure.problem()).contains("Person"), told::toString);
  }

  private SourceReading read() {
    return source.read(Giver.environment(), giver.policy());
  }

  private void assertRefused(String code) {
    SourceUnavailable failure = assertThrows(SourceUnavailable.class, this::read);
    assertEquals(code, failure.problem().code(), failure.problem()::toString);
  }
}
