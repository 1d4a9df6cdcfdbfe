package dev.rollcall.contract.memory;

import dev.rollcall.contract.NoticesContract;
import dev.rollcall.state.Notices;

final class InMemoryNoticesTest extends NoticesContract {

  private final Notices notices = new InMemoryNotices();

  @Override
  protected Notices notices() {
    return notices;
  }
}
