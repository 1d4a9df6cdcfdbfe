package dev.rollcall.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.Seeded;
import dev.rollcall.model.Fingerprint;
import dev.rollcall.model.PolicyId;
import dev.rollcall.policy.Policy;
import dev.rollcall.policy.PolicyDocuments;
import dev.rollcall.source.Recollections;
import dev.rollcall.state.CheckpointHead;
import dev.rollcall.state.Documents;
import dev.rollcall.state.RunChange;
import dev.rollcall.state.RunRecord;
import dev.rollcall.state.RunRecord.Mode;
import dev.rollcall.state.RunRecord.Trigger;
import dev.rollcall.state.RunStatus;
import dev.rollcall.state.Snapshots;
import dev.rollcall.state.Versioned;
import dev.rollcall.telemetry.Event;
import dev.rollcall.telemetry.Journal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What history loses with the time, and what it never may. */
@Tag("R15")
final class PurgeHistoryTest {

  private static final Duration KEPT = Duration.ofDays(30);
  private static final Duration DAY = Duration.ofDays(1);
  private static final PolicyId POLICY = MemoryOffice.POLICY;
  private static final String SCHEDULED =
      "\"schedule\": { \"every\": \"P1D\" }, " + MemoryOffice.FREELY;

  @Test
  void whatIsNeededStaysAndWhatIsNotGoesWhereverThePurgeIsKilled() {
    int[] deaths = {0};
    Seeded.cases(
        6,
        random -> {
          MemoryOffice office = new MemoryOffice(random, SCHEDULED);
          for (int day = 0; day < 120; day++) {
            liveADay(office, random);
            if (random.nextInt(3) > 0) {
              purgedOnce(office, random);
            }
          }
          deaths[0] += office.life().deaths();

          office.clock().advance(KEPT.plus(DAY));
          office.purge(KEPT);
          office.clock().advance(DAY);
          office.purge(KEPT);

          assertNothingIsLeftOver(office);
          office.preview(true);
          RunRecord last = office.apply(true);
          assertEquals(RunStatus.FINISHED, last.status());
          assertEquals(0, last.counts().targetsFailed());
        });
    assertNotEquals(0, deaths[0]);
  }

  @Test
  void aPurgedPreviewIsNotApplied() {
    MemoryOffice office = new MemoryOffice(new Random(1), MemoryOffice.FREELY);
    RunRecord preview = office.preview(false);
    office.clock().advance(KEPT.plus(DAY));

    office.purge(KEPT);
    RunRecord applied = office.carryOut(preview);

    // It is the one preview of the policy's content, so its bare row stays.
    RunRecord bare = office.stored(preview.id());
    assertTrue(bare.purgedAt().isPresent());
    assertEquals(List.of(), office.targets(bare));
    assertEquals(RunStatus.REFUSED, applied.status());
    assertEquals("previewGone", applied.problem().orElseThrow().code());
  }

  @Test
  void aRunThatWaitsForApprovalStaysWholeHoweverLongItWaits() {
    MemoryOffice office =
        new MemoryOffice(
            new Random(2), "\"guardrail\": { \"maxDeletes\": 0, \"maxDeletePercent\": 100 }");
    office.apply(false);
    RunRecord held = heldRun(office);

    for (int i = 0; i < 5; i++) {
      office.clock().advance(KEPT);
      office.purge(KEPT);
    }

    assertEquals(held, office.stored(held.id()));
    assertEquals(
        ApproveRun.Result.APPROVED, office.approve(held, held.hold().orElseThrow().plan()));
    RunRecord done = office.settle(held.id());
    assertEquals(RunStatus.FINISHED, done.status());
    assertEquals(0, done.counts().targetsFailed());
  }

  @Test
  void thePreviewThatALiveRunCarriesOutStaysWhole() {
    MemoryOffice office = new MemoryOffice(new Random(3), MemoryOffice.FREELY);
    RunRecord preview = office.preview(false);
    int planned = office.targets(preview).size();
    office.clock().advance(KEPT.plus(DAY));
    var request = MemoryOffice.request(Mode.APPLY, false, Optional.of(preview.id()));
    RunRecord live = asked(office, request);

    office.purge(KEPT);

    assertTrue(planned > 0);
    assertWhole(office, office.stored(preview.id()));
    assertEquals(RunStatus.FINISHED, office.settle(live.id()).status());
    office.purge(KEPT);
    assertEquals(0, office.targets(preview).size());
  }

  @Test
  void anApplyAskedForWhileItsPreviewIsMarkedIsSeenBeforeAnythingGoes() {
    MemoryOffice office = new MemoryOffice(new Random(3), MemoryOffice.FREELY);
    RunRecord preview = office.preview(false);
    int planned = office.targets(preview).size();
    office.clock().advance(KEPT.plus(DAY));
    var request = MemoryOffice.request(Mode.APPLY, false, Optional.of(preview.id()));
    // Stands for an apply between the purge's look and its mark.
    var read = office.ports().runs().get(POLICY, preview.id()).orElseThrow();
    office.ports().runs().update(read, preview.purged(office.clock().instant())).orElseThrow();
    RunRecord live = asked(office, request);

    office.purge(KEPT);

    assertEquals(planned, office.targets(preview).size());
    assertEquals(RunStatus.REFUSED, office.settle(live.id()).status());
    office.purge(KEPT);
    assertEquals(0, office.targets(preview).size());
  }

  @Test
  void runsOfADeletedPolicyGoToo() {
    MemoryOffice office = new MemoryOffice(new Random(4), SCHEDULED);
    office.preview(false);
    office.apply(false);
    RunRecord abandoned = asked(office, MemoryOffice.request(Mode.APPLY, false, Optional.empty()));
    office
        .ports()
        .checkpoints()
        .claim(
            POLICY,
            heads(office).stream().map(CheckpointHead::target).toList(),
            new CheckpointHead.Claim("administrator", office.clock().instant()),
            office.clock().instant().plus(DAY))
        .values()
        .forEach(head -> office.ports().checkpoints().delete(POLICY, head));
    Versioned<byte[]> document = document(office);
    office.ports().documents().delete(Documents.Kind.POLICY, POLICY.value(), document.version());

    office.clock().advance(KEPT.minus(DAY));
    office.purge(KEPT);
    assertEquals(3, history(office).size());
    assertEquals(RunStatus.QUEUED, abandoned.status());
    for (int i = 0; i < 3; i++) {
      office.clock().advance(DAY);
      office.purge(KEPT);
    }

    assertEquals(List.of(), office.ports().runs().policies());
    assertNothingIsLeftOver(office);
  }

  @Test
  void tellsWhatItDeletedAndWhetherThatIsAll() {
    MemoryOffice office = new MemoryOffice(new Random(5), MemoryOffice.FREELY);
    office.apply(false);
    office.apply(true);
    office.clock().advance(KEPT.plus(DAY));
    List<Event> events = new ArrayList<>();
    Journal journal = events::add;

    new PurgeHistory(office.ports(), KEPT, Recollections.none()).execute(journal);

    assertEquals(List.of("HistoryPurged"), events.stream().map(Event::name).toList());
    assertEquals(
        "{outcome=complete, elapsedMs=0, runs=2, contents=0}", labelled(events.get(0)).toString());
  }

  // --- scenes --------------------------------------------------------------------------------

  private static void liveADay(MemoryOffice office, Random random) {
    if (random.nextInt(2) == 0) {
      office.aDayPasses();
    } else {
      office.clock().advance(DAY);
    }
    switch (random.nextInt(5)) {
      case 0 -> office.preview(random.nextBoolean());
      case 1 -> office.apply(random.nextBoolean());
      case 2 -> office.carryOut(office.preview(false));
      case 3 ->
          office.run(
              new RunRecord.Request(Mode.APPLY, Trigger.SCHEDULE, false, Optional.empty(), false));
      default -> {}
    }
  }

  private static void purgedOnce(MemoryOffice office, Random random) {
    Policy policy = policy(office);
    Timetable before = Timetable.of(office.ports().runs(), policy);
    if (random.nextInt(3) == 0) {
      office.life().diesAfter(random.nextInt(30), random.nextBoolean());
    }

    office.purge(KEPT);
    office.life().revived();

    assertEquals(before, Timetable.of(office.ports().runs(), policy));
    Instant limit = office.clock().instant().minus(KEPT);
    for (RunRecord run : history(office)) {
      if (run.finishedAt().filter(at -> at.isBefore(limit)).isEmpty()) {
        assertWhole(office, run);
      }
    }
    heads(office).stream()
        .flatMap(head -> head.applied().stream())
        .forEach(applied -> assertKept(office, applied.snapshot()));
  }

  /** All that is stored is evidence, or what targets were last brought to. */
  private static void assertNothingIsLeftOver(MemoryOffice office) {
    List<RunRecord> bare = history(office);
    for (RunRecord run : bare) {
      assertTrue(run.purgedAt().isPresent(), run.id().value());
      assertEquals(List.of(), office.targets(run));
      assertEquals(List.of(), changes(office, run));
      assertEquals(List.of(), office.ports().runs().lanes(run.id()));
    }
    assertTrue(bare.size() <= 2, "a schedule goes by two runs at most, not " + bare.size());
    ReferredTo referredTo = ReferredTo.now(office.ports());
    List<String> left = new ArrayList<>();
    office
        .ports()
        .snapshots()
        .sweep(
            new Snapshots.References() {
              @Override
              public boolean toSnapshot(Fingerprint id) {
                return noted(referredTo.toSnapshot(id), id);
              }

              @Override
              public boolean toContent(Snapshots.Kind kind, Fingerprint id) {
                return noted(referredTo.toContent(kind, id), id);
              }

              private boolean noted(boolean referred, Fingerprint id) {
                if (!referred) {
                  left.add(id.hex());
                }
                return true;
              }
            },
            office.clock().instant(),
            DAY,
            () -> true);
    assertEquals(List.of(), left);
  }

  private static RunRecord heldRun(MemoryOffice office) {
    for (int i = 0; i < 100; i++) {
      office.aDayPasses();
      RunRecord run = office.apply(true);
      if (run.status() == RunStatus.HELD) {
        return run;
      }
    }
    throw new AssertionError("nobody ever left");
  }

  private static RunRecord asked(MemoryOffice office, RunRecord.Request request) {
    Journal silent = event -> {};
    return office.stored(new RequestRun(office.ports()).execute(POLICY, request, silent));
  }

  // --- looking -------------------------------------------------------------------------------

  private static void assertWhole(MemoryOffice office, RunRecord run) {
    assertFalse(run.purgedAt().isPresent());
    run.work()
        .ifPresent(
            work -> {
              assertKept(office, work.snapshot());
              Snapshots contents = office.ports().snapshots();
              assertTrue(contents.get(Snapshots.Kind.TARGETS, work.targets()).isPresent());
              assertTrue(contents.get(Snapshots.Kind.POLICY, work.policyContent()).isPresent());
              if (run.status() == RunStatus.FINISHED) {
                assertEquals(work.targetCount(), office.targets(run).size());
              }
              assertEquals(work.lanes(), office.ports().runs().lanes(run.id()).size());
            });
  }

  private static void assertKept(MemoryOffice office, Fingerprint snapshot) {
    assertTrue(office.ports().snapshots().get(snapshot).isPresent());
  }

  private static List<RunRecord> history(MemoryOffice office) {
    return office.ports().runs().list(POLICY, Optional.empty(), 10_000);
  }

  private static List<CheckpointHead> heads(MemoryOffice office) {
    return office.ports().checkpoints().list(POLICY);
  }

  private static List<RunChange> changes(MemoryOffice office, RunRecord run) {
    return office.ports().runs().changes(run.id(), Optional.empty(), Optional.empty(), 10);
  }

  private static Versioned<byte[]> document(MemoryOffice office) {
    return office.ports().documents().get(Documents.Kind.POLICY, POLICY.value()).orElseThrow();
  }

  private static Policy policy(MemoryOffice office) {
    return PolicyDocuments.policy(document(office).value())
        .match(
            valid -> valid.value(),
            invalid -> {
              throw new AssertionError(invalid.problems().toString());
            });
  }

  private static Map<String, Object> labelled(Event event) {
    Map<String, Object> fields = new LinkedHashMap<>();
    event.fields().forEach((field, value) -> fields.put(field.label(), value));
    return fields;
  }
}
