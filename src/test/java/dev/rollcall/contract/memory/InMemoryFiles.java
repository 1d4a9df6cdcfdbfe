package dev.rollcall.contract.memory;

import dev.rollcall.model.FileName;
import dev.rollcall.state.Files;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/** Files in memory. */
public final class InMemoryFiles implements Files {

  private final Map<FileName, Content> files = new ConcurrentSkipListMap<>();
  private final AtomicLong versions = new AtomicLong(1);
  private final Clock clock;

  /**
   * @param clock when files are changed
   */
  public InMemoryFiles(Clock clock) {
    this.clock = clock;
  }

  @Override
  public List<Entry> list() {
    return files.values().stream().map(Content::entry).toList();
  }

  @Override
  public Optional<Entry> look(FileName name) {
    return Optional.ofNullable(files.get(name)).map(Content::entry);
  }

  @Override
  public Optional<Content> read(FileName name) {
    return Optional.ofNullable(files.get(name))
        .map(file -> new Content(file.entry(), file.bytes().clone()));
  }

  @Override
  public synchronized Optional<Entry> put(
      FileName name, byte[] content, Optional<String> expected) {
    if (content.length > MAX_BYTES) {
      throw new IllegalArgumentException("a file has at most " + MAX_BYTES + " bytes");
    }
    if (!look(name).map(Entry::version).equals(expected)) {
      return Optional.empty();
    }
    Entry entry =
        new Entry(name, "v" + versions.getAndIncrement(), content.length, clock.instant());
    files.put(name, new Content(entry, content.clone()));
    return Optional.of(entry);
  }

  @Override
  public synchronized boolean delete(FileName name, String expected) {
    Optional<Entry> stored = look(name);
    if (stored.isPresent() && !stored.get().version().equals(expected)) {
      return false;
    }
    files.remove(name);
    return true;
  }
}
