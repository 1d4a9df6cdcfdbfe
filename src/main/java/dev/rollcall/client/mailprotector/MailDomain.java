package dev.rollcall.client.mailprotector;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A domain in the console.
 *
 * @param name lower-case
 * @param aliases domains whose every address is one of this domain as well, lower-case
 */
public record MailDomain(long id, String name, List<String> aliases) {

  public MailDomain {
    aliases = List.copyOf(aliases);
  }

  /**
   * The local part of an address, lower-case; empty if the address is in neither the domain nor an
   * alias of it, so that nobody here can have it.
   */
  public Optional<String> localPart(String address) {
    int at = address.lastIndexOf('@');
    if (at < 1) {
      return Optional.empty();
    }
    String domain = address.substring(at + 1).toLowerCase(Locale.ROOT);
    return domain.equals(name) || aliases.contains(domain)
        ? Optional.of(address.substring(0, at).toLowerCase(Locale.ROOT))
        : Optional.empty();
  }

  /** The address of a local part. */
  public String address(String localPart) {
    return localPart + "@" + name;
  }
}
