package dev.rollcall.source;

import dev.rollcall.model.CallMeter;
import dev.rollcall.policy.Environment;
import java.util.List;
import java.util.Map;

/**
 * Tells who people of Active Directory are in the tenant. Safe for several threads; asking changes
 * nothing.
 */
@FunctionalInterface
public interface TenantIdentities {

  /**
   * The object ids of the users with these addresses.
   *
   * @param addresses mail addresses
   * @param meter counts the requests
   * @return by lower-case address; whoever is not in the tenant is not in it
   * @throws SourceUnavailable if the tenant's directory cannot be read
   */
  Map<String, String> of(Environment environment, List<String> addresses, CallMeter meter);
}
