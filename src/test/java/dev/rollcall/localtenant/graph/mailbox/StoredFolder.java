package dev.rollcall.localtenant.graph.mailbox;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A contact folder of a mailbox; guarded by the mailbox. */
final class StoredFolder {

  /** A contact that was deleted: its number, when it was made and when deleted. */
  record Tombstone(long number, long createdAt, long deletedAt) {}

  private final String id;
  private final @Nullable StoredFolder parent;
  private String name;
  private final Map<Long, StoredContact> contacts = new LinkedHashMap<>();
  private final List<Tombstone> tombstones = new ArrayList<>();
  private final List<StoredFolder> children = new ArrayList<>();
  private long changedAt;
  private int generation = 1;

  StoredFolder(String id, @Nullable StoredFolder parent, String name) {
    this.id = id;
    this.parent = parent;
    this.name = name;
  }

  String id() {
    return id;
  }

  /** Null for the default folder. */
  @Nullable StoredFolder parent() {
    return parent;
  }

  String name() {
    return name;
  }

  void rename(String newName) {
    name = newName;
  }

  /** By number, in the order they were made. */
  Map<Long, StoredContact> contacts() {
    return contacts;
  }

  List<Tombstone> tombstones() {
    return tombstones;
  }

  List<StoredFolder> children() {
    return children;
  }

  /** The mailbox's change number when anything in it last changed. */
  long changedAt() {
    return changedAt;
  }

  void changed(long at) {
    changedAt = at;
  }

  /** Points from which changes were to be read are good in one generation only. */
  int generation() {
    return generation;
  }

  void forgetChanges() {
    generation++;
  }
}
