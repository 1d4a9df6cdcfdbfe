package dev.rollcall.run.connection;

import dev.rollcall.policy.Environment;
import dev.rollcall.policy.Policy;
import dev.rollcall.run.connection.Finding.Point;
import dev.rollcall.source.Source;
import dev.rollcall.source.SourceReading;
import dev.rollcall.source.SourceUnavailable;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Whether other installations give what policies take from them: asks each for its offer, and
 * believes it as a run would. Nothing is kept of it.
 */
public final class OfferChecks implements ConnectionProbe {

  /** The other installation may have to start first. */
  private static final Duration LIMIT = Duration.ofSeconds(40);

  private final Source offers;

  /**
   * @param offers reads what is offered, remembering nothing
   */
  public OfferChecks(Source offers) {
    this.offers = offers;
  }

  @Override
  public List<ConnectionCheck> checks(Scope scope) {
    return scope.policies().stream()
        .filter(policy -> policy.reading().offer().isPresent())
        .map(policy -> check(scope.environment(), policy))
        .toList();
  }

  private ConnectionCheck check(Environment environment, Policy policy) {
    Policy.Offer offer = policy.reading().offer().orElseThrow();
    Point point = new Point("offer", offer.url().getHost() + " (policy " + policy.id() + ")");
    return ConnectionCheck.of(point, Set.of(), LIMIT, () -> look(environment, policy, point));
  }

  private Finding look(Environment environment, Policy policy, Point point) {
    try {
      SourceReading reading = offers.read(environment, policy);
      return reading.hints().stream()
          .findFirst()
          .map(hint -> Finding.warning(point, hint))
          .orElseGet(
              () ->
                  Finding.ok(
                      point,
                      "It knows this installation's certificate, and gives "
                          + reading.records().size()
                          + " records under a signature that the policy believes."));
    } catch (SourceUnavailable e) {
      return Finding.failed(point, e.problem());
    }
  }
}
