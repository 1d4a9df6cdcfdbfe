package dev.rollcall.localtenant.graph.mailbox;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A contact in a mailbox; guarded by the mailbox. */
public final class StoredContact {

  /** A picture. */
  public record Photo(String contentType, byte[] bytes) {}

  /** Canonical id of {@code PidTagSearchKey}. */
  public static final String SEARCH_KEY = "Binary 0x300b";

  private final long number;
  private final StoredFolder folder;
  private final Instant created;
  private final long createdAt;
  private ObjectNode content = JsonNodeFactory.instance.objectNode();
  private Map<String, String> extended = Map.of();
  private boolean ownFileAs;
  private @Nullable Photo photo;
  private Instant modified;
  private String searchKey = "";
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

  public long number() {
    return number;
  }

  public StoredFolder folder() {
    return folder;
  }

  /** The properties that have a value. */
  public ObjectNode content() {
    return content;
  }

  /** By canonical id. */
  public Map<String, String> extended() {
    return extended;
  }

  public boolean hasOwnFileAs() {
    return ownFileAs;
  }

  public Optional<Photo> photo() {
    return Optional.ofNullable(photo);
  }

  public Instant created() {
    return created;
  }

  public Instant modified() {
    return modified;
  }

  /** The mailbox's change number when it was made. */
  public long createdAt() {
    return createdAt;
  }

  /** The mailbox's change number when it was last changed. */
  public long changedAt() {
    return changedAt;
  }

  void replace(ObjectNode newContent, Map<String, String> newExtended, boolean newOwnFileAs) {
    content = newContent;
    extended = newExtended;
    ownFileAs = newOwnFileAs;
  }

  void photo(@Nullable Photo picture) {
    photo = picture;
  }

  void changed(Instant now, long at) {
    modified = now;
    changedAt = at;
  }

  /**
   * A hidden property by its canonical id. Every contact has a search key from its first day on,
   * which goes along when it is copied.
   */
  public synchronized Optional<String> property(String id) {
    if (!id.equals(SEARCH_KEY) || extended.containsKey(id)) {
      return Optional.ofNullable(extended.get(id));
    }
    if (searchKey.isEmpty()) {
      UUID unique = UUID.randomUUID();
      byte[] bytes =
          ByteBuffer.allocate(16)
              .putLong(unique.getMostSignificantBits())
              .putLong(unique.getLeastSignificantBits())
              .array();
      searchKey = Base64.getEncoder().encodeToString(bytes);
    }
    return Optional.of(searchKey);
  }
}
