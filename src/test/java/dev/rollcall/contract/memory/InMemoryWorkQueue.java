package dev.rollcall.contract.memory;

import dev.rollcall.contract.WorkInbox;
import dev.rollcall.work.WorkMessage;
import dev.rollcall.work.WorkMessages;
import dev.rollcall.work.WorkQueue;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A work queue in memory with the visibility of a storage queue: what is received stays in the
 * queue, hidden, until it is deleted. Every message goes through its text form. Safe for several
 * threads.
 */
public final class InMemoryWorkQueue implements WorkQueue, WorkInbox {

  private static final Duration LONGEST_DELAY = Duration.ofDays(7);

  private final Clock clock;
  private final List<Entry> entries = new ArrayList<>();
  private long sent;

  /** A queue whose visibility goes by this clock. */
  public InMemoryWorkQueue(Clock clock) {
    this.clock = clock;
  }

  @Override
  public synchronized void send(WorkMessage message, Duration delay) {
    if (delay.isNegative() || delay.compareTo(LONGEST_DELAY) > 0) {
      throw new IllegalArgumentException("a delay is 0 to 7 days, not " + delay);
    }
    sent++;
    entries.add(
        new Entry("m" + sent, WorkMessages.encode(message), clock.instant().plus(delay), 0));
  }

  @Override
  public void check() {}

  /** Messages that are visible for the longest time come first; a real queue promises no order. */
  @Override
  public synchronized Optional<Delivery> receive(Duration hidden) {
    Instant now = clock.instant();
    Optional<Entry> next =
        entries.stream()
            .filter(entry -> !entry.visibleAt.isAfter(now))
            .min(Comparator.comparing(Entry::visibleAt));
    next.ifPresent(
        entry ->
            entries.set(
                entries.indexOf(entry),
                new Entry(entry.id, entry.text, now.plus(hidden), entry.count + 1)));
    return next.map(
        entry ->
            new Delivery(
                entry.id,
                entry.id + "/" + (entry.count + 1),
                entry.count + 1,
                WorkMessages.decode(entry.text)));
  }

  @Override
  public synchronized void delete(Delivery delivery) {
    entries.removeIf(entry -> entry.id.equals(delivery.id()) && entry.count == delivery.count());
  }

  /** When the next message becomes visible, or became so; empty if the queue is empty. */
  public synchronized Optional<Instant> nextVisibleAt() {
    return entries.stream().map(Entry::visibleAt).min(Comparator.naturalOrder());
  }

  /** All messages, hidden ones too, in the order in which they become visible. */
  public synchronized List<WorkMessage> messages() {
    return entries.stream()
        .sorted(Comparator.comparing(Entry::visibleAt))
        .map(entry -> WorkMessages.decode(entry.text))
        .toList();
  }

  private record Entry(String id, String text, Instant visibleAt, int count) {}
}
