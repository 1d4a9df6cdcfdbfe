package dev.rollcall.run;

import dev.rollcall.model.Fingerprint;
import dev.rollcall.model.PolicyId;
import dev.rollcall.policy.Parsed;
import dev.rollcall.policy.Policy;
import dev.rollcall.policy.PolicyDocuments;
import dev.rollcall.state.Documents;
import dev.rollcall.state.RunRecord;
import dev.rollcall.state.RunRecord.Mode;
import dev.rollcall.state.RunRecord.Trigger;
import dev.rollcall.state.RunStatus;
import dev.rollcall.telemetry.Event;
import dev.rollcall.telemetry.Field;
import dev.rollcall.telemetry.Journal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Starts the policies whose time has come: those with a schedule, of whose present content a
 * preview was made, and whose last scheduled run began long enough ago. Ticks missed while the app
 * was down are made up for by one run.
 */
public final class ScheduleDue {

  /** How far back in a policy's history a preview is looked for. */
  private static final int HISTORY = 200;

  private final RunPorts ports;
  private final RequestRun requestRun;

  public ScheduleDue(RunPorts ports) {
    this.ports = ports;
    this.requestRun = new RequestRun(ports);
  }

  /** Starts what is due. One policy's trouble does not keep the others from starting. */
  public void execute(Journal journal) {
    List<Documents.Stored> policies = ports.documents().list(Documents.Kind.POLICY);
    // Also says that there is a scheduler: an alert waits for this.
    journal.write(Event.info("PoliciesLookedAt").with(Field.POLICIES, policies.size()));
    for (Documents.Stored stored : policies) {
      Parsed<Policy> parsed = PolicyDocuments.policy(stored.document().value());
      parsed.match(
          valid -> {
            start(valid.value(), journal);
            return valid;
          },
          invalid -> {
            journal.write(
                Event.error("PolicyInvalid")
                    .with(Field.POLICY, stored.id())
                    .with(
                        Field.REMEDY,
                        "The stored policy is not valid for this version. Store it again: the"
                            + " answer lists every problem."));
            return invalid;
          });
    }
  }

  private void start(Policy policy, Journal journal) {
    if (policy.every().isEmpty()) {
      return;
    }
    List<RunRecord> history = ports.runs().list(policy.id(), Optional.empty(), HISTORY);
    Instant now = ports.clock().instant();
    boolean due =
        history.stream()
            .filter(run -> run.request().trigger() == Trigger.SCHEDULE)
            .findFirst()
            .map(last -> !last.id().startedAt().plus(policy.every().get()).isAfter(now))
            .orElse(true);
    if (due && previewed(history, policy.contentFingerprint())) {
      request(policy.id(), journal);
    }
  }

  /**
   * A scheduled run of this content stands for the preview that let it start, which may be older
   * than the history looked at.
   */
  private static boolean previewed(List<RunRecord> history, Fingerprint content) {
    return history.stream()
        .filter(
            run ->
                run.request().trigger() == Trigger.SCHEDULE
                    || (run.request().mode() == Mode.PREVIEW && run.status() == RunStatus.FINISHED))
        .flatMap(run -> run.work().stream())
        .anyMatch(work -> work.policyPrint().equals(content));
  }

  private void request(PolicyId policy, Journal journal) {
    requestRun.execute(
        policy,
        new RunRecord.Request(Mode.APPLY, Trigger.SCHEDULE, false, Optional.empty(), false),
        journal);
  }
}
