package dev.rollcall.localtenant.graph.mailbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/**
 * How folders and contacts of one mailbox are answered.
 *
 * @param base the version root, without a slash at the end
 * @param owner the mailbox's owner's id
 * @param immutable whether ids are immutable ones
 */
record ContactAnswers(String base, String owner, ItemIds ids, boolean immutable) {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** The address of a folder's contacts, as Graph writes it into links. */
  String contactsUrl(StoredFolder folder) {
    return base + "/users('" + owner + "')/contactFolders('" + folder.id() + "')/contacts";
  }

  ObjectNode folder(StoredFolder folder, Set<String> select) {
    ObjectNode answer = JSON.objectNode();
    answer.put("id", folder.id());
    if (select.isEmpty() || select.contains("parentFolderId")) {
      StoredFolder parent = folder.parent();
      // The default folder's parent is the mailbox's root, which is no contact folder.
      answer.put("parentFolderId", parent == null ? ids.folder(-1) : parent.id());
    }
    if (select.isEmpty() || select.contains("displayName")) {
      answer.put("displayName", folder.name());
    }
    return answer;
  }

  ObjectNode contact(StoredContact contact, Set<String> select, Set<String> expand) {
    ObjectNode answer = JSON.objectNode();
    String changeKey = ItemIds.changeKey(contact.changedAt());
    answer.put("@odata.etag", "W/\"" + changeKey + "\"");
    answer.put("id", ids.contact(contact.number(), immutable));
    put(answer, select, "createdDateTime", contact.created().toString());
    put(answer, select, "lastModifiedDateTime", contact.modified().toString());
    put(answer, select, "changeKey", changeKey);
    put(answer, select, "parentFolderId", contact.folder().id());
    ContactSchema.render(contact.content(), select, answer);
    ArrayNode properties = JSON.arrayNode();
    for (String id : expand) {
      contact
          .property(id)
          .ifPresent(value -> properties.addObject().put("id", id).put("value", value));
    }
    if (!properties.isEmpty()) {
      answer.set("singleValueExtendedProperties", properties);
    }
    return answer;
  }

  ObjectNode removed(long number) {
    ObjectNode answer = JSON.objectNode();
    answer.put("@odata.type", "#microsoft.graph.contact");
    answer.put("id", ids.contact(number, immutable));
    answer.putObject("@removed").put("reason", "deleted");
    return answer;
  }

  private static void put(ObjectNode answer, Set<String> select, String name, String value) {
    if (select.isEmpty() || select.contains(name)) {
      answer.put(name, value);
    }
  }
}
