package dev.rollcall.run;

import dev.rollcall.model.EnvironmentId;
import dev.rollcall.model.Problem;
import dev.rollcall.policy.Environment;
import dev.rollcall.policy.PolicyDocuments;
import dev.rollcall.run.Expiry.Step;
import dev.rollcall.state.Documents;
import dev.rollcall.state.Notice;
import dev.rollcall.state.Versioned;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Shows how long an environment's credentials last, and what people were told. */
public final class ReadCredentials {

  private final RunPorts ports;
  private final List<CredentialSource> sources;

  public ReadCredentials(RunPorts ports, List<CredentialSource> sources) {
    this.ports = ports;
    this.sources = List.copyOf(sources);
  }

  /**
   * A credential as it stands.
   *
   * @param kind what it is
   * @param app the app registration or service it belongs to
   * @param name what an administrator knows it by
   * @param end when it ends; empty if it does not, or nobody knows
   * @param daysLeft whole days until then; negative once it is past
   * @param warned the last warning that was sent of it
   * @param problem why it could not be looked at; then nothing else is known
   */
  public record Shown(
      Expiry.Kind kind,
      String app,
      String name,
      Optional<Instant> end,
      Optional<Long> daysLeft,
      Optional<Warned> warned,
      Optional<Problem> problem) {}

  /** A warning that was sent. */
  public record Warned(Step step, Instant at) {}

  /** The credentials of this environment; empty if there is no such one, or it is not valid. */
  public Optional<List<Shown>> of(EnvironmentId id) {
    return ports
        .documents()
        .get(Documents.Kind.ENVIRONMENT, id.value())
        .map(Versioned::value)
        .map(PolicyDocuments::environment)
        .flatMap(
            parsed ->
                parsed.match(valid -> Optional.of(valid.value()), invalid -> Optional.empty()))
        .map(this::shown);
  }

  private List<Shown> shown(Environment environment) {
    Instant now = ports.clock().instant();
    CredentialWarnings warnings = new CredentialWarnings(ports.notices());
    List<Shown> shown = new ArrayList<>();
    for (CredentialSource source : sources) {
      for (CredentialSource.Sight sight : source.look(environment)) {
        shown.add(
            sight.match(
                lifetime ->
                    new Shown(
                        lifetime.kind(),
                        lifetime.app(),
                        lifetime.name(),
                        lifetime.end(),
                        lifetime.end().map(end -> CredentialWarnings.daysLeft(end, now)),
                        warnings.last(environment.id(), lifetime).flatMap(ReadCredentials::warned),
                        Optional.empty()),
                unseen ->
                    new Shown(
                        unseen.kind(),
                        unseen.app(),
                        unseen.name(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(unseen.problem()))));
      }
    }
    return shown;
  }

  private static Optional<Warned> warned(Notice notice) {
    return CredentialWarnings.step(notice).map(step -> new Warned(step, notice.at()));
  }
}
