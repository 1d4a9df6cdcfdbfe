package dev.rollcall.localtenant.graph.mailbox;

import dev.rollcall.localtenant.graph.GraphFailure;

/** What an app finds when it opens a mailbox. */
public enum MailboxState {
  /** It is open. */
  ACTIVE,
  /** Without licence, soft-deleted or on-premises. */
  INACTIVE,
  /** Its owner is no longer in the directory. */
  GONE,
  /** Outside the mailboxes the app is limited to. */
  OUT_OF_SCOPE,
  /** Reads work, writes do not. */
  FULL,
  /** It is being moved to another database. */
  MOVING;

  /**
   * @throws GraphFailure if a request is refused
   */
  void check(String named, boolean write, MailboxQuirks quirks) {
    switch (this) {
      case ACTIVE -> {}
      case INACTIVE ->
          throw new GraphFailure(
              404,
              "MailboxNotEnabledForRESTAPI",
              "The mailbox is either inactive, soft-deleted, or is hosted on-premise.");
      case GONE -> throw gone(named, quirks);
      case OUT_OF_SCOPE ->
          throw new GraphFailure(
              403, "ErrorAccessDenied", "Access is denied. Check credentials and try again.");
      case FULL -> {
        if (write) {
          throw new GraphFailure(
              507,
              "ErrorQuotaExceeded",
              "The operation failed because the mailbox has exceeded its quota.");
        }
      }
      case MOVING ->
          throw new GraphFailure(
              503, "ErrorMailboxMoveInProgress", "Mailbox move in progress. Try again later.");
    }
  }

  static GraphFailure gone(String named, MailboxQuirks quirks) {
    return quirks.goneIsErrorInvalidUser()
        ? new GraphFailure(
            404, "ErrorInvalidUser", "The requested user '" + named + "' is invalid.")
        : new GraphFailure(
            404,
            "Request_ResourceNotFound",
            "Resource '"
                + named
                + "' does not exist or one of its queried reference-property objects are not"
                + " present.");
  }
}
