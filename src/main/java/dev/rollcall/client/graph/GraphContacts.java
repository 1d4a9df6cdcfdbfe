package dev.rollcall.client.graph;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.model.Content;
import dev.rollcall.model.FieldValue;
import dev.rollcall.model.RecordField;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Writes contacts as Graph's {@code contact} resource and reads them back.
 *
 * <p>Graph has several ways to say that a field has no value: it is left out, {@code null}, an
 * empty text, an empty list, an empty address. All of them are read as absent. Each field is
 * cleared the way its kind demands, see {@link RecordField.Kind}.
 *
 * @see <a href="https://learn.microsoft.com/graph/api/resources/contact">contact resource type</a>
 *     (read 2026-11-21)
 */
public final class GraphContacts {

  /** Every field we write, for {@code $select}. */
  public static final String ALL_FIELDS =
      RecordField.OF_CONTACTS.stream().map(RecordField::document).collect(Collectors.joining(","));

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private GraphContacts() {}

  /** A new contact's body: every field that has a value. */
  public static ObjectNode created(Content contact) {
    ObjectNode body = JSON.objectNode();
    contact.forEach((field, value) -> body.set(field.document(), written(field, value)));
    return body;
  }

  /**
   * The body of an update of some fields: their values, or what clears them.
   *
   * @param fields bits by field code
   */
  public static ObjectNode updated(Content contact, long fields) {
    ObjectNode body = JSON.objectNode();
    for (RecordField field : RecordField.OF_CONTACTS) {
      if ((fields & 1L << field.code()) != 0) {
        body.set(
            field.document(),
            contact.get(field).map(value -> written(field, value)).orElseGet(() -> clear(field)));
      }
    }
    return body;
  }

  /** What a contact resource says, in our form. */
  public static Content read(JsonNode resource) {
    Content.Builder contact = Content.empty().toBuilder();
    for (RecordField field : RecordField.OF_CONTACTS) {
      JsonNode node = resource.path(field.document());
      switch (field.kind()) {
        case TEXT -> contact.text(field, text(node));
        case DATE -> contact.text(field, day(text(node)));
        case TEXTS -> contact.texts(field, texts(node));
        case EMAILS -> {
          List<FieldValue.Email> emails = emails(node);
          if (!emails.isEmpty()) {
            contact.put(field, new FieldValue.Emails(emails));
          }
        }
        case ADDRESS -> address(node).ifPresent(address -> contact.put(field, address));
      }
    }
    return contact.build();
  }

  private static JsonNode written(RecordField field, FieldValue value) {
    return value.match(
        text ->
            JSON.textNode(
                field.kind() == RecordField.Kind.DATE ? text.value() + "T12:00:00Z" : text.value()),
        texts -> {
          ArrayNode list = JSON.arrayNode();
          texts.values().forEach(list::add);
          return list;
        },
        emails -> {
          ArrayNode list = JSON.arrayNode();
          for (FieldValue.Email email : emails.values()) {
            ObjectNode entry = list.addObject();
            if (!email.name().isEmpty()) {
              entry.put("name", email.name());
            }
            entry.put("address", email.address());
          }
          return list;
        },
        address -> {
          ObjectNode parts = JSON.objectNode();
          part(parts, "street", address.street());
          part(parts, "city", address.city());
          part(parts, "state", address.state());
          part(parts, "postalCode", address.postalCode());
          part(parts, "countryOrRegion", address.country());
          return parts;
        },
        members -> {
          throw notOfContacts(field);
        });
  }

  private static JsonNode clear(RecordField field) {
    return switch (field.kind()) {
      case TEXT, DATE -> JSON.nullNode();
      case TEXTS, EMAILS -> JSON.arrayNode();
      case ADDRESS -> {
        ObjectNode parts = JSON.objectNode();
        for (String part : List.of("street", "city", "state", "postalCode", "countryOrRegion")) {
          parts.putNull(part);
        }
        yield parts;
      }
      case MEMBERS -> throw notOfContacts(field);
    };
  }

  private static IllegalArgumentException notOfContacts(RecordField field) {
    return new IllegalArgumentException("a contact has no " + field.document());
  }

  /** An address is replaced part by part: a part without a value has to be named. */
  private static void part(ObjectNode parts, String name, String value) {
    if (value.isEmpty()) {
      parts.putNull(name);
    } else {
      parts.put(name, value);
    }
  }

  private static String text(JsonNode node) {
    return node.isTextual() ? node.textValue() : "";
  }

  private static String day(String time) {
    if (time.isEmpty()) {
      return "";
    }
    try {
      return time.length() == 10
          ? LocalDate.parse(time).toString()
          : OffsetDateTime.parse(time)
              .withOffsetSameInstant(ZoneOffset.UTC)
              .toLocalDate()
              .toString();
    } catch (DateTimeException e) {
      return time;
    }
  }

  private static List<String> texts(JsonNode node) {
    List<String> texts = new ArrayList<>(node.size());
    for (JsonNode entry : node) {
      String text = text(entry);
      if (!text.isEmpty()) {
        texts.add(text);
      }
    }
    return texts;
  }

  private static List<FieldValue.Email> emails(JsonNode node) {
    List<FieldValue.Email> emails = new ArrayList<>(node.size());
    for (JsonNode entry : node) {
      String address = text(entry.path("address"));
      if (!address.isEmpty()) {
        emails.add(new FieldValue.Email(text(entry.path("name")), address));
      }
    }
    return emails;
  }

  private static Optional<FieldValue> address(JsonNode node) {
    String street = text(node.path("street"));
    String city = text(node.path("city"));
    String state = text(node.path("state"));
    String postalCode = text(node.path("postalCode"));
    String country = text(node.path("countryOrRegion"));
    return (street + city + state + postalCode + country).isEmpty()
        ? Optional.empty()
        : Optional.of(new FieldValue.Address(street, city, state, postalCode, country));
  }
}
