package dev.rollcall.source.folder;

import dev.rollcall.mapping.ContactAttributes;
import dev.rollcall.model.Content;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A contact as its folder has it.
 *
 * @param id its id at the service, by which it can be asked for
 * @param changeKey differs after every change, of its photo too
 * @param created when it came into the folder
 * @param searchKey stays the same when it is copied; empty if the service does not say
 * @param photo the photo's own id, where the service tells which contacts have one
 * @param kind whether it may be passed on
 * @param attributes what it says, by the policy's names; empty unless it may be passed on
 */
record FolderItem(
    String id,
    String changeKey,
    Instant created,
    String searchKey,
    Optional<String> photo,
    Kind kind,
    Map<String, List<String>> attributes) {

  /** Whether an item may be passed on. */
  enum Kind {
    CONTACT,
    /** Its owner marked it private. */
    PRIVATE,
    /** A policy of ours wrote it. */
    OURS
  }

  FolderItem {
    attributes = Map.copyOf(attributes);
  }

  /** An item that says this. */
  static FolderItem of(
      String id,
      String changeKey,
      Instant created,
      String searchKey,
      Optional<String> photo,
      Kind kind,
      Content content) {
    return new FolderItem(
        id,
        changeKey,
        created,
        searchKey,
        photo,
        kind,
        kind == Kind.CONTACT ? ContactAttributes.of(content) : Map.of());
  }

  /** Names nobody. */
  @Override
  public String toString() {
    return "FolderItem[" + kind + "]";
  }
}
