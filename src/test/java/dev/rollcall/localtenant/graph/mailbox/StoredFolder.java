package dev.rollcall.localtenant.graph.mailbox;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A folder of a mailbox; guarded by the mailbox. */
public final class StoredFolder {

  static final String CONTACTS = "IPF.Contact";

  /** A contact that was deleted: its number, when it was made and when deleted. */
  public record Tombstone(long number, long createdAt, long deletedAt) {}

  private String id;
  private final @Nullable StoredFolder parent;
  private final String folderClass;
  private String name;
  private final Map<Long, StoredContact> contacts = new LinkedHashMap<>();
  private final List<Tombstone> tombstones = new ArrayList<>();
  private final List<StoredFolder> children = new ArrayList<>();
  private long changedAt;
  private int generation = 1;

  StoredFolder(String id, @Nullable StoredFolder parent, String name) {
    this(id, parent, name, CONTACTS);
  }

  StoredFolder(String id, @Nullable StoredFolder parent, String name, String folderClass) {
    this.id = id;
    this.folderClass = folderClass;
    this.parent = parent;
    this.name = name;
  }

  public String id() {
    return id;
  }

  /** The mailbox was moved: nothing has the id it had. */
  void id(String now) {
    id = now;
    generation++;
  }

  /** {@code IPF.Contact}, unless it holds something else. */
  public String folderClass() {
    return folderClass;
  }

  /** Null for the default folder. */
  public @Nullable StoredFolder parent() {
    return parent;
  }

  public String name() {
    return name;
  }

  void rename(String newName) {
    name = newName;
  }

  /** By number, in the order they were made. */
  public Map<Long, StoredContact> contacts() {
    return contacts;
  }

  public List<Tombstone> tombstones() {
    return tombstones;
  }

  public List<StoredFolder> children() {
    return children;
  }

  /** The mailbox's change number when anything in it last changed. */
  public long changedAt() {
    return changedAt;
  }

  void changed(long at) {
    changedAt = at;
  }

  /** Points from which changes were to be read are good in one generation only. */
  public int generation() {
    return generation;
  }

  void forgetChanges() {
    generation++;
  }
}
