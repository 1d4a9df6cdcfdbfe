package dev.rollcall.localtenant.graph.mailbox;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A contact in a mailbox; guarded by the mailbox. */
final class StoredContact {

  /** A picture. */
  record Photo(String contentType, byte[] bytes) {}

  private final long number;
  private final StoredFolder folder;
  private final Instant created;
  private final long createdAt;
  private ObjectNode content = JsonNodeFactory.instance.objectNode();
  private Map<String, String> extended = Map.of();
  private boolean ownFileAs;
  private @Nullable Photo photo;
  private Instant modified;
  private long changedAt;

  /**
   * @param number its own in the mailbox, for ever
   * @param at the mailbox's change number
   */
  StoredContact(long number, StoredFolder folder, Instant now, long at) {
    this.number = number;
    this.folder = folder;
    this.created = now;
    this.createdAt = at;
    this.modified = now;
    this.changedAt = at;
  }

  long number() {
    return number;
  }

  StoredFolder folder() {
    return folder;
  }

  /** The properties that have a value. */
  ObjectNode content() {
    return content;
  }

  /** By canonical id. */
  Map<String, String> extended() {
    return extended;
  }

  boolean hasOwnFileAs() {
    return ownFileAs;
  }

  Optional<Photo> photo() {
    return Optional.ofNullable(photo);
  }

  Instant created() {
    return created;
  }

  Instant modified() {
    return modified;
  }

  /** The mailbox's change number when it was made. */
  long createdAt() {
    return createdAt;
  }

  /** The mailbox's change number when it was last changed. */
  long changedAt() {
    return changedAt;
  }

  void replace(ObjectNode newContent, Map<String, String> newExtended, boolean newOwnFileAs) {
    content = newContent;
    extended = newExtended;
    ownFileAs = newOwnFileAs;
  }

  void photo(Photo picture) {
    photo = picture;
  }

  void changed(Instant now, long at) {
    modified = now;
    changedAt = at;
  }
}
