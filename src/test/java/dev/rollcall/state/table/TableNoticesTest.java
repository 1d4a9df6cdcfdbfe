package dev.rollcall.state.table;

import dev.rollcall.contract.NoticesContract;
import dev.rollcall.state.Notices;

final class TableNoticesTest extends NoticesContract {

  private final Notices notices = TestStorage.fresh().state().notices();

  @Override
  protected Notices notices() {
    return notices;
  }
}
