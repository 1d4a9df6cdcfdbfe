package dev.rollcall.target.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.model.Content;
import dev.rollcall.model.FieldValue;
import dev.rollcall.model.FieldValue.Member;
import dev.rollcall.model.RecordField;
import dev.rollcall.model.RecordKey;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;

/** What dialects share in reading and writing SCIM's JSON. */
final class Wire {

  static final String ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
  static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private Wire() {}

  static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  /** Our mark, if there is one that can be ours. */
  static Optional<RecordKey> stamp(JsonNode resource) {
    String externalId = resource.path("externalId").asText();
    // A record's key is a kind and an id: other connectors' marks are not.
    if (!externalId.matches("[a-z]+:[^\\p{Cntrl}\\p{Lu}]{1,190}")) {
      return Optional.empty();
    }
    return Optional.of(new RecordKey(externalId));
  }

  /** When it was made; the beginning of time if the service does not say. */
  static Instant created(JsonNode resource) {
    String created = resource.path("meta").path("created").asText();
    try {
      return created.length() == 10
          ? LocalDate.parse(created).atStartOfDay(ZoneOffset.UTC).toInstant()
          : OffsetDateTime.parse(created).toInstant();
    } catch (DateTimeException e) {
      return Instant.EPOCH;
    }
  }

  /** Whether an account may be used; it may if the service does not say. */
  static boolean isActive(JsonNode user) {
    JsonNode active = user.path("active");
    return active.isTextual() ? !active.asText().equalsIgnoreCase("false") : active.asBoolean(true);
  }

  /** Addresses in our form: lower-case, ascending, without the primary one. */
  static List<String> aliases(Collection<String> addresses, String primary) {
    TreeSet<String> aliases = new TreeSet<>();
    addresses.forEach(address -> aliases.add(lower(address)));
    aliases.remove(lower(primary));
    aliases.remove("");
    return List.copyOf(aliases);
  }

  static List<String> texts(JsonNode values) {
    List<String> texts = new ArrayList<>();
    values.forEach(value -> texts.add(value.asText()));
    return texts;
  }

  static ArrayNode array(Collection<String> values) {
    ArrayNode array = JSON.arrayNode();
    values.forEach(array::add);
    return array;
  }

  /** The texts of a field; none if it is absent. */
  static List<String> texts(Content content, RecordField field) {
    return content
        .get(field)
        .map(value -> value instanceof FieldValue.Texts texts ? texts.values() : List.<String>of())
        .orElse(List.of());
  }

  /** The addresses of the members, in their order; none if there are none. */
  static List<String> members(Content content) {
    return content
        .get(RecordField.MEMBERS)
        .map(
            value -> value instanceof FieldValue.Members found ? found.values() : List.<Member>of())
        .orElse(List.of())
        .stream()
        .map(member -> lower(member.address()))
        .distinct()
        .toList();
  }

  /** Members in our form: known by their address only, ascending. */
  static void putMembers(Content.Builder content, Collection<String> addresses) {
    List<Member> members =
        addresses.stream()
            .map(Wire::lower)
            .distinct()
            .map(address -> new Member("", "", address))
            .sorted(Comparator.comparing(Member::address))
            .toList();
    if (!members.isEmpty()) {
      content.put(RecordField.MEMBERS, new FieldValue.Members(members));
    }
  }

  /** The ids of a group's members, without its own: some services list the group itself. */
  static List<String> memberIds(JsonNode group) {
    TreeSet<String> ids = new TreeSet<>();
    group.path("members").forEach(member -> ids.add(member.path("value").asText()));
    ids.remove(group.path("id").asText());
    ids.remove("");
    return List.copyOf(ids);
  }

  static ArrayNode members(Collection<String> ids) {
    ArrayNode members = JSON.arrayNode();
    ids.forEach(id -> members.addObject().put("value", id));
    return members;
  }

  static ObjectNode object(String... schemas) {
    ObjectNode object = JSON.objectNode();
    object.set("schemas", array(List.of(schemas)));
    return object;
  }
}
