package dev.rollcall.source.activedirectory;

import dev.rollcall.client.ldap.Guids;
import dev.rollcall.client.ldap.LdapFilter;
import dev.rollcall.client.ldap.LdapName;
import dev.rollcall.source.activedirectory.AdObject.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Finds objects by the names that people have for them: an address, an objectGUID, a distinguished
 * name, a sign-in name of either kind. Many names are looked up with one search.
 */
final class Lookups {

  private static final String SMTP = "smtp:";

  private final Tree tree;
  private final Set<String> wanted = new LinkedHashSet<>();
  private final List<AdObject> found = new ArrayList<>();

  Lookups(Tree tree) {
    this.tree = tree;
  }

  void want(String name) {
    wanted.add(name.strip());
  }

  /** Asks for everything that is wanted and was not asked for. */
  void run() {
    Map<String, AdObject> byId = new LinkedHashMap<>();
    tree.searchAny(
        wanted.stream().map(Lookups::filter).toList(),
        "what the policy names",
        object -> byId.putIfAbsent(object.id(), object));
    wanted.clear();
    found.addAll(byId.values());
  }

  /** The object of this name: by its address rather than by another name. */
  Optional<AdObject> found(String name, Predicate<AdObject> meant) {
    String stripped = name.strip();
    return found.stream()
        .filter(meant)
        .filter(object -> rank(object, stripped) < Integer.MAX_VALUE)
        .min(
            Comparator.comparingInt((AdObject object) -> rank(object, stripped))
                .thenComparing(AdObject::id));
  }

  Optional<AdObject> group(String name) {
    return found(name, object -> object.kind() == Kind.GROUP);
  }

  private static LdapFilter filter(String name) {
    Optional<byte[]> id = Guids.bytes(name);
    if (id.isPresent()) {
      return LdapFilter.is("objectGUID", id.get());
    }
    if (LdapName.of(name).isPresent()) {
      return LdapFilter.is("distinguishedName", name);
    }
    return name.contains("@")
        ? LdapFilter.or(
            LdapFilter.is("proxyAddresses", SMTP + name),
            LdapFilter.is("mail", name),
            LdapFilter.is("userPrincipalName", name))
        : LdapFilter.or(
            LdapFilter.is("sAMAccountName", account(name)), LdapFilter.is("mailNickname", name));
  }

  private static int rank(AdObject object, String name) {
    boolean direct =
        object.id().equals(name.toLowerCase(Locale.ROOT))
            || LdapName.of(name).filter(object.name()::equals).isPresent();
    if (direct) {
      return 0;
    }
    if (object.entry().all("proxyAddresses").stream().anyMatch((SMTP + name)::equalsIgnoreCase)) {
      return 1;
    }
    List<String> names = List.of("mail", "userPrincipalName", "mailNickname");
    for (int i = 0; i < names.size(); i++) {
      if (object.entry().first(names.get(i)).equalsIgnoreCase(name)) {
        return 2 + i;
      }
    }
    boolean account = object.entry().first("sAMAccountName").equalsIgnoreCase(account(name));
    return account && !name.contains("@") ? 2 : Integer.MAX_VALUE;
  }

  /** The account's name without the domain of Windows before it. */
  private static String account(String name) {
    return name.substring(name.indexOf('\\') + 1);
  }
}
