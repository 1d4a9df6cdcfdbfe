package dev.rollcall.state;

import dev.rollcall.model.Fingerprint;
import dev.rollcall.model.Snapshot;
import java.util.Optional;

/** Content under its own hash: storing the same again costs a look and writes nothing. */
public interface Snapshots {

  /** Kinds of content other than snapshots. */
  enum Kind {
    /** The targets of a run, with their addresses. */
    TARGETS,
    /** A photo. */
    PHOTO,
    /** The policy as it stood when a run began. */
    POLICY
  }

  /** Stores a snapshot; it is there in whole, or not at all. */
  void put(Snapshot snapshot);

  /**
   * The snapshot with this id, or empty if it is not kept (any more).
   *
   * @throws StateUnreadable if it is damaged
   */
  Optional<Snapshot> get(Fingerprint id);

  /** Stores bytes, at most 64 MiB, and answers their hash. */
  Fingerprint put(Kind kind, byte[] content);

  /**
   * The bytes with this hash, or empty if they are not kept (any more).
   *
   * @throws StateUnreadable if they are damaged
   */
  Optional<byte[]> get(Kind kind, Fingerprint id);
}
