package dev.rollcall.run;

import dev.rollcall.model.RunId;
import dev.rollcall.state.RunRecord;
import dev.rollcall.state.RunStatus;
import dev.rollcall.state.Versioned;
import java.util.Optional;

/**
 * One run of a policy at a time.
 *
 * <p>A lease has no end of its own: it counts as free when the run that holds it is over, so
 * nothing is lost if the invocation that ended the run died before it could free it. A held run
 * gives way to a new one: the new run judges anew, and an approval dies with the plan it was for.
 */
final class Lease {

  /** How often a lost race is run again before another run is taken to be under way. */
  private static final int TRIES = 5;

  private final RunPorts ports;

  Lease(RunPorts ports) {
    this.ports = ports;
  }

  /** Takes the policy's lease for the run; answers the run that holds it if it is not to be had. */
  Optional<RunId> take(RunRecord run) {
    Optional<RunId> busy = Optional.empty();
    for (int i = 0; i < TRIES; i++) {
      Optional<Versioned<RunId>> holder = ports.leases().holder(run.policy());
      if (holder.isPresent() && holder.get().value().equals(run.id())) {
        return Optional.empty();
      }
      if (holder.isPresent() && !givesWay(run, holder.get().value())) {
        return Optional.of(holder.get().value());
      }
      busy = holder.map(Versioned::value);
      if (ports.leases().take(run.policy(), run.id(), holder)) {
        return Optional.empty();
      }
    }
    return busy.isPresent() ? busy : Optional.of(run.id());
  }

  void release(RunRecord run) {
    ports.leases().release(run.policy(), run.id());
  }

  private boolean givesWay(RunRecord run, RunId holder) {
    Optional<Versioned<RunRecord>> other = ports.runs().get(run.policy(), holder);
    if (other.isEmpty() || other.get().value().status().isOver()) {
      return true;
    }
    if (other.get().value().status() != RunStatus.HELD) {
      return false;
    }
    if (run.request().mode() == RunRecord.Mode.PREVIEW) {
      // A preview writes nothing: the held run can still be approved, and takes the lease again
      // then.
      return true;
    }
    return ports
        .runs()
        .update(
            other.get(), other.get().value().moved(RunStatus.SUPERSEDED, ports.clock().instant()))
        .isPresent();
  }
}
