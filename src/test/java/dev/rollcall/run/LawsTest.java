package dev.rollcall.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.Seeded;
import dev.rollcall.model.DesiredRecord;
import dev.rollcall.model.Fingerprint;
import dev.rollcall.model.RecordKey;
import dev.rollcall.model.TargetId;
import dev.rollcall.plan.SimulatedFolder;
import dev.rollcall.plan.SimulatedFolder.Item;
import dev.rollcall.state.CheckpointHead;
import dev.rollcall.state.RunRecord;
import dev.rollcall.state.RunStatus;
import dev.rollcall.state.RunTarget;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The laws every run obeys, over random directories, users and accidents. What the reconciler alone
 * can promise is in its own laws; here are stores, messages, lanes, slices and holds around it.
 */
class LawsTest {

  private static final int CASES = 200;

  @Test
  @Tag("R2")
  void aPreviewWritesNothing() {
    Seeded.cases(
        CASES,
        random -> {
          MemoryOffice office = lived(random, anyRules(random));
          office.aDayPasses();
          Map<TargetId, Object> folders = office.folders().state();
          List<CheckpointHead> remembered = office.remembered();

          RunRecord preview = office.preview(random.nextBoolean());

          assertEquals(RunStatus.FINISHED, preview.status());
          assertEquals(folders, office.folders().state());
          assertEquals(remembered, office.remembered());
        });
  }

  @Test
  @Tag("R10")
  void aMessageThatComesAgainChangesNothing() {
    Seeded.cases(
        CASES,
        random -> {
          long seed = random.nextLong();
          String rules = anyRules(random);
          MemoryOffice once = lived(new Random(seed), rules);
          MemoryOffice twice = lived(new Random(seed), rules);
          twice.doubled(0.25);
          once.aDayPasses();
          twice.aDayPasses();

          RunRecord plain = once.apply(true);
          RunRecord doubled = twice.apply(true);
          twice.deliverEverythingAgain(doubled.id());

          assertEquals(once.folders().state(), twice.folders().state());
          assertEquals(plain.status(), twice.stored(doubled.id()).status());
          assertEquals(plain.counts(), twice.stored(doubled.id()).counts());
          assertEquals(doubled, twice.stored(doubled.id()));
          assertEquals(atNoTime(once.targets(plain)), atNoTime(twice.targets(doubled)));
        });
  }

  @Test
  @Tag("R2")
  void aPreviewIsCarriedOutExactlyOrNotAtAll() {
    Seeded.cases(
        CASES,
        random -> {
          MemoryOffice office = lived(random, anyRules(random));
          office.aDayPasses();
          RunRecord preview = office.preview(true);
          boolean left = random.nextBoolean();
          if (!left) {
            interfere(office, random);
          }
          office.folders().forgetWritten();

          RunRecord applied = office.carryOut(preview);

          if (left) {
            assertEquals(RunStatus.FINISHED, applied.status());
          }
          for (RunTarget planned : office.targets(preview)) {
            Optional<RunTarget> done =
                office.targets(applied).stream()
                    .filter(row -> row.target().equals(planned.target()))
                    .findFirst();
            List<String> written = office.folders().written(planned.target());
            if (done.map(RunTarget::status).equals(Optional.of(RunTarget.Status.DONE))) {
              assertEquals(office.shown(preview, planned), written);
              assertEquals(written, office.shown(applied, done.get()));
            } else {
              assertTrue(!left, () -> "nothing moved, but " + done);
              assertEquals(List.of(), written);
            }
          }
        });
  }

  /** When a target was settled may differ: a worker may have to wait for another. */
  private static List<RunTarget> atNoTime(List<RunTarget> targets) {
    return targets.stream().map(target -> target.at(Instant.EPOCH)).toList();
  }

  private static long writes(RunRecord run) {
    return run.counts().created() + run.counts().updated() + run.counts().deleted();
  }

  private static void interfere(MemoryOffice office, Random random) {
    if (random.nextBoolean()) {
      office.directory().changes(random);
    } else {
      office.usersAct();
    }
  }

  @Test
  @Tag("R9")
  void whatWasApprovedIsWhatIsApplied() {
    Seeded.cases(
        CASES,
        random -> {
          MemoryOffice office = lived(random, "\"guardrail\": { \"maxDeletes\": 0 }");
          office.apply(true);
          office.directory().changes(random);
          Map<TargetId, Object> before = office.folders().state();
          Map<RecordKey, String> names = office.desiredNames();

          RunRecord run = office.apply(random.nextBoolean());
          if (run.status() == RunStatus.HELD) {
            assertEquals(before, office.folders().state());
            assertEquals(ApproveRun.Result.OTHER_PLAN, office.approve(run, Fingerprint.of("")));
            // What the source says by now was not approved.
            office.directory().changes(random);
            assertEquals(ApproveRun.Result.APPROVED, office.approve(run, run.hold().get().plan()));
            run = office.settle(run.id());
          }

          assertEquals(RunStatus.FINISHED, run.status());
          for (String mailbox : office.directory().mailboxes()) {
            assertEquals(names, names(office.folders().of(mailbox)));
          }
        });
  }

  @Test
  @Tag("R12")
  void afterAnApplyThereIsNothingToDo() {
    Seeded.cases(
        CASES,
        random -> {
          MemoryOffice office = lived(random, anyRules(random));
          office.aDayPasses();
          office.folders().forgetWritten();
          office.folders().busy(random.nextInt(3) * 0.2);
          RunRecord first = office.apply(true);
          assertEquals(office.folders().written(), writes(first));
          Map<TargetId, Object> before = office.folders().state();
          int looks = office.folders().looks();

          RunRecord unread = office.apply(false);
          assertEquals(looks, office.folders().looks(), "a mailbox was asked for nothing");
          RunRecord preview = office.preview(true);
          RunRecord looked = office.apply(true);

          for (RunRecord run : List.of(unread, preview, looked)) {
            assertEquals(RunStatus.FINISHED, run.status());
            assertEquals(0, writes(run));
          }
          assertEquals(before, office.folders().state());
        });
  }

  @Test
  @Tag("R9")
  void anIncompleteSourceNeverDeletes() {
    Seeded.cases(
        CASES,
        random -> {
          MemoryOffice office = lived(random, MemoryOffice.FREELY);
          office.apply(true);
          Map<TargetId, Set<String>> before = ours(office);
          Map<TargetId, Object> state = office.folders().state();
          office.directory().changes(random);
          office.directory().people().keySet().removeIf(key -> random.nextBoolean());
          office.directory().mailboxes().removeIf(mailbox -> random.nextInt(3) == 0);
          office.directory().shortfalls(List.of("A page could not be read."));

          RunRecord held = office.apply(random.nextBoolean());

          assertEquals(RunStatus.HELD, held.status());
          assertEquals(state, office.folders().state());
          office.approve(held, held.hold().get().plan());
          RunRecord run = office.settle(held.id());
          assertEquals(RunStatus.FINISHED, run.status());
          assertEquals(0, run.counts().deleted());
          Map<TargetId, Set<String>> after = ours(office);
          before.forEach((target, ids) -> assertTrue(after.get(target).containsAll(ids)));
        });
  }

  @Test
  @Tag("R17")
  void whatFailsChangesNobodyElsesOutcome() {
    Seeded.cases(
        CASES,
        random -> {
          long seed = random.nextLong();
          MemoryOffice well = lived(new Random(seed), MemoryOffice.FREELY);
          MemoryOffice ill = lived(new Random(seed), MemoryOffice.FREELY);
          well.aDayPasses();
          ill.aDayPasses();
          Set<String> refused = new HashSet<>();
          Set<String> failing = new HashSet<>();
          for (String mailbox : ill.directory().mailboxes()) {
            if (random.nextInt(4) == 0) {
              failing.add(mailbox);
              ill.folders().fail(mailbox);
            }
            for (String key : MemoryDirectory.everyKey()) {
              if (random.nextInt(5) == 0) {
                refused.add(mailbox + " " + key);
                ill.folders().refuse(mailbox, key);
              }
            }
          }

          well.apply(true);
          RunRecord run = ill.apply(true);

          assertEquals(RunStatus.FINISHED, run.status());
          for (RunTarget row : ill.targets(run)) {
            String mailbox = row.target().value();
            assertEquals(
                failing.contains(mailbox) ? RunTarget.Status.FAILED : RunTarget.Status.DONE,
                row.status());
            if (!failing.contains(mailbox)) {
              Map<String, Object> expected = contents(well.folders().of(mailbox));
              Map<String, Object> found = contents(ill.folders().of(mailbox));
              for (String key : MemoryDirectory.everyKey()) {
                if (!refused.contains(mailbox + " " + key)) {
                  assertEquals(expected.get(key), found.get(key), mailbox + " " + key);
                }
              }
            }
          }
        });
  }

  @Test
  @Tag("R10")
  void killedAfterAnyWriteTheNextRunConvergesWithoutDoubles() {
    int[] killed = {0};
    Seeded.cases(
        2 * CASES,
        random -> {
          MemoryOffice office = lived(random, MemoryOffice.FREELY);
          office.aDayPasses();
          Map<TargetId, Map<RecordKey, String>> ids = idsOf(office);
          Map<TargetId, List<Item>> foreign = foreign(office);
          int deaths = 1 + random.nextInt(2);
          for (int i = 0; i < deaths; i++) {
            office.life().diesAfter(random.nextInt(80), random.nextBoolean());
            try {
              office.apply(true);
            } catch (DoomedWorker.Killed atTheRequest) {
              office.life().revived();
            }
          }
          killed[0] += office.life().deaths();
          office.life().revived();
          office.settleAll();

          RunRecord run = office.apply(true);

          assertEquals(RunStatus.FINISHED, run.status());
          assertEquals(foreign, foreign(office));
          Map<TargetId, Map<RecordKey, String>> after = idsOf(office);
          for (String mailbox : office.directory().mailboxes()) {
            assertConverged(office, mailbox);
            ids.getOrDefault(new TargetId(mailbox), Map.of())
                .forEach(
                    (key, id) -> {
                      Optional<String> now =
                          Optional.ofNullable(after.get(new TargetId(mailbox)).get(key));
                      assertEquals(Optional.of(id), now.or(() -> Optional.of(id)));
                    });
          }
        });
    assertNotEquals(0, killed[0]);
  }

  // --- scenes --------------------------------------------------------------------------------

  /** An office that was in step once, or several times, or never yet. */
  private static MemoryOffice lived(Random random, String rules) {
    MemoryOffice office = new MemoryOffice(random, rules);
    for (int i = random.nextInt(3); i > 0; i--) {
      office.aDayPasses();
      RunRecord run = office.apply(random.nextBoolean());
      if (run.status() == RunStatus.HELD) {
        office.approve(run, run.hold().get().plan());
        office.settle(run.id());
      }
    }
    return office;
  }

  private static String anyRules(Random random) {
    return MemoryOffice.FREELY
        + ", \"changes\": { \"userEdits\": \"%s\", \"userDeletes\": \"%s\" }"
            .formatted(
                random.nextBoolean() ? "keep" : "overwrite",
                random.nextBoolean() ? "respect" : "restore");
  }

  /** That a mailbox holds every record once, as it should be kept there. */
  private static void assertConverged(MemoryOffice office, String mailbox) {
    SimulatedFolder folder = office.folders().of(mailbox);
    List<DesiredRecord> desired = office.desired();
    assertEquals(desired.size(), folder.ours().size(), mailbox);
    for (DesiredRecord record : desired) {
      List<Item> items = folder.of(record.key());
      assertEquals(1, items.size(), mailbox + " " + record.key());
      folder
          .kept(record.content())
          .forEach(
              (field, value) ->
                  assertEquals(
                      Optional.of(value),
                      items.get(0).content().get(field),
                      mailbox + " " + record.key() + " " + field));
    }
  }

  private static Map<String, Object> contents(SimulatedFolder folder) {
    Map<String, Object> contents = new HashMap<>();
    folder.ours().forEach(item -> contents.put(item.stamp().get().value(), item.content()));
    return contents;
  }

  private static Map<RecordKey, String> names(SimulatedFolder folder) {
    Map<RecordKey, String> names = new TreeMap<>();
    folder.ours().forEach(item -> names.put(item.stamp().get(), MemoryOffice.told(item.content())));
    return names;
  }

  private static Map<TargetId, Set<String>> ours(MemoryOffice office) {
    Map<TargetId, Set<String>> ours = new TreeMap<>();
    office
        .folders()
        .all()
        .forEach(
            (target, folder) -> {
              Set<String> ids = new HashSet<>();
              folder.ours().forEach(item -> ids.add(item.id()));
              ours.put(target, ids);
            });
    return ours;
  }

  private static Map<TargetId, List<Item>> foreign(MemoryOffice office) {
    Map<TargetId, List<Item>> foreign = new TreeMap<>();
    office
        .folders()
        .all()
        .forEach(
            (target, folder) -> {
              if (!folder.foreign().isEmpty()) {
                foreign.put(target, folder.foreign());
              }
            });
    return foreign;
  }

  private static Map<TargetId, Map<RecordKey, String>> idsOf(MemoryOffice office) {
    Map<TargetId, Map<RecordKey, String>> ids = new TreeMap<>();
    office
        .folders()
        .all()
        .forEach(
            (target, folder) -> {
              Map<RecordKey, String> byKey = new TreeMap<>();
              folder.ours().forEach(item -> byKey.put(item.stamp().get(), item.id()));
              ids.put(target, byKey);
            });
    return ids;
  }
}
