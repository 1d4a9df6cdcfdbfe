package dev.rollcall.run;

import dev.rollcall.model.EnvironmentId;
import dev.rollcall.model.PolicyId;
import dev.rollcall.policy.Parsed;
import dev.rollcall.policy.Policy;
import dev.rollcall.policy.PolicyDocuments;
import dev.rollcall.state.Documents;
import dev.rollcall.state.RunRecord;
import dev.rollcall.state.RunRecord.Mode;
import dev.rollcall.state.RunRecord.Trigger;
import dev.rollcall.telemetry.Event;
import dev.rollcall.telemetry.Field;
import dev.rollcall.telemetry.Journal;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Starts the policies whose time has come: those with a schedule, of whose present content a
 * preview was made, and whose last scheduled run began long enough ago. Ticks missed while the app
 * was down are made up for by one run. Policies that use a disconnected environment rest.
 */
public final class ScheduleDue {

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
    Set<String> disconnected = new Connections(ports.documents()).disconnected().keySet();
    for (Documents.Stored stored : policies) {
      Parsed<Policy> parsed = PolicyDocuments.policy(stored.document().value());
      parsed.match(
          valid -> {
            if (valid.value().environments().stream()
                .map(EnvironmentId::value)
                .noneMatch(disconnected::contains)) {
              start(valid.value(), journal);
            }
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
    if (policy.schedule().isPresent()
        && Timetable.of(ports.runs(), policy).isDue(policy, ports.clock().instant())) {
      request(policy.id(), journal);
    }
  }

  private void request(PolicyId policy, Journal journal) {
    requestRun.execute(
        policy,
        new RunRecord.Request(Mode.APPLY, Trigger.SCHEDULE, false, Optional.empty(), false),
        journal);
  }
}
