package dev.rollcall.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.TargetId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The laws of giving mailboxes to apps, for many organisations drawn by seed. */
@Tag("E7")
class RendezvousTest {

  private static final int MAILBOXES = 4_000;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void anAppThatGoesMovesItsOwnMailboxesOnly(long seed) {
    Random random = new Random(seed);
    List<String> apps = ids(random, 2 + random.nextInt(5));
    List<TargetId> mailboxes = mailboxes(random);
    String gone = apps.get(random.nextInt(apps.size()));
    List<String> left = apps.stream().filter(app -> !app.equals(gone)).toList();

    for (TargetId mailbox : mailboxes) {
      String before = new Rendezvous(apps).appOf(mailbox);
      String after = new Rendezvous(left).appOf(mailbox);
      assertTrue(before.equals(gone) || before.equals(after), "seed " + seed + ", " + mailbox);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void anAppThatComesTakesItsShareFromEachOther(long seed) {
    Random random = new Random(seed);
    List<String> apps = ids(random, 1 + random.nextInt(4));
    String added = ids(random, 1).get(0);
    List<String> more = new ArrayList<>(apps);
    more.add(added);
    Map<String, Integer> taken = new HashMap<>();

    for (TargetId mailbox : mailboxes(random)) {
      String before = new Rendezvous(apps).appOf(mailbox);
      String after = new Rendezvous(more).appOf(mailbox);
      assertTrue(after.equals(before) || after.equals(added), "seed " + seed + ", " + mailbox);
      if (after.equals(added)) {
        taken.merge(before, 1, Integer::sum);
      }
    }

    double fair = MAILBOXES / (double) (apps.size() * more.size());
    apps.forEach(app -> assertNear(fair, taken.getOrDefault(app, 0), "seed " + seed));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void everyAppHasAboutAsManyMailboxes(long seed) {
    Random random = new Random(seed);
    List<String> apps = ids(random, 2 + random.nextInt(6));
    Map<String, Integer> served = new HashMap<>();

    for (TargetId mailbox : mailboxes(random)) {
      served.merge(new Rendezvous(apps).appOf(mailbox), 1, Integer::sum);
    }

    double fair = MAILBOXES / (double) apps.size();
    apps.forEach(app -> assertNear(fair, served.getOrDefault(app, 0), "seed " + seed));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void neitherOrderNorCaseMatters(long seed) {
    Random random = new Random(seed);
    List<String> apps = ids(random, 5);
    List<String> shuffled =
        new ArrayList<>(apps.stream().map(app -> app.toUpperCase(Locale.ROOT)).toList());
    Collections.shuffle(shuffled, random);

    for (TargetId mailbox : mailboxes(random)) {
      assertEquals(
          new Rendezvous(apps).appOf(mailbox),
          new Rendezvous(shuffled).appOf(mailbox).toLowerCase(Locale.ROOT),
          "seed " + seed);
    }
  }

  /** Another hash would send every mailbox to another app when a new version is deployed. */
  @Test
  void whoServesWhomIsTheSameInEveryVersion() {
    List<String> apps =
        List.of("2653598a-91f0-4a44-8a05-0d5d1a4a5d3f", "9b1c3a52-7d0e-4b8e-9a57-3f2f0f6f8d11");
    String pattern =
        String.join(
            "",
            IntStream.range(0, 24)
                .mapToObj(i -> new TargetId("00000000-0000-0000-0000-0000000000" + (10 + i)))
                .map(mailbox -> new Rendezvous(apps).appOf(mailbox).equals(apps.get(0)) ? "A" : "B")
                .toList());

    assertEquals("AABABBBABBBBAAABAABBBBAB", pattern);
  }

  @Test
  void thereIsNoChoiceAmongNoApps() {
    assertThrows(IllegalArgumentException.class, () -> new Rendezvous(List.of()));
  }

  private static void assertNear(double fair, int found, String when) {
    double tolerance = 5 * Math.sqrt(fair);
    assertTrue(Math.abs(found - fair) < tolerance, when + ": " + found + ", not about " + fair);
  }

  private static List<String> ids(Random random, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> new UUID(random.nextLong(), random.nextLong()).toString())
        .toList();
  }

  private static List<TargetId> mailboxes(Random random) {
    return ids(random, MAILBOXES).stream().map(TargetId::new).toList();
  }
}
