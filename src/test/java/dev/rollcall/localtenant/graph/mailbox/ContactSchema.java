package dev.rollcall.localtenant.graph.mailbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.rollcall.localtenant.graph.GraphFailure;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What a contact may hold, and how the service writes it down: what it was given is checked and
 * normalised as Exchange does.
 *
 * @see <a href="https://learn.microsoft.com/graph/api/resources/contact">contact resource type</a>
 *     (read 2026-11-21)
 */
final class ContactSchema {

  private enum Kind {
    TEXT,
    NOTES,
    TEXTS,
    EMAILS,
    ADDRESS,
    DATE
  }

  /** Writable properties in the order they are answered. */
  private static final Map<String, Kind> PROPERTIES = new LinkedHashMap<>();

  static {
    PROPERTIES.put("categories", Kind.TEXTS);
    PROPERTIES.put("birthday", Kind.DATE);
    for (String text :
        List.of(
            "fileAs",
            "displayName",
            "givenName",
            "initials",
            "middleName",
            "nickName",
            "surname",
            "title",
            "yomiGivenName",
            "yomiSurname",
            "yomiCompanyName",
            "generation")) {
      PROPERTIES.put(text, Kind.TEXT);
    }
    PROPERTIES.put("imAddresses", Kind.TEXTS);
    for (String text :
        List.of(
            "jobTitle",
            "companyName",
            "department",
            "officeLocation",
            "profession",
            "businessHomePage",
            "assistantName",
            "manager")) {
      PROPERTIES.put(text, Kind.TEXT);
    }
    PROPERTIES.put("homePhones", Kind.TEXTS);
    PROPERTIES.put("mobilePhone", Kind.TEXT);
    PROPERTIES.put("businessPhones", Kind.TEXTS);
    PROPERTIES.put("spouseName", Kind.TEXT);
    PROPERTIES.put("personalNotes", Kind.NOTES);
    PROPERTIES.put("children", Kind.TEXTS);
    PROPERTIES.put("emailAddresses", Kind.EMAILS);
    PROPERTIES.put("homeAddress", Kind.ADDRESS);
    PROPERTIES.put("businessAddress", Kind.ADDRESS);
    PROPERTIES.put("otherAddress", Kind.ADDRESS);
  }

  /** Set by the service. */
  private static final Set<String> READ_ONLY =
      Set.of("id", "changeKey", "createdDateTime", "lastModifiedDateTime", "parentFolderId");

  private static final Set<String> NAME_PARTS =
      Set.of("givenName", "middleName", "surname", "title", "generation");

  private static final Set<String> ADDRESS_PARTS =
      Set.of("street", "city", "state", "postalCode", "countryOrRegion");

  private ContactSchema() {}

  static GraphFailure unknown(String property, String type) {
    return GraphFailure.badRequest(
        "RequestBodyRead",
        "The property '"
            + property
            + "' does not exist on type '"
            + type
            + "'. Make sure to only use property names that are defined by the type.");
  }

  /** Refuses a {@code $select} of what there is not. */
  static void checkSelectable(Set<String> names) {
    for (String name : names) {
      if (!PROPERTIES.containsKey(name) && !READ_ONLY.contains(name)) {
        throw GraphFailure.badRequest(
            "RequestBroker--ParseUri",
            "Could not find a property named '" + name + "' on type 'microsoft.graph.contact'.");
      }
    }
  }

  /** Writes a body over a contact's properties, of which only those with a value are kept. */
  static void apply(JsonNode body, StoredContact contact, MailboxQuirks quirks, Interned interned) {
    if (!body.isObject()) {
      throw GraphFailure.badRequest("RequestBodyRead", "The body is not an object.");
    }
    ObjectNode content = contact.content().deepCopy();
    Map<String, String> extended = new LinkedHashMap<>(contact.extended());
    boolean namesGiven = false;
    for (Map.Entry<String, JsonNode> given : body.properties()) {
      String name = given.getKey();
      Kind kind = PROPERTIES.get(name);
      if (kind != null) {
        namesGiven |= NAME_PARTS.contains(name);
        put(content, name, normalised(name, kind, given.getValue(), content.get(name), quirks));
      } else if (name.equals("singleValueExtendedProperties")) {
        ExtendedProperties.apply(given.getValue(), extended);
      } else if (!name.startsWith("@odata.")) {
        throw READ_ONLY.contains(name)
            ? GraphFailure.badRequest(
                "ErrorInvalidPropertySet", "The property '" + name + "' is read-only.")
            : unknown(name, "microsoft.graph.contact");
      }
    }
    if (!content.has("displayName") || namesGiven && !body.has("displayName")) {
      // The trap: what was given before is overwritten by a name of the service's own.
      put(content, "displayName", text(generatedName(content)));
    }
    boolean ownFileAs = body.has("fileAs") ? content.has("fileAs") : contact.hasOwnFileAs();
    if (!ownFileAs) {
      put(content, "fileAs", text(generatedFileAs(content)));
    }
    contact.replace(interned.content(content), interned.properties(extended), ownFileAs);
  }

  /** A contact's properties as they are answered; all of them if none is selected. */
  static void render(ObjectNode content, Set<String> select, ObjectNode answer) {
    for (Map.Entry<String, Kind> property : PROPERTIES.entrySet()) {
      String name = property.getKey();
      if (select.isEmpty() || select.contains(name)) {
        JsonNode value = content.get(name);
        answer.set(name, value != null ? value : absent(property.getValue()));
      }
    }
  }

  private static void put(ObjectNode content, String name, JsonNode value) {
    if (value.isNull() || value.isContainerNode() && value.isEmpty()) {
      content.remove(name);
    } else {
      content.set(name, value);
    }
  }

  private static JsonNode absent(Kind kind) {
    return switch (kind) {
      case TEXT, DATE -> NullNode.instance;
      case NOTES -> TextNode.valueOf("");
      case TEXTS, EMAILS -> JsonNodeFactory.instance.arrayNode();
      case ADDRESS -> JsonNodeFactory.instance.objectNode();
    };
  }

  private static JsonNode normalised(
      String name, Kind kind, JsonNode given, JsonNode before, MailboxQuirks quirks) {
    return switch (kind) {
      case TEXT -> line(name, given, quirks);
      case NOTES -> given.isNull() || given.asText().isEmpty() ? NullNode.instance : string(given);
      case TEXTS -> texts(name, given, quirks);
      case EMAILS -> emails(name, given, quirks);
      case ADDRESS -> address(given, before, quirks);
      case DATE -> day(given);
    };
  }

  private static JsonNode line(String name, JsonNode given, MailboxQuirks quirks) {
    if (given.isNull()) {
      return given;
    }
    JsonNode text = string(given);
    if (quirks.maxTextLength() > 0 && text.textValue().length() > quirks.maxTextLength()) {
      throw GraphFailure.badRequest(
          "ErrorPropertyValidationFailure",
          "The length of the property '" + name + "' exceeds the maximum.");
    }
    return text.textValue().isEmpty() ? NullNode.instance : text;
  }

  private static JsonNode texts(String name, JsonNode given, MailboxQuirks quirks) {
    ArrayNode texts = JsonNodeFactory.instance.arrayNode();
    array(given).forEach(text -> texts.add(line(name, text, quirks)));
    checkCount(name, texts.size(), quirks);
    ArrayNode filled = JsonNodeFactory.instance.arrayNode();
    texts.forEach(
        text -> {
          if (!text.isNull()) {
            filled.add(text);
          }
        });
    return filled;
  }

  private static JsonNode emails(String name, JsonNode given, MailboxQuirks quirks) {
    ArrayNode emails = JsonNodeFactory.instance.arrayNode();
    for (JsonNode email : array(given)) {
      for (Map.Entry<String, JsonNode> part : email.properties()) {
        if (!part.getKey().equals("name") && !part.getKey().equals("address")) {
          throw unknown(part.getKey(), "microsoft.graph.emailAddress");
        }
      }
      String address = email.path("address").asText("");
      if (address.isEmpty()) {
        continue;
      }
      String display = email.path("name").asText("");
      emails.addObject().put("name", display.isEmpty() ? address : display).put("address", address);
    }
    checkCount(name, array(given).size(), quirks);
    return emails;
  }

  /** A part that is left out stays as it was. */
  private static JsonNode address(JsonNode given, JsonNode before, MailboxQuirks quirks) {
    ObjectNode address =
        before instanceof ObjectNode known
            ? known.deepCopy()
            : JsonNodeFactory.instance.objectNode();
    if (given.isNull()) {
      return NullNode.instance;
    }
    for (Map.Entry<String, JsonNode> part : given.properties()) {
      if (!ADDRESS_PARTS.contains(part.getKey())) {
        throw unknown(part.getKey(), "microsoft.graph.physicalAddress");
      }
      put(address, part.getKey(), line(part.getKey(), part.getValue(), quirks));
    }
    return address;
  }

  /** Exchange keeps a birthday as a time shortly before noon in UTC. */
  private static JsonNode day(JsonNode given) {
    if (given.isNull()) {
      return given;
    }
    try {
      return text(
          OffsetDateTime.parse(given.asText()).withOffsetSameInstant(ZoneOffset.UTC).toLocalDate()
              + "T11:59:00Z");
    } catch (DateTimeException e) {
      throw GraphFailure.badRequest(
          "RequestBodyRead",
          "Cannot convert the literal '"
              + given.asText()
              + "' to the expected type"
              + " 'Edm.DateTimeOffset'.");
    }
  }

  private static void checkCount(String name, int count, MailboxQuirks quirks) {
    int most =
        switch (name) {
          case "businessPhones" -> 2;
          case "emailAddresses" -> 3;
          case "homePhones" -> quirks.secondaryCollectionsLimited() ? 2 : Integer.MAX_VALUE;
          case "imAddresses" -> quirks.secondaryCollectionsLimited() ? 3 : Integer.MAX_VALUE;
          default -> Integer.MAX_VALUE;
        };
    if (count > most) {
      throw GraphFailure.badRequest(
          "ErrorInvalidRequest",
          "The multi value property "
              + name.substring(0, 1).toUpperCase(Locale.ROOT)
              + name.substring(1)
              + " has "
              + count
              + " entries, that exceeds the max allowed value of "
              + most);
    }
  }

  private static JsonNode array(JsonNode given) {
    if (given.isArray()) {
      return given;
    }
    throw GraphFailure.badRequest(
        "RequestBodyRead",
        "A node of type '" + given.getNodeType() + "' was read where a collection was expected.");
  }

  private static JsonNode string(JsonNode given) {
    if (given.isTextual()) {
      return given;
    }
    throw GraphFailure.badRequest(
        "RequestBodyRead",
        "Cannot convert a value of type '" + given.getNodeType() + "' to 'Edm.String'.");
  }

  private static JsonNode text(String text) {
    return text.isEmpty() ? NullNode.instance : TextNode.valueOf(text);
  }

  private static String generatedName(ObjectNode content) {
    return join(" ", value(content, "givenName"), value(content, "surname"));
  }

  private static String generatedFileAs(ObjectNode content) {
    String names = join(", ", value(content, "surname"), value(content, "givenName"));
    if (!names.isEmpty()) {
      return names;
    }
    String display = value(content, "displayName");
    return display.isEmpty() ? value(content, "companyName") : display;
  }

  private static String join(String separator, String first, String second) {
    return first.isEmpty() || second.isEmpty() ? first + second : first + separator + second;
  }

  private static String value(ObjectNode content, String name) {
    return content.path(name).asText("");
  }
}
