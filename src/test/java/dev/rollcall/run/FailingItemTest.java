package dev.rollcall.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.Seeded;
import dev.rollcall.model.Problem;
import dev.rollcall.model.SkipReason;
import dev.rollcall.plan.SimulatedFolder;
import dev.rollcall.state.RunRecord;
import dev.rollcall.state.RunRecord.Mode;
import dev.rollcall.state.RunRecord.Trigger;
import dev.rollcall.state.RunStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** One record of one mailbox that the service refuses, for weeks. */
@Tag("R17")
final class FailingItemTest {

  private static final Duration HOUR = Duration.ofHours(1);

  /** Somebody who is always in the directory. */
  private static final String KEY = MemoryDirectory.everyKey().get(0);

  @Test
  void whatIsRefusedIsTriedLessAndLessOftenAndAtLeastOnceADay() {
    MemoryOffice office = new MemoryOffice(new Random(1), MemoryOffice.FREELY);
    String mailbox = office.directory().mailboxes().iterator().next();
    office.folders().refuse(mailbox, KEY);
    List<Integer> tried = new ArrayList<>();

    for (int hour = 0; hour < 120; hour++) {
      int before = office.folders().refusals();
      RunRecord run = scheduled(office);
      boolean again = office.folders().refusals() > before;
      if (again) {
        tried.add(hour);
      }
      assertEquals(RunStatus.FINISHED, run.status());
      assertEquals(0, run.counts().targetsFailed());
      assertEquals(again ? 1 : 0, run.counts().failed());
      assertEquals(again ? List.of() : List.of(SkipReason.BACKING_OFF.name()), left(office, run));
      office.clock().advance(HOUR.minusSeconds(1));
    }

    // One hour, two, four, eight, sixteen, and then a day.
    assertEquals(List.of(0, 1, 3, 7, 15, 31, 55, 79, 103), tried);
    assertEquals(
        office.desired().size() - 1, office.folders().of(mailbox).ours().size(), "the others");
  }

  @Test
  void onceMendedItIsThereWithinADayOrAtOnceByHand() {
    Seeded.cases(
        10,
        random -> {
          MemoryOffice office = new MemoryOffice(random, MemoryOffice.FREELY);
          String mailbox = office.directory().mailboxes().iterator().next();
          office.folders().refuse(mailbox, KEY);
          int hours = 1 + random.nextInt(100);
          for (int hour = 0; hour < hours; hour++) {
            scheduled(office);
            office.clock().advance(HOUR.minusSeconds(1));
          }
          office.folders().take(mailbox, KEY);

          if (random.nextBoolean()) {
            office.apply(false);
          } else {
            for (int hour = 0; hour <= 24; hour++) {
              scheduled(office);
              office.clock().advance(HOUR.minusSeconds(1));
            }
          }

          SimulatedFolder folder = office.folders().of(mailbox);
          assertEquals(office.desired().size(), folder.ours().size());
        });
  }

  @Test
  void pausesDoubleUpToADayHoweverOftenItFailed() {
    Problem lasting = Problem.lasting("refused", "", "", "");
    Problem passing = Problem.passing("busy", "", "", "", Optional.empty());

    assertEquals(
        List.of(1L, 2L, 4L, 8L, 16L, 24L, 24L),
        IntStream.rangeClosed(1, 7)
            .mapToObj(failures -> Settling.pauseAfter(failures, lasting).toHours())
            .toList());
    assertEquals(
        List.of(15L, 30L, 60L, 120L),
        IntStream.rangeClosed(1, 4)
            .mapToObj(failures -> Settling.pauseAfter(failures, passing).toMinutes())
            .toList());
    for (int failures : new int[] {11, 12, 63, 64, 65, 1_000_000, Integer.MAX_VALUE}) {
      assertEquals(Duration.ofDays(1), Settling.pauseAfter(failures, lasting));
      assertTrue(Settling.pauseAfter(failures, passing).compareTo(Duration.ofDays(1)) <= 0);
    }
  }

  /** A run by the schedule that looks at every mailbox, due or not. */
  private static RunRecord scheduled(MemoryOffice office) {
    return office.run(
        new RunRecord.Request(Mode.APPLY, Trigger.SCHEDULE, true, Optional.empty(), false));
  }

  /** Why the record was left alone, if it was. */
  private static List<String> left(MemoryOffice office, RunRecord run) {
    return office
        .ports()
        .runs()
        .changes(run.id(), Optional.empty(), Optional.empty(), 1_000)
        .stream()
        .filter(change -> change.key().equals(KEY) && change.kind().equals("skip"))
        .map(change -> change.reason())
        .toList();
  }
}
