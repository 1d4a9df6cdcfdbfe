package dev.rollcall.client.ews;

/**
 * A folder, by its id or by the name that stands for it in every mailbox.
 *
 * @param value the id, or the name
 * @param isName whether it is such a name
 */
public record EwsFolderId(String value, boolean isName) {

  /** The mailbox's own contacts. */
  public static final EwsFolderId CONTACTS = new EwsFolderId("contacts", true);

  /** The top of a mailbox's folders. */
  public static final EwsFolderId MESSAGE_ROOT = new EwsFolderId("msgfolderroot", true);

  /** The top of the public folders. */
  public static final EwsFolderId PUBLIC_FOLDERS = new EwsFolderId("publicfoldersroot", true);

  /** A folder by its id. */
  public static EwsFolderId of(String id) {
    return new EwsFolderId(id, false);
  }
}
