package dev.rollcall.localtenant.graph;

import dev.rollcall.localtenant.hostility.Sighting;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * Executes one batch as Graph does, at most four requests at a time. Time is played in one thread:
 * each request starts when a place is free and takes effect when its latency is over, so that a
 * seed always gives one order.
 *
 * <p>A mailbox's places are taken for the whole batch: two batches at one mailbox collide however
 * quick they are.
 */
final class BatchRun {

  private static final int WIDTH = 4;

  /** A request under way; it takes effect at a time of {@link System#nanoTime}. */
  private record Running(BatchItem item, Desk.Started started, long due, int order) {}

  private final Desk desk;
  private final Latency latency;
  private final Counters counters;
  private final List<BatchItem> items;
  private final Optional<Integer> cutAfter;
  private final Map<String, Served> results = new LinkedHashMap<>();
  private final Map<String, Integer> wanted = new HashMap<>();
  private final Map<String, Integer> places = new HashMap<>();
  private final Map<String, Integer> placed = new HashMap<>();

  BatchRun(Desk desk, Latency latency, Counters counters, List<BatchItem> items) {
    this.desk = desk;
    this.latency = latency;
    this.counters = counters;
    this.items = items;
    boolean writes = items.stream().anyMatch(item -> !item.request().method().equals("GET"));
    this.cutAfter = writes ? desk.hostility().nextCut() : Optional.empty();
  }

  /** The answers by request, in the order they were ready; empty if the connection breaks. */
  Optional<Map<String, Served>> run() {
    enter();
    try {
      return play() ? Optional.of(results) : Optional.empty();
    } finally {
      leave();
    }
  }

  private boolean play() {
    List<BatchItem> waiting = new ArrayList<>(items);
    PriorityQueue<Running> running =
        new PriorityQueue<>(
            Comparator.comparingLong(Running::due).thenComparingInt(Running::order));
    int started = 0;
    while (!waiting.isEmpty() || !running.isEmpty()) {
      for (int i = 0; i < waiting.size() && running.size() < WIDTH; ) {
        BatchItem item = waiting.get(i);
        if (item.dependsOn().stream().anyMatch(id -> !results.containsKey(id))) {
          i++;
          continue;
        }
        waiting.remove(i);
        if (item.dependsOn().stream().allMatch(id -> results.get(id).succeeded())) {
          counters.seen(item.sighting(), 0);
          running.add(start(item, started++));
        } else {
          results.put(item.id(), failedDependency());
        }
      }
      if (running.isEmpty()) {
        continue;
      }
      if (cutAfter.isPresent() && results.size() >= cutAfter.get()) {
        return false;
      }
      Running next = running.remove();
      Latency.awaitUntil(next.due);
      Served served = finish(next);
      if (served.answer().isEmpty()) {
        return false;
      }
      results.put(next.item.id(), served);
    }
    return cutAfter.isEmpty();
  }

  private Running start(BatchItem item, int order) {
    Desk.Started started = desk.start(item.sighting());
    long takes = latency.draw() + started.slowdown().toNanos();
    counters.itemTakes(takes);
    return new Running(item, started, System.nanoTime() + takes, order);
  }

  private Served finish(Running running) {
    BatchItem item = running.item;
    return running
        .started
        .refused()
        .orElseGet(() -> desk.serve(item.request(), item.sighting(), hasPlace(item.sighting())));
  }

  /** If a mailbox gave fewer places than wanted, as large a part of the requests is turned away. */
  private boolean hasPlace(Sighting sighting) {
    if (sighting.mailbox().isEmpty() || !desk.limited()) {
      return true;
    }
    String mailbox = sighting.mailbox().get();
    int index = placed.merge(mailbox, 1, Integer::sum) - 1;
    return index % Math.min(WIDTH, wanted.get(mailbox)) < places.get(mailbox);
  }

  private void enter() {
    for (BatchItem item : items) {
      item.sighting().mailbox().ifPresent(mailbox -> wanted.merge(mailbox, 1, Integer::sum));
    }
    wanted.forEach(
        (mailbox, count) -> {
          MailboxGate gate = desk.gate(mailbox);
          places.put(mailbox, gate.enter(Math.min(WIDTH, count)));
          counters.batchesAtOnce(mailbox, gate.beginBatch());
        });
  }

  private void leave() {
    places.forEach(
        (mailbox, got) -> {
          desk.gate(mailbox).leave(got);
          desk.gate(mailbox).endBatch();
        });
  }

  private static Served failedDependency() {
    return Served.with(
        GraphAnswer.error(
            424, "FailedDependency", "A request that this one depends on has failed."));
  }
}
