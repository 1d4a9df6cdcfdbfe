package dev.rollcall.localtenant.activedirectory;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Active Directory's own matching rules, said in the words of any server: bits by the values that
 * have them, the chain of groups by what was found out about it when the entries were made.
 *
 * @see <a href="https://learn.microsoft.com/windows/win32/adsi/search-filter-syntax">Search filter
 *     syntax</a> (read 2026-11-21)
 */
final class MatchingRules {

  private static final String BITS = "1.2.840.113556.1.4.803";
  private static final String CHAIN = "1.2.840.113556.1.4.1941";

  private final Map<String, Set<Long>> numbers = new HashMap<>();
  private final Map<DN, List<String>> chains = new HashMap<>();

  MatchingRules(Collection<Entry> entries) {
    for (Entry entry : entries) {
      for (String name : List.of("useraccountcontrol", "grouptype")) {
        if (entry.hasAttribute(name)) {
          numbers
              .computeIfAbsent(name, any -> new LinkedHashSet<>())
              .add(entry.getAttributeValueAsLong(name));
        }
      }
      String[] chain = entry.getAttributeValues(DirectorySchema.CHAIN);
      if (chain != null) {
        chains.put(name(entry.getDN()), List.of(chain));
      }
    }
  }

  Filter rewritten(Filter filter) throws LDAPException {
    switch (filter.getFilterType()) {
      case Filter.FILTER_TYPE_AND:
        return Filter.createANDFilter(all(filter.getComponents()));
      case Filter.FILTER_TYPE_OR:
        return Filter.createORFilter(all(filter.getComponents()));
      case Filter.FILTER_TYPE_NOT:
        return Filter.createNOTFilter(rewritten(filter.getNOTComponent()));
      case Filter.FILTER_TYPE_EXTENSIBLE_MATCH:
        return extended(filter);
      default:
        return filter;
    }
  }

  private List<Filter> all(Filter[] components) throws LDAPException {
    List<Filter> all = new ArrayList<>();
    for (Filter component : components) {
      all.add(rewritten(component));
    }
    return all;
  }

  private Filter extended(Filter filter) throws LDAPException {
    String rule = String.valueOf(filter.getMatchingRuleID());
    String attribute = String.valueOf(filter.getAttributeName());
    if (rule.equals(BITS)) {
      long bits = Long.parseLong(filter.getAssertionValue());
      return Filter.createORFilter(
          numbers.getOrDefault(attribute.toLowerCase(Locale.ROOT), Set.of()).stream()
              .filter(number -> ((int) (long) number & (int) bits) == (int) bits)
              .map(number -> Filter.createEqualityFilter(attribute, Long.toString(number)))
              .toList());
    }
    if (rule.equals(CHAIN) && attribute.equalsIgnoreCase("memberOf")) {
      return Filter.createEqualityFilter(DirectorySchema.CHAIN, filter.getAssertionValue());
    }
    if (rule.equals(CHAIN) && attribute.equalsIgnoreCase("member")) {
      return Filter.createORFilter(
          chains.getOrDefault(name(filter.getAssertionValue()), List.of()).stream()
              .map(group -> Filter.createEqualityFilter("distinguishedName", group))
              .toList());
    }
    throw new LDAPException(
        ResultCode.INAPPROPRIATE_MATCHING, "00000057: LdapErr: DSID-0C09018A, comment: Error");
  }

  private static DN name(String text) {
    try {
      return new DN(text);
    } catch (LDAPException e) {
      throw new IllegalArgumentException(text, e);
    }
  }
}
