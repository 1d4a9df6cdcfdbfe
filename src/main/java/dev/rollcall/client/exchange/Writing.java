package dev.rollcall.client.exchange;

import dev.rollcall.client.exchange.AdminApi.Answer;
import dev.rollcall.client.http.ClientException;
import dev.rollcall.client.http.Disposition;
import dev.rollcall.client.service.Waits;
import dev.rollcall.model.CallMeter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Commands that change something, ten to a request.
 *
 * <p>One that was refused for load or never arrived is sent again, one of unknown effect only if
 * doing it twice is doing it once. One about a contact just made is sent again while the server
 * that it met does not know the contact. Used by one thread.
 */
final class Writing {

  private static final Duration FIRST_LAG = Duration.ofMillis(500);

  private final Conversation service;
  private final Waits waits;
  private final CallMeter meter;

  Writing(Conversation service, Waits waits, CallMeter meter) {
    this.service = service;
    this.waits = waits;
    this.meter = meter;
  }

  /** One command on its way. */
  private static final class Step {
    private final ContactCommand command;
    private Optional<CmdletAnswer> answer = Optional.empty();
    private int failures;

    Step(ContactCommand command) {
      this.command = command;
    }
  }

  /** Whether it has to be sent again, for what reason and when. */
  private record Again(Step step, ClientException why, Duration pause) {}

  List<CmdletAnswer> run(List<ContactCommand> commands) {
    List<Step> steps = commands.stream().map(Step::new).toList();
    List<Step> open = steps;
    while (!open.isEmpty()) {
      List<Again> again = round(open);
      Duration longest =
          again.stream().map(Again::pause).max(Duration::compareTo).orElse(Duration.ZERO);
      if (again.isEmpty() || waits.allows(longest)) {
        if (!again.isEmpty()) {
          service.await(longest);
        }
      } else {
        again.forEach(one -> fail(one.step(), one.why()));
      }
      open = steps.stream().filter(step -> step.answer.isEmpty()).toList();
    }
    return steps.stream().map(step -> step.answer.orElseThrow()).toList();
  }

  /** Sends all that is open; once the service wants a rest, the others wait with the refused. */
  private List<Again> round(List<Step> open) {
    List<Again> again = new ArrayList<>();
    for (int from = 0; from < open.size(); from += AdminApi.MAX_BATCH) {
      List<Step> batch = open.subList(from, Math.min(from + AdminApi.MAX_BATCH, open.size()));
      Optional<Again> rest =
          again.stream().filter(one -> isThrottled(one.why())).reduce((a, b) -> b);
      if (rest.isPresent()) {
        batch.forEach(step -> again.add(new Again(step, rest.get().why(), rest.get().pause())));
      } else {
        again.addAll(together(batch));
      }
    }
    return again;
  }

  private List<Again> together(List<Step> batch) {
    List<Again> again = new ArrayList<>();
    List<Answer> answers;
    try {
      answers =
          service.askTogether(
              batch.stream().map(step -> service.api().request(step.command)).toList(), meter);
    } catch (ClientException e) {
      batch.forEach(step -> failed(step, e).ifPresent(again::add));
      return again;
    }
    for (int i = 0; i < batch.size(); i++) {
      Step step = batch.get(i);
      Answer answer = answers.get(i);
      try {
        if (!answer.succeeded()) {
          throw service.failure(answer);
        }
        step.answer = Optional.of(CmdletAnswer.of(service.api().page(answer).rows()));
      } catch (ClientException e) {
        failed(step, e).ifPresent(again::add);
      }
    }
    return again;
  }

  private Optional<Again> failed(Step step, ClientException failure) {
    step.failures++;
    boolean unknownYet = failure.disposition() == Disposition.GONE && step.command.isOfJustMade();
    boolean helps =
        unknownYet
            || isThrottled(failure)
            || failure.disposition() == Disposition.RETRY
            || failure.disposition() == Disposition.UNKNOWN_EFFECT && step.command.mayRepeat();
    if (!helps || step.failures == ExchangeClient.ATTEMPTS) {
      fail(step, failure);
      return Optional.empty();
    }
    Duration wait =
        unknownYet
            ? FIRST_LAG.multipliedBy(1L << (step.failures - 1))
            : service.pauseBefore(step.failures, failure);
    return Optional.of(new Again(step, failure, wait));
  }

  private static boolean isThrottled(ClientException failure) {
    return failure.disposition() == Disposition.THROTTLED;
  }

  private static void fail(Step step, ClientException failure) {
    step.answer = Optional.of(CmdletAnswer.failed(failure));
  }
}
