package dev.rollcall.run;

import dev.rollcall.model.PolicyId;
import dev.rollcall.model.RunId;
import dev.rollcall.state.RunRecord;
import dev.rollcall.telemetry.Journal;
import dev.rollcall.work.WorkMessage;

/**
 * Asks for a run: writes its row, then sends its first message. A row whose message was lost is
 * found by the watchdog.
 */
public final class RequestRun {

  private final RunPorts ports;

  public RequestRun(RunPorts ports) {
    this.ports = ports;
  }

  /** Asks for a run of this policy, which must be stored; answers the run's id at once. */
  public RunId execute(PolicyId policy, RunRecord.Request request, Journal journal) {
    RunId id = RunId.startingAt(ports.clock().instant(), ports.random());
    RunRecord run = RunRecord.requested(policy, id, request);
    while (!ports.runs().create(run)) {
      id = RunId.startingAt(ports.clock().instant(), ports.random());
      run = RunRecord.requested(policy, id, request);
    }
    ports.queue().send(new WorkMessage.StartRun(policy, id));
    journal.write(RunEvents.of(run, "RunRequested"));
    return id;
  }
}
