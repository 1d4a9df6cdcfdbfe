package dev.rollcall.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.Fingerprint;
import dev.rollcall.model.PolicyId;
import dev.rollcall.model.RunId;
import dev.rollcall.run.RunSummary.Standing;
import dev.rollcall.run.Telling.Told;
import dev.rollcall.state.RunRecord;
import dev.rollcall.state.RunStatus;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Which runs are told of. */
@Tag("R8")
final class TellingTest {

  private static final Instant START = Instant.parse("2026-11-21T02:30:00Z");

  private int runs;
  private Optional<Told> last = Optional.empty();

  @Test
  void aChangeOfStateIsToldOnce() {
    assertFalse(finished());
    assertTrue(finished("a"));
    assertFalse(finished("a"));
    assertTrue(finished("a", "b"), "something more fails");
    assertFalse(finished("b"), "less fails");
    assertFalse(finished("a"), "known since it last worked");
    assertTrue(finished("c"));
    assertTrue(finished(), "works again");
    assertFalse(finished());
    assertTrue(finished("a"), "fails again");
  }

  @Test
  void theFirstRunThatFailsIsToldThoughNothingIsKnown() {
    assertTrue(finished("a"));
  }

  @Test
  void thatAPlanWaitsIsToldOnce() {
    assertTrue(held("one"));
    assertFalse(held("one"), "the next run waits with the same plan");
    assertFalse(held("two"), "the directory lives, and the next plan differs");
    assertTrue(finished(), "it was approved, and all is well");
    assertTrue(held("one"), "it waits anew");
  }

  @Test
  void whatWaitsToBeTriedAgainDoesNotWorkYet() {
    assertTrue(finished("a"));
    RunRecord between = run(RunStatus.FINISHED, Optional.empty());

    Telling telling = Telling.of(between, true, Set.of(), true, last);

    assertEquals(Standing.WORKS, telling.standing());
    assertFalse(telling.needed());
    last = Optional.of(telling.told());
    assertFalse(finished("a"), "tried again, it fails as before");
    assertTrue(finished(), "tried again, it works");
  }

  @Test
  void aCancelledRunSaysNothingOfTheState() {
    assertTrue(finished("a"));
    assertFalse(tell(run(RunStatus.CANCELLED, Optional.empty())).needed());
    assertFalse(finished("a"));
    assertTrue(finished());
  }

  @Test
  void anOlderRunDoesNotContradictALaterOne() {
    RunRecord older = run(RunStatus.FINISHED, Optional.empty());
    assertFalse(finished());

    Telling late = Telling.of(older, true, Set.of("a"), false, last);

    assertFalse(late.needed());
    assertEquals(last, Optional.of(late.told()));
    assertTrue(
        Telling.of(older, false, Set.of("a"), false, last).needed(), "each run is asked for");
  }

  @Test
  void howeverRunsFailThereIsAMailForEachReasonOnceUntilAllIsWell() {
    for (long seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      last = Optional.empty();
      Set<String> told = new HashSet<>();
      for (int i = 0; i < 100; i++) {
        Set<String> needs = new TreeSet<>();
        for (String code : List.of("a", "b", "c")) {
          if (random.nextInt(4) == 0) {
            needs.add(code);
          }
        }
        boolean news = needs.isEmpty() ? !told.isEmpty() : !told.containsAll(needs);

        assertEquals(news, finished(needs.toArray(new String[0])), "seed " + seed + " run " + i);

        told.addAll(needs);
        if (needs.isEmpty()) {
          told.clear();
        }
      }
    }
  }

  @Test
  void whatIsKnownSurvivesItsNotice() {
    finished("a", "b");
    assertEquals(last, Told.read(last.orElseThrow().written()));
    held("one");
    assertEquals(last, Told.read(last.orElseThrow().written()));
    assertEquals(Optional.empty(), Told.read("something else"));
    assertEquals(Optional.empty(), Told.read(""));
  }

  @Test
  void whatWorksAfterAFailureWorksAgain() {
    finished("a");
    assertEquals(Standing.WORKS_AGAIN, tell(run(RunStatus.FINISHED, Optional.empty())).standing());
    assertEquals(Standing.WORKS, tell(run(RunStatus.FINISHED, Optional.empty())).standing());
  }

  private boolean finished(String... needs) {
    return tell(run(RunStatus.FINISHED, Optional.empty()), needs).needed();
  }

  private boolean held(String plan) {
    return tell(run(
            RunStatus.HELD,
            Optional.of(new RunRecord.Hold(Fingerprint.of(plan), List.of("Why."), false))))
        .needed();
  }

  private Telling tell(RunRecord run, String... needs) {
    Telling telling = Telling.of(run, true, Set.of(needs), false, last);
    last = Optional.of(telling.told());
    return telling;
  }

  private RunRecord run(RunStatus status, Optional<RunRecord.Hold> hold) {
    Instant at = START.plusSeconds(60L * runs++);
    return RunRecord.requested(
            new PolicyId("office"),
            RunId.startingAt(at, new Random(runs)),
            new RunRecord.Request(
                RunRecord.Mode.APPLY, RunRecord.Trigger.SCHEDULE, false, Optional.empty(), false))
        .withHold(hold)
        .moved(status, at);
  }
}
