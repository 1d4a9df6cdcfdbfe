package dev.rollcall.client.ews;

import java.util.Locale;
import java.util.Optional;

/**
 * A folder as the server shows it.
 *
 * @param id its id
 * @param name its display name
 * @param folderClass such as {@code IPF.Contact}; empty if the server does not say
 * @param childFolders how many folders are in it; 0 if the server does not say
 * @param items how many items are in it; 0 if the server does not say
 * @param contentMailbox the id of the mailbox that holds a public folder's items; empty for
 *     anything else
 */
public record EwsFolder(
    String id,
    String name,
    String folderClass,
    int childFolders,
    int items,
    Optional<String> contentMailbox) {

  private static final String CONTACT_CLASS = "IPF.Contact";

  /** Whether it is made for contacts. */
  public boolean isForContacts() {
    String lower = folderClass.toLowerCase(Locale.ROOT);
    return lower.equals("ipf.contact") || lower.startsWith("ipf.contact.");
  }

  /** The class of the folders we make. */
  static String contactClass() {
    return CONTACT_CLASS;
  }
}
