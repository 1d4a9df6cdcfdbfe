package dev.rollcall.contract.memory;

import dev.rollcall.contract.FilesContract;
import dev.rollcall.state.Files;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;

final class InMemoryFilesTest extends FilesContract {

  private final Files files =
      new InMemoryFiles(Clock.fixed(Instant.parse("2026-11-21T08:00:00Z"), ZoneOffset.UTC));

  @Override
  protected Files files() {
    return files;
  }
}
