package dev.rollcall.source.activedirectory;

import dev.rollcall.client.http.ClientException;
import dev.rollcall.client.ldap.LdapEntry;
import dev.rollcall.client.ldap.LdapFilter;
import dev.rollcall.client.ldap.LdapName;
import dev.rollcall.client.ldap.LdapSearch;
import dev.rollcall.model.SkipReason;
import dev.rollcall.source.activedirectory.AdObject.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who is in a group.
 *
 * <p>Members are found from their side, by the groups they are in, page by page with all their
 * attributes; for groups in groups the server follows the chain, circles included. What the groups
 * themselves list is then held against it: a member that did not come along is asked for by name,
 * and if even that shows nothing, the reading says that it is not complete.
 *
 * <p>Somebody's primary group does not list them, so security groups are asked for those too; of a
 * dynamic distribution group the filter it keeps is asked, below the place it keeps.
 *
 * @see <a
 *     href="https://learn.microsoft.com/troubleshoot/windows-server/active-directory/ldap-query-primary-group">Members
 *     of a primary group</a> (read 2026-11-21)
 */
final class Members {

  private static final String WHAT = "a group's members";

  private final Tree tree;

  Members(Tree tree) {
    this.tree = tree;
  }

  /**
   * Everybody in a group; with {@code nested} those in the groups in it as well, at any depth. The
   * group itself is not among them.
   *
   * @param here JSON pointer of the selection that wants them
   * @throws ClientException if they could not be read at all
   */
  Collection<AdObject> of(AdObject group, boolean nested, String here) {
    Map<String, AdObject> found = new LinkedHashMap<>();
    Set<String> read = new HashSet<>(Set.of(group.id()));
    Deque<AdObject> open = new ArrayDeque<>(List.of(group));
    Set<String> byName = new HashSet<>();
    while (!open.isEmpty()) {
      AdObject next = open.poll();
      Map<String, AdObject> inside = inside(next, nested, byName, here);
      inside.values().forEach(object -> found.putIfAbsent(object.id(), object));
      if (nested) {
        // The chain of the server ends at groups of which nobody is a listed member, and at those
        // of which the account may not see in which groups they are.
        for (AdObject object : inside.values()) {
          boolean further =
              object.kind() == Kind.GROUP
                  && (object.isDynamicGroup()
                      || next.isDynamicGroup()
                      || byName.contains(object.id()));
          if (further && read.add(object.id())) {
            open.add(object);
          }
        }
      }
    }
    found.remove(group.id());
    return found.values();
  }

  /**
   * @param byName gets those that only the lists of groups told of
   */
  private Map<String, AdObject> inside(
      AdObject group, boolean nested, Set<String> byName, String here) {
    if (group.isDynamicGroup()) {
      return ofDynamic(group, here);
    }
    Map<String, AdObject> found = new LinkedHashMap<>();
    String name = group.name().toString();
    tree.search(
        nested ? LdapFilter.leadsTo("memberOf", name) : LdapFilter.is("memberOf", name),
        WHAT,
        object -> found.putIfAbsent(object.id(), object));
    List<AdObject> groups = new ArrayList<>(List.of(group));
    if (nested) {
      found.values().stream().filter(object -> object.kind() == Kind.GROUP).forEach(groups::add);
    }
    List<LdapFilter> primary = new ArrayList<>();
    groups.forEach(each -> primary(each).ifPresent(primary::add));
    tree.searchAny(primary, WHAT, object -> found.putIfAbsent(object.id(), object));
    groups.forEach(each -> demandWhole(each, here));
    Set<String> before = Set.copyOf(found.keySet());
    compare(groups, found, here);
    found.keySet().stream().filter(id -> !before.contains(id)).forEach(byName::add);
    return found;
  }

  private void demandWhole(AdObject group, String here) {
    if (tree.isHalfKnown(group)) {
      tree.proof()
          .shortfall(
              "A global catalogue (port 3268 or 3269) does not know all members of a group at "
                  + here
                  + ", since it is not universal. Name domain controllers without these ports in"
                  + " the environment, or make the group universal.");
    }
  }

  /** What the groups list, held against what was found. */
  private void compare(List<AdObject> groups, Map<String, AdObject> found, String here) {
    Set<LdapName> known = new HashSet<>();
    found.values().forEach(object -> known.add(object.name()));
    groups.forEach(group -> known.add(group.name()));
    Optional<LdapName> base = LdapName.of(tree.base());
    List<LdapName> missing = new ArrayList<>();
    int elsewhere = 0;
    for (AdObject group : groups) {
      for (String listed : listed(group, here)) {
        Optional<LdapName> name = LdapName.of(listed);
        if (name.isEmpty() || !known.add(name.get())) {
          continue;
        }
        if (base.isPresent() && !name.get().isWithin(base.get())) {
          elsewhere++;
        } else {
          missing.add(name.get());
        }
      }
    }
    if (elsewhere > 0) {
      tree.proof()
          .hint(
              "Groups have "
                  + elsewhere
                  + " members outside the directory's search base; they are not taken. Another"
                  + " base, or an environment for their domain, would take them.");
    }
    if (!missing.isEmpty()) {
      askFor(missing, found, here);
    }
  }

  private void askFor(List<LdapName> missing, Map<String, AdObject> found, String here) {
    Set<LdapName> still = new HashSet<>(missing);
    tree.searchAny(
        missing.stream().map(name -> LdapFilter.is("distinguishedName", name.toString())).toList(),
        WHAT,
        object -> {
          still.remove(object.name());
          found.putIfAbsent(object.id(), object);
        });
    if (!still.isEmpty()) {
      tree.proof()
          .drop(
              "members:" + still.size(),
              here,
              SkipReason.MEMBER_NOT_READABLE,
              "listed in a group and not shown");
      tree.proof()
          .shortfall(
              "The account may not read "
                  + still.size()
                  + " members of a group at "
                  + here
                  + ", or they have just gone.");
    }
  }

  private List<String> listed(AdObject group, String here) {
    if (group.isDynamicGroup()) {
      return List.of();
    }
    Optional<LdapEntry> entry = tree.session().entry(group.name().toString(), List.of("member"));
    if (entry.isEmpty()) {
      tree.proof()
          .shortfall(
              "A group at "
                  + here
                  + " was found and then not shown any more, so nobody knows who is in it.");
      return List.of();
    }
    return tree.session().values(entry.get(), "member");
  }

  private static Optional<LdapFilter> primary(AdObject group) {
    return ObjectReader.isSecurityGroup(group.entry())
        ? Sid.of(group.entry())
            .flatMap(Sid::relativeId)
            .map(id -> LdapFilter.is("primaryGroupID", id))
        : Optional.empty();
  }

  private Map<String, AdObject> ofDynamic(AdObject group, String here) {
    LdapEntry entry = group.entry();
    Optional<LdapFilter> filter = LdapFilter.stored(entry.first("msExchDynamicDLFilter"));
    if (filter.isEmpty()) {
      tree.proof().drop(group.key().value(), here, SkipReason.RECIPIENT_NOT_FOUND, "filter");
      tree.proof()
          .shortfall(
              "The filter of a dynamic distribution group at "
                  + here
                  + " cannot be read, so nobody knows who is in it.");
      return Map.of();
    }
    String place = entry.first("msExchDynamicDLBaseDN");
    Map<String, AdObject> found = new LinkedHashMap<>();
    tree.search(
        place.isEmpty() ? tree.base() : place,
        LdapSearch.Depth.SUBTREE,
        LdapFilter.and(filter.get(), ObjectReader.RECIPIENTS),
        WHAT,
        object -> found.putIfAbsent(object.id(), object));
    return found;
  }
}
