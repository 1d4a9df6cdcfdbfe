package dev.rollcall.run.connection;

import java.util.List;

/**
 * What is asked of Microsoft's cloud, and not of an organisation that has no tenant there.
 *
 * @param probe asks it
 */
public record OfTenants(ConnectionProbe probe) implements ConnectionProbe {

  @Override
  public List<ConnectionCheck> checks(Scope scope) {
    return scope.environment().hasTenant() ? probe.checks(scope) : List.of();
  }
}
