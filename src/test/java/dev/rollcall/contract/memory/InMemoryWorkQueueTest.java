package dev.rollcall.contract.memory;

import dev.rollcall.contract.WorkInbox;
import dev.rollcall.contract.WorkQueueContract;
import dev.rollcall.work.WorkQueue;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

final class InMemoryWorkQueueTest extends WorkQueueContract {

  private final ManualClock clock = new ManualClock(Instant.parse("2026-11-21T08:00:00Z"));
  private final InMemoryWorkQueue queue = new InMemoryWorkQueue(clock);

  @Override
  protected WorkQueue queue() {
    return queue;
  }

  @Override
  protected WorkInbox inbox() {
    return queue;
  }

  @Override
  protected Optional<WorkInbox.Delivery> receiveAfter(Duration passed, Duration hidden) {
    clock.advance(passed);
    return queue.receive(hidden);
  }
}
