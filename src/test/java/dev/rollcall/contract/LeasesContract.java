package dev.rollcall.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.PolicyId;
import dev.rollcall.model.RunId;
import dev.rollcall.state.Leases;
import dev.rollcall.state.Versioned;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What every store of leases does. */
@Tag("R10")
public abstract class LeasesContract {

  private static final PolicyId POLICY = new PolicyId("employees");
  private static final RunId ONE = new RunId("20261121t083000123z-000001");
  private static final RunId TWO = new RunId("20261121t083000123z-000002");

  /** Leases that nobody else takes; none taken yet. */
  protected abstract Leases leases();

  @Test
  void isTakenByOneRunAtATime() {
    assertTrue(leases().take(POLICY, ONE, Optional.empty()));
    assertFalse(leases().take(POLICY, TWO, Optional.empty()));
    assertEquals(ONE, leases().holder(POLICY).orElseThrow().value());
    assertTrue(leases().take(new PolicyId("guests"), TWO, Optional.empty()));
  }

  @Test
  void isTakenTwiceByTheSameRun() {
    assertTrue(leases().take(POLICY, ONE, Optional.empty()));
    assertTrue(leases().take(POLICY, ONE, Optional.empty()));
  }

  @Test
  void isTakenOverFromTheHolderThatWasSeen() {
    leases().take(POLICY, ONE, Optional.empty());
    Versioned<RunId> seen = leases().holder(POLICY).orElseThrow();

    assertTrue(leases().take(POLICY, TWO, Optional.of(seen)));
    assertFalse(leases().take(POLICY, new RunId("20261121t083000123z-000003"), Optional.of(seen)));
    assertEquals(TWO, leases().holder(POLICY).orElseThrow().value());
  }

  @Test
  void isFreedByItsHolderAlone() {
    leases().take(POLICY, ONE, Optional.empty());

    leases().release(POLICY, TWO);
    assertTrue(leases().holder(POLICY).isPresent());
    leases().release(POLICY, ONE);
    leases().release(POLICY, ONE);
    assertTrue(leases().holder(POLICY).isEmpty());
  }

  @Test
  void ofManyThatWantItAtOnceOneGetsIt() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      int winners = 0;
      for (Future<Boolean> taken :
          threads.invokeAll(
              IntStream.range(0, 8)
                  .<Callable<Boolean>>mapToObj(
                      i ->
                          () ->
                              leases()
                                  .take(
                                      POLICY,
                                      new RunId("20261121t083000123z-00001" + i),
                                      Optional.empty()))
                  .toList())) {
        winners += taken.get() ? 1 : 0;
      }
      assertEquals(1, winners);
    } finally {
      threads.shutdownNow();
    }
  }
}
