package dev.rollcall.client.mailprotector;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the API is, and whose domains are meant. No request lists all domains that a key may see,
 * so a domain's name can be looked up only under its customer or reseller.
 *
 * @param base the API, such as {@code https://emailservice.io/api/v1}
 * @param domains the path to the list of domains; empty if the address names neither customer nor
 *     reseller
 */
public record ConsoleAddress(URI base, Optional<List<String>> domains) {

  private static final Pattern SCOPED =
      Pattern.compile("(.*?)/(customers|resellers)/(\\d{1,18})/?$");

  /**
   * Reads a policy's address, such as {@code https://emailservice.io/api/v1} or {@code
   * https://emailservice.io/api/v1/customers/7114}.
   */
  public static ConsoleAddress of(URI url) {
    Matcher scoped = SCOPED.matcher(url.toString());
    return scoped.matches()
        ? new ConsoleAddress(
            URI.create(scoped.group(1)),
            Optional.of(List.of(scoped.group(2), scoped.group(3), "domains")))
        : new ConsoleAddress(url, Optional.empty());
  }
}
