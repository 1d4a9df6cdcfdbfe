package dev.rollcall.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.PolicyId;
import dev.rollcall.model.RunId;
import dev.rollcall.model.TargetId;
import dev.rollcall.plan.Ledger;
import dev.rollcall.state.CheckpointHead;
import dev.rollcall.state.Checkpoints;
import dev.rollcall.state.RunTarget;
import dev.rollcall.state.Versioned;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What every store of checkpoints does. */
@Tag("R10")
public abstract class CheckpointsContract {

  protected static final PolicyId POLICY = new PolicyId("employees");
  private static final TargetId ONE = new TargetId("00000000-0000-0000-0000-000000000001");
  private static final TargetId TWO = new TargetId("00000000-0000-0000-0000-000000000002");
  private static final Instant NOW = Instant.parse("2026-11-21T08:30:00Z");
  private static final CheckpointHead.Claim OURS =
      new CheckpointHead.Claim("us", NOW.plusSeconds(300));
  private static final CheckpointHead.Claim THEIRS =
      new CheckpointHead.Claim("them", NOW.plusSeconds(300));

  /** Checkpoints that nobody else writes; none yet. */
  protected abstract Checkpoints checkpoints();

  @Test
  void claimsTargetsNothingIsKnownOf() {
    var claimed = checkpoints().claim(POLICY, List.of(TWO, ONE), OURS, NOW);

    assertEquals(Set.of(ONE, TWO), claimed.keySet());
    assertEquals(
        CheckpointHead.unknown(ONE).withClaim(Optional.of(OURS)), claimed.get(ONE).value());
    assertEquals(
        List.of(ONE, TWO),
        checkpoints().list(POLICY).stream().map(CheckpointHead::target).toList());
    assertTrue(checkpoints().list(new PolicyId("guests")).isEmpty());
  }

  @Test
  @Tag("R15")
  void knowsThePoliciesThatHaveCheckpoints() {
    assertEquals(List.of(), checkpoints().policies());
    for (String policy : List.of("rooms", "guests")) {
      checkpoints().claim(new PolicyId(policy), List.of(ONE, TWO), OURS, NOW);
    }

    assertEquals(
        List.of("guests", "rooms"),
        checkpoints().policies().stream().map(PolicyId::value).toList());
  }

  @Test
  void leavesForeignClaimsAloneUntilTheyEnd() {
    checkpoints().claim(POLICY, List.of(ONE), THEIRS, NOW);

    assertEquals(Set.of(TWO), checkpoints().claim(POLICY, List.of(ONE, TWO), OURS, NOW).keySet());
    assertTrue(checkpoints().claim(POLICY, List.of(ONE), OURS, THEIRS.until()).isEmpty());
    Instant after = THEIRS.until().plusMillis(1);
    assertEquals(Set.of(ONE), checkpoints().claim(POLICY, List.of(ONE), OURS, after).keySet());
  }

  @Test
  void renewsAClaimOfTheSameOwner() {
    checkpoints().claim(POLICY, List.of(ONE), OURS, NOW);
    CheckpointHead.Claim later = new CheckpointHead.Claim("us", NOW.plusSeconds(900));

    var renewed = checkpoints().claim(POLICY, List.of(ONE), later, NOW);

    assertEquals(Optional.of(later), renewed.get(ONE).value().claim());
  }

  @Test
  void keepsEveryPartOfAHead() {
    Samples samples = new Samples(3);
    var read = claimed(ONE);
    CheckpointHead full =
        new CheckpointHead(
            ONE,
            Optional.of(new CheckpointHead.Applied(samples.fingerprint(), samples.fingerprint())),
            4321,
            true,
            0,
            Optional.of("AAMkAGI2TG93AAA="),
            Optional.of("https://graph.example/delta?$deltatoken=" + "x".repeat(70_000)),
            Optional.of(samples.time()),
            Optional.of(samples.time()),
            3,
            Optional.of(new CheckpointHead.Claim("owner/1", samples.time())),
            Optional.of(
                new CheckpointHead.Progress(
                    new RunId("20261121t083000123z-4f7a9c"),
                    new RunTarget.Counts(1, 2, 3, 4, 5, 6))));

    checkpoints().update(POLICY, read, full).orElseThrow();

    assertEquals(List.of(full), checkpoints().list(POLICY));
  }

  @Test
  void updatesOnlyTheVersionThatWasRead() {
    var read = claimed(ONE);
    var opened = checkpoints().update(POLICY, read, read.value().withOpen(true)).orElseThrow();

    assertTrue(checkpoints().update(POLICY, read, read.value()).isEmpty());
    assertTrue(opened.value().open());
    assertTrue(
        checkpoints()
            .update(POLICY, opened, opened.value().withClaim(Optional.empty()))
            .isPresent());
    assertTrue(checkpoints().list(POLICY).get(0).open());
  }

  @Test
  void refusesAHeadOfAnotherTarget() {
    var read = claimed(ONE);

    assertThrows(
        IllegalArgumentException.class,
        () -> checkpoints().update(POLICY, read, CheckpointHead.unknown(TWO)));
  }

  @Test
  void hasNoLedgerBeforeTheFirstIsSaved() {
    assertEquals(Ledger.empty(), checkpoints().loadLedger(POLICY, claimed(ONE).value()));
  }

  @Test
  void givesBackTheLedgerThatWasSaved() {
    for (int size : new int[] {0, 1, 200, 12_000}) {
      Ledger ledger = new Samples(size).ledger(size);
      var read = claimed(ONE);

      var saved = checkpoints().save(POLICY, read, read.value(), ledger).orElseThrow();

      assertTrue(saved.value().generation() > read.value().generation());
      assertEquals(ledger, checkpoints().loadLedger(POLICY, saved.value()));
      assertEquals(saved.value(), checkpoints().list(POLICY).get(0));
    }
  }

  @Test
  void anUpdateOfTheHeadKeepsItsLedger() {
    Ledger ledger = new Samples(4).ledger(5);
    var read = claimed(ONE);
    var saved = checkpoints().save(POLICY, read, read.value(), ledger).orElseThrow();

    var updated = checkpoints().update(POLICY, saved, CheckpointHead.unknown(ONE)).orElseThrow();

    assertEquals(saved.value().generation(), updated.value().generation());
    assertEquals(ledger, checkpoints().loadLedger(POLICY, updated.value()));
  }

  @Test
  void ofTwoThatSaveFromOneReadingTheSecondLosesAndHarmsNothing() {
    Ledger first = new Samples(5).ledger(30);
    Ledger second = new Samples(6).ledger(40);
    var read = claimed(ONE);

    var winner = checkpoints().save(POLICY, read, read.value(), first).orElseThrow();
    var loser = checkpoints().save(POLICY, read, read.value(), second);

    assertTrue(loser.isEmpty());
    assertEquals(first, checkpoints().loadLedger(POLICY, winner.value()));
  }

  @Test
  void ofManyThatSaveAtOnceOneWinsWithItsWholeLedger() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      for (int round = 0; round < 5; round++) {
        var read = claimed(ONE);
        List<Ledger> ledgers =
            IntStream.range(0, 4).mapToObj(i -> new Samples(i).ledger(20 + i)).toList();
        List<Integer> winners = new ArrayList<>();
        List<Future<Boolean>> saved =
            threads.invokeAll(
                ledgers.stream()
                    .<Callable<Boolean>>map(
                        ledger ->
                            () ->
                                checkpoints().save(POLICY, read, read.value(), ledger).isPresent())
                    .toList());
        for (int i = 0; i < saved.size(); i++) {
          if (saved.get(i).get()) {
            winners.add(i);
          }
        }
        assertEquals(1, winners.size());
        assertEquals(
            ledgers.get(winners.get(0)),
            checkpoints().loadLedger(POLICY, checkpoints().list(POLICY).get(0)));
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void aHeadReadBeforeSomebodyElseSavedLeadsToTheLedgerOfNow() {
    var read = claimed(ONE);
    var first =
        checkpoints().save(POLICY, read, read.value(), new Samples(7).ledger(10)).orElseThrow();
    Ledger now = new Samples(8).ledger(11);
    checkpoints().save(POLICY, first, first.value(), now).orElseThrow();

    assertEquals(now, checkpoints().loadLedger(POLICY, first.value()));
  }

  @Test
  void deletesACheckpointWithItsLedger() {
    var read = claimed(ONE);
    var saved =
        checkpoints().save(POLICY, read, read.value(), new Samples(9).ledger(10)).orElseThrow();

    assertFalse(checkpoints().delete(POLICY, read));
    assertTrue(checkpoints().delete(POLICY, saved));
    assertTrue(checkpoints().list(POLICY).isEmpty());
    var fresh = claimed(ONE);
    assertEquals(Ledger.empty(), checkpoints().loadLedger(POLICY, fresh.value()));
    Ledger ledger = new Samples(10).ledger(3);
    var again = checkpoints().save(POLICY, fresh, fresh.value(), ledger).orElseThrow();
    assertEquals(ledger, checkpoints().loadLedger(POLICY, again.value()));
  }

  @Test
  void tellsTargetsApartHoweverTheirIdsAreWritten() {
    Samples samples = new Samples(11);
    Set<TargetId> targets = new TreeSet<>();
    for (int i = 0; i < 40; i++) {
      targets.add(samples.target());
    }
    for (TargetId target : targets) {
      var read = claimed(target);
      checkpoints()
          .save(POLICY, read, read.value(), new Samples(target.hashCode()).ledger(2))
          .orElseThrow();
    }

    List<CheckpointHead> heads = checkpoints().list(POLICY);

    assertEquals(List.copyOf(targets), heads.stream().map(CheckpointHead::target).toList());
    for (CheckpointHead head : heads) {
      assertEquals(
          new Samples(head.target().hashCode()).ledger(2),
          checkpoints().loadLedger(POLICY, head),
          head.target().value());
    }
  }

  /** A target's checkpoint, claimed by us. */
  protected final Versioned<CheckpointHead> claimed(TargetId target) {
    return Optional.ofNullable(checkpoints().claim(POLICY, List.of(target), OURS, NOW).get(target))
        .orElseThrow();
  }
}
