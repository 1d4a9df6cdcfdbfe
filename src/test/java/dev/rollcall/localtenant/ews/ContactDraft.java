package dev.rollcall.localtenant.ews;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.rollcall.localtenant.graph.mailbox.CardContent;
import dev.rollcall.localtenant.graph.mailbox.ContactSchema;
import dev.rollcall.localtenant.graph.mailbox.StoredContact;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A contact while it is being written. Nothing is in the mailbox before all of it was taken. */
final class ContactDraft {

  private static final Set<String> NAME_PARTS =
      Set.of("givenName", "middleName", "surname", "title", "generation");

  private final ObjectNode content;
  private final Map<String, String> extended;
  private final int maxText;
  private boolean ownFileAs;
  private boolean nameParts;
  private boolean displayName;

  private ContactDraft(
      ObjectNode content, Map<String, String> extended, boolean ownFileAs, int maxText) {
    this.content = content;
    this.extended = extended;
    this.ownFileAs = ownFileAs;
    this.maxText = maxText;
  }

  /**
   * @param maxText the longest text of a property other than the notes; 0 for any
   */
  static ContactDraft fresh(int maxText) {
    return new ContactDraft(
        JsonNodeFactory.instance.objectNode(), new LinkedHashMap<>(), false, maxText);
  }

  static ContactDraft of(StoredContact contact, int maxText) {
    return new ContactDraft(
        contact.content().deepCopy(),
        new LinkedHashMap<>(contact.extended()),
        contact.hasOwnFileAs(),
        maxText);
  }

  CardContent done() {
    for (String list : List.of("businessPhones", "homePhones", "emailAddresses", "imAddresses")) {
      trim(list);
    }
    ContactSchema.complete(content, nameParts && !displayName, ownFileAs);
    return new CardContent(content, extended, ownFileAs);
  }

  /** Slots at the end that are empty are not there. */
  private void trim(String list) {
    if (content.get(list) instanceof ArrayNode slots) {
      while (!slots.isEmpty() && slots.get(slots.size() - 1).isNull()) {
        slots.remove(slots.size() - 1);
      }
      if (slots.isEmpty()) {
        content.remove(list);
      }
    }
  }

  void text(String name, String value) {
    nameParts |= NAME_PARTS.contains(name);
    displayName |= name.equals("displayName");
    if (name.equals("fileAs")) {
      ownFileAs = !value.isEmpty();
    }
    put(name, checked(name, value));
  }

  /** What the name it is filed under is made of from now on is for the service to know. */
  void fileAsIsMade() {
    ownFileAs = false;
  }

  void notes(String value) {
    put("personalNotes", value);
  }

  void put(String name, String value) {
    if (value.isEmpty()) {
      content.remove(name);
    } else {
      content.put(name, value);
    }
  }

  void texts(String name, List<String> values) {
    if (values.isEmpty()) {
      content.remove(name);
    } else {
      ArrayNode array = content.putArray(name);
      values.forEach(value -> array.add(checked(name, value)));
    }
  }

  void slot(String list, int slot, String value) {
    slot(list, slot, value.isEmpty() ? NullNode.instance : TextNode.valueOf(checked(list, value)));
  }

  /** A mail address; an empty one empties its slot. */
  void email(int slot, String address, Optional<String> name) {
    if (address.isEmpty()) {
      slot("emailAddresses", slot, NullNode.instance);
      return;
    }
    ObjectNode email = JsonNodeFactory.instance.objectNode();
    email
        .put("name", checked("emailAddresses", name.filter(n -> !n.isEmpty()).orElse(address)))
        .put("address", checked("emailAddresses", address));
    slot("emailAddresses", slot, email);
  }

  private void slot(String list, int slot, JsonNode value) {
    ArrayNode slots = content.get(list) instanceof ArrayNode known ? known : content.putArray(list);
    while (slots.size() <= slot) {
      slots.addNull();
    }
    slots.set(slot, value);
  }

  void addressPart(String address, String part, String value) {
    ObjectNode parts =
        content.get(address) instanceof ObjectNode known ? known : content.putObject(address);
    if (value.isEmpty()) {
      parts.remove(part);
    } else {
      parts.put(part, checked(part, value));
    }
    if (parts.isEmpty()) {
      content.remove(address);
    }
  }

  /** A property of MAPI: it may be one that has a name of its own. */
  void extended(String id, String value) {
    Optional<Properties.Stored> stored = Properties.stored(id);
    if (stored.isEmpty()) {
      extended.put(id, value);
    } else if (stored.get().slot() < 0) {
      text(stored.get().name(), value);
    } else {
      slot(stored.get().name(), stored.get().slot(), value);
    }
  }

  void removeExtended(String id) {
    if (Properties.stored(id).isPresent()) {
      extended(id, "");
    } else {
      extended.remove(id);
    }
  }

  private String checked(String name, String value) {
    if (maxText > 0 && value.length() > maxText) {
      throw new EwsFailure(
          "ErrorPropertyValidationFailure",
          "The length of the property '" + name + "' exceeds the maximum.");
    }
    return value;
  }
}
