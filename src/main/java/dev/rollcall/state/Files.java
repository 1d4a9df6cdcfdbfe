package dev.rollcall.state;

import dev.rollcall.model.FileName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Files of administrators that policies read, and files that policies write. Others may put files
 * there and change them by means of their own; whatever has no {@link FileName} is not seen.
 */
public interface Files {

  /** The largest file, in bytes: 16 MiB. It is held in memory while it is read or written. */
  int MAX_BYTES = 16 * 1024 * 1024;

  /**
   * What is known of a file without its content.
   *
   * @param name its name
   * @param version letters and digits; another one after every write
   * @param bytes its size
   * @param changed when it was last written
   */
  record Entry(FileName name, String version, long bytes, Instant changed) {}

  /** A file with its content. */
  record Content(Entry entry, byte[] bytes) {}

  /** A file that somebody put there by other means is larger than {@link #MAX_BYTES}. */
  final class TooLarge extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public TooLarge(FileName name, long bytes) {
      super(
          "The file "
              + name
              + " has "
              + bytes
              + " bytes; at most "
              + MAX_BYTES
              + " are read. Nothing was read of it. Store a smaller one.");
    }
  }

  /** All files, ascending by name. */
  List<Entry> list();

  /** What is known of a file, or empty if there is none. */
  Optional<Entry> look(FileName name);

  /**
   * A file as one write left it, or empty if there is none.
   *
   * @throws TooLarge if it has more than {@link #MAX_BYTES}
   */
  Optional<Content> read(FileName name);

  /**
   * Writes a whole file: readers see the old or the new one, never a part.
   *
   * @param expected the version it replaces; empty if there must not be one yet
   * @return the file as it is now, or empty if what is stored is not what was expected
   * @throws IllegalArgumentException if it is larger than {@link #MAX_BYTES}
   */
  Optional<Entry> put(FileName name, byte[] content, Optional<String> expected);

  /**
   * Deletes a file.
   *
   * @return whether it is gone; false if it has another version by now
   */
  boolean delete(FileName name, String expected);
}
