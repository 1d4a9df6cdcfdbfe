package dev.rollcall.run;

import dev.rollcall.model.PolicyId;
import dev.rollcall.model.Problem;
import dev.rollcall.policy.Policy;
import dev.rollcall.state.Documents;
import dev.rollcall.telemetry.Event;
import dev.rollcall.telemetry.Field;
import dev.rollcall.telemetry.Journal;
import java.util.List;
import java.util.Optional;

/** Sends a mail to a policy's recipients that says mail works. Nothing is synchronised. */
public final class SendTestMail {

  private final RunPorts ports;
  private final Library library;

  public SendTestMail(RunPorts ports) {
    this.ports = ports;
    this.library = new Library(ports);
  }

  /**
   * What came of it.
   *
   * @param to whom the mail was to go to
   * @param problem why it was not accepted; empty if it was
   */
  public record Result(List<String> to, Optional<Problem> problem) {}

  /** Sends one mail, each time; empty if there is no such policy. */
  public Optional<Result> execute(PolicyId id, Journal journal) {
    if (ports.documents().get(Documents.Kind.POLICY, id.value()).isEmpty()) {
      return Optional.empty();
    }
    Result result = send(id);
    Event event =
        result.problem().isPresent() ? Event.warn("TestMailNotSent") : Event.info("TestMailSent");
    Event told = event.with(Field.POLICY, id.value());
    journal.write(
        result
            .problem()
            .map(
                why ->
                    told.with(Field.REASON, why.code())
                        .with(Field.REMEDY, why.remedy())
                        .with(Field.SERVICE, why.service()))
            .orElse(told));
    return Optional.of(result);
  }

  private Result send(PolicyId id) {
    try {
      Policy policy = library.policy(id).value();
      List<String> to = policy.summaryMail().map(Policy.SummaryMail::to).orElse(List.of());
      return new Result(
          to, ports.announcer().test(library.environment(policy.environment()), policy));
    } catch (Library.Unusable e) {
      return new Result(List.of(), Optional.of(e.problem()));
    }
  }
}
