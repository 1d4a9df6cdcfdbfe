package dev.rollcall.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.PolicyId;
import dev.rollcall.model.Problem;
import dev.rollcall.model.RunId;
import dev.rollcall.model.TargetId;
import dev.rollcall.state.RunChange;
import dev.rollcall.state.RunLane;
import dev.rollcall.state.RunMail;
import dev.rollcall.state.RunRecord;
import dev.rollcall.state.RunStatus;
import dev.rollcall.state.RunTarget;
import dev.rollcall.state.Runs;
import dev.rollcall.state.Versioned;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What every store of runs does. */
@Tag("R10")
@Tag("R1")
@Tag("R5")
public abstract class RunsContract {

  private static final PolicyId POLICY = new PolicyId("employees");
  private static final RunId RUN = new RunId("20261121t083000123z-4f7a9c");

  /** Runs that nobody else writes; none yet. */
  protected abstract Runs runs();

  @Test
  void createsARunOnce() {
    assertTrue(runs().create(requested(RUN)));
    assertFalse(runs().create(requested(RUN).moved(RunStatus.FAILED, Instant.EPOCH)));
    assertEquals(requested(RUN), runs().get(POLICY, RUN).orElseThrow().value());
    assertTrue(runs().get(new PolicyId("guests"), RUN).isEmpty());
  }

  @Test
  void keepsEveryPartOfARun() {
    runs().create(requested(RUN));
    RunRecord full = full(new Samples(1));

    runs().update(runs().get(POLICY, RUN).orElseThrow(), full).orElseThrow();

    assertEquals(full, runs().get(POLICY, RUN).orElseThrow().value());
    assertEquals(List.of(full), runs().list(POLICY, Optional.empty(), 10));
  }

  @Test
  void updatesOnlyTheVersionThatWasRead() {
    runs().create(requested(RUN));
    Versioned<RunRecord> read = runs().get(POLICY, RUN).orElseThrow();
    Instant now = RUN.startedAt().plusSeconds(1);
    Versioned<RunRecord> moved =
        runs().update(read, read.value().moved(RunStatus.READING, now)).orElseThrow();

    assertTrue(runs().update(read, read.value().moved(RunStatus.FAILED, now)).isEmpty());
    assertTrue(runs().update(moved, moved.value().moved(RunStatus.APPLYING, now)).isPresent());
  }

  @Test
  void listsTheNewestFirstPageByPage() {
    Random random = new Random(5);
    List<RunId> ids = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      ids.add(RunId.startingAt(RUN.startedAt().plusMillis(977L * i), random));
    }
    Collections.shuffle(ids, random);
    ids.forEach(id -> runs().create(requested(id)));

    List<RunId> listed = new ArrayList<>();
    Optional<RunId> after = Optional.empty();
    List<RunRecord> page;
    do {
      page = runs().list(POLICY, after, 10);
      page.forEach(run -> listed.add(run.id()));
      after = Optional.of(listed.get(listed.size() - 1));
    } while (page.size() == 10);

    assertEquals(ids.stream().sorted(Collections.reverseOrder()).toList(), listed);
    assertTrue(runs().list(POLICY, Optional.empty(), 0).isEmpty());
  }

  @Test
  void createsLanesOnce() {
    RunLane first = RunLane.waiting(0, "app-1", RUN.startedAt());
    RunLane second = RunLane.waiting(1, "app-2", RUN.startedAt());
    runs().createLanes(RUN, List.of(first));
    RunLane advanced =
        first.advanced(20, false, RUN.startedAt().plusSeconds(5), 42).withLetIn(true);
    runs().updateLane(RUN, runs().lane(RUN, 0).orElseThrow(), advanced).orElseThrow();

    runs().createLanes(RUN, List.of(first, second));

    assertEquals(List.of(advanced, second), runs().lanes(RUN));
    assertEquals(advanced, runs().lane(RUN, 0).orElseThrow().value());
    assertTrue(runs().lane(RUN, 2).isEmpty());
    assertTrue(runs().lanes(new RunId("20261121t083000123z-000000")).isEmpty());
  }

  @Test
  void advancesALaneOnce() {
    runs().createLanes(RUN, List.of(RunLane.waiting(3, "app-1", RUN.startedAt())));
    Versioned<RunLane> read = runs().lane(RUN, 3).orElseThrow();
    RunLane next = read.value().advanced(20, true, RUN.startedAt(), 1);

    assertTrue(runs().updateLane(RUN, read, next).isPresent());
    assertTrue(runs().updateLane(RUN, read, next).isEmpty());
  }

  @Test
  void keepsWhyALaneStoppedUntilItGoesOn() {
    runs().createLanes(RUN, List.of(RunLane.waiting(3, "app-1", RUN.startedAt())));
    RunLane stopped =
        RunLane.waiting(3, "app-1", RUN.startedAt())
            .stopped(20, RUN.startedAt(), 7, new Samples(3).problem());
    runs().updateLane(RUN, runs().lane(RUN, 3).orElseThrow(), stopped).orElseThrow();

    assertEquals(stopped, runs().lane(RUN, 3).orElseThrow().value());

    RunLane again = stopped.advanced(0, false, RUN.startedAt(), 0);
    runs().updateLane(RUN, runs().lane(RUN, 3).orElseThrow(), again).orElseThrow();

    assertEquals(List.of(again), runs().lanes(RUN));
  }

  @Test
  void keepsEveryPartOfATarget() {
    RunTarget full = target(new TargetId("a b/c"), new Samples(2));
    RunTarget pending = RunTarget.pending(new TargetId("other"));

    runs().putTargets(RUN, List.of(RunTarget.pending(full.target()), pending, full));

    assertEquals(
        List.of(full),
        runs().targets(RUN, List.of(full.target(), new TargetId("missing"), full.target())));
    assertEquals(List.of(full, pending), runs().targets(RUN, Optional.empty(), 10));
  }

  @Test
  void listsManyTargetsPageByPageHoweverTheirIdsAreWritten() {
    Samples samples = new Samples(3);
    TreeSet<TargetId> ids = new TreeSet<>();
    while (ids.size() < 1_100) {
      ids.add(samples.asciiTarget());
    }
    runs().putTargets(RUN, ids.stream().map(RunTarget::pending).toList());

    List<TargetId> listed = new ArrayList<>();
    Optional<TargetId> after = Optional.empty();
    List<RunTarget> page;
    do {
      page = runs().targets(RUN, after, 300);
      page.forEach(target -> listed.add(target.target()));
      after = Optional.of(listed.get(listed.size() - 1));
    } while (page.size() == 300);

    assertEquals(List.copyOf(ids), listed);
    assertEquals(1_100, runs().targets(RUN, Optional.empty(), 5_000).size());
  }

  @Test
  void keepsChangesByTargetAndSequence() {
    List<RunChange> changes = new ArrayList<>();
    for (String target : List.of("a", "a!b", "a/b", RunChange.SOURCE)) {
      for (int sequence = 0; sequence < 12; sequence++) {
        changes.add(change(target, sequence, "Müller"));
      }
    }
    List<RunChange> shuffled = new ArrayList<>(changes);
    Collections.shuffle(shuffled, new Random(4));

    runs().putChanges(RUN, shuffled);
    Collections.reverse(shuffled);
    runs().putChanges(RUN, shuffled);

    assertEquals(changes, runs().changes(RUN, Optional.empty(), Optional.empty(), 1_000));
    assertEquals(
        changes.subList(0, 12), runs().changes(RUN, Optional.of("a"), Optional.empty(), 1_000));
    assertEquals(
        changes.subList(27, 36),
        runs().changes(RUN, Optional.of("a/b"), Optional.of("a/b/2"), 1_000));
    assertEquals(
        changes.subList(30, 35), runs().changes(RUN, Optional.empty(), Optional.of("a/b/5"), 5));
    assertTrue(runs().changes(RUN, Optional.of("b"), Optional.empty(), 5).isEmpty());
    assertTrue(runs().changes(RUN, Optional.of("a"), Optional.of("a!b/0"), 5).isEmpty());
    assertEquals(
        changes.subList(12, 24), runs().changes(RUN, Optional.of("a!b"), Optional.of("a/3"), 99));
  }

  @Test
  void keepsWhatASliceWroteLastWhereItWasDoneTwice() {
    runs().putChanges(RUN, changes(0, 150, "first"));
    runs().putChanges(RUN, changes(0, 80, "second"));
    runs().putChanges(RUN, changes(80, 160, "third"));

    List<RunChange> read = runs().changes(RUN, Optional.empty(), Optional.empty(), 1_000);

    assertEquals(
        IntStream.range(0, 160).boxed().toList(), read.stream().map(RunChange::sequence).toList());
    assertEquals(changes(0, 80, "second"), read.subList(0, 80));
    assertEquals(
        read.subList(79, 160),
        runs().changes(RUN, Optional.empty(), Optional.of("mailbox/78"), 1_000));
  }

  private static List<RunChange> changes(int from, int to, String value) {
    return IntStream.range(from, to).mapToObj(i -> change("mailbox", i, value)).toList();
  }

  @Test
  void refusesAPlaceThatIsNone() {
    for (String place : List.of("", "a", "a/", "a/b", "a/-1", "a/99999999999")) {
      assertThrows(
          IllegalArgumentException.class,
          () -> runs().changes(RUN, Optional.empty(), Optional.of(place), 5),
          place);
    }
  }

  @Test
  void keepsMoreChangesThanAPageHolds() {
    List<RunChange> changes =
        IntStream.range(0, 2_150).mapToObj(i -> change("mailbox", i, "x".repeat(i % 50))).toList();

    runs().putChanges(RUN, changes);

    assertEquals(changes, runs().changes(RUN, Optional.empty(), Optional.empty(), 10_000));
  }

  @Test
  void keepsChangesWithLongNotes() {
    List<RunChange> changes =
        IntStream.range(0, 30).mapToObj(i -> change("mailbox", i, "ü\"\n".repeat(10_000))).toList();

    runs().putChanges(RUN, changes);

    assertEquals(changes, runs().changes(RUN, Optional.empty(), Optional.empty(), 10_000));
  }

  @Test
  @Tag("R15")
  void knowsThePoliciesThatHaveRuns() {
    assertEquals(List.of(), runs().policies());
    for (String policy : List.of("guests", "employees", "rooms-2", "rooms")) {
      for (int i = 0; i < 3; i++) {
        RunRecord run = requested(RunId.startingAt(RUN.startedAt().plusSeconds(i), new Random(i)));
        runs().create(RunRecord.requested(new PolicyId(policy), run.id(), run.request()));
      }
    }

    assertEquals(
        List.of("employees", "guests", "rooms", "rooms-2"),
        runs().policies().stream().map(PolicyId::value).toList());
  }

  @Test
  @Tag("R15")
  void deletesWhatBelongsToARunAndThenItsRow() {
    RunId other = new RunId("20261121t083000124z-4f7a9c");
    for (RunId run : List.of(RUN, other)) {
      runs().create(requested(run));
      fill(run, 250);
    }

    assertTrue(runs().deleteParts(RUN, () -> true));
    Versioned<RunRecord> read = runs().get(POLICY, RUN).orElseThrow();
    runs().update(read, read.value().purged(Instant.EPOCH)).orElseThrow();
    assertFalse(runs().delete(read));
    assertTrue(runs().delete(runs().get(POLICY, RUN).orElseThrow()));
    assertTrue(runs().delete(read));

    assertTrue(runs().get(POLICY, RUN).isEmpty());
    assertEquals(List.of(), runs().lanes(RUN));
    assertEquals(List.of(), runs().targets(RUN, Optional.empty(), 10));
    assertEquals(List.of(), runs().changes(RUN, Optional.empty(), Optional.empty(), 10));
    assertEquals(2, runs().lanes(other).size());
    assertEquals(250, runs().targets(other, Optional.empty(), 1_000).size());
    assertEquals(250, runs().changes(other, Optional.empty(), Optional.empty(), 1_000).size());
  }

  @Test
  @Tag("R15")
  void stopsDeletingWhenToldAndGoesOnTheNextTime() {
    runs().create(requested(RUN));
    fill(RUN, 10);
    AtomicInteger left = new AtomicInteger(1);

    assertFalse(runs().deleteParts(RUN, () -> left.getAndDecrement() > 0));
    boolean something =
        !runs().lanes(RUN).isEmpty() || !runs().targets(RUN, Optional.empty(), 10).isEmpty();
    assertTrue(something);
    assertTrue(runs().deleteParts(RUN, () -> true));
    assertTrue(runs().deleteParts(RUN, () -> false), "nothing is left");
  }

  private void fill(RunId run, int targets) {
    List<RunTarget> rows = new ArrayList<>();
    List<RunChange> changes = new ArrayList<>();
    for (int i = 0; i < targets; i++) {
      rows.add(RunTarget.pending(new TargetId("t" + i)));
      changes.add(change("t" + i, 0, "x"));
    }
    runs()
        .createLanes(
            run,
            List.of(
                RunLane.waiting(0, "app-1", Instant.EPOCH),
                RunLane.waiting(1, "app-1", Instant.EPOCH)));
    runs().putTargets(run, rows);
    runs().putChanges(run, changes);
  }

  private static RunRecord requested(RunId run) {
    return RunRecord.requested(
        POLICY,
        run,
        new RunRecord.Request(
            RunRecord.Mode.PREVIEW, RunRecord.Trigger.MANUAL, false, Optional.empty(), false));
  }

  private static RunRecord full(Samples samples) {
    return new RunRecord(
        POLICY,
        RUN,
        new RunRecord.Request(
            RunRecord.Mode.APPLY,
            RunRecord.Trigger.SCHEDULE,
            true,
            Optional.of(new RunId("20261120t083000123z-4f7a9c")),
            true),
        RunStatus.HELD,
        Optional.of(
            new RunRecord.Reading(
                1,
                2,
                3,
                4,
                List.of("page 7 was empty"),
                List.of("a \"hint\"", "ü".repeat(50_000)),
                5)),
        Optional.of(
            new RunRecord.Work(
                samples.fingerprint(),
                samples.fingerprint(),
                samples.fingerprint(),
                samples.fingerprint(),
                1,
                2,
                new RunRecord.Round(
                    4,
                    samples.fingerprint(),
                    List.of(new RunRecord.Share("app-1", 2), new RunRecord.Share("app-2", 0))),
                true,
                4_000_000_000L,
                List.of(
                    new RunRecord.AppUse("app-1", "First", 5_000_000_000L, ""),
                    new RunRecord.AppUse("app-2", "Zweite", 0, "It was refused.")))),
        Optional.of(new RunRecord.Hold(samples.fingerprint(), List.of("51 of 60 would go"), false)),
        new RunRecord.Counts(1, 2, 3, 4, 5, 6, 7, 8, 9, 5_000_000_000L, 11, 12),
        Optional.of(samples.problem()),
        samples.time(),
        Optional.of(samples.time()),
        Optional.of(samples.time()),
        Optional.of(
            RunMail.due()
                .failed(
                    Problem.lasting("mailRefused", "Why.", "What next.", "403"),
                    true,
                    samples.time())));
  }

  private static RunTarget target(TargetId id, Samples samples) {
    return new RunTarget(
            id,
            RunTarget.Status.FAILED,
            new RunTarget.Counts(1, 2, 3, 4, 5, 6),
            500,
            5_000_000_000L,
            Optional.of(samples.fingerprint()),
            Optional.of(samples.problem()))
        .at(samples.time());
  }

  private static RunChange change(String target, int sequence, String value) {
    return new RunChange(
        target,
        sequence,
        "update",
        "user:" + sequence,
        "Ann \"O'Neil\" 漢",
        sequence % 3 == 0
            ? List.of()
            : List.of(
                new RunChange.Field("surname", "", value),
                new RunChange.Field("personalNotes", value, "")),
        "",
        sequence % 2 == 0 ? "" : "in plain words",
        "done");
  }
}
