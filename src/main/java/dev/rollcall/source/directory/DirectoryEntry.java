package dev.rollcall.source.directory;

import dev.rollcall.model.RecordKey;
import dev.rollcall.policy.Attribute;
import dev.rollcall.policy.RecipientType;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One object of the directory that can be a contact.
 *
 * @param kind what it is
 * @param id its object id
 * @param attributes its values by attribute name
 * @param type what kind of recipient it is, as far as the directory alone tells
 * @param guest whether it is a user of another organisation
 * @param ordinary whether it is a user who can log in and has a licence, and so hardly a shared,
 *     room or equipment mailbox
 */
record DirectoryEntry(
    Kind kind,
    String id,
    Map<String, List<String>> attributes,
    RecipientType type,
    boolean guest,
    boolean ordinary) {

  enum Kind {
    USER("user"),
    CONTACT("contact"),
    GROUP("group");

    private final String prefix;

    Kind(String prefix) {
      this.prefix = prefix;
    }

    RecordKey key(String id) {
      return new RecordKey(prefix + ":" + id.toLowerCase(Locale.ROOT));
    }
  }

  RecordKey key() {
    return kind.key(id);
  }

  String first(Attribute attribute) {
    List<String> values = attributes.get(attribute.document());
    return values == null ? "" : values.get(0);
  }

  boolean hasMail() {
    return attributes.containsKey(Attribute.MAIL.document());
  }

  DirectoryEntry withType(RecipientType newType) {
    return new DirectoryEntry(kind, id, attributes, newType, guest, ordinary);
  }
}
