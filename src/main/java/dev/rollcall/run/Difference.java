package dev.rollcall.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One value in which two documents differ.
 *
 * @param pointer JSON pointer to it
 * @param before what stands there now; empty if nothing does
 * @param after what will stand there; empty if nothing will
 */
public record Difference(String pointer, Optional<JsonNode> before, Optional<JsonNode> after) {

  /** So many as somebody reads of one document. */
  static final int MOST = 200;

  /**
   * The differences between two documents, in the order of the later one; at most {@link #MOST}.
   */
  static List<Difference> between(JsonNode before, JsonNode after) {
    List<Difference> found = new ArrayList<>();
    compare("", before, after, found);
    return List.copyOf(found);
  }

  private static void compare(
      String pointer, JsonNode before, JsonNode after, List<Difference> found) {
    if (found.size() >= MOST || before.equals(after)) {
      return;
    }
    if (before.isObject() && after.isObject()) {
      Set<String> keys = new LinkedHashSet<>();
      after.fieldNames().forEachRemaining(keys::add);
      before.fieldNames().forEachRemaining(keys::add);
      for (String key : keys) {
        String at = pointer + "/" + key.replace("~", "~0").replace("/", "~1");
        compare(at, before.path(key), after.path(key), found);
      }
    } else if (before.isArray() && after.isArray()) {
      for (int i = 0; i < Math.max(before.size(), after.size()); i++) {
        compare(pointer + "/" + i, before.path(i), after.path(i), found);
      }
    } else {
      found.add(new Difference(pointer, present(before), present(after)));
    }
  }

  private static Optional<JsonNode> present(JsonNode node) {
    return node.isMissingNode() ? Optional.empty() : Optional.of(node);
  }
}
