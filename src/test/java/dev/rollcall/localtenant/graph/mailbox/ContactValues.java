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
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The values of a contact's properties: what is taken, and how it is kept. */
final class ContactValues {

  /** What a property holds. */
  enum Kind {
    TEXT,
    NOTES,
    TEXTS,
    EMAILS,
    ADDRESS,
    DATE
  }

  private static final Set<String> ADDRESS_PARTS =
      Set.of("street", "city", "state", "postalCode", "countryOrRegion");

  private ContactValues() {}

  /** Sets a property, or takes it away if the value says nothing. */
  static void put(ObjectNode content, String name, JsonNode value) {
    if (value.isNull() || value.isContainerNode() && value.isEmpty()) {
      content.remove(name);
    } else {
      content.set(name, value);
    }
  }

  /** A text, or null for an empty one. */
  static JsonNode text(String text) {
    return text.isEmpty() ? NullNode.instance : TextNode.valueOf(text);
  }

  /** A list without the slots that are empty. */
  static JsonNode filled(JsonNode value) {
    boolean gaps = false;
    for (JsonNode entry : value) {
      gaps |= value.isArray() && entry.isNull();
    }
    if (!gaps) {
      return value;
    }
    ArrayNode filled = JsonNodeFactory.instance.arrayNode();
    value.forEach(
        entry -> {
          if (!entry.isNull()) {
            filled.add(entry);
          }
        });
    return filled;
  }

  static JsonNode absent(Kind kind) {
    return switch (kind) {
      case TEXT, DATE -> NullNode.instance;
      case NOTES -> TextNode.valueOf("");
      case TEXTS, EMAILS -> JsonNodeFactory.instance.arrayNode();
      case ADDRESS -> JsonNodeFactory.instance.objectNode();
    };
  }

  /** A value as the service keeps it; null or empty if it is cleared. */
  static JsonNode normalised(
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
          throw ContactSchema.unknown(part.getKey(), "microsoft.graph.emailAddress");
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
        throw ContactSchema.unknown(part.getKey(), "microsoft.graph.physicalAddress");
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
}
