package dev.rollcall.localtenant.organisation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * One object of the directory, with its properties as Graph names them. Guarded by its
 * organisation's lock.
 */
public final class DirectoryObject {

  /** What it is. */
  public enum Kind {
    USER,
    CONTACT,
    GROUP,
    /** A computer or phone: a member of groups that is no recipient. */
    DEVICE
  }

  private final Kind kind;
  private final String id;
  private final ObjectNode properties;
  private final Set<String> members = new LinkedHashSet<>();
  private String purpose = "";
  private boolean unreadable;
  private boolean dynamic;
  private Optional<Photo> photo = Optional.empty();

  /** A photo and which one it is: a new one has a new version. */
  public record Photo(byte[] jpeg, int version) {}

  DirectoryObject(Kind kind, String id, ObjectNode properties) {
    this.kind = kind;
    this.id = id;
    this.properties = properties;
    properties.put("id", id);
  }

  public Kind kind() {
    return kind;
  }

  public String id() {
    return id;
  }

  /** Its properties, as Graph names them. */
  public ObjectNode properties() {
    return properties;
  }

  public String text(String property) {
    return properties.path(property).asText("");
  }

  /** A group's direct members, by id. */
  public Set<String> members() {
    return members;
  }

  /**
   * What its mailbox is for: {@code user}, {@code shared}, {@code room}, {@code equipment}; empty
   * if it has none.
   */
  public String purpose() {
    return purpose;
  }

  void purpose(String newPurpose) {
    purpose = newPurpose;
  }

  public boolean hasMailbox() {
    return !purpose.isEmpty();
  }

  /** Whether the app may not read its properties when it is met as a member. */
  public boolean isUnreadable() {
    return unreadable;
  }

  void unreadable(boolean newUnreadable) {
    unreadable = newUnreadable;
  }

  /** Whether it is a dynamic distribution group, which Graph never shows. */
  public boolean isDynamic() {
    return dynamic;
  }

  void dynamic(boolean newDynamic) {
    dynamic = newDynamic;
  }

  public Optional<Photo> photo() {
    return photo;
  }

  void photo(Optional<Photo> newPhoto) {
    photo = newPhoto;
  }
}
