package dev.rollcall.target.mailprotector;

import dev.rollcall.client.http.ClientException;
import dev.rollcall.client.mailprotector.MailDomain;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Whether the service's list of users has their aliases in rows of their own; the documentation
 * leaves it open. Known from the last look if that showed any, else asked once an alias is there.
 */
final class AliasListing {

  private final Console console;
  private final MailDomain domain;
  private @Nullable Boolean known;

  /**
   * @param seen whether the last look showed aliases
   */
  AliasListing(Console console, MailDomain domain, boolean seen) {
    this.console = console;
    this.domain = domain;
    this.known = seen ? Boolean.TRUE : null;
  }

  /**
   * Whether these aliases, which are there now, are listed.
   *
   * @param names at least one
   */
  boolean has(Collection<String> names) {
    if (known == null) {
      known = ask(names.iterator().next());
    }
    return known;
  }

  /** An account that was made is not to get lost for this question's sake. */
  private boolean ask(String name) {
    try {
      return console.client().listsAlias(domain, name, console.meter());
    } catch (ClientException e) {
      return false;
    }
  }
}
