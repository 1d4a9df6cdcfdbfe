package dev.rollcall.target.mailcontact.activedirectory;

import dev.rollcall.client.http.ClientException;
import dev.rollcall.client.http.Disposition;
import dev.rollcall.client.ldap.LdapEntry;
import dev.rollcall.client.ldap.LdapFilter;
import dev.rollcall.client.ldap.LdapResult;
import dev.rollcall.client.ldap.LdapSearch;
import dev.rollcall.client.ldap.LdapSession;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the forest's Exchange organisation gives its recipients by its own commands, and nobody
 * gives to who is made without them: an address of the old kind, and a place in the address lists.
 * A forest without Exchange has none of that, and needs none.
 *
 * @param recipients how the old address of every recipient begins; empty without an organisation
 * @param lists the address lists by their distinguished names, with who belongs there
 * @see <a
 *     href="https://learn.microsoft.com/exchange/email-addresses-and-address-books/address-lists/address-lists">
 *     Address lists in Exchange Server</a> (read 2026-11-21)
 */
record ExchangeOrganisation(Optional<String> recipients, Map<String, LdapFilter> lists) {

  private static final String NEWER_GROUP = "FYDIBOHF23SPDLT";
  static final String LEGACY_NAME = "legacyExchangeDN";
  static final String LISTS = "showInAddressBook";
  private static final String CONFIGURATION = "configurationNamingContext";
  private static final String MEMBERS = "purportedSearch";

  static final ExchangeOrganisation NONE = new ExchangeOrganisation(Optional.empty(), Map.of());

  ExchangeOrganisation {
    lists = new TreeMap<>(lists);
  }

  /**
   * The organisation of a forest; none if it has none, or the account may not see it.
   *
   * @throws ClientException if the directory cannot be spoken with
   */
  static ExchangeOrganisation of(LdapSession session) {
    String configuration =
        session.entry("", List.of(CONFIGURATION)).map(root -> root.first(CONFIGURATION)).orElse("");
    if (configuration.isEmpty()) {
      return NONE;
    }
    LdapResult found;
    try {
      found =
          session.search(
              new LdapSearch(
                  "CN=Microsoft Exchange,CN=Services," + configuration,
                  LdapSearch.Depth.SUBTREE,
                  LdapFilter.or(
                      LdapFilter.is("objectClass", "msExchAdminGroup"), LdapFilter.has(MEMBERS)),
                  List.of("objectClass", LEGACY_NAME, MEMBERS)));
    } catch (ClientException e) {
      if (e.disposition() == Disposition.PERMANENT) {
        return NONE;
      }
      throw e;
    }
    return found.cut().isPresent() ? NONE : read(found.entries());
  }

  private static ExchangeOrganisation read(List<LdapEntry> entries) {
    Optional<String> group = Optional.empty();
    Map<String, LdapFilter> lists = new HashMap<>();
    for (LdapEntry entry : entries) {
      String name = entry.first(LEGACY_NAME);
      boolean isGroup = entry.is("msExchAdminGroup") && !name.isEmpty();
      if (isGroup && (group.isEmpty() || name.contains(NEWER_GROUP))) {
        group = Optional.of(name);
      } else if (!isGroup) {
        LdapFilter.stored(entry.first(MEMBERS)).ifPresent(who -> lists.put(entry.dn(), who));
      }
    }
    return group.isEmpty()
        ? NONE
        : new ExchangeOrganisation(group.map(known -> known + "/cn=Recipients/cn="), lists);
  }

  /**
   * What a contact gets besides.
   *
   * @param contact its values by attribute
   * @param name its name, which nobody else in the organisation has
   * @param hidden whether it is in no list
   */
  Map<String, List<String>> given(Map<String, List<String>> contact, String name, boolean hidden) {
    if (recipients.isEmpty()) {
      return Map.of();
    }
    Map<String, List<String>> given = new TreeMap<>();
    given.put(LEGACY_NAME, List.of(recipients.get() + name));
    given.put(LISTS, hidden ? List.of() : listsOf(contact));
    return given;
  }

  private List<String> listsOf(Map<String, List<String>> contact) {
    // A list may be told by the category, which the directory knows by its short name too.
    Map<String, List<String>> seen = new HashMap<>(contact);
    seen.put("objectCategory", List.of("person"));
    List<String> names = new ArrayList<>();
    lists.forEach(
        (name, who) -> {
          if (who.matches(seen)) {
            names.add(name);
          }
        });
    return names;
  }
}
