package dev.rollcall.run.connection;

import dev.rollcall.policy.Environment;
import dev.rollcall.policy.Permission;
import dev.rollcall.run.connection.Finding.Point;
import dev.rollcall.source.ExchangeProbe;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Whether Exchange answers the primary app, where the environment has it asked: the permission
 * alone does not do, the app needs a role in the organisation, and only a question shows it.
 */
public final class ExchangeChecks implements ConnectionProbe {

  /** A first command wakes up a session at the service, which takes its time. */
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final ExchangeProbe exchange;

  public ExchangeChecks(ExchangeProbe exchange) {
    this.exchange = exchange;
  }

  @Override
  public List<ConnectionCheck> checks(Scope scope) {
    Environment environment = scope.environment();
    if (!environment.exchange()) {
      return List.of();
    }
    Environment.App app = environment.app();
    Point point = new Point("Exchange role", app.name());
    return List.of(
        ConnectionCheck.of(
            point,
            Set.of(Scope.login(app), Scope.permission(app, Permission.ADMINISTER_EXCHANGE)),
            LIMIT,
            () ->
                exchange
                    .readMailbox(environment)
                    .map(problem -> Finding.failed(point, problem))
                    .orElseGet(() -> Finding.ok(point, "A mailbox can be read."))));
  }
}
