package dev.rollcall.target.mailbox;

import static dev.rollcall.client.graph.GraphUrls.encoded;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.client.graph.GraphContacts;
import dev.rollcall.model.Content;
import dev.rollcall.model.RecordField;
import dev.rollcall.model.RecordKey;
import dev.rollcall.model.TargetId;
import dev.rollcall.plan.ObservedItem;
import java.time.DateTimeException;
import java.time.Instant;

/**
 * The addresses of what is in one contact folder of one mailbox, and how its contacts are read.
 *
 * @param mailbox the mailbox
 * @param place the folder's id, or {@link #DEFAULT}
 */
record MailboxFolder(TargetId mailbox, String place) {

  /**
   * The Contacts folder where its id could not be learned: an empty one, in a mailbox where the
   * name {@code contacts} does not stand for it. It is looked for again with every observation.
   */
  static final String DEFAULT = "default";

  private static final String FIELDS = "$select=id,createdDateTime," + GraphContacts.ALL_FIELDS;

  /** The Contacts folder by its well-known name, which is common but not documented. */
  static String wellKnown(TargetId mailbox) {
    return user(mailbox) + "/contactFolders/contacts?$select=id";
  }

  /** Any contact of the Contacts folder; it knows the folder's id. */
  static String anyContact(TargetId mailbox) {
    return user(mailbox) + "/contacts?$select=id,parentFolderId&$top=1";
  }

  /** The folders in the Contacts folder. */
  static String topFolders(TargetId mailbox) {
    return user(mailbox) + "/contactFolders";
  }

  /** The folders in another folder. */
  static String childFolders(TargetId mailbox, String parent) {
    return topFolders(mailbox) + "/" + encoded(parent) + "/childFolders";
  }

  boolean hasDelta() {
    return !place.equals(DEFAULT);
  }

  String contacts() {
    return hasDelta()
        ? topFolders(mailbox) + "/" + encoded(place) + "/contacts"
        : user(mailbox) + "/contacts";
  }

  String contact(String itemId) {
    return contacts() + "/" + encoded(itemId);
  }

  String photo(String itemId) {
    return contact(itemId) + "/photo/$value";
  }

  /** Every contact with its stamp, in the largest pages the service makes (observed). */
  String listing() {
    return contacts() + "?" + FIELDS + "&$top=1000&" + Stamp.expand();
  }

  /** The first page of a change feed whose later pages show all our fields. */
  String firstDelta() {
    return contacts() + "/delta?" + FIELDS;
  }

  /** The contacts that carry a record's stamp. */
  String stamped(Stamp stamp, RecordKey key) {
    return contacts() + "?" + FIELDS + "&$top=2&" + stamp.filter(key);
  }

  /** An item as it is now, its notes cut down to our part. */
  static ObservedItem observed(JsonNode contact, Stamp stamp) {
    Content content = content(contact);
    return new ObservedItem(
        contact.path("id").asText(),
        stamp.on(contact),
        content,
        content.prints(),
        time(contact.path("createdDateTime").asText("")));
  }

  /** A contact's content, its notes cut down to our part. */
  static Content content(JsonNode contact) {
    Content read = GraphContacts.read(contact);
    String notes = read.text(RecordField.PERSONAL_NOTES);
    return notes.isEmpty()
        ? read
        : read.toBuilder().text(RecordField.PERSONAL_NOTES, NotesFence.ours(notes)).build();
  }

  private static Instant time(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      return Instant.EPOCH;
    }
  }

  private static String user(TargetId mailbox) {
    return "/users/" + encoded(mailbox.value());
  }
}
