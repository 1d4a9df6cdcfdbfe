package dev.rollcall.source;

import java.time.Instant;
import java.util.Optional;

/** Where sources find the files that administrators stored for them. */
public interface FileStore {

  /**
   * A file as one write left it, or empty if there is none.
   *
   * @param name as policies write it, such as {@code people.xlsx}
   * @throws SourceUnavailable if it is larger than files may be, or the store did not answer
   */
  Optional<StoredFile> read(String name);

  /**
   * A file.
   *
   * @param bytes its content
   * @param changed when it was last written
   */
  record StoredFile(byte[] bytes, Instant changed) {}
}
