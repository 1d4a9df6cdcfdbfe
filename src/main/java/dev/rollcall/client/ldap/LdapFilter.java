package dev.rollcall.client.ldap;

import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A condition on entries. Made of parts; whatever a value contains, it stays a value.
 *
 * @see <a href="https://learn.microsoft.com/windows/win32/adsi/search-filter-syntax">Search filter
 *     syntax</a> (the matching rules; read 2026-11-21)
 */
public final class LdapFilter {

  private static final String ALL_BITS = "1.2.840.113556.1.4.803";
  private static final String IN_CHAIN = "1.2.840.113556.1.4.1941";

  private final Filter filter;

  private LdapFilter(Filter filter) {
    this.filter = filter;
  }

  /** Every entry. */
  public static LdapFilter all() {
    return has("objectClass");
  }

  /** Entries that have a value there. */
  public static LdapFilter has(String attribute) {
    return new LdapFilter(Filter.createPresenceFilter(attribute));
  }

  public static LdapFilter is(String attribute, String value) {
    return new LdapFilter(Filter.createEqualityFilter(attribute, value));
  }

  public static LdapFilter is(String attribute, byte[] value) {
    return new LdapFilter(Filter.createEqualityFilter(attribute, value));
  }

  /** Values that begin with this. */
  public static LdapFilter begins(String attribute, String beginning) {
    return new LdapFilter(Filter.createSubInitialFilter(attribute, beginning));
  }

  /** Numbers of at least this. */
  public static LdapFilter atLeast(String attribute, long number) {
    return new LdapFilter(Filter.createGreaterOrEqualFilter(attribute, Long.toString(number)));
  }

  /** Numbers with all these bits set. */
  public static LdapFilter bits(String attribute, long bits) {
    return new LdapFilter(
        Filter.createExtensibleMatchFilter(attribute, ALL_BITS, false, Long.toString(bits)));
  }

  /** Entries that lead to this name over any number of entries between, circles included. */
  public static LdapFilter leadsTo(String attribute, String dn) {
    return new LdapFilter(Filter.createExtensibleMatchFilter(attribute, IN_CHAIN, false, dn));
  }

  public static LdapFilter and(LdapFilter... parts) {
    return new LdapFilter(Filter.createANDFilter(filters(List.of(parts))));
  }

  public static LdapFilter or(LdapFilter... parts) {
    return or(List.of(parts));
  }

  public static LdapFilter or(Collection<LdapFilter> parts) {
    return new LdapFilter(Filter.createORFilter(filters(parts)));
  }

  public static LdapFilter not(LdapFilter part) {
    return new LdapFilter(Filter.createNOTFilter(part.filter));
  }

  /**
   * A filter that the directory itself keeps, such as a dynamic distribution group's.
   *
   * @return empty if it is none
   */
  public static Optional<LdapFilter> stored(String text) {
    try {
      return Optional.of(new LdapFilter(Filter.create(text.strip())));
    } catch (LDAPException e) {
      return Optional.empty();
    }
  }

  /** Whether it holds for something with these values; not for what only the directory can tell. */
  public boolean matches(Map<String, List<String>> values) {
    Entry entry = new Entry("CN=any");
    values.forEach(entry::addAttribute);
    try {
      return filter.matchesEntry(entry);
    } catch (LDAPException e) {
      return false;
    }
  }

  Filter filter() {
    return filter;
  }

  private static List<Filter> filters(Collection<LdapFilter> parts) {
    return parts.stream().map(LdapFilter::filter).toList();
  }

  @Override
  public String toString() {
    return "LdapFilter";
  }
}
