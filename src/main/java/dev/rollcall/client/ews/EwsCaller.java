package dev.rollcall.client.ews;

import java.util.Optional;

/**
 * Whom a request acts for, and where it has to be answered.
 *
 * @param smtp the address of the mailbox that is acted for
 * @param anchor the address whose server answers; the mailbox's own if empty
 * @param publicFolderMailbox the mailbox that holds the public folder; empty for anything else
 * @see <a
 *     href="https://learn.microsoft.com/exchange/client-developer/exchange-web-services/how-to-route-public-folder-content-requests">Public
 *     folder content requests</a> (read 2026-11-21)
 */
public record EwsCaller(
    String smtp, Optional<String> anchor, Optional<String> publicFolderMailbox) {

  /**
   * @throws IllegalArgumentException if an address could not be a header's value
   */
  public EwsCaller {
    checked(smtp);
    anchor.ifPresent(EwsCaller::checked);
    publicFolderMailbox.ifPresent(EwsCaller::checked);
  }

  /** Acts for a mailbox, in that mailbox. */
  public static EwsCaller of(String smtp) {
    return new EwsCaller(smtp, Optional.empty(), Optional.empty());
  }

  /** The same caller, routed to a public folder mailbox. */
  public EwsCaller routedTo(String newAnchor, String newPublicFolderMailbox) {
    return new EwsCaller(smtp, Optional.of(newAnchor), Optional.of(newPublicFolderMailbox));
  }

  /** Nobody is named in logs. */
  @Override
  public String toString() {
    return "EwsCaller";
  }

  /** Whether a mailbox can be named by this address: without blanks, and in ASCII. */
  public static boolean isAddress(String address) {
    return !address.isBlank() && address.chars().noneMatch(c -> c <= ' ' || c >= 0x7f);
  }

  private static void checked(String address) {
    if (!isAddress(address)) {
      throw new IllegalArgumentException("a mailbox's address has no blanks and only ASCII");
    }
  }
}
