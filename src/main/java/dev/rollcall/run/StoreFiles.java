package dev.rollcall.run;

import dev.rollcall.model.FileName;
import dev.rollcall.state.Files;
import java.util.List;
import java.util.Optional;

/**
 * Stores, shows and removes the files that policies read, and shows those that they write. Storing
 * the same twice is the same as once.
 */
public final class StoreFiles {

  private static final int TRIES = 5;

  private final Files files;

  public StoreFiles(Files files) {
    this.files = files;
  }

  /**
   * A file that was stored.
   *
   * @param created whether there was none before
   */
  public record Stored(Files.Entry entry, boolean created) {}

  /** All files, ascending by name. */
  public List<Files.Entry> list() {
    return files.list();
  }

  /**
   * A file with its content.
   *
   * @throws Files.TooLarge if somebody put a larger one there than is read
   */
  public Optional<Files.Content> read(FileName name) {
    return files.read(name);
  }

  /** Stores a file; empty, with nothing changed, if the condition does not hold. */
  public Optional<Stored> put(FileName name, byte[] content, StoreDocuments.Condition condition) {
    for (int i = 0; i < TRIES; i++) {
      Optional<String> before = files.look(name).map(Files.Entry::version);
      if (!condition.allows(before)) {
        return Optional.empty();
      }
      Optional<Files.Entry> written = files.put(name, content, before);
      if (written.isPresent()) {
        return written.map(entry -> new Stored(entry, before.isEmpty()));
      }
    }
    return Optional.empty();
  }

  /** Removes a file; false, with nothing changed, if the condition does not hold. */
  public boolean delete(FileName name, StoreDocuments.Condition condition) {
    for (int i = 0; i < TRIES; i++) {
      Optional<String> before = files.look(name).map(Files.Entry::version);
      if (!condition.allows(before)) {
        return false;
      }
      if (before.isEmpty() || files.delete(name, before.get())) {
        return true;
      }
    }
    return false;
  }
}
