package dev.rollcall.state.table;

import dev.rollcall.contract.RunsContract;
import dev.rollcall.state.Runs;

final class TableRunsTest extends RunsContract {

  private final Runs runs = TestStorage.fresh().state().runs();

  @Override
  protected Runs runs() {
    return runs;
  }
}
