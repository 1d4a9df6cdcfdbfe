package dev.rollcall.source.folder;

import dev.rollcall.client.http.ClientException;
import dev.rollcall.model.Problem;
import dev.rollcall.policy.Environment;
import dev.rollcall.policy.OnPremises;
import dev.rollcall.source.SourceUnavailable;
import java.util.List;

/** Why a folder cannot be read, for the administrator whose policy names it. */
final class FolderProblems {

  /** How many folders are named at most where one is missing. */
  private static final int NAMED = 20;

  private static final String UNCHANGED = "Nothing was changed. ";

  private FolderProblems() {}

  /** The mailbox is unknown to the organisation. */
  static SourceUnavailable noMailbox() {
    return unavailable(
        "sourceMailboxMissing",
        "The organisation has no mailbox of the address in source.mailbox.",
        "Correct source.mailbox, or restore the mailbox. The address of a group or of a mail"
            + " contact is none of a mailbox.");
  }

  /**
   * There is no such folder.
   *
   * @param level how many folders of the path are there
   * @param where what the path begins in, such as {@code Contacts}
   * @param there the names of the folders that are there instead
   */
  static SourceUnavailable noFolder(
      List<String> path, int level, String where, List<String> there) {
    String in = level == 0 ? where : where + "/" + String.join("/", path.subList(0, level));
    return unavailable(
        "sourceFolderMissing",
        "There is no contact folder '" + path.get(level) + "' in '" + in + "'.",
        "Correct source.folder. "
            + (there.isEmpty()
                ? "'" + in + "' has no contact folders in it."
                : "'" + in + "' has: " + listed(there) + "."));
  }

  /** There is no such public folder, as far as the mailbox sees that is used. */
  static SourceUnavailable noPublicFolder(
      List<String> path, int level, String where, List<String> there) {
    Problem missing = noFolder(path, level, where, there).problem();
    return unavailable(
        missing.code(),
        missing.cause(),
        missing.remedy().substring(UNCHANGED.length())
            + " Folders that the mailbox in source.mailbox may not read are not seen: give it the"
            + " permission Reviewer with Add-PublicFolderClientPermission.");
  }

  /** The folder is there and is not made for contacts. */
  static SourceUnavailable notForContacts(String name, List<String> there) {
    return unavailable(
        "sourceFolderNotContacts",
        "The folder '" + name + "' is not made for contacts, so it cannot be a source of them.",
        "Name a folder with contacts in source.folder. "
            + (there.isEmpty()
                ? "There is none beside it."
                : "Beside it there are: " + listed(there) + "."));
  }

  /** What the service refused. */
  static SourceUnavailable of(ClientException failure) {
    Problem problem = failure.problem();
    Problem told =
        switch (problem.code()) {
          case "recipientGone" -> noMailbox().problem();
          case "mailboxNotEnabled", "mailboxNotSupported" ->
              reworded(
                  problem,
                  "The mailbox that the policy reads is inactive, soft-deleted, without licence or"
                      + " on-premises.",
                  "Restore or license it. One that is on-premises is read with an environment of"
                      + " the kind hybrid or onPremises, which names the server's web services.");
          case "mailboxOutOfScope" ->
              reworded(
                  problem,
                  "The app may not read the mailbox that the policy reads: it is outside the"
                      + " mailboxes the app is limited to, or the permission is missing.",
                  "Extend the management scope of the app's Exchange role to this mailbox, or grant"
                      + " the permission. Changes need up to two hours.");
          case "ewsMailboxUnknown", "autodiscoverAddressUnknown" ->
              reworded(
                  problem,
                  "The organisation's servers have no mailbox of the address in source.mailbox.",
                  "Correct source.mailbox, or restore the mailbox. One that was moved to Exchange"
                      + " Online is read there with an environment of the kind hybrid.");
          case "folderRefused" ->
              reworded(
                  problem,
                  "The mailbox or login that is used may not read the folder in source.folder.",
                  "Give it the permission Reviewer: on a public folder with"
                      + " Add-PublicFolderClientPermission, on a mailbox's folder with"
                      + " Add-MailboxFolderPermission, or let the login act for the mailbox.");
          default -> problem;
        };
    return new SourceUnavailable(told, failure);
  }

  /**
   * The account that reads the organisation's own Exchange.
   *
   * @throws SourceUnavailable if the environment names none
   */
  static String reader(Environment environment) {
    return environment
        .onPremises()
        .flatMap(OnPremises::ews)
        .map(OnPremises.Ews::account)
        .orElseThrow(
            () ->
                unavailable(
                    "sourceServersUnknown",
                    "The folder is on the organisation's own servers, and the environment names no"
                        + " Exchange server.",
                    "Write onPremises.ews into the environment, or correct source.location."));
  }

  /** At most so many names, in the alphabet's order. */
  static String listed(List<String> names) {
    List<String> sorted = names.stream().sorted(String.CASE_INSENSITIVE_ORDER).toList();
    List<String> shown = sorted.subList(0, Math.min(NAMED, sorted.size()));
    return String.join(", ", shown)
        + (shown.size() < sorted.size() ? " and " + (sorted.size() - shown.size()) + " more" : "");
  }

  static SourceUnavailable unavailable(String code, String cause, String remedy) {
    return new SourceUnavailable(
        Problem.lasting(code, cause, UNCHANGED + remedy, ""), new IllegalStateException(code));
  }

  private static Problem reworded(Problem problem, String cause, String remedy) {
    return new Problem(
        problem.code(),
        cause,
        UNCHANGED + remedy,
        problem.service(),
        problem.retryAfter(),
        problem.passing(),
        problem.message());
  }
}
