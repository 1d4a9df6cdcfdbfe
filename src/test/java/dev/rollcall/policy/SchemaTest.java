package dev.rollcall.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.rollcall.model.RecordField;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The published schemas: complete for editors, and saying what the code does. */
@Tag("P1")
class SchemaTest {

  private static final JsonNode POLICY = schema("policy.schema.json");
  private static final JsonNode ENVIRONMENT = schema("environment.schema.json");

  @ParameterizedTest
  @ValueSource(strings = {"policy.schema.json", "environment.schema.json"})
  void everyKeySaysWhatItIsFor(String name) {
    List<String> silent = new ArrayList<>();
    eachKey(
        schema(name),
        "",
        (pointer, rule) -> {
          JsonNode meant = rule.has("$ref") ? resolved(schema(name), rule) : rule;
          boolean titled = rule.has("title") || meant.has("title");
          boolean described = rule.has("description") || meant.has("description");
          boolean shown = rule.has("examples") || meant.has("examples");
          if (!titled || !described || !shown) {
            silent.add(pointer);
          }
        });

    assertEquals(List.of(), silent, "keys without title, description or examples");
  }

  @ParameterizedTest
  @ValueSource(strings = {"policy.schema.json", "environment.schema.json"})
  void everyObjectRefusesWhatItDoesNotKnow(String name) {
    List<String> open = new ArrayList<>();
    eachNode(
        schema(name),
        "",
        (pointer, node) -> {
          if (node.has("properties") && !node.path("additionalProperties").isBoolean()) {
            open.add(pointer);
          }
        });

    assertEquals(List.of(), open);
  }

  @ParameterizedTest
  @ValueSource(strings = {"policy.schema.json", "environment.schema.json"})
  void aSchemaIsOneOfItsDraft(String name) {
    SchemaRegistry draft = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    Schema meta =
        draft.getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));

    assertEquals(List.of(), meta.validate(schema(name)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"policy.schema.json", "environment.schema.json"})
  void examplesAndDefaultsAreValid(String name) {
    JsonNode schema = schema(name);
    SchemaRegistry draft = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    List<String> wrong = new ArrayList<>();
    eachKey(
        schema,
        "",
        (pointer, rule) -> {
          ObjectNode alone = rule.deepCopy();
          alone.set("$defs", schema.path("$defs"));
          Schema check = draft.getSchema(alone);
          List<JsonNode> values = new ArrayList<>();
          rule.path("examples").forEach(values::add);
          if (rule.has("default")) {
            values.add(rule.get("default"));
          }
          for (JsonNode value : values) {
            if (!check.validate(value).isEmpty()) {
              wrong.add(pointer + ": " + value);
            }
          }
        });

    assertEquals(List.of(), wrong);
  }

  @Test
  @Tag("P14")
  void itListsTheAttributesOfARecord() {
    List<String> published =
        StreamSupport.stream(POLICY.at("/$defs/attribute/oneOf").spliterator(), false)
            .map(attribute -> attribute.path("const").asText())
            .toList();

    assertEquals(Arrays.stream(Attribute.values()).map(Attribute::document).toList(), published);
    for (JsonNode attribute : POLICY.at("/$defs/attribute/oneOf")) {
      assertFalse(attribute.path("description").asText().isBlank(), attribute.toString());
      assertTrue(attribute.at("/examples/0").isTextual(), attribute.toString());
    }
  }

  @Test
  @Tag("P14")
  void itListsTheFieldsOfAContact() {
    List<String> published = new ArrayList<>();
    POLICY
        .at("/properties/mapping/properties/fields/properties")
        .fieldNames()
        .forEachRemaining(published::add);

    assertEquals(RecordField.OF_CONTACTS.stream().map(RecordField::document).toList(), published);
  }

  @Test
  @Tag("P3")
  void itListsTheRecipientTypesAndClouds() {
    assertEquals(
        Arrays.stream(RecipientType.values()).map(RecipientType::document).toList(),
        texts(POLICY.at("/$defs/selection/properties/recipientTypes/items/enum")));
    assertEquals(
        texts(POLICY.at("/$defs/selection/properties/recipientTypes/items/enum")),
        texts(POLICY.at("/$defs/mailboxes/properties/recipientTypes/items/enum")));
    assertEquals(
        Arrays.stream(Cloud.values()).map(Cloud::document).toList(),
        texts(ENVIRONMENT.at("/properties/cloud/enum")));
  }

  /** What the code takes for a key that is not there is what the schema publishes. */
  @Test
  void absentMeansThePublishedDefault() {
    ObjectNode absent = Documents.smallestPolicy();
    ObjectNode said = Documents.smallestPolicy();
    int defaults = 0;
    for (String object : List.of("target", "mapping", "changes", "guardrail")) {
      ObjectNode into = said.withObject("/" + object);
      JsonNode keys = POLICY.at("/properties/" + object + "/properties");
      for (Map.Entry<String, JsonNode> key : keys.properties()) {
        if (key.getValue().has("default")) {
          into.set(key.getKey(), key.getValue().get("default"));
          defaults++;
        }
      }
    }
    said.set("description", POLICY.at("/properties/description/default"));
    ObjectNode group = (ObjectNode) said.at("/target/select/0");
    for (String key : List.of("include", "nested")) {
      group.set(key, POLICY.at("/$defs/selection/properties/" + key + "/default"));
    }

    assertEquals(14, defaults);
    assertEquals(
        Documents.valid(PolicyDocuments.policy(Documents.bytes(absent))),
        Documents.valid(PolicyDocuments.policy(Documents.bytes(said))));
  }

  @Test
  void absentMeansThePublishedDefaultInAFieldRuleAndAnEntry() {
    ObjectNode absent = Documents.smallestPolicy();
    absent.withObject("/mapping/fields/title").put("drop", true);
    absent.withArray("/source/select").addObject().put("group", "a@contoso.com");
    ObjectNode said = absent.deepCopy();
    said.withObject("/mapping/fields/title")
        .set("write", POLICY.at("/$defs/fieldRule/properties/write/default"));
    for (String key : List.of("include", "nested", "membersInNotes")) {
      ((ObjectNode) said.at("/source/select/1"))
          .set(key, POLICY.at("/$defs/selection/properties/" + key + "/default"));
    }

    assertEquals(
        Documents.valid(PolicyDocuments.policy(Documents.bytes(absent))),
        Documents.valid(PolicyDocuments.policy(Documents.bytes(said))));
  }

  @ParameterizedTest
  @CsvSource({
    "/cloud,                 /properties/cloud/default",
    "/description,           /properties/description/default",
    "/apps/0/maxConnections, /properties/apps/items/properties/maxConnections/default"
  })
  @Tag("E1")
  void absentInAnEnvironmentMeansThePublishedDefault(String place, String published) {
    ObjectNode absent = Documents.environment();
    int slash = place.lastIndexOf('/');
    ((ObjectNode) absent.at(place.substring(0, slash))).remove(place.substring(slash + 1));
    ObjectNode said =
        Documents.with(absent.deepCopy(), place, ENVIRONMENT.at(published).toString());

    assertEquals(
        Documents.valid(PolicyDocuments.environment(Documents.bytes(absent))),
        Documents.valid(PolicyDocuments.environment(Documents.bytes(said))));
  }

  /** Calls for each schema of a key, an item or an alternative that people write. */
  private static void eachKey(JsonNode schema, String pointer, BiConsumer<String, JsonNode> each) {
    eachNode(
        schema,
        pointer,
        (at, node) -> {
          node.path("properties")
              .properties()
              .forEach(key -> each.accept(at + "/properties/" + key.getKey(), key.getValue()));
          if (node.path("items").isObject()) {
            each.accept(at + "/items", node.path("items"));
          }
        });
  }

  private static void eachNode(JsonNode node, String pointer, BiConsumer<String, JsonNode> each) {
    if (node.isObject() && !pointer.endsWith("/properties")) {
      each.accept(pointer, node);
    }
    for (String key : new TreeSet<>(node.properties().stream().map(Map.Entry::getKey).toList())) {
      if (!List.of("examples", "default", "enum").contains(key)
          || pointer.endsWith("/properties")) {
        eachNode(node.get(key), pointer + "/" + key, each);
      }
    }
  }

  private static JsonNode resolved(JsonNode schema, JsonNode rule) {
    return schema.at(rule.path("$ref").asText().substring(1));
  }

  private static List<String> texts(JsonNode values) {
    return StreamSupport.stream(values.spliterator(), false).map(JsonNode::asText).toList();
  }

  private static JsonNode schema(String name) {
    try (InputStream in = SchemaTest.class.getResourceAsStream("/schema/" + name)) {
      return JsonText.MAPPER.readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
