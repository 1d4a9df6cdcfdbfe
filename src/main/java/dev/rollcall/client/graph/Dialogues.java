package dev.rollcall.client.graph;

import com.fasterxml.jackson.databind.node.MissingNode;
import dev.rollcall.client.http.ClientException;
import dev.rollcall.client.http.Disposition;
import dev.rollcall.client.http.Failures;
import dev.rollcall.model.CallMeter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Holds many {@link Dialogue}s side by side, twenty requests to a batch and one batch at a time,
 * and repeats what failed for a passing reason, each after the time the service asked for it.
 */
public final class Dialogues {

  /** How often one request is sent at most. */
  private static final int ATTEMPTS = 4;

  /** How many batches of single reads are under way at once. */
  private static final int READERS = 4;

  /** How long all of them together wait at most. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** Batches with binary answers or bodies stay below Graph's limit of about 4 MB a request. */
  private static final int MAX_BATCH_BYTES = 3_000_000;

  private final GraphClient graph;
  private final CallMeter meter;
  private final Map<Dialogue, Integer> failures = new IdentityHashMap<>();
  private Duration patience = PATIENCE;

  private Dialogues(GraphClient graph, CallMeter meter) {
    this.graph = graph;
    this.meter = meter;
  }

  /** Holds the dialogues to their ends. */
  public static void hold(GraphClient graph, List<? extends Dialogue> dialogues, CallMeter meter) {
    new Dialogues(graph, meter).run(dialogues);
  }

  /**
   * Reads many resources, several batches side by side if there are many. No two of them may be of
   * one mailbox, which takes four requests at once.
   *
   * @param items reads, any number
   * @return an answer for each, in their order
   */
  public static List<BatchAnswer> readAll(
      GraphClient graph, List<BatchItem> items, CallMeter meter) {
    List<Callable<List<BatchAnswer>>> portions = new ArrayList<>();
    for (int from = 0; from < items.size(); from += GraphClient.MAX_BATCH) {
      List<SingleRead> reads =
          items.subList(from, Math.min(from + GraphClient.MAX_BATCH, items.size())).stream()
              .map(SingleRead::new)
              .toList();
      portions.add(
          () -> {
            hold(graph, reads, meter);
            return reads.stream().map(read -> read.answer).toList();
          });
    }
    List<BatchAnswer> answers = new ArrayList<>(items.size());
    try {
      if (portions.size() < 2) {
        for (Callable<List<BatchAnswer>> portion : portions) {
          answers.addAll(portion.call());
        }
      } else {
        for (Future<List<BatchAnswer>> portion : sideBySide(portions)) {
          answers.addAll(portion.get());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failures.ofException(e);
    } catch (Exception e) {
      throw Failures.ofException(e);
    }
    return answers;
  }

  private static <T> List<Future<T>> sideBySide(List<Callable<T>> portions)
      throws InterruptedException {
    ExecutorService readers = Executors.newFixedThreadPool(Math.min(READERS, portions.size()));
    try {
      return readers.invokeAll(portions);
    } finally {
      readers.shutdown();
    }
  }

  private void run(List<? extends Dialogue> dialogues) {
    List<Dialogue> open = new ArrayList<>(dialogues);
    while (true) {
      open.removeIf(dialogue -> dialogue.next().isEmpty());
      if (open.isEmpty()) {
        return;
      }
      Duration longest = Duration.ZERO;
      for (int from = 0; from < open.size(); ) {
        int to = endOfBatch(open, from);
        Duration wait = exchange(open.subList(from, to));
        longest = wait.compareTo(longest) > 0 ? wait : longest;
        from = to;
      }
      if (!longest.isZero()) {
        patience = patience.minus(longest);
        graph.await(longest);
      }
    }
  }

  private static int endOfBatch(List<Dialogue> open, int from) {
    int size = 0;
    int to = from;
    while (to < open.size() && to - from < GraphClient.MAX_BATCH) {
      size += open.get(to).next().orElseThrow().size();
      if (size > MAX_BATCH_BYTES && to > from) {
        break;
      }
      to++;
    }
    return to;
  }

  /** One batch; answers how long to wait for what has to be repeated. */
  private Duration exchange(List<Dialogue> dialogues) {
    List<BatchItem> items = dialogues.stream().map(d -> d.next().orElseThrow()).toList();
    List<BatchAnswer> answers;
    try {
      answers = graph.batch(items, meter);
    } catch (ClientException e) {
      answers =
          Collections.nCopies(
              items.size(), new BatchAnswer(MissingNode.getInstance(), Optional.of(e)));
    }
    Duration longest = Duration.ZERO;
    for (int i = 0; i < items.size(); i++) {
      Dialogue dialogue = dialogues.get(i);
      BatchAnswer answer = answers.get(i);
      Optional<Duration> wait = waitBeforeRepeating(dialogue, items.get(i), answer);
      if (wait.isPresent()) {
        longest = wait.get().compareTo(longest) > 0 ? wait.get() : longest;
      } else {
        failures.remove(dialogue);
        dialogue.accept(answer);
      }
    }
    return longest;
  }

  private Optional<Duration> waitBeforeRepeating(
      Dialogue dialogue, BatchItem item, BatchAnswer answer) {
    if (answer.succeeded()) {
      return Optional.empty();
    }
    ClientException failure = answer.failure().get();
    boolean harmless = item.isRead() || failure.disposition() != Disposition.UNKNOWN_EFFECT;
    if (!failure.disposition().isPassing() || !harmless || failure.concernsWholeTarget()) {
      return Optional.empty();
    }
    int failed = failures.merge(dialogue, 1, Integer::sum);
    Duration wait = graph.delay(failed, failure.retryAfter());
    return failed >= ATTEMPTS || wait.compareTo(patience) > 0
        ? Optional.empty()
        : Optional.of(wait);
  }

  private static final class SingleRead implements Dialogue {

    private final BatchItem item;
    private BatchAnswer answer = new BatchAnswer(MissingNode.getInstance(), Optional.empty());
    private boolean answered;

    SingleRead(BatchItem item) {
      this.item = item;
    }

    @Override
    public Optional<BatchItem> next() {
      return answered ? Optional.empty() : Optional.of(item);
    }

    @Override
    public void accept(BatchAnswer received) {
      answer = received;
      answered = true;
    }
  }
}
