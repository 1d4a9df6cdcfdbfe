package dev.rollcall.model;

import java.util.Optional;

/** Where a mailbox lives. It may move; what is in it moves along, and gets other ids on the way. */
public enum Location {
  /** In Exchange Online. */
  ONLINE("online"),
  /** On one of the organisation's own Exchange servers. */
  ON_PREMISES("onPremises");

  /** What the place of a folder on-premises begins with, and no id of Exchange Online does. */
  private static final String ON_PREMISES_PLACE = "ews:";

  /** Stands between a mailbox's address and the folder's id. */
  private static final char BETWEEN = '|';

  private final String document;

  Location(String document) {
    this.document = document;
  }

  /** The name in documents. */
  public String document() {
    return document;
  }

  /** The location of this name. */
  public static Optional<Location> named(String document) {
    for (Location location : values()) {
      if (location.document.equals(document)) {
        return Optional.of(location);
      }
    }
    return Optional.empty();
  }

  /** Where the folder is that a target knows by this place; see {@link #place}. */
  public static Location ofPlace(String place) {
    return place.startsWith(ON_PREMISES_PLACE) ? ON_PREMISES : ONLINE;
  }

  /** Whether a place tells the folder; one on-premises may tell the mailbox alone. */
  public static boolean hasFolder(String place) {
    return ofPlace(place) == ONLINE || place.indexOf(BETWEEN) < place.length() - 1;
  }

  /** The address of the mailbox that a place on-premises is in; empty for one online. */
  public static Optional<String> address(String place) {
    int between = place.indexOf(BETWEEN);
    return ofPlace(place) == ONLINE || between < 0
        ? Optional.empty()
        : Optional.of(place.substring(ON_PREMISES_PLACE.length(), between));
  }

  /** What stays known of a place when its folder is to be looked for anew. */
  public static Optional<String> withoutFolder(String place) {
    if (Maker.isPlace(place)) {
      // There is no folder: it tells who we are.
      return Optional.of(place);
    }
    int between = place.indexOf(BETWEEN);
    return ofPlace(place) == ONLINE || between < 0
        ? Optional.empty()
        : Optional.of(place.substring(0, between + 1));
  }

  /** The place of a mailbox on-premises, and of a folder in it if that is known. */
  public static String place(String address, Optional<String> folder) {
    return ON_PREMISES.place(address + BETWEEN + folder.orElse(""));
  }

  /**
   * A folder's place as targets keep it, so that it tells where it is.
   *
   * @param text what the target itself needs to find it
   */
  public String place(String text) {
    return this == ON_PREMISES ? ON_PREMISES_PLACE + text : text;
  }
}
