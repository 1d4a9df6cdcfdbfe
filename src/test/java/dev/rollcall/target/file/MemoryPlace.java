package dev.rollcall.target.file;

import dev.rollcall.client.http.ClientException;
import dev.rollcall.client.http.Failures;
import dev.rollcall.contract.memory.InMemoryFiles;
import dev.rollcall.model.FileName;
import dev.rollcall.state.Files;
import dev.rollcall.target.FilePlace;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;

/** A place in memory, where writes can be counted, lost and overtaken. */
final class MemoryPlace implements FilePlace {

  /** What becomes of a write. */
  enum Fate {
    WRITTEN,
    /** It is written, and nobody hears of it. */
    ANSWER_LOST,
    /** It is not written. */
    LOST,
    /** Somebody else writes first. */
    OVERTAKEN
  }

  final Files files;
  Fate next = Fate.WRITTEN;
  int writes;

  MemoryPlace(Clock clock) {
    this.files = new InMemoryFiles(clock);
  }

  @Override
  public Optional<Placed> read(String name) {
    return files
        .read(new FileName(name))
        .map(f -> new Placed(f.bytes(), f.entry().version(), f.entry().changed()));
  }

  @Override
  public boolean replace(String name, byte[] content, Optional<String> expected) {
    Fate fate = next;
    next = Fate.WRITTEN;
    if (fate == Fate.LOST) {
      throw broken();
    }
    if (fate == Fate.OVERTAKEN) {
      byte[] same = read(name).map(Placed::bytes).orElse(content);
      files.put(new FileName(name), same, read(name).map(Placed::version));
    }
    boolean written = files.put(new FileName(name), content, expected).isPresent();
    writes += written ? 1 : 0;
    if (fate == Fate.ANSWER_LOST) {
      throw broken();
    }
    return written;
  }

  void put(String name, byte[] content) {
    files.put(new FileName(name), content, read(name).map(Placed::version)).orElseThrow();
  }

  private static ClientException broken() {
    return Failures.ofException(new IOException("the connection broke"));
  }
}
