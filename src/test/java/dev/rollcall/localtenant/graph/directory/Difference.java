package dev.rollcall.localtenant.graph.directory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.localtenant.graph.directory.ChangeTracking.Seen;
import dev.rollcall.localtenant.organisation.Organisation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a client is told of the time between two rounds.
 *
 * @param minimal whether only changed properties are told
 */
record Difference(Organisation organisation, boolean minimal) {

  /** Members of a large group come in several rows of the same id. */
  private static final int MEMBERS_A_ROW = 1000;

  List<ObjectNode> rows(Map<String, Seen> before, Map<String, Seen> now) {
    List<ObjectNode> rows = new ArrayList<>();
    now.forEach((id, seen) -> add(Optional.ofNullable(before.get(id)), seen, rows));
    for (String id : before.keySet()) {
      if (!now.containsKey(id)) {
        ObjectNode row = JsonNodeFactory.instance.objectNode().put("id", id);
        row.putObject("@removed").put("reason", "changed");
        rows.add(row);
      }
    }
    return rows;
  }

  private void add(Optional<Seen> before, Seen now, List<ObjectNode> rows) {
    if (before.filter(now::equals).isPresent()) {
      return;
    }
    ObjectNode row = now.row().deepCopy();
    if (before.isEmpty()) {
      // What was never set is not mentioned.
      row.properties().removeIf(property -> property.getValue().isNull());
    } else if (minimal) {
      ObjectNode old = before.get().row();
      row.properties().removeIf(property -> isSame(property, old));
    }
    rows.add(row);
    addMembers(before.map(Seen::members).orElse(Set.of()), now.members(), row, rows);
  }

  private static boolean isSame(Map.Entry<String, JsonNode> property, ObjectNode old) {
    return !property.getKey().equals("id")
        && property.getValue().equals(old.get(property.getKey()));
  }

  private void addMembers(
      Set<String> before, Set<String> now, ObjectNode row, List<ObjectNode> rows) {
    List<ObjectNode> changed = new ArrayList<>();
    for (String id : now.stream().sorted().toList()) {
      if (!before.contains(id)) {
        changed.add(member(id));
      }
    }
    for (String id : before.stream().sorted().toList()) {
      if (!now.contains(id)) {
        ObjectNode member = member(id);
        member.putObject("@removed").put("reason", "deleted");
        changed.add(member);
      }
    }
    ObjectNode place = row;
    for (int from = 0; from < changed.size(); from += MEMBERS_A_ROW) {
      if (from > 0) {
        place = JsonNodeFactory.instance.objectNode().put("id", row.path("id").asText());
        rows.add(place);
      }
      place
          .putArray("members@delta")
          .addAll(changed.subList(from, Math.min(changed.size(), from + MEMBERS_A_ROW)));
    }
  }

  /** Of somebody who left altogether the type is not known any more: they were users. */
  private ObjectNode member(String id) {
    EntityType type = organisation.find(id).map(EntityType::of).orElse(EntityType.USER);
    return JsonNodeFactory.instance
        .objectNode()
        .put("@odata.type", "#" + type.odataName())
        .put("id", id);
  }
}
