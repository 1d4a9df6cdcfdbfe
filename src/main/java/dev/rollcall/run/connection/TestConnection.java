package dev.rollcall.run.connection;

import dev.rollcall.model.EnvironmentId;
import dev.rollcall.model.PolicyId;
import dev.rollcall.policy.Parsed;
import dev.rollcall.state.Documents;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Tests whether an environment is connected as its policies need it: each thing a line, ok or
 * failed, with cause and remedy. Changes nothing in the organisation; sends one mail if asked to.
 * Testing twice is testing twice.
 */
public final class TestConnection {

  private final Documents documents;
  private final List<ConnectionProbe> probes;
  private final Clock clock;

  /**
   * @param probes what takes part, in the order in which it is shown; made for this test alone
   */
  public TestConnection(Documents documents, List<ConnectionProbe> probes, Clock clock) {
    this.documents = documents;
    this.probes = List.copyOf(probes);
    this.clock = clock;
  }

  /**
   * What to test.
   *
   * @param environment the environment
   * @param policy the policy whose needs count; empty for all policies of the environment
   * @param mailbox address or object id of the mailbox to look into; empty takes one that a policy
   *     writes to
   * @param mailTo the address to send a test mail to; empty sends none
   */
  public record Request(
      EnvironmentId environment,
      Optional<PolicyId> policy,
      Optional<String> mailbox,
      Optional<String> mailTo) {}

  /**
   * Tests; takes at most {@link CheckRunner#LIMIT}.
   *
   * @return the report, or what is wrong with the stored environment; empty if there is no such
   *     environment, or the policy asked for is not one of its
   */
  public Optional<Parsed<ConnectionReport>> execute(Request request) {
    return Scope.find(
            documents, request.environment(), request.policy().map(Set::of).orElse(Set.of()))
        .filter(
            found ->
                request.policy().isEmpty()
                    || found.match(valid -> !valid.value().policies().isEmpty(), invalid -> true))
        .map(
            found ->
                found.match(
                    valid ->
                        new Parsed.Valid<>(
                            test(valid.value().about(request.mailbox(), request.mailTo()))),
                    invalid -> new Parsed.Invalid<>(invalid.problems())));
  }

  private ConnectionReport test(Scope scope) {
    List<ConnectionCheck> checks =
        probes.stream().flatMap(probe -> probe.checks(scope).stream()).toList();
    return new CheckRunner(clock).run(scope.environment().id(), checks);
  }
}
