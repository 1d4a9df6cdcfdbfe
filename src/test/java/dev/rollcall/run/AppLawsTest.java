package dev.rollcall.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.Seeded;
import dev.rollcall.model.DesiredRecord;
import dev.rollcall.model.TargetId;
import dev.rollcall.plan.SimulatedFolder;
import dev.rollcall.state.RunRecord;
import dev.rollcall.state.RunStatus;
import dev.rollcall.target.Fault;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What every run through several apps obeys, over random offices, refusals and deaths. */
@Tag("E7")
class AppLawsTest {

  private static final int CASES = 100;
  private static final int APPS = 3;
  private static final List<String> IDS =
      IntStream.range(0, APPS).mapToObj(MemoryOffice::appId).toList();

  @Test
  void whoIsLeftDoesEverythingAndMovesNothingElse() {
    int[] takenOver = {0};
    Seeded.cases(
        CASES,
        random -> {
          MemoryOffice office = lived(random);
          office.aDayPasses();
          List<String> refused = someRefused(office, random);
          List<String> left = IDS.stream().filter(app -> !refused.contains(app)).toList();
          office.folders().forgetWritten();

          RunRecord run = office.apply(true);

          assertEquals(RunStatus.FINISHED, run.status());
          assertEquals(0, run.counts().targetsFailed());
          takenOver[0] += Takeover.hasBegun(run) ? 1 : 0;
          for (String mailbox : office.directory().mailboxes()) {
            assertConverged(office, mailbox);
            TargetId target = new TargetId(mailbox);
            String own = new Rendezvous(IDS).appOf(target);
            Set<String> allowed = new HashSet<>(office.folders().admittedTo(target));
            if (left.contains(own)) {
              assertEquals(Set.of(own), allowed, mailbox);
            } else {
              allowed.removeAll(refused);
              assertTrue(allowed.size() <= 1, mailbox + " met " + allowed);
              assertTrue(left.containsAll(allowed), mailbox);
            }
          }

          office.folders().admitApps();
          office.folders().forgetWritten();
          RunRecord next = office.apply(true);

          assertEquals(0, next.counts().created() + next.counts().deleted());
          for (String mailbox : office.directory().mailboxes()) {
            TargetId target = new TargetId(mailbox);
            assertEquals(
                Set.of(new Rendezvous(IDS).appOf(target)), office.folders().admittedTo(target));
          }
        });
    assertNotEquals(0, takenOver[0]);
  }

  @Test
  @Tag("R10")
  void whoeverIsRefusedAndWhoeverDiesTheNextRunConvergesWithoutDoubles() {
    int[] killed = {0};
    Seeded.cases(
        2 * CASES,
        random -> {
          MemoryOffice office = lived(random);
          office.aDayPasses();
          Map<TargetId, List<SimulatedFolder.Item>> foreign = foreign(office);
          IDS.forEach(
              app -> {
                if (random.nextInt(3) > 0) {
                  Fault fault = random.nextBoolean() ? Fault.APP : Fault.ACCESS;
                  office.folders().refuseApp(app, fault, random.nextInt(12));
                }
              });
          office.doubled(random.nextInt(2) * 0.25);
          office.life().diesAfter(random.nextInt(80), random.nextBoolean());
          try {
            office.apply(true);
          } catch (DoomedWorker.Killed atTheRequest) {
            office.life().revived();
          }
          killed[0] += office.life().deaths();
          office.life().revived();
          office.settleAll();
          office.folders().admitApps();

          RunRecord run = office.apply(true);

          assertEquals(RunStatus.FINISHED, run.status());
          assertEquals(foreign, foreign(office));
          office.directory().mailboxes().forEach(mailbox -> assertConverged(office, mailbox));
        });
    assertNotEquals(0, killed[0]);
  }

  @Test
  @Tag("R2")
  void aPreviewThroughWhoeverIsLeftWritesNothingAndIsWhatIsDone() {
    Seeded.cases(
        CASES,
        random -> {
          MemoryOffice office = lived(random);
          office.aDayPasses();
          someRefused(office, random);
          Map<TargetId, Object> before = office.folders().state();

          RunRecord preview = office.preview(true);

          assertEquals(before, office.folders().state());
          RunRecord applied = office.carryOut(preview);
          assertEquals(RunStatus.FINISHED, applied.status());
          assertEquals(preview.counts().created(), applied.counts().created());
          assertEquals(preview.counts().updated(), applied.counts().updated());
          assertEquals(preview.counts().deleted(), applied.counts().deleted());
        });
  }

  @Test
  void ifNobodyIsLeftEveryMailboxThatIsNotDoneHasFailed() {
    Seeded.cases(
        CASES,
        random -> {
          MemoryOffice office = lived(random);
          office.aDayPasses();
          IDS.forEach(app -> office.folders().refuseApp(app, Fault.APP, random.nextInt(6)));

          RunRecord run = office.apply(true);

          assertEquals(RunStatus.FINISHED, run.status());
          assertEquals(
              run.work().orElseThrow().targetCount(),
              run.counts().targetsDone()
                  - run.work().orElseThrow().upToDate()
                  + run.counts().targetsFailed());
        });
  }

  // --- scenes --------------------------------------------------------------------------------

  private static MemoryOffice lived(Random random) {
    MemoryOffice office = new MemoryOffice(random, MemoryOffice.FREELY, APPS, 4);
    for (int i = random.nextInt(3); i > 0; i--) {
      office.aDayPasses();
      office.apply(random.nextBoolean());
    }
    return office;
  }

  /** Some are refused, but not all: from the start, or, if they cannot log in, in mid-run. */
  private static List<String> someRefused(MemoryOffice office, Random random) {
    List<String> refused = new ArrayList<>();
    for (String app : IDS) {
      if (refused.size() < APPS - 1 && random.nextBoolean()) {
        boolean login = random.nextBoolean();
        office
            .folders()
            .refuseApp(app, login ? Fault.APP : Fault.ACCESS, login ? random.nextInt(20) : 0);
        refused.add(app);
      }
    }
    return refused;
  }

  private static void assertConverged(MemoryOffice office, String mailbox) {
    SimulatedFolder folder = office.folders().of(mailbox);
    List<DesiredRecord> desired = office.desired();
    assertEquals(desired.size(), folder.ours().size(), mailbox);
    for (DesiredRecord record : desired) {
      assertEquals(1, folder.of(record.key()).size(), mailbox + " " + record.key());
    }
  }

  private static Map<TargetId, List<SimulatedFolder.Item>> foreign(MemoryOffice office) {
    Map<TargetId, List<SimulatedFolder.Item>> foreign = new TreeMap<>();
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
}
