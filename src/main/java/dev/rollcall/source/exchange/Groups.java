package dev.rollcall.source.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.client.graph.BatchAnswer;
import dev.rollcall.client.graph.BatchItem;
import dev.rollcall.client.graph.Dialogues;
import dev.rollcall.client.graph.GraphClient;
import dev.rollcall.client.graph.GraphUrls;
import dev.rollcall.client.http.ClientException;
import dev.rollcall.mapping.Trustee;
import dev.rollcall.model.CallMeter;
import dev.rollcall.model.Problem;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who is in groups, at any depth, and by which way. Each group is read once, however many mailboxes
 * name it and however many groups it is in: twenty groups a request, level by level, and one
 * request for each further 999 members.
 *
 * <p>The directory is asked and not Exchange, which does not list groups without mail, nor people
 * without a mailbox. For one reading, by one thread.
 *
 * @see <a href="https://learn.microsoft.com/graph/api/group-list-members">List group members</a>
 *     (read 2026-11-21)
 */
final class Groups {

  private static final String MEMBERS =
      "/members?$select=id,displayName,mail,userPrincipalName&$top=999&$count=true";

  /** Demanded for a count. */
  private static final Map<String, String> EVENTUAL = Map.of("ConsistencyLevel", "eventual");

  private final GraphClient graph;
  private final CallMeter meter;
  private final Map<String, Members> read = new HashMap<>();
  private final Map<String, Expansion> expanded = new HashMap<>();
  private final Map<String, String> names = new HashMap<>();

  /**
   * The direct members of a group.
   *
   * @param problem why they could not be read in full
   */
  private record Members(List<Trustee> people, List<String> groups, Optional<Problem> problem) {}

  /**
   * Everybody in a group.
   *
   * @param people by object id, each with the shortest way from the group
   * @param problem why a group in it could not be read in full; empty if all were
   */
  record Expansion(Map<String, Trustee> people, Optional<Problem> problem) {}

  Groups(GraphClient graph, CallMeter meter) {
    this.graph = graph;
    this.meter = meter;
  }

  /**
   * Reads these groups and all in them.
   *
   * @param displayNames of the groups, by object id
   */
  void read(Map<String, String> displayNames) {
    names.putAll(displayNames);
    Set<String> level = new LinkedHashSet<>(displayNames.keySet());
    level.removeAll(read.keySet());
    while (!level.isEmpty()) {
      Set<String> next = new LinkedHashSet<>();
      readLevel(List.copyOf(level));
      level.forEach(group -> next.addAll(read.get(group).groups));
      next.removeAll(read.keySet());
      level = next;
    }
  }

  /** How many groups were read. */
  int count() {
    return read.size();
  }

  /** Everybody in a group that was read. Groups that contain each other are each gone into once. */
  Expansion expand(String group) {
    return expanded.computeIfAbsent(group, this::walk);
  }

  private Expansion walk(String start) {
    Map<String, Trustee> people = new LinkedHashMap<>();
    Optional<Problem> problem = Optional.empty();
    Map<String, List<String>> ways = new HashMap<>(Map.of(start, List.of(name(start))));
    Deque<String> open = new ArrayDeque<>(List.of(start));
    while (!open.isEmpty()) {
      String group = open.poll();
      List<String> way = ways.get(group);
      Members members = read.get(group);
      problem = problem.or(members::problem);
      for (Trustee person : members.people) {
        people.putIfAbsent(person.id(), by(person, way));
      }
      for (String inner : members.groups) {
        if (!ways.containsKey(inner)) {
          List<String> further = new ArrayList<>(way);
          further.add(name(inner));
          ways.put(inner, further);
          open.add(inner);
        }
      }
    }
    return new Expansion(people, problem);
  }

  private void readLevel(Collection<String> groups) {
    List<BatchItem> items =
        groups.stream()
            .map(group -> BatchItem.get("/groups/" + GraphUrls.encoded(group) + MEMBERS, EVENTUAL))
            .toList();
    List<BatchAnswer> answers = Dialogues.readAll(graph, items, meter);
    int i = 0;
    for (String group : groups) {
      BatchAnswer answer = answers.get(i++);
      read.put(
          group,
          answer.failure().isPresent()
              ? failed(answer.failure().get().problem())
              : members(answer.body()));
    }
  }

  private Members members(JsonNode first) {
    List<Trustee> people = new ArrayList<>();
    List<String> groups = new ArrayList<>();
    boolean unreadable = false;
    long expected = first.path("@odata.count").asLong(-1);
    long found = 0;
    try {
      for (JsonNode page = first; ; ) {
        if (!page.path("value").isArray()) {
          return failed(cut());
        }
        for (JsonNode row : page.path("value")) {
          found++;
          unreadable |= !take(row, people, groups);
        }
        String next = page.path("@odata.nextLink").asText("");
        if (next.isEmpty()) {
          break;
        }
        page = graph.get(next, EVENTUAL, meter);
      }
    } catch (ClientException e) {
      return new Members(people, groups, Optional.of(e.problem()));
    }
    Optional<Problem> problem =
        found < expected
            ? Optional.of(cut())
            : unreadable ? Optional.of(hidden()) : Optional.empty();
    return new Members(people, groups, problem);
  }

  /** Takes a person or a group; answers false for one that the app may not read. */
  private boolean take(JsonNode row, List<Trustee> people, List<String> groups) {
    String type = row.path("@odata.type").asText("").toLowerCase(Locale.ROOT);
    String id = row.path("id").asText("").toLowerCase(Locale.ROOT);
    String name = row.path("displayName").asText("");
    if (type.endsWith(".group")) {
      groups.add(id);
      names.putIfAbsent(id, name);
    } else if (type.endsWith(".user") || type.isEmpty()) {
      Trustee person = person(row);
      if (person.displayName().isEmpty() && person.userPrincipalName().isEmpty()) {
        return false;
      }
      people.add(person);
    }
    // Nobody signs in as a mail contact or a device.
    return true;
  }

  /** A user of the directory as a trustee, with no way to them yet. */
  static Trustee person(JsonNode user) {
    return new Trustee(
        user.path("id").asText("").toLowerCase(Locale.ROOT),
        user.path("displayName").asText(""),
        user.path("mail").asText("").toLowerCase(Locale.ROOT),
        user.path("userPrincipalName").asText(""),
        List.of());
  }

  static Trustee by(Trustee person, List<String> way) {
    return new Trustee(
        person.id(), person.displayName(), person.mail(), person.userPrincipalName(), way);
  }

  private String name(String group) {
    String name = names.getOrDefault(group, "");
    return name.isEmpty() ? group : name;
  }

  private static Members failed(Problem problem) {
    return new Members(List.of(), List.of(), Optional.of(problem));
  }

  private static Problem cut() {
    return Problem.passing(
        "groupListCut",
        "The directory answered fewer members of a group than it has.",
        "Nobody loses anything by it. The next run reads the group again.",
        "",
        Optional.empty());
  }

  private static Problem hidden() {
    return Problem.lasting(
        "groupMemberNotReadable",
        "The app may not read a member of a group that opens a mailbox.",
        "Give the app User.Read.All; for groups with hidden membership also Member.Read.Hidden.",
        "");
  }
}
