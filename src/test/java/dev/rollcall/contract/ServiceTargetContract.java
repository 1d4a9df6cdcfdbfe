package dev.rollcall.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.localtenant.hostility.Hostility;
import dev.rollcall.localtenant.hostility.Incident;
import dev.rollcall.localtenant.hostility.Moment;
import dev.rollcall.localtenant.hostility.Rates;
import dev.rollcall.localtenant.hostility.Sighting;
import dev.rollcall.model.DesiredRecord;
import dev.rollcall.model.RecordKey;
import dev.rollcall.plan.Change;
import dev.rollcall.run.ServiceSync;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every target that is one downstream service keeps to, held against a server that speaks the
 * service's protocol.
 */
public abstract class ServiceTargetContract {

  /** What a service was asked. */
  public interface Requests {

    /** How many requests asked for a change. */
    int writes();

    /** Counts from zero again. */
    void reset();
  }

  /** A service with nothing in it, and a target that writes to it. */
  public interface Setup extends AutoCloseable {

    /** The runs; every one finds the clock two days on. */
    ServiceSync sync();

    /** What goes wrong. */
    Hostility hostility();

    /** What was asked. */
    Requests counts();

    /** What the service holds: the values that {@link #record} was given, by number. */
    Map<Integer, String> held();

    @Override
    void close();
  }

  /** Opens a service of its own for each call. */
  protected abstract Setup open();

  /** The content of a record: the same number is the same record, another value another content. */
  protected abstract DesiredRecord record(RecordKey key, int number, String value);

  /** Whether a request changes what the service holds, if it is no {@code GET}. */
  protected boolean isWrite(Sighting request) {
    return request.isWrite();
  }

  /** Whether what is no longer desired is removed from the service. */
  protected boolean removes() {
    return true;
  }

  /** Whether a service that is asked too much says how long it wants to be left alone. */
  protected boolean tellsHowLongToWait() {
    return true;
  }

  @Test
  @Tag("R1")
  void whatIsDesiredIsThereAndASecondRunWritesNothing() {
    try (Setup setup = open()) {
      assertTrue(setup.sync().run(records(12, "a")).finished());
      assertEquals(values(12, "a"), setup.held());

      setup.counts().reset();
      ServiceSync.Report second = setup.sync().run(records(12, "a"));

      assertTrue(second.plan().writesNothing(), second.plan().changes().toString());
      assertEquals(0, writes(setup));
    }
  }

  @Test
  @Tag("R1")
  void onlyWhatChangedIsWritten() {
    try (Setup setup = open()) {
      setup.sync().run(records(12, "a"));

      List<DesiredRecord> changed = new ArrayList<>(records(12, "a"));
      changed.set(3, record(3, "b"));
      changed.set(7, record(7, "b"));
      ServiceSync.Report report = setup.sync().run(changed);

      assertEquals(2, report.plan().counts().updates());
      assertEquals(2, report.plan().counts().writes());
      Map<Integer, String> expected = values(12, "a");
      expected.put(3, "b");
      expected.put(7, "b");
      assertEquals(expected, setup.held());
    }
  }

  @Test
  @Tag("R1")
  void whatIsNoLongerDesiredGoesIfTheServiceCanRemoveIt() {
    try (Setup setup = open()) {
      setup.sync().run(records(5, "a"));

      setup.sync().run(records(3, "a"));

      assertEquals(values(removes() ? 3 : 5, "a"), setup.held());
    }
  }

  @Test
  @Tag("E3")
  void anInvocationThatDiesAfterAnyWriteIsMadeGood() {
    int died = 0;
    for (int write = 1; write <= 12; write++) {
      try (Setup setup = open()) {
        setup.sync().run(records(4, "a"));
        List<DesiredRecord> next = new ArrayList<>(records(6, "a"));
        next.set(1, record(1, "b"));
        next.set(2, record(2, "b"));
        AtomicInteger seen = dieAfter(setup, write);
        setup.sync().die(next);
        died += seen.get() >= write ? 1 : 0;
        setup.hostility().calm();

        runUntilDone(setup, next);

        Map<Integer, String> expected = values(6, "a");
        expected.put(1, "b");
        expected.put(2, "b");
        assertEquals(expected, setup.held(), "died after write " + write);
      }
    }
    assertTrue(died > 1, "some invocation died");
  }

  @Test
  @Tag("E3")
  void aSourceThatTurnsBackAfterACrashIsFollowed() {
    try (Setup setup = open()) {
      setup.sync().run(records(4, "a"));
      setup.sync().die(records(4, "b"));

      runUntilDone(setup, records(4, "a"));

      assertEquals(values(4, "a"), setup.held());
    }
  }

  @Test
  @Tag("E3")
  void anAnswerLostAfterItsEffectIsMadeGood() {
    for (int write = 1; write <= 6; write++) {
      try (Setup setup = open()) {
        AtomicInteger count = new AtomicInteger();
        int lost = write;
        setup
            .hostility()
            .onRequest(
                this::isWrite,
                Moment.AFTER,
                request -> count.incrementAndGet() == lost ? Incident.timedOut() : Incident.NONE);

        runUntilDone(setup, records(5, "a"));

        assertEquals(values(5, "a"), setup.held(), "lost the answer to write " + write);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @Tag("E4")
  void throttlingIsWaitedForOrHandedBack(boolean hinted) {
    try (Setup setup = open()) {
      Incident refused =
          hinted ? Incident.throttled(Duration.ofSeconds(2)) : Incident.throttledWithoutTime();
      setup.hostility().times(3, this::isWrite, Moment.BEFORE, request -> refused);
      runUntilDone(setup, records(5, "a"));
      assertEquals(values(5, "a"), setup.held());

      setup
          .hostility()
          .onRequest(this::isWrite, Moment.BEFORE, Incident.throttled(Duration.ofMinutes(3)));
      ServiceSync.Report report = setup.sync().run(records(5, "b"));
      assertEquals(tellsHowLongToWait(), report.pause().isPresent());
      report.pause().ifPresent(pause -> assertEquals(Duration.ofMinutes(3), pause));
      assertTrue(report.rejected().isEmpty(), "throttling is no record's fault");
      assertEquals(values(5, "a"), setup.held());
    }
  }

  @Test
  @Tag("E4")
  void anOutageIsToldAndMadeGood() {
    try (Setup setup = open()) {
      setup.sync().run(records(3, "a"));
      setup.hostility().onRequest(request -> true, Moment.BEFORE, Incident.unavailable());

      ServiceSync.Report report = setup.sync().run(records(8, "b"));

      assertFalse(report.finished() && report.rejected().isEmpty());
      setup.hostility().calm();
      runUntilDone(setup, records(8, "b"));
      assertEquals(values(8, "b"), setup.held());
    }
  }

  @Test
  @Tag("E1")
  void aCancelledRunStopsAndTheNextGoesOn() {
    try (Setup setup = open()) {
      AtomicInteger asked = new AtomicInteger();
      List<DesiredRecord> records = records(70, "a");

      setup.sync().run(records, () -> asked.incrementAndGet() > 2);
      assertTrue(setup.held().size() < 70, "it stopped");
      runUntilDone(setup, records);

      assertEquals(values(70, "a"), setup.held());
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  @Tag("E4")
  void whateverGoesWrongTheServiceHoldsWhatIsDesiredInTheEnd(long seed) {
    try (Setup setup = open()) {
      SplittableRandom random = new SplittableRandom(seed);
      setup.hostility().rates(Rates.ROUGH);
      List<DesiredRecord> last = List.of();
      for (int day = 0; day < 6; day++) {
        List<DesiredRecord> today = new ArrayList<>();
        int size = 10 + (removes() ? random.nextInt(20) : 4 * day);
        for (int number = 0; number < size; number++) {
          today.add(record(number, random.nextInt(4) == 0 ? "b" : "a"));
        }
        if (random.nextInt(3) == 0) {
          setup.sync().die(today);
        }
        // A dead invocation is followed by another of the same run.
        runUntilFinished(setup, today);
        last = today;
      }
      setup.hostility().calm();

      runUntilDone(setup, last);

      Map<Integer, String> expected = new TreeMap<>();
      for (int number = 0; number < last.size(); number++) {
        boolean changed = last.get(number).equals(record(number, "b"));
        expected.put(number, changed ? "b" : "a");
      }
      assertEquals(expected, setup.held(), "seed " + seed);
    }
  }

  /** The answer to this write is lost, and nothing reaches the service afterwards. */
  private AtomicInteger dieAfter(Setup setup, int write) {
    AtomicInteger seen = new AtomicInteger();
    setup
        .hostility()
        .onRequest(
            this::isWrite,
            Moment.AFTER,
            request -> seen.incrementAndGet() == write ? Incident.reset() : Incident.NONE);
    setup
        .hostility()
        .onRequest(
            request -> true,
            Moment.BEFORE,
            request -> seen.get() >= write ? Incident.reset() : Incident.NONE);
    return seen;
  }

  private static void runUntilFinished(Setup setup, List<DesiredRecord> records) {
    boolean finished = false;
    for (int slice = 0; slice < 10 && !finished; slice++) {
      finished = setup.sync().run(records).finished();
    }
  }

  /** Runs until one finds nothing to write, which takes a few after trouble. */
  protected final void runUntilDone(Setup setup, List<DesiredRecord> records) {
    for (int run = 0; run < 8; run++) {
      ServiceSync.Report report = setup.sync().run(records);
      boolean onlyStays =
          report.plan().changes().stream()
              .filter(Change::writes)
              .allMatch(
                  c ->
                      !removes()
                          && c.match(n -> false, u -> false, d -> true, r -> true, s -> true));
      if (report.problem().isEmpty() && onlyStays) {
        return;
      }
    }
    throw new AssertionError("it does not come to rest");
  }

  protected final List<DesiredRecord> records(int count, String value) {
    List<DesiredRecord> records = new ArrayList<>();
    for (int number = 0; number < count; number++) {
      records.add(record(number, value));
    }
    return records;
  }

  protected final DesiredRecord record(int number, String value) {
    return record(new RecordKey(String.format("user:%03d", number)), number, value);
  }

  private static Map<Integer, String> values(int count, String value) {
    Map<Integer, String> values = new TreeMap<>();
    for (int number = 0; number < count; number++) {
      values.put(number, value);
    }
    return values;
  }

  private static int writes(Setup setup) {
    return setup.counts().writes();
  }
}
