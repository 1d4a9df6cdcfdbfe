package dev.rollcall.guide;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.rollcall.policy.Parsed;
import dev.rollcall.policy.PolicyDocuments;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Every document in the guide, read by the product's own reader; every default it names. */
@Tag("P1")
final class GuideDocumentsTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void everyDocumentIsAccepted() {
    int documents = 0;
    for (Page page : Guide.read().pages()) {
      for (Page.Block block : page.blocks()) {
        byte[] text = block.text().getBytes(StandardCharsets.UTF_8);
        if (block.is("json", "policy")) {
          assertEquals(List.of(), problems(PolicyDocuments.policy(text)), block.where());
          documents++;
        } else if (block.is("json", "environment")) {
          assertEquals(List.of(), problems(PolicyDocuments.environment(text)), block.where());
          documents++;
        } else if (block.is("json")) {
          assertDoesNotThrow(() -> JSON.readTree(text), block.where());
        }
      }
    }
    assertTrue(documents > 0);
  }

  @Test
  void everyFilterAndEveryScheduleOfATableIsAccepted() {
    List<String> tried = new ArrayList<>();
    for (Page page : Guide.read().pages()) {
      for (Page.Table table : page.tables()) {
        String kind = table.header().get(0);
        if (kind.equals("filter") || kind.equals("schedule")) {
          for (List<String> row : table.body()) {
            String policy = kind.equals("filter") ? filtered(row.get(0)) : scheduled(row.get(0));
            assertEquals(
                List.of(),
                problems(PolicyDocuments.policy(policy.getBytes(StandardCharsets.UTF_8))),
                table.where() + " " + row);
            tried.add(kind);
          }
        }
      }
    }

    assertTrue(tried.contains("filter") && tried.contains("schedule"), tried.toString());
  }

  private static String filtered(String where) {
    return policy(", \"where\": " + TextNode.valueOf(where), "");
  }

  private static String scheduled(String schedule) {
    return policy("", ", \"schedule\": " + schedule);
  }

  private static String policy(String inSource, String more) {
    return """
        { "id": "one", "name": "One", "type": "contacts", "environment": "contoso",
          "source": { "kind": "directory", "select": [ { "query": "*" } ]%s },
          "target": { "kind": "mailboxes", "select": [ { "group": "field@contoso.com" } ] }%s }
        """
        .formatted(inSource, more);
  }

  @Test
  void everyDefaultIsTheSchemas() throws Exception {
    assertEquals(defaults("policy"), told("contacts.md"));
    assertEquals(defaults("environment"), told("getting-started.md"));
  }

  /** What the tables of defaults on a page say, by key. */
  private static Map<String, String> told(String page) {
    Map<String, String> told = new TreeMap<>();
    for (Page.Table table : Guide.read().page(page).tables()) {
      if (table.header().size() >= 2
          && table.header().subList(0, 2).equals(List.of("key", "default"))) {
        table.body().forEach(row -> told.put(row.get(0), row.get(1)));
      }
    }
    return told;
  }

  /** Every default in a schema that says anything, by the key's path. */
  private static Map<String, String> defaults(String schema) throws Exception {
    JsonNode root =
        JSON.readTree(Guide.file("src/main/resources/schema/" + schema + ".schema.json"));
    Map<String, String> defaults = new TreeMap<>();
    collect(root, root, "", defaults);
    return defaults;
  }

  private static void collect(
      JsonNode root, JsonNode node, String path, Map<String, String> defaults) {
    JsonNode defined = node;
    if (node.has("$ref")) {
      defined = root.at(node.get("$ref").textValue().substring(1));
    }
    JsonNode value = node.has("default") ? node.get("default") : defined.path("default");
    if (value.isValueNode() && !value.asText().isEmpty()) {
      defaults.put(path, value.asText());
    }
    // All fields have the same rule; it stands in the table once.
    boolean isField = path.equals("mapping.fields");
    for (Map.Entry<String, JsonNode> field : defined.path("properties").properties()) {
      collect(
          root,
          field.getValue(),
          path + (path.isEmpty() ? "" : ".") + (isField ? "*" : field.getKey()),
          defaults);
    }
    if (defined.has("items")) {
      collect(root, defined.get("items"), path, defaults);
    }
  }

  private static List<String> problems(Parsed<?> parsed) {
    return parsed.match(
        valid -> List.of(), invalid -> invalid.problems().stream().map(Object::toString).toList());
  }
}
