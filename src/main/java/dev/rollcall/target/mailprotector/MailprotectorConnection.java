package dev.rollcall.target.mailprotector;

import dev.rollcall.client.mailprotector.MailprotectorClient;
import java.util.Set;

/**
 * The domain that a policy keeps.
 *
 * @param client towards its console
 * @param domain its number, or its name
 * @param destinations the groups that the policy's rules name
 */
public record MailprotectorConnection(
    MailprotectorClient client, String domain, Set<String> destinations) {

  public MailprotectorConnection {
    destinations = Set.copyOf(destinations);
  }
}
