package dev.rollcall.source.activedirectory;

import dev.rollcall.client.http.ClientException;
import dev.rollcall.client.ldap.LdapEntry;
import dev.rollcall.client.ldap.LdapFilter;
import dev.rollcall.client.ldap.LdapName;
import dev.rollcall.client.ldap.LdapResult;
import dev.rollcall.client.ldap.LdapSearch;
import dev.rollcall.client.ldap.LdapSession;
import dev.rollcall.policy.Attribute;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The names of managers, of whom the directory keeps only where they are: those that were read
 * anyway are known, fifty others are asked for with one search.
 */
final class Managers {

  private static final String MANAGER = "manager";
  private static final int NAMES_A_SEARCH = 50;

  private final Map<LdapName, String> names = new HashMap<>();

  private Managers() {}

  /**
   * @throws ClientException if they could not be asked for
   */
  static Managers of(LdapSession session, Proof proof, Collection<AdObject> people) {
    Managers managers = new Managers();
    people.forEach(
        person -> managers.names.put(person.name(), person.first(Attribute.DISPLAY_NAME)));
    Set<LdapName> unknown = new LinkedHashSet<>();
    people.forEach(person -> manager(person).ifPresent(unknown::add));
    unknown.removeAll(managers.names.keySet());
    for (List<LdapName> some : Tree.parts(List.copyOf(unknown), NAMES_A_SEARCH)) {
      LdapResult found =
          session.search(
              new LdapSearch(
                  session.base(),
                  LdapSearch.Depth.SUBTREE,
                  LdapFilter.or(
                      some.stream()
                          .map(name -> LdapFilter.is("distinguishedName", name.toString()))
                          .toList()),
                  List.of("displayName", "cn")));
      proof.read(found, "the managers");
      for (LdapEntry entry : found.entries()) {
        String shown = entry.first("displayName");
        LdapName.of(entry.dn())
            .ifPresent(
                name -> managers.names.put(name, shown.isEmpty() ? entry.first("cn") : shown));
      }
    }
    return managers;
  }

  /** The person with the manager's name, if there is one. */
  AdObject told(AdObject person) {
    return manager(person)
        .map(name -> names.getOrDefault(name, ""))
        .filter(name -> !name.isBlank())
        .map(name -> person.with(Attribute.MANAGER.document(), List.of(name)))
        .orElse(person);
  }

  private static Optional<LdapName> manager(AdObject person) {
    return LdapName.of(person.entry().first(MANAGER));
  }
}
