package dev.rollcall.client.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Requests spread over time. */
@Tag("E4")
class PacerTest {

  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  private static final Pace FIFTY = new Pace(50, Duration.ofSeconds(10));

  @Test
  void noWindowHoldsMoreThanTheServiceTakes() {
    Pacer pacer = new Pacer(FIFTY);
    List<Instant> sent = new ArrayList<>();
    Instant now = NOW;
    for (int i = 0; i < 500; i++) {
      now = now.plus(pacer.take(now).until());
      sent.add(now);
    }

    for (int i = 0; i < sent.size(); i++) {
      Instant end = sent.get(i).plus(FIFTY.window());
      long inWindow = sent.subList(i, sent.size()).stream().filter(t -> t.isBefore(end)).count();
      assertTrue(inWindow <= 50, inWindow + " requests within ten seconds");
    }
    Duration took = Duration.between(NOW, now);
    assertTrue(took.compareTo(Duration.ofSeconds(112)) < 0, "and hardly fewer: " + took);
  }

  @Test
  void twoInvocationsInARowTogetherStayBelowTheLimit() {
    Pacer first = new Pacer(FIFTY);
    Instant now = NOW;
    for (int i = 0; i < 45; i++) {
      now = now.plus(first.take(now).until());
    }
    Pacer second = new Pacer(FIFTY);
    int more = 0;
    while (second.take(now).until().isZero()) {
      more++;
    }

    assertTrue(45 + more <= 50, 45 + more + " requests within ten seconds");
  }

  @Test
  void aRestIsKept() {
    Pacer pacer = new Pacer(Pace.UNLIMITED);
    pacer.rest(NOW.plusSeconds(7));
    pacer.rest(NOW.plusSeconds(3));

    assertEquals(Duration.ofSeconds(7), pacer.take(NOW).until());
    assertEquals(Duration.ZERO, pacer.take(NOW.plusSeconds(8)).until());
  }

  @Test
  void onlyASlowerPaceThanTheKnownCounts() {
    Pacer pacer = new Pacer(FIFTY);

    pacer.correct(new Pace(500, Duration.ofSeconds(10)));
    assertEquals(FIFTY, pacer.pace());

    pacer.correct(new Pace(10, Duration.ofSeconds(10)));
    assertEquals(new Pace(10, Duration.ofSeconds(10)), pacer.pace());
  }

  @Test
  void aMomentThatNobodyWaitsForIsFreeAgain() {
    Pacer pacer = new Pacer(new Pace(1, Duration.ofSeconds(9)));
    pacer.take(NOW);
    Pacer.Slot slot = pacer.take(NOW);

    pacer.giveBack(slot);

    assertEquals(slot.until(), pacer.take(NOW).until());
  }

  @Test
  void theTimeOfManyRequestsIsKnownBefore() {
    assertEquals(
        Duration.ofSeconds(443),
        FIFTY.timeFor(2_000).truncatedTo(java.time.temporal.ChronoUnit.SECONDS));
    assertEquals(Duration.ZERO, FIFTY.timeFor(0));
  }
}
