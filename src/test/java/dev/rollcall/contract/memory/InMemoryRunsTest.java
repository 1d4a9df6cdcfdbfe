package dev.rollcall.contract.memory;

import dev.rollcall.contract.RunsContract;
import dev.rollcall.state.Runs;

final class InMemoryRunsTest extends RunsContract {

  private final Runs runs = new InMemoryRuns();

  @Override
  protected Runs runs() {
    return runs;
  }
}
