package dev.rollcall.localtenant.graph.mailbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.localtenant.graph.GraphFailure;
import dev.rollcall.localtenant.graph.mailbox.ContactValues.Kind;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a contact may hold, and how the service writes it down: what it was given is checked and
 * normalised as Exchange does.
 *
 * @see <a href="https://learn.microsoft.com/graph/api/resources/contact">contact resource type</a>
 *     (read 2026-11-21)
 */
public final class ContactSchema {

  /** Writable properties in the order they are answered. */
  private static final Map<String, Kind> PROPERTIES = properties();

  /** Set by the service. */
  private static final Set<String> READ_ONLY =
      Set.of("id", "changeKey", "createdDateTime", "lastModifiedDateTime", "parentFolderId");

  private static final Set<String> NAME_PARTS =
      Set.of("givenName", "middleName", "surname", "title", "generation");

  private ContactSchema() {}

  private static Map<String, Kind> properties() {
    Map<String, Kind> all = new LinkedHashMap<>();
    all.put("categories", Kind.TEXTS);
    all.put("birthday", Kind.DATE);
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
      all.put(text, Kind.TEXT);
    }
    all.put("imAddresses", Kind.TEXTS);
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
      all.put(text, Kind.TEXT);
    }
    all.put("homePhones", Kind.TEXTS);
    all.put("mobilePhone", Kind.TEXT);
    all.put("businessPhones", Kind.TEXTS);
    all.put("spouseName", Kind.TEXT);
    all.put("personalNotes", Kind.NOTES);
    all.put("children", Kind.TEXTS);
    all.put("emailAddresses", Kind.EMAILS);
    all.put("homeAddress", Kind.ADDRESS);
    all.put("businessAddress", Kind.ADDRESS);
    all.put("otherAddress", Kind.ADDRESS);
    return Collections.unmodifiableMap(all);
  }

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
        ContactValues.put(
            content,
            name,
            ContactValues.normalised(name, kind, given.getValue(), content.get(name), quirks));
      } else if (name.equals("singleValueExtendedProperties")) {
        ExtendedProperties.apply(given.getValue(), extended);
      } else if (!name.startsWith("@odata.")) {
        throw READ_ONLY.contains(name)
            ? GraphFailure.badRequest(
                "ErrorInvalidPropertySet", "The property '" + name + "' is read-only.")
            : unknown(name, "microsoft.graph.contact");
      }
    }
    boolean ownFileAs = body.has("fileAs") ? content.has("fileAs") : contact.hasOwnFileAs();
    complete(content, namesGiven && !body.has("displayName"), ownFileAs);
    contact.replace(interned.content(content), interned.properties(extended), ownFileAs);
  }

  /**
   * Makes the names that the service makes of others.
   *
   * @param stale whether parts of the name were given without the whole
   */
  public static void complete(ObjectNode content, boolean stale, boolean ownFileAs) {
    if (!content.has("displayName") || stale) {
      // The trap: what was given before is overwritten by a name of the service's own.
      ContactValues.put(content, "displayName", ContactValues.text(generatedName(content)));
    }
    if (!ownFileAs) {
      ContactValues.put(content, "fileAs", ContactValues.text(generatedFileAs(content)));
    }
  }

  /** A contact's properties as they are answered; all of them if none is selected. */
  static void render(ObjectNode content, Set<String> select, ObjectNode answer) {
    for (Map.Entry<String, Kind> property : PROPERTIES.entrySet()) {
      String name = property.getKey();
      if (select.isEmpty() || select.contains(name)) {
        JsonNode value = content.get(name);
        answer.set(
            name,
            value != null
                ? ContactValues.filled(value)
                : ContactValues.absent(property.getValue()));
      }
    }
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
