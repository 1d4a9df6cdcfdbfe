package dev.rollcall.mapping;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Which addresses a policy takes: those of its domains, or all but those that every tenant has from
 * Microsoft and that nobody outside writes to.
 */
final class Domains {

  /** The initial domains of the clouds: of the world, of the US Government and of China. */
  private static final Pattern INITIAL =
      Pattern.compile(".*\\.(onmicrosoft\\.(com|us)|partner\\.onmschina\\.cn)");

  private final List<String> wanted;

  /**
   * @param wanted lower-case; empty for all but the initial ones
   */
  Domains(List<String> wanted) {
    this.wanted = wanted;
  }

  /** Whether an address is taken. */
  boolean take(String address) {
    String domain = of(address);
    return wanted.isEmpty()
        ? !domain.isEmpty() && !INITIAL.matcher(domain).matches()
        : wanted.contains(domain);
  }

  /** What stands after the last {@code @}, lower-case; empty if there is none. */
  static String of(String address) {
    int at = address.lastIndexOf('@');
    return at <= 0 ? "" : address.substring(at + 1).toLowerCase(Locale.ROOT);
  }
}
