package dev.rollcall.model;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * The whole desired state of one run, sorted by key, addressed by the hash of its content: two
 * equal snapshots have one id, in whatever order their records came.
 */
public final class Snapshot {

  /** Only doubted records have it, so that snapshots without such keep their ids. */
  private static final byte DOUBTED = 1;

  private final Fingerprint id;
  private final List<DesiredRecord> records;

  private Snapshot(Fingerprint id, List<DesiredRecord> records) {
    this.id = id;
    this.records = records;
  }

  /**
   * The snapshot of these records, in any order.
   *
   * @throws IllegalArgumentException if two records have one key; the caller reports doubles before
   *     it comes here
   */
  public static Snapshot of(List<DesiredRecord> records) {
    List<DesiredRecord> sorted = new ArrayList<>(records);
    Collections.sort(sorted);
    MessageDigest digest = Fingerprint.sha256();
    for (int i = 0; i < sorted.size(); i++) {
      DesiredRecord record = sorted.get(i);
      if (i > 0 && record.key().equals(sorted.get(i - 1).key())) {
        throw new IllegalArgumentException("two records have the key " + record.key());
      }
      byte[] key = record.key().value().getBytes(StandardCharsets.UTF_8);
      ByteBuffer head = ByteBuffer.allocate(5 + key.length + 2 * Fingerprint.BYTES);
      head.putInt(key.length).put(key);
      record.prints().whole().write(head);
      record.photo().ifPresent(photo -> photo.content().write(head));
      if (record.doubt().isPresent()) {
        head.put(DOUBTED);
      }
      digest.update(head.array(), 0, head.position());
    }
    return new Snapshot(Fingerprint.from(digest.digest()), Collections.unmodifiableList(sorted));
  }

  /**
   * The hash of the content. Photo tags are not part of it: the same bytes under a new tag change
   * nothing.
   */
  public Fingerprint id() {
    return id;
  }

  /** The records, ascending by key. */
  public List<DesiredRecord> records() {
    return records;
  }

  /** The record with this key. */
  public Optional<DesiredRecord> find(RecordKey key) {
    int low = 0;
    int high = records.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = records.get(middle).key().compareTo(key);
      if (order == 0) {
        return Optional.of(records.get(middle));
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return Optional.empty();
  }
}
