package dev.rollcall.source.activedirectory;

import dev.rollcall.client.http.ClientException;
import dev.rollcall.client.ldap.LdapEntry;
import dev.rollcall.client.ldap.LdapFilter;
import dev.rollcall.client.ldap.LdapName;
import dev.rollcall.client.ldap.LdapResult;
import dev.rollcall.client.ldap.LdapSearch;
import dev.rollcall.client.ldap.LdapSession;
import dev.rollcall.mapping.Trustee;
import dev.rollcall.model.Problem;
import dev.rollcall.policy.Attribute;
import dev.rollcall.source.activedirectory.AdObject.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who is in groups that have a permission, at any depth, and by which way. Each group is read once,
 * however many mailboxes name it: level by level, twenty groups a search, and one more request for
 * each to see whether everybody it lists was shown. For one reading, by one thread.
 */
final class GroupTree {

  private static final int GROUPS_A_SEARCH = 20;

  private final LdapSession session;
  private final ObjectReader reader = new ObjectReader();
  private final Map<String, Inside> read = new HashMap<>();

  /**
   * The direct members of a group.
   *
   * @param problem why they could not be read in full
   */
  private record Inside(List<AdObject> people, List<AdObject> groups, Optional<Problem> problem) {}

  /**
   * Everybody in a group.
   *
   * @param people by objectGUID, each with the shortest way from the group
   * @param problem why a group in it could not be read in full; empty if all were
   */
  record Expansion(Map<String, Member> people, Optional<Problem> problem) {}

  /** Somebody in a group, as a trustee and as the directory has them. */
  record Member(Trustee trustee, AdObject object) {}

  GroupTree(LdapSession session) {
    this.session = session;
  }

  /** Reads these groups and all in them. */
  void read(Collection<AdObject> wanted) {
    Map<String, AdObject> level = new LinkedHashMap<>();
    wanted.forEach(group -> level.put(group.id(), group));
    while (!level.isEmpty()) {
      level.keySet().removeAll(read.keySet());
      List<AdObject> here = List.copyOf(level.values());
      level.clear();
      for (List<AdObject> some : Tree.parts(here, GROUPS_A_SEARCH)) {
        readLevel(some);
      }
      here.forEach(
          group -> read.get(group.id()).groups.forEach(inner -> level.put(inner.id(), inner)));
    }
  }

  /** Everybody in a group that was read. Groups that contain each other are each gone into once. */
  Expansion expand(AdObject start) {
    Map<String, Member> people = new LinkedHashMap<>();
    Optional<Problem> problem = Optional.empty();
    Map<String, List<String>> ways = new HashMap<>(Map.of(start.id(), List.of(name(start))));
    Deque<AdObject> open = new ArrayDeque<>(List.of(start));
    while (!open.isEmpty()) {
      AdObject group = open.poll();
      List<String> way = ways.get(group.id());
      Inside inside = read.get(group.id());
      problem = problem.or(inside::problem);
      for (AdObject person : inside.people) {
        people.putIfAbsent(person.id(), new Member(trustee(person, way), person));
      }
      for (AdObject inner : inside.groups) {
        if (!ways.containsKey(inner.id())) {
          List<String> further = new ArrayList<>(way);
          further.add(name(inner));
          ways.put(inner.id(), further);
          open.add(inner);
        }
      }
    }
    return new Expansion(people, problem);
  }

  static Trustee trustee(AdObject person, List<String> way) {
    return new Trustee(
        person.id(),
        person.first(Attribute.DISPLAY_NAME),
        person.first(Attribute.MAIL).toLowerCase(Locale.ROOT),
        person.first(Attribute.USER_PRINCIPAL_NAME),
        way);
  }

  private static String name(AdObject group) {
    String name = group.first(Attribute.DISPLAY_NAME);
    return name.isEmpty() ? group.id() : name;
  }

  private void readLevel(List<AdObject> some) {
    Map<LdapName, Map<String, AdObject>> members = new HashMap<>();
    some.forEach(group -> members.put(group.name(), new LinkedHashMap<>()));
    Optional<Problem> problem = Optional.empty();
    try {
      LdapResult found =
          session.search(
              new LdapSearch(
                  session.base(),
                  LdapSearch.Depth.SUBTREE,
                  LdapFilter.or(
                      some.stream()
                          .map(group -> LdapFilter.is("memberOf", group.name().toString()))
                          .toList()),
                  ObjectReader.with(ObjectReader.OF_MAILBOXES, "memberOf")));
      problem = found.cut().map(ClientException::problem);
      found.entries().stream()
          .map(reader::read)
          .flatMap(Optional::stream)
          .forEach(
              object ->
                  object.entry().all("memberOf").stream()
                      .map(LdapName::of)
                      .flatMap(Optional::stream)
                      .filter(members::containsKey)
                      .forEach(group -> members.get(group).put(object.id(), object)));
    } catch (ClientException e) {
      problem = Optional.of(e.problem());
    }
    for (AdObject group : some) {
      Collection<AdObject> inside = members.get(group.name()).values();
      read.put(
          group.id(),
          new Inside(
              inside.stream().filter(object -> object.kind() == Kind.USER).toList(),
              inside.stream().filter(object -> object.kind() == Kind.GROUP).toList(),
              problem.isPresent() ? problem : unseen(group, inside)));
    }
  }

  /** A problem if the group lists somebody who was not shown. */
  private Optional<Problem> unseen(AdObject group, Collection<AdObject> inside) {
    Set<LdapName> shown = new HashSet<>();
    inside.forEach(object -> shown.add(object.name()));
    Optional<LdapName> base = LdapName.of(session.base());
    if (Tree.isHalfKnown(session, group)) {
      return Optional.of(halfKnown());
    }
    try {
      Optional<LdapEntry> entry = session.entry(group.name().toString(), List.of("member"));
      if (entry.isEmpty() && !group.isDynamicGroup()) {
        return Optional.of(gone());
      }
      boolean all =
          entry.map(listing -> session.values(listing, "member")).orElse(List.of()).stream()
              .map(LdapName::of)
              .flatMap(Optional::stream)
              .allMatch(
                  name ->
                      shown.contains(name) || base.filter(top -> !name.isWithin(top)).isPresent());
      return all ? Optional.empty() : Optional.of(hidden());
    } catch (ClientException e) {
      return Optional.of(e.problem());
    }
  }

  private static Problem gone() {
    return Problem.lasting(
        "groupGone",
        "A group that opens a mailbox was found and then not shown any more.",
        "Nothing: the next run reads it again. If it lasts, let the account read the group.",
        "");
  }

  private static Problem halfKnown() {
    return Problem.lasting(
        "groupNotUniversal",
        "A global catalogue (port 3268 or 3269) does not know all members of a group that opens a"
            + " mailbox, since the group is not universal.",
        "Name domain controllers without these ports in the environment, or make the group"
            + " universal.",
        "");
  }

  private static Problem hidden() {
    return Problem.lasting(
        "groupMemberNotReadable",
        "The account may not read a member of a group that opens a mailbox.",
        "Give the account read rights on all people and groups below the search base.",
        "");
  }
}
