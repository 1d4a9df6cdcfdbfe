package dev.rollcall.target.mailbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.rollcall.client.graph.BatchAnswer;
import dev.rollcall.client.graph.BatchItem;
import dev.rollcall.client.graph.GraphClient;
import dev.rollcall.client.http.Backoff;
import dev.rollcall.client.http.ClientException;
import dev.rollcall.client.http.Disposition;
import dev.rollcall.client.http.Pause;
import dev.rollcall.model.CallMeter;
import dev.rollcall.model.Problem;
import dev.rollcall.target.ApplyResult;
import dev.rollcall.target.Budget;
import dev.rollcall.target.Fault;
import dev.rollcall.target.Outcome;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Carries out the writes to one mailbox, one batch at a time.
 *
 * <p>Graph runs four requests of a batch at once, and four is what it lets one app do to one
 * mailbox at once, so a second batch would only be refused. What fails for a passing reason goes
 * back to the end of the line with its own time; the others go on meanwhile. Only when a whole
 * batch was throttled is the mailbox left alone.
 *
 * <p>It never ends with a creation of unknown effect without having looked: then there is either an
 * outcome, or certainty that the contact is not there, or a problem that says so.
 */
final class Writing {

  /** What passes is tried this often in a row, throttling more often than failure. */
  private static final int ATTEMPTS = 4;

  private static final int THROTTLED_ATTEMPTS = 10;

  /** Graph takes about 4 MB in one request; larger bodies travel alone. */
  private static final int MAX_BATCH_BYTES = 3_000_000;

  private final GraphClient graph;
  private final Clock clock;
  private final Backoff backoff;
  private final Pause pause;
  private final Budget budget;
  private final CallMeter meter;

  private final Deque<Job> line = new ArrayDeque<>();
  private final List<Outcome> outcomes = new ArrayList<>();
  private Instant restUntil = Instant.MIN;
  private @Nullable Problem problem;
  private Fault fault = Fault.TARGET;
  private @Nullable Duration handedBack;
  private boolean mayLandLate;

  Writing(
      GraphClient graph,
      Clock clock,
      Backoff backoff,
      Pause pause,
      Budget budget,
      CallMeter meter,
      List<Write> writes) {
    this.graph = graph;
    this.clock = clock;
    this.backoff = backoff;
    this.pause = pause;
    this.budget = budget;
    this.meter = meter;
    for (Write write : writes) {
      write.outcome().ifPresentOrElse(outcomes::add, () -> line.addLast(new Job(write)));
    }
  }

  /** A write with its failures so far. */
  private static final class Job {
    private final Write write;
    private @Nullable BatchItem request;
    private int failures;
    private Instant notBefore = Instant.MIN;
    private @Nullable ClientException lostAnswer;

    Job(Write write) {
      this.write = write;
    }

    /** Made when its turn comes: thousands may wait in the line. */
    BatchItem request() {
      BatchItem made = request == null ? write.request() : request;
      request = made;
      return made;
    }
  }

  ApplyResult run() {
    while (!line.isEmpty() && problem == null && handedBack == null && budget.allowsAnother()) {
      List<Job> ready = ready();
      if (ready.isEmpty()) {
        waitForTheFirst();
      } else {
        send(ready);
      }
    }
    settleRest();
    return new ApplyResult(
        outcomes,
        Optional.ofNullable(problem),
        fault,
        Optional.ofNullable(handedBack),
        mayLandLate);
  }

  /** The next batch, taken out of the line. */
  private List<Job> ready() {
    List<Job> ready = new ArrayList<>(GraphClient.MAX_BATCH);
    Instant now = clock.instant();
    int size = 0;
    if (now.isBefore(restUntil)) {
      return ready;
    }
    for (Iterator<Job> jobs = line.iterator();
        jobs.hasNext() && ready.size() < GraphClient.MAX_BATCH; ) {
      Job job = jobs.next();
      if (!now.isBefore(job.notBefore)) {
        size += job.request().size();
        if (size > MAX_BATCH_BYTES && !ready.isEmpty()) {
          break;
        }
        ready.add(job);
        jobs.remove();
      }
    }
    return ready;
  }

  private void waitForTheFirst() {
    Instant first = line.peekFirst().notBefore;
    for (Job job : line) {
      first = job.notBefore.isBefore(first) ? job.notBefore : first;
    }
    first = first.isBefore(restUntil) ? restUntil : first;
    Duration wait = Duration.between(clock.instant(), first);
    if (budget.allowsPause(wait)) {
      pause.await(wait);
      if (clock.instant().isBefore(first)) {
        // Interrupted: the host wants the invocation to end.
        handedBack = wait;
      }
    } else {
      handedBack = wait;
    }
  }

  private void send(List<Job> jobs) {
    List<BatchAnswer> answers = exchange(jobs);
    boolean allThrottled =
        answers.stream()
            .allMatch(
                answer ->
                    answer.failure().map(ClientException::disposition).orElse(null)
                        == Disposition.THROTTLED);
    for (int i = 0; i < jobs.size(); i++) {
      Job job = jobs.get(i);
      if (answers.get(i).succeeded()) {
        succeeded(job, answers.get(i).body());
      } else {
        failed(job, answers.get(i).failure().get());
      }
      enqueue(job);
      if (allThrottled && restUntil.isBefore(job.notBefore)) {
        restUntil = job.notBefore;
      }
    }
  }

  private List<BatchAnswer> exchange(List<Job> jobs) {
    List<BatchItem> items = jobs.stream().map(Job::request).toList();
    try {
      if (items.size() == 1 && items.get(0).size() > MAX_BATCH_BYTES) {
        graph.putAlone(items.get(0), meter);
        return List.of(new BatchAnswer(MissingNode.getInstance(), Optional.empty()));
      }
      return graph.batch(items, meter);
    } catch (ClientException e) {
      return Collections.nCopies(
          jobs.size(), new BatchAnswer(MissingNode.getInstance(), Optional.of(e)));
    }
  }

  private void succeeded(Job job, JsonNode body) {
    boolean wasLook = job.write.isUnsure();
    job.write.succeeded(body);
    if (!wasLook) {
      job.failures = 0;
    } else if (job.write.outcome().isEmpty() && job.lostAnswer != null) {
      // It is not there yet; perhaps the service only takes longer than we waited.
      mayLandLate = true;
      if (job.failures >= ATTEMPTS) {
        job.write.failed(job.lostAnswer);
      } else {
        job.notBefore = clock.instant().plus(backoff.before(job.failures, Optional.empty()));
      }
    }
  }

  private void failed(Job job, ClientException failure) {
    Disposition disposition = failure.disposition();
    if (disposition == Disposition.UNKNOWN_EFFECT && job.write.mustLookAfterUnknownEffect()) {
      // The look may follow at once, unless the service asked for a rest.
      job.failures++;
      job.lostAnswer = failure;
      job.notBefore = failure.retryAfter().map(clock.instant()::plus).orElse(Instant.MIN);
      return;
    }
    if (failure.concernsWholeTarget()) {
      problem = failure.problem();
      fault = Faults.of(failure);
      return;
    }
    if (disposition.isPassing() || disposition == Disposition.CONFLICT) {
      job.failures++;
      boolean again =
          job.failures < (disposition == Disposition.THROTTLED ? THROTTLED_ATTEMPTS : ATTEMPTS);
      Duration wait = backoff.before(job.failures, failure.retryAfter());
      if (again) {
        job.notBefore = clock.instant().plus(wait);
        return;
      }
      if (disposition == Disposition.THROTTLED) {
        handedBack = wait;
        return;
      }
    } else if (disposition == Disposition.GONE && job.write instanceof Creation) {
      // A contact is created in a folder: it is the folder that is gone.
      problem =
          Problem.passing(
              ApplyResult.PLACE_GONE,
              "The contact folder was deleted while it was being written to.",
              "Nothing: the next run creates it again.",
              failure.problem().service(),
              Optional.empty());
      return;
    }
    if (job.write.isUnsure()) {
      problem = effectUnknown(failure);
    } else {
      job.write.failed(failure);
    }
  }

  /** Puts a write back into the line, or its outcome with the others. */
  private void enqueue(Job job) {
    job.write
        .outcome()
        .ifPresentOrElse(
            outcomes::add,
            () -> {
              job.request = null;
              line.addLast(job);
            });
  }

  /** Nothing more is written: settles what can be, and looks for creations of unknown effect. */
  private void settleRest() {
    List<Job> unsure = new ArrayList<>();
    for (Job job : line) {
      if (job.write.isUnsure()) {
        unsure.add(job);
      } else {
        settle(job.write);
      }
    }
    for (int from = 0; from < unsure.size(); from += GraphClient.MAX_BATCH) {
      List<Job> looks = unsure.subList(from, Math.min(from + GraphClient.MAX_BATCH, unsure.size()));
      List<BatchAnswer> answers = exchange(looks);
      for (int i = 0; i < looks.size(); i++) {
        if (answers.get(i).succeeded()) {
          looks.get(i).write.succeeded(answers.get(i).body());
          settle(looks.get(i).write);
        } else if (problem == null) {
          problem = effectUnknown(answers.get(i).failure().get());
        } else {
          // Whatever stands in the way, it may be there.
          mayLandLate = true;
        }
      }
    }
  }

  private void settle(Write write) {
    if (write.outcome().isEmpty()) {
      write.endHere();
    }
    write.outcome().ifPresent(outcomes::add);
  }

  private static Problem effectUnknown(ClientException failure) {
    return Problem.passing(
        ApplyResult.EFFECT_UNKNOWN,
        "It could not be learned whether some contacts were created.",
        "Nothing: the next run reads the whole folder before it writes.",
        failure.problem().service(),
        failure.retryAfter());
  }
}
