package dev.rollcall.source.activedirectory;

import dev.rollcall.client.ldap.LdapEntry;
import dev.rollcall.client.ldap.LdapFilter;
import dev.rollcall.client.ldap.LdapResult;
import dev.rollcall.client.ldap.LdapSearch;
import dev.rollcall.client.ldap.LdapSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * The directory while one reading goes on: every search is noted in the proof. For one reading, by
 * one thread.
 */
final class Tree {

  /** How many names go into one filter: it stays well below what a server takes. */
  private static final int NAMES_A_SEARCH = 50;

  /**
   * Where Active Directory says from the top of every domain that more is kept: its own
   * administration.
   */
  private static final List<String> OF_THE_DOMAIN_ITSELF =
      List.of("cn=configuration,", "dc=forestdnszones,", "dc=domaindnszones,");

  private final LdapSession session;
  private final Proof proof;
  private final ObjectReader reader = new ObjectReader();
  private final List<String> attributes;

  /**
   * @param attributes what of each object is read
   */
  Tree(LdapSession session, Proof proof, List<String> attributes) {
    this.session = session;
    this.proof = proof;
    this.attributes = attributes;
  }

  LdapSession session() {
    return session;
  }

  Proof proof() {
    return proof;
  }

  String base() {
    return session.base();
  }

  /** Everything below the base that fits. */
  void search(LdapFilter filter, String what, Consumer<AdObject> found) {
    search(session.base(), LdapSearch.Depth.SUBTREE, filter, what, found);
  }

  /**
   * Everything there that fits.
   *
   * @param what its name in a sentence about a shortfall
   * @throws dev.rollcall.client.http.ClientException if not even a first page came
   */
  void search(
      String base,
      LdapSearch.Depth depth,
      LdapFilter filter,
      String what,
      Consumer<AdObject> found) {
    LdapResult result = session.search(new LdapSearch(base, depth, filter, attributes));
    proof.read(result, what);
    tellOfElsewhere(result);
    int unseen = 0;
    for (LdapEntry entry : result.entries()) {
      var object = reader.read(entry);
      object.ifPresent(found);
      unseen += object.isEmpty() ? 1 : 0;
    }
    if (unseen > 0) {
      proof.shortfall("The account may not read " + unseen + " objects of " + what + ".");
    }
  }

  /** Objects that one of many conditions holds for, as many conditions a search as it takes. */
  void searchAny(List<LdapFilter> conditions, String what, Consumer<AdObject> found) {
    for (List<LdapFilter> some : parts(conditions, NAMES_A_SEARCH)) {
      search(LdapFilter.or(some), what, found);
    }
  }

  /** Whether the directory that is asked may know only some members of this group. */
  boolean isHalfKnown(AdObject group) {
    return isHalfKnown(session, group);
  }

  /**
   * A global catalogue has the members of universal groups alone.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows-server/identity/ad-ds/manage/understand-security-groups">
   *     Group scope</a> (read 2026-11-21)
   */
  static boolean isHalfKnown(LdapSession session, AdObject group) {
    return session.isGlobalCatalogue()
        && !group.isDynamicGroup()
        && !ObjectReader.isUniversalGroup(group.entry());
  }

  static <T> List<List<T>> parts(List<T> all, int size) {
    List<List<T>> parts = new ArrayList<>();
    for (int from = 0; from < all.size(); from += size) {
      parts.add(all.subList(from, Math.min(from + size, all.size())));
    }
    return parts;
  }

  private void tellOfElsewhere(LdapResult result) {
    boolean others =
        result.elsewhere().stream()
            .map(url -> url.toLowerCase(Locale.ROOT))
            .anyMatch(url -> OF_THE_DOMAIN_ITSELF.stream().noneMatch(url::contains));
    if (others) {
      proof.hint(
          "Active Directory says that some of what was searched for is kept by another server, such"
              + " as that of a subordinate domain; nobody was asked there. To read it too, make an"
              + " environment for that domain.");
    }
  }
}
