package dev.rollcall.localtenant.graph.directory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.localtenant.graph.GraphFailure;
import dev.rollcall.localtenant.organisation.DirectoryObject;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Objects as rows of an answer, with the properties asked for.
 *
 * @param select empty for the default properties of each type
 * @param typed whether rows say their type: those of members without a cast
 * @param members whether they are members, which the app may see without reading them
 */
record Rows(List<String> select, boolean typed, boolean members) {

  private static final String EXTENSIONS = "onPremisesExtensionAttributes";

  /** These are never null. */
  private static final Set<String> COLLECTIONS =
      Set.of(
          "businessPhones",
          "proxyAddresses",
          "otherMails",
          "imAddresses",
          "assignedLicenses",
          "groupTypes",
          "phones",
          "addresses");

  /**
   * Rows of one type.
   *
   * @throws GraphFailure if it has not all the properties
   */
  static Rows of(EntityType type, List<String> select, boolean members) {
    select.forEach(type::require);
    return new Rows(select, false, members);
  }

  /**
   * Rows of all types; of the properties, each has those its type has.
   *
   * @throws GraphFailure if no type has one of the properties
   */
  static Rows ofAllTypes(List<String> select) {
    for (String property : select) {
      if (Arrays.stream(EntityType.values()).noneMatch(type -> type.knows(property))) {
        throw GraphFailure.badRequest(
            "Request_BadRequest",
            "Could not find a property named '"
                + property
                + "' on type 'microsoft.graph.directoryObject'.");
      }
    }
    return new Rows(select, true, true);
  }

  ObjectNode row(DirectoryObject object) {
    EntityType type = EntityType.of(object);
    ObjectNode row = JsonNodeFactory.instance.objectNode();
    if (typed) {
      row.put("@odata.type", "#" + type.odataName());
    }
    Set<String> properties = new LinkedHashSet<>();
    properties.add("id");
    properties.addAll(select.isEmpty() ? type.byDefault() : select);
    // Of what the app may not read it gets the id alone.
    boolean shown = !members || !object.isUnreadable();
    for (String property : properties) {
      if (property.equals("id")) {
        row.put("id", object.id());
      } else if (type.knows(property)) {
        row.set(property, shown ? value(object, property) : JsonNodeFactory.instance.nullNode());
      }
    }
    return row;
  }

  private static JsonNode value(DirectoryObject object, String property) {
    JsonNode value = object.properties().path(property);
    if (property.equals(EXTENSIONS) && object.kind() == DirectoryObject.Kind.USER) {
      return extensions(value);
    }
    if (!value.isMissingNode() && !value.isNull()) {
      return value.deepCopy();
    }
    return COLLECTIONS.contains(property)
        ? JsonNodeFactory.instance.arrayNode()
        : JsonNodeFactory.instance.nullNode();
  }

  /** All fifteen, known or not. */
  private static ObjectNode extensions(JsonNode known) {
    ObjectNode all = JsonNodeFactory.instance.objectNode();
    for (int i = 1; i <= 15; i++) {
      String name = "extensionAttribute" + i;
      all.set(name, known.path(name).isTextual() ? known.path(name) : all.nullNode());
    }
    return all;
  }
}
