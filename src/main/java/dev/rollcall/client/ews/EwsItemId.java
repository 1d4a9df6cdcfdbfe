package dev.rollcall.client.ews;

/**
 * An item, and in which state it was seen.
 *
 * @param id the id; changes when the item is moved
 * @param changeKey changes with every change of the item; empty where it is not known
 */
public record EwsItemId(String id, String changeKey) {

  /** An item whose state does not matter. */
  public static EwsItemId of(String id) {
    return new EwsItemId(id, "");
  }
}
