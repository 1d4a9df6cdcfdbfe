package dev.rollcall.state;

import dev.rollcall.model.Fingerprint;
import dev.rollcall.model.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Content under its own hash: storing the same again costs a look and writes nothing.
 *
 * <p>Content goes when nobody refers to it any more, in two steps with a notice between them: first
 * it is condemned, and at a later look, if it still is, deleted. To store condemned content again
 * acquits it. So whoever stores content may take the whole notice until it is seen to refer to it.
 */
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

  /** What is referred to. */
  interface References {

    /** Whether this snapshot is. */
    boolean toSnapshot(Fingerprint id);

    /** Whether this content is. */
    boolean toContent(Kind kind, Fingerprint id);
  }

  /**
   * What came of a sweep.
   *
   * @param deleted contents deleted
   * @param condemned contents condemned
   * @param unreadable contents left as they are since their rows cannot be understood
   * @param complete whether every content was looked at
   */
  record Swept(int deleted, int condemned, int unreadable, boolean complete) {}

  /**
   * Looks at every content: deletes what was condemned a notice ago or longer, and what killed
   * writers left behind as long ago, and condemns what else is not referred to. Safe beside writers
   * of the same content: one of the two loses by the version it read, and then it stays. Killed in
   * between, the next sweep does the rest.
   *
   * @param references what is referred to, as of a time when the sweep had not begun
   * @param now when it is
   * @param notice longer than any writer takes from storing content until it is seen to refer to it
   * @param goOn asked before every content; false stops
   */
  Swept sweep(References references, Instant now, Duration notice, BooleanSupplier goOn);
}
