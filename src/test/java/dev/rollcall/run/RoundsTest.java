package dev.rollcall.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.Fingerprint;
import dev.rollcall.model.TargetId;
import dev.rollcall.policy.Environment;
import dev.rollcall.state.RunRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How a round's targets come to its lanes, for rounds drawn by seed. */
@Tag("E7")
@Tag("R22")
class RoundsTest {

  private static final Fingerprint LIST = Fingerprint.of("a list");

  static IntStream seeds() {
    return IntStream.range(0, 60);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void everyTargetIsInOneLaneWhoseAppIsItsOwn(int seed) {
    Drawn drawn = Drawn.of(seed);
    RunRecord.Round round = drawn.round();
    Set<TargetId> seen = new HashSet<>();
    int lane = round.firstLane();

    for (RunRecord.Share share : round.shares()) {
      for (int i = 0; i < share.lanes(); i++, lane++) {
        LaneTargets own = LaneTargets.of(round, drawn.targets, lane);
        assertTrue(own.size() > 0, drawn + " has an idle lane");
        for (TargetList.Entry entry : own.entries()) {
          assertTrue(seen.add(entry.id()), drawn + " serves twice " + entry);
          assertEquals(share.app(), drawn.rendezvous().appOf(entry.id()), drawn.toString());
        }
      }
    }

    assertEquals(drawn.targets.entries().size(), seen.size(), drawn.toString());
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void noLimitIsExceededAndNoLaneIsHeldBack(int seed) {
    Drawn drawn = Drawn.of(seed);
    RunRecord.Round round = drawn.round();
    Map<String, Integer> targets = new HashMap<>();
    drawn
        .targets
        .entries()
        .forEach(entry -> targets.merge(drawn.rendezvous().appOf(entry.id()), 1, Integer::sum));
    int possible = 0;

    for (Environment.App app : drawn.used()) {
      int most = Math.min(app.maxConnections(), targets.getOrDefault(app.clientId(), 0));
      possible += most;
      assertTrue(lanesOf(round, app) <= most, drawn.toString());
    }

    assertEquals(Math.min(possible, drawn.concurrency), round.lanes(), drawn.toString());
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aSliceIsAPartOfItsLaneAndTheyAreAllOfIt(int seed) {
    Drawn drawn = Drawn.of(seed);
    RunRecord.Round round = drawn.round();
    if (round.lanes() == 0) {
      return;
    }
    LaneTargets lane = LaneTargets.of(round, drawn.targets, round.firstLane());
    List<TargetList.Entry> all = new ArrayList<>();
    for (int from = 0; from < lane.size(); from += 20) {
      all.addAll(lane.slice(from, 20));
    }

    assertEquals(lane.entries(), all);
    assertEquals(List.of(), lane.slice(lane.size(), 20));
  }

  @Test
  void lanesGoWhereTheMostTargetsAre() {
    // So few targets that one app has none: the other has all lanes it may have.
    TargetList one = new TargetList(List.of(entry(new UUID(1, 1).toString())));
    List<Environment.App> apps = List.of(app("a", 5), app("b", 5));

    RunRecord.Round round = Rounds.form(0, LIST, one, apps, 5);

    assertEquals(1, round.lanes());
    assertEquals(2, round.shares().size(), "both count when the mailbox chooses");
  }

  @Test
  void aLaneThatIsNotOfTheRoundIsRefused() {
    RunRecord.Round round = new RunRecord.Round(3, LIST, List.of(new RunRecord.Share("a", 2)));

    assertThrows(
        IllegalArgumentException.class, () -> LaneTargets.of(round, new TargetList(List.of()), 2));
    assertThrows(
        IllegalArgumentException.class, () -> LaneTargets.of(round, new TargetList(List.of()), 5));
  }

  private static int lanesOf(RunRecord.Round round, Environment.App app) {
    return round.shares().stream()
        .filter(share -> share.app().equals(app.clientId()))
        .mapToInt(RunRecord.Share::lanes)
        .sum();
  }

  private static Environment.App app(String id, int connections) {
    return new Environment.App("App " + id, id, "certificate", connections);
  }

  private static TargetList.Entry entry(String id) {
    return new TargetList.Entry(new TargetId(id), id + "@contoso.example", false);
  }

  /** A round's circumstances. */
  private record Drawn(
      int seed, int firstLane, TargetList targets, List<Environment.App> apps, int concurrency) {

    static Drawn of(int seed) {
      Random random = new Random(seed);
      List<TargetList.Entry> entries =
          IntStream.range(0, random.nextInt(random.nextBoolean() ? 8 : 200))
              .mapToObj(i -> entry(new UUID(random.nextLong(), random.nextLong()).toString()))
              .toList();
      List<Environment.App> apps =
          IntStream.range(0, 1 + random.nextInt(4))
              .mapToObj(
                  i ->
                      app(
                          new UUID(random.nextLong(), random.nextLong()).toString(),
                          1 + random.nextInt(5)))
              .toList();
      return new Drawn(
          seed, random.nextInt(9), new TargetList(entries), apps, 1 + random.nextInt(12));
    }

    RunRecord.Round round() {
      return Rounds.form(firstLane, LIST, targets, apps, concurrency);
    }

    List<Environment.App> used() {
      return apps.subList(0, Math.min(apps.size(), concurrency));
    }

    Rendezvous rendezvous() {
      return new Rendezvous(used().stream().map(Environment.App::clientId).toList());
    }

    @Override
    public String toString() {
      return "seed " + seed;
    }
  }
}
