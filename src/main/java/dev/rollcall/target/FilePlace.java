package dev.rollcall.target;

import java.time.Instant;
import java.util.Optional;

/** Where targets write the files that others fetch. */
public interface FilePlace {

  /** The largest file, in bytes: 16 MiB. */
  int MAX_BYTES = 16 * 1024 * 1024;

  /**
   * A file as one write left it, or empty if there is none.
   *
   * @throws dev.rollcall.client.http.ClientException if it cannot be read
   * @throws dev.rollcall.client.table.UnreadableFile if it is larger than {@link #MAX_BYTES}
   */
  Optional<Placed> read(String name);

  /**
   * Writes a whole file: readers see the old or the new one, never a part.
   *
   * @param expected the version it replaces; empty if there must not be one yet
   * @return whether it was written; false if what is there is not what was expected
   * @throws dev.rollcall.client.http.ClientException if it cannot be written, or nobody knows
   *     whether it was
   */
  boolean replace(String name, byte[] content, Optional<String> expected);

  /**
   * A file.
   *
   * @param bytes its content
   * @param version which write it is of
   * @param changed when it was written
   */
  record Placed(byte[] bytes, String version, Instant changed) {}
}
