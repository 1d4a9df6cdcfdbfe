package dev.rollcall.source.activedirectory;

import dev.rollcall.client.http.ClientException;
import dev.rollcall.model.Problem;
import dev.rollcall.policy.FilterAttributes;
import dev.rollcall.source.SourceUnavailable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Who is in the groups that a filter names, at any depth: each group is read once a reading.
 *
 * <p>Where a group is not there or not read to its end, nobody knows whom the filter takes, and the
 * whole reading is given up.
 */
final class Memberships {

  private static final String WHERE = "/source/where";

  private final Map<String, Set<String>> idsByGroup;

  private Memberships(Map<String, Set<String>> idsByGroup) {
    this.idsByGroup = idsByGroup;
  }

  /**
   * Reads these groups.
   *
   * @param groups by any name that groups have
   * @throws SourceUnavailable if one does not exist or cannot be read completely
   */
  static Memberships read(Tree tree, Set<String> groups) {
    Map<String, Set<String>> ids = new HashMap<>();
    if (groups.isEmpty()) {
      return new Memberships(ids);
    }
    try {
      Lookups lookups = new Lookups(tree);
      groups.forEach(lookups::want);
      lookups.run();
      for (String group : groups.stream().sorted().toList()) {
        Optional<AdObject> found = lookups.group(group);
        int before = tree.proof().completeness().shortfalls().size();
        ids.put(
            group,
            new Members(tree)
                .of(found.orElseThrow(Memberships::missing), true, WHERE).stream()
                    .map(AdObject::id)
                    .collect(Collectors.toSet()));
        List<String> shortfalls = tree.proof().completeness().shortfalls();
        if (shortfalls.size() > before) {
          throw incomplete(shortfalls.get(before));
        }
      }
    } catch (ClientException e) {
      throw new SourceUnavailable(e.problem(), e);
    }
    return new Memberships(ids);
  }

  /** The object with the groups it is in among its attributes. */
  AdObject told(AdObject object) {
    return object.with(
        FilterAttributes.MEMBER_OF,
        new ArrayList<>(
            idsByGroup.keySet().stream()
                .filter(group -> idsByGroup.get(group).contains(object.id()))
                .sorted()
                .toList()));
  }

  private static SourceUnavailable incomplete(String shortfall) {
    return new SourceUnavailable(
        Problem.lasting(
            "filterGroupIncomplete",
            shortfall,
            "Nothing was changed, since nobody knows whom the filter at /source/where takes."
                + " The next run reads the group again.",
            ""),
        new IllegalStateException("incomplete"));
  }

  private static SourceUnavailable missing() {
    return new SourceUnavailable(
        Problem.lasting(
            "groupNotFound",
            "Active Directory does not have one of the groups that the filter at /source/where"
                + " names.",
            "Nothing was changed. Correct the group after memberOf.",
            ""),
        new NoSuchElementException("no such group"));
  }
}
