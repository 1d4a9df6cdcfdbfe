package dev.rollcall.notify;

import dev.rollcall.client.http.ClientException;
import dev.rollcall.model.Problem;
import dev.rollcall.run.Announcer;
import java.util.List;

/** What a failure means when it was a mail that was to be sent. */
final class MailProblems {

  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;
  private static final List<String> NO_MAILBOX =
      List.of(
          "ErrorInvalidUser",
          "ErrorNonExistentMailbox",
          "MailboxNotEnabledForRESTAPI",
          "MailboxNotSupportedForRESTAPI");

  private MailProblems() {}

  static Problem noSender() {
    return Problem.lasting(
        Announcer.NO_SENDER,
        "The mail was not sent because the environment names no mailbox to send from.",
        "Add notificationMailbox to the environment, and give its primary app the permission"
            + " Mail.Send.",
        "");
  }

  static Problem noRecipients() {
    return Problem.lasting(
        Announcer.NO_RECIPIENTS,
        "The mail was not sent because nobody is named to send it to.",
        "Add addresses under notify.to: of the policy for summaries, of the environment for"
            + " warnings.",
        "");
  }

  static Problem of(ClientException failure) {
    String service = failure.problem().service();
    if (failure.problem().code().startsWith("ews")
        && NO_MAILBOX.stream().noneMatch(failure::hasCode)) {
      // An Exchange server's statuses mean something else, and the catalogue says what.
      return failure.problem();
    }
    boolean noMailbox =
        failure.status() == NOT_FOUND || NO_MAILBOX.stream().anyMatch(failure::hasCode);
    if (noMailbox) {
      return Problem.lasting(
          "notificationMailboxMissing",
          "There is no usable mailbox of the name that the environment gives as"
              + " notificationMailbox.",
          "Write the user principal name of a shared mailbox or of a licensed user; for a shared"
              + " mailbox no licence is needed.",
          service);
    }
    if (failure.hasCode("ErrorSendAsDenied")) {
      return Problem.lasting(
          "mailFromOtherAddress",
          "The service does not let the app send with the address that the environment gives as"
              + " notificationMailbox.",
          "Write the mailbox's primary address, which has to be its user principal name too.",
          service);
    }
    if (failure.status() == FORBIDDEN) {
      return Problem.lasting(
          "mailNotAllowed",
          "The app may not send mail from the notification mailbox: the permission Mail.Send is"
              + " missing, or the mailbox is outside the mailboxes the app is limited to.",
          "Grant the environment's primary app Mail.Send, for this mailbox at least; setup.sh and"
              + " setup.ps1 do it when told the mailbox. Changes need up to two hours.",
          service);
    }
    if (failure.hasCode("ErrorInvalidRecipients")) {
      return Problem.lasting(
          "mailRecipientsRefused",
          "The service takes one of the recipients for no mail address.",
          "Correct the addresses under notify.to.",
          service);
    }
    return failure.problem();
  }
}
