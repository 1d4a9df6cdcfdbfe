package dev.rollcall.target.mailbox.ews;

import dev.rollcall.client.ews.EwsClient;
import dev.rollcall.client.ews.EwsContact;
import dev.rollcall.client.ews.EwsItemId;
import dev.rollcall.client.ews.EwsResult;
import dev.rollcall.client.http.Backoff;
import dev.rollcall.client.http.ClientException;
import dev.rollcall.client.http.Disposition;
import dev.rollcall.client.http.Pause;
import dev.rollcall.model.CallMeter;
import dev.rollcall.model.Problem;
import dev.rollcall.plan.Change;
import dev.rollcall.plan.Plan;
import dev.rollcall.target.ApplyRequest;
import dev.rollcall.target.ApplyResult;
import dev.rollcall.target.Budget;
import dev.rollcall.target.Fault;
import dev.rollcall.target.Outcome;
import dev.rollcall.target.mailbox.Faults;
import dev.rollcall.target.mailbox.Stamp;
import dev.rollcall.target.mailbox.ews.EwsWrite.Step;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Carries out the writes to one mailbox, one request at a time: all creations, then all updates,
 * then all deletions, a hundred to a request. What fails for a passing reason waits its own time;
 * the others go on meanwhile.
 *
 * <p>The server answers writes with ids only. So what was written is read back, five hundred to a
 * request, as far as that fits into {@value #EXTRA_CALLS} calls more than the writes themselves
 * would take; else it counts as written just as sent, and if the server made something else of it,
 * the next look shows it.
 *
 * <p>It never ends with a creation of unknown effect without having looked: then there is either an
 * outcome, or certainty that the contact is not there, or a problem that says so.
 */
final class EwsWriting {

  /** How many calls a mailbox may take beyond one for each hundred changes. */
  static final int EXTRA_CALLS = 2;

  /** What passes is tried this often in a row, throttling more often than failure. */
  private static final int ATTEMPTS = 4;

  private static final int THROTTLED_ATTEMPTS = 10;

  /** How many contacts are read together that were just written, or are about to be. */
  private static final int READ_TOGETHER = 500;

  private final EwsClient client;
  private final EwsPlace place;
  private final Waiting waiting;
  private final Budget budget;
  private final CallMeter meter;

  private final List<EwsWrite> line = new ArrayList<>();
  private final List<Outcome> outcomes = new ArrayList<>();
  private final long allowedCalls;
  private long calls;
  private @Nullable Problem problem;
  private Fault fault = Fault.TARGET;
  private @Nullable Duration handedBack;
  private boolean mayLandLate;

  /** How time passes between attempts. */
  record Waiting(Clock clock, Backoff backoff, Pause pause) {}

  EwsWriting(
      EwsClient client,
      EwsPlace place,
      Stamp stamp,
      ApplyRequest request,
      Waiting waiting,
      CallMeter meter) {
    this.client = client;
    this.place = place;
    this.waiting = waiting;
    this.budget = request.budget();
    this.meter = meter;
    for (Change change : request.changes()) {
      line.add(EwsWrite.of(change, stamp, request));
    }
    this.allowedCalls = batches(line.size(), EwsClient.BATCH) + EXTRA_CALLS;
    settle();
  }

  /** How many calls these writes take without their photos; see {@link EwsMailboxTarget}. */
  static long predictCalls(Plan.Counts counts) {
    long writes =
        batches(counts.creates(), EwsClient.BATCH)
            + batches(counts.updates(), EwsClient.BATCH)
            + batches(counts.deletes(), EwsClient.BATCH);
    long readBack = batches(counts.creates() + counts.updates(), READ_TOGETHER);
    long allowed = batches(counts.writes(), EwsClient.BATCH) + EXTRA_CALLS;
    return writes + (writes + readBack <= allowed ? readBack : 0);
  }

  ApplyResult run() {
    while (!line.isEmpty() && problem == null && handedBack == null && budget.allowsAnother()) {
      List<EwsWrite> ready = ready();
      if (ready.isEmpty()) {
        waitForTheFirst();
      } else {
        send(ready);
        settle();
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

  /** The next request's writes: those whose step comes first, as many as fit. */
  private List<EwsWrite> ready() {
    Instant now = waiting.clock().instant();
    Step first = null;
    for (EwsWrite write : line) {
      if (!now.isBefore(write.notBefore) && (first == null || write.step().compareTo(first) < 0)) {
        first = write.step();
      }
    }
    List<EwsWrite> ready = new ArrayList<>();
    for (EwsWrite write : line) {
      if (write.step() == first
          && !now.isBefore(write.notBefore)
          && ready.size() < together(first)) {
        ready.add(write);
      }
    }
    return ready;
  }

  private static int together(Step step) {
    return switch (step) {
      case LOOK, CREATE, UPDATE, DELETE -> EwsClient.BATCH;
      case READ, READ_BACK -> READ_TOGETHER;
      case PHOTO -> 1;
    };
  }

  private void waitForTheFirst() {
    Instant first = Instant.MAX;
    for (EwsWrite write : line) {
      first = write.notBefore.isBefore(first) ? write.notBefore : first;
    }
    Duration wait = Duration.between(waiting.clock().instant(), first);
    if (budget.allowsPause(wait)) {
      waiting.pause().await(wait);
      if (waiting.clock().instant().isBefore(first)) {
        // Interrupted: the host wants the invocation to end.
        handedBack = wait;
      }
    } else {
      handedBack = wait;
    }
  }

  private void send(List<EwsWrite> writes) {
    Step step = writes.get(0).step();
    try {
      switch (step) {
        case LOOK -> look(writes);
        case READ -> each(writes, contacts(writes), EwsWrite::read);
        case CREATE -> {
          calls++;
          each(
              writes,
              client.createContacts(
                  place.caller(),
                  place.folderId(),
                  writes.stream().map(EwsWrite::creation).toList(),
                  meter),
              (write, made) -> write.created(made.id(), false));
        }
        case UPDATE -> {
          calls++;
          each(
              writes,
              client.updateContacts(
                  place.caller(), writes.stream().map(EwsWrite::update).toList(), meter),
              (write, made) -> write.updated());
        }
        case DELETE -> {
          calls++;
          each(
              writes,
              client.deleteContacts(
                  place.caller(), writes.stream().map(EwsWrite::itemId).toList(), meter),
              (write, made) -> write.deleted());
        }
        case PHOTO -> {
          EwsWrite write = writes.get(0);
          client.setPhoto(
              place.caller(), write.itemId(), write.photoAttachment(), write.photo(), meter);
          write.failures = 0;
          write.photoSet();
        }
        case READ_BACK -> readBack(writes);
      }
    } catch (ClientException e) {
      writes.forEach(write -> failed(write, e));
    }
  }

  private List<EwsResult<EwsContact>> contacts(List<EwsWrite> writes) {
    calls++;
    return client.getContacts(
        place.caller(),
        writes.stream().map(write -> EwsItemId.of(write.itemId())).toList(),
        List.of(EwsItems.STAMP),
        READ_TOGETHER,
        meter);
  }

  private <T> void each(
      List<EwsWrite> writes, List<EwsResult<T>> results, BiConsumer<EwsWrite, T> succeeded) {
    for (int i = 0; i < writes.size(); i++) {
      EwsWrite write = writes.get(i);
      EwsResult<T> result = results.get(i);
      if (result.succeeded()) {
        if (write.step() != Step.READ) {
          // A look before the next try of what failed is no progress.
          write.failures = 0;
        }
        succeeded.accept(write, result.orThrow());
      } else {
        failed(write, result.failure().get());
      }
    }
  }

  private void look(List<EwsWrite> writes) {
    Map<String, EwsItemId> found =
        client.findItems(
            place.caller(),
            place.folderId(),
            EwsItems.STAMP,
            writes.stream().map(EwsWrite::stampValue).toList(),
            meter);
    for (EwsWrite write : writes) {
      EwsItemId item = found.get(write.stampValue().toLowerCase(Locale.ROOT));
      if (item != null) {
        write.failures = 0;
        write.created(item.id(), true);
      } else if (write.isUnsure() && write.lostAnswer != null) {
        // It is not there yet; perhaps the server only takes longer than we waited.
        mayLandLate = true;
        write.notThere();
        if (write.failures >= ATTEMPTS) {
          write.failed(write.lostAnswer);
        } else {
          write.notBefore = after(write.failures, Optional.empty());
        }
      } else {
        write.notThere();
      }
    }
  }

  private void readBack(List<EwsWrite> writes) {
    if (calls + 1 > allowedCalls) {
      writes.forEach(EwsWrite::endHere);
      return;
    }
    try {
      List<EwsResult<EwsContact>> read = contacts(writes);
      for (int i = 0; i < writes.size(); i++) {
        read.get(i).value().ifPresent(writes.get(i)::readBack);
      }
    } catch (ClientException e) {
      // They are written all the same.
    }
    writes.forEach(EwsWrite::endHere);
  }

  private void failed(EwsWrite write, ClientException failure) {
    Disposition disposition = failure.disposition();
    Step step = write.step();
    if (step == Step.CREATE && disposition == Disposition.UNKNOWN_EFFECT) {
      // The look may follow at once, unless the server asked for a rest.
      write.failures++;
      write.mayBeThere(failure);
      write.notBefore =
          failure.retryAfter().map(waiting.clock().instant()::plus).orElse(Instant.MIN);
      return;
    }
    if (failure.concernsWholeTarget()) {
      problem = failure.problem();
      fault = Faults.of(failure);
      return;
    }
    if (disposition.isPassing() || disposition == Disposition.CONFLICT) {
      write.failures++;
      if (step == Step.PHOTO) {
        write.photoUnknown();
      }
      boolean throttled = disposition == Disposition.THROTTLED;
      if (write.failures < (throttled ? THROTTLED_ATTEMPTS : ATTEMPTS)) {
        write.notBefore = after(write.failures, failure.retryAfter());
        return;
      }
      if (throttled) {
        handedBack = waiting.backoff().before(write.failures, failure.retryAfter());
        return;
      }
    } else if (disposition == Disposition.GONE) {
      gone(write, failure);
      return;
    }
    if (write.isUnsure()) {
      problem = effectUnknown(failure);
    } else {
      write.failed(failure);
    }
  }

  private void gone(EwsWrite write, ClientException failure) {
    if (write.step() == Step.DELETE) {
      write.deleted();
    } else if (write.isCreation()) {
      // A contact is created in a folder: it is the folder that is gone.
      problem =
          Problem.passing(
              ApplyResult.PLACE_GONE,
              "The contact folder was deleted while it was being written to.",
              "Nothing: the next run creates it again.",
              failure.problem().service(),
              Optional.empty());
    } else if (write.change() instanceof Change.Update) {
      write.gone();
    } else {
      write.failed(failure);
    }
  }

  private Instant after(int failures, Optional<Duration> asked) {
    return waiting.clock().instant().plus(waiting.backoff().before(failures, asked));
  }

  /** Takes what has its outcome out of the line. */
  private void settle() {
    line.removeIf(
        write -> {
          write.outcome().ifPresent(outcomes::add);
          return write.outcome().isPresent();
        });
  }

  /** Nothing more is written: settles what can be, and looks for creations of unknown effect. */
  private void settleRest() {
    List<EwsWrite> unsure = line.stream().filter(EwsWrite::isUnsure).toList();
    for (int from = 0; from < unsure.size(); from += EwsClient.BATCH) {
      try {
        look(unsure.subList(from, Math.min(from + EwsClient.BATCH, unsure.size())));
      } catch (ClientException e) {
        if (problem == null) {
          problem = effectUnknown(e);
        } else {
          // Whatever stands in the way, it may be there.
          mayLandLate = true;
        }
      }
    }
    line.forEach(EwsWrite::endHere);
    settle();
  }

  private static Problem effectUnknown(ClientException failure) {
    return Problem.passing(
        ApplyResult.EFFECT_UNKNOWN,
        "It could not be learned whether some contacts were created.",
        "Nothing: the next run reads the whole folder before it writes.",
        failure.problem().service(),
        failure.retryAfter());
  }

  private static long batches(int items, int size) {
    return (items + size - 1) / size;
  }
}
