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
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What every store of content by hash does. */
@Tag("R10")
public abstract class SnapshotsContract {

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
}
