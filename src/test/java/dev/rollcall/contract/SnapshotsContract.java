package dev.rollcall.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.DesiredRecord;
import dev.rollcall.model.Fingerprint;
import dev.rollcall.model.Snapshot;
import dev.rollcall.state.Snapshots;
import dev.rollcall.state.Snapshots.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What every store of content by hash does. */
@Tag("R10")
public abstract class SnapshotsContract {

  private static final Instant NOW = Instant.parse("2026-11-21T03:47:00Z");
  private static final Duration NOTICE = Duration.ofHours(12);
  private static final Duration DAY = Duration.ofDays(1);
  private static final Snapshots.References NOTHING = references(Set.of(), Set.of());

  /** An empty store. */
  protected abstract Snapshots snapshots();

  @Test
  void givesBackTheSnapshotThatWasStored() {
    Snapshot snapshot = new Samples(1).snapshot(500);

    snapshots().put(snapshot);

    Snapshot read = snapshots().get(snapshot.id()).orElseThrow();
    assertEquals(snapshot.id(), read.id());
    assertEquals(snapshot.records(), read.records());
  }

  @Test
  void storesTheSameAgainWithoutHarm() {
    Snapshot snapshot = new Samples(2).snapshot(10);
    List<DesiredRecord> shuffled = new ArrayList<>(snapshot.records());
    Collections.shuffle(shuffled, new Random(2));

    snapshots().put(snapshot);
    snapshots().put(Snapshot.of(shuffled));

    assertEquals(snapshot.records(), snapshots().get(snapshot.id()).orElseThrow().records());
  }

  @Test
  void keepsTheEmptySnapshot() {
    Snapshot empty = Snapshot.of(List.of());

    snapshots().put(empty);

    assertTrue(snapshots().get(empty.id()).orElseThrow().records().isEmpty());
  }

  @Test
  void knowsNothingThatWasNotStored() {
    assertTrue(snapshots().get(new Fingerprint(1, 2)).isEmpty());
    assertTrue(snapshots().get(Kind.PHOTO, new Fingerprint(1, 2)).isEmpty());
  }

  @Test
  void keepsKindsApart() {
    Fingerprint photo = snapshots().put(Kind.PHOTO, new byte[] {1, 2, 3});

    assertTrue(snapshots().get(Kind.TARGETS, photo).isEmpty());
    assertTrue(snapshots().get(photo).isEmpty());
    assertArrayEquals(new byte[] {1, 2, 3}, snapshots().get(Kind.PHOTO, photo).orElseThrow());
  }

  @Test
  void storesContentUnderItsHash() {
    byte[] content = new byte[3_000_000];
    new Random(5).nextBytes(content);

    Fingerprint hash = snapshots().put(Kind.TARGETS, content);

    assertEquals(Fingerprint.of(content), hash);
    assertEquals(hash, snapshots().put(Kind.TARGETS, content));
    assertArrayEquals(content, snapshots().get(Kind.TARGETS, hash).orElseThrow());
    Fingerprint empty = snapshots().put(Kind.POLICY, new byte[0]);
    assertEquals(0, snapshots().get(Kind.POLICY, empty).orElseThrow().length);
  }

  @Test
  void refusesMoreThanItPromises() {
    byte[] tooMuch = new byte[64 * 1024 * 1024 + 1];

    assertThrows(IllegalArgumentException.class, () -> snapshots().put(Kind.PHOTO, tooMuch));
  }

  @Test
  @Tag("R15")
  void deletesWhatNobodyRefersToOnceItWasNoticed() {
    Snapshot old = new Samples(3).snapshot(10);
    Snapshot kept = new Samples(4).snapshot(10);
    snapshots().put(old);
    snapshots().put(kept);
    Fingerprint photo = snapshots().put(Kind.PHOTO, new byte[] {1});
    Fingerprint policy = snapshots().put(Kind.POLICY, new byte[] {1});
    Snapshots.References references = references(Set.of(kept.id()), Set.of(policy));

    Snapshots.Swept first = sweep(references, NOW);
    Snapshots.Swept soon = sweep(references, NOW.plus(NOTICE).minusSeconds(1));
    boolean stayed = snapshots().get(old.id()).isPresent();
    Snapshots.Swept later = sweep(references, NOW.plus(NOTICE));
    Snapshots.Swept again = sweep(references, NOW.plus(DAY));

    assertEquals(new Snapshots.Swept(0, 2, 0, true), first);
    assertEquals(new Snapshots.Swept(0, 0, 0, true), soon);
    assertTrue(stayed);
    assertEquals(new Snapshots.Swept(2, 0, 0, true), later);
    assertEquals(new Snapshots.Swept(0, 0, 0, true), again);
    assertTrue(snapshots().get(old.id()).isEmpty());
    assertTrue(snapshots().get(Kind.PHOTO, photo).isEmpty());
    assertEquals(kept.records(), snapshots().get(kept.id()).orElseThrow().records());
    assertTrue(snapshots().get(Kind.POLICY, policy).isPresent());
  }

  @Test
  @Tag("R15")
  void storingCondemnedContentAgainAcquitsIt() {
    Snapshot snapshot = new Samples(5).snapshot(10);
    snapshots().put(snapshot);
    sweep(NOTHING, NOW);

    snapshots().put(snapshot);

    assertEquals(new Snapshots.Swept(0, 1, 0, true), sweep(NOTHING, NOW.plus(DAY)));
    assertEquals(snapshot.records(), snapshots().get(snapshot.id()).orElseThrow().records());
    assertEquals(new Snapshots.Swept(1, 0, 0, true), sweep(NOTHING, NOW.plus(DAY).plus(DAY)));
  }

  @Test
  @Tag("R15")
  void keepsWhatIsReferredToAgainHoweverLongAgoItWasCondemned() {
    Snapshot snapshot = new Samples(6).snapshot(10);
    snapshots().put(snapshot);
    sweep(NOTHING, NOW);

    sweep(references(Set.of(snapshot.id()), Set.of()), NOW.plus(DAY.multipliedBy(90)));

    assertTrue(snapshots().get(snapshot.id()).isPresent());
  }

  @Test
  @Tag("R15")
  void storesDeletedContentAnew() {
    byte[] content = new byte[3_000_000];
    new Random(7).nextBytes(content);
    Fingerprint hash = snapshots().put(Kind.TARGETS, content);
    sweep(NOTHING, NOW);
    sweep(NOTHING, NOW.plus(DAY));
    assertTrue(snapshots().get(Kind.TARGETS, hash).isEmpty());

    snapshots().put(Kind.TARGETS, content);

    assertArrayEquals(content, snapshots().get(Kind.TARGETS, hash).orElseThrow());
  }

  @Test
  @Tag("R15")
  void stopsWhenToldAndGoesOnTheNextTime() {
    for (byte i = 0; i < 5; i++) {
      snapshots().put(Kind.PHOTO, new byte[] {i});
    }
    sweep(NOTHING, NOW);
    AtomicInteger left = new AtomicInteger(2);

    Snapshots.Swept stopped =
        snapshots().sweep(NOTHING, NOW.plus(DAY), NOTICE, () -> left.getAndDecrement() > 0);

    assertEquals(new Snapshots.Swept(2, 0, 0, false), stopped);
    assertEquals(new Snapshots.Swept(3, 0, 0, true), sweep(NOTHING, NOW.plus(DAY)));
  }

  /** Each round one of the two wins; whoever stored it finds it afterwards. */
  @Test
  @Tag("R15")
  void whatIsStoredWhileItIsSweptIsThere() throws Exception {
    Snapshot snapshot = new Samples(8).snapshot(10);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      for (int round = 0; round < 25; round++) {
        Instant now = NOW.plus(DAY.multipliedBy(10L * round));
        snapshots().put(snapshot);
        sweep(NOTHING, now);
        CyclicBarrier start = new CyclicBarrier(2);
        Future<?> swept =
            threads.submit(
                () -> {
                  start.await();
                  return sweep(NOTHING, now.plus(DAY));
                });
        Future<?> stored =
            threads.submit(
                () -> {
                  start.await();
                  snapshots().put(snapshot);
                  return null;
                });
        swept.get();
        stored.get();

        assertEquals(snapshot.records(), snapshots().get(snapshot.id()).orElseThrow().records());
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private Snapshots.Swept sweep(Snapshots.References references, Instant now) {
    return snapshots().sweep(references, now, NOTICE, () -> true);
  }

  private static Snapshots.References references(
      Set<Fingerprint> snapshots, Set<Fingerprint> contents) {
    return new Snapshots.References() {
      @Override
      public boolean toSnapshot(Fingerprint id) {
        return snapshots.contains(id);
      }

      @Override
      public boolean toContent(Kind kind, Fingerprint id) {
        return kind == Kind.POLICY && contents.contains(id);
      }
    };
  }
}
