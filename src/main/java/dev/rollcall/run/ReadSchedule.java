package dev.rollcall.run;

import dev.rollcall.model.PolicyId;
import dev.rollcall.policy.Policy;
import dev.rollcall.policy.PolicyDocuments;
import dev.rollcall.state.Documents;
import dev.rollcall.state.Versioned;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Tells when a policy runs next by itself, and what that waits for. Changes nothing. */
public final class ReadSchedule {

  private static final int SHOWN = 5;

  private final RunPorts ports;

  public ReadSchedule(RunPorts ports) {
    this.ports = ports;
  }

  /**
   * A policy's schedule as it stands.
   *
   * @param scheduled whether it has one
   * @param previewed whether its present content was previewed; until then it does not run by
   *     itself
   * @param last when the last scheduled run began; empty if there was none
   * @param next the next times, ascending; the scheduler looks every five minutes. Empty without a
   *     schedule, and while an environment it uses is disconnected
   * @param disconnectedAt since when an environment it uses is disconnected, so that it does not
   *     run; empty if none is
   */
  public record Shown(
      boolean scheduled,
      boolean previewed,
      Optional<Instant> last,
      List<Instant> next,
      Optional<Instant> disconnectedAt) {}

  /** The schedule of this policy; empty if there is no such policy, or it is not valid any more. */
  public Optional<Shown> of(PolicyId id) {
    return ports
        .documents()
        .get(Documents.Kind.POLICY, id.value())
        .map(Versioned::value)
        .map(PolicyDocuments::policy)
        .flatMap(
            parsed ->
                parsed.match(valid -> Optional.of(valid.value()), invalid -> Optional.empty()))
        .map(this::shown);
  }

  private Shown shown(Policy policy) {
    Timetable timetable = Timetable.of(ports.runs(), policy);
    Instant now = ports.clock().instant();
    Optional<Instant> disconnectedAt =
        new Connections(ports.documents())
            .firstOf(policy.environments())
            .map(Connections.Disconnected::since);
    return new Shown(
        policy.schedule().isPresent(),
        timetable.ready().isPresent(),
        timetable.last(),
        policy
            .schedule()
            .filter(schedule -> disconnectedAt.isEmpty())
            .map(schedule -> schedule.next(timetable.last(), now, SHOWN))
            .orElse(List.of()),
        disconnectedAt);
  }
}
