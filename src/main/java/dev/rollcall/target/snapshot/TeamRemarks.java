package dev.rollcall.target.snapshot;

import dev.rollcall.client.emailgistics.TeamAnswer;
import dev.rollcall.model.Problem;

/** What Emailgistics does not do, or does otherwise, in words. */
final class TeamRemarks {

  private TeamRemarks() {}

  static Problem teamEmpty() {
    return Problem.lasting(
        "teamEmpty",
        "Nobody is behind the mailbox any more. An empty team is never sent, so the team stays as"
            + " it was.",
        "Give somebody access to the mailbox, or remove the mailbox in Emailgistics and leave it"
            + " out of the policy.",
        "");
  }

  static Problem teamStays() {
    return Problem.lasting(
        "teamStays",
        "The mailbox is no longer selected. The service offers no way to remove a team, so it stays"
            + " as it was; nothing was sent.",
        "Remove the mailbox in Emailgistics, and set the policy's changes.delete to false if such"
            + " mailboxes shall not be reported any more.",
        "");
  }

  static Problem idMissing() {
    return Problem.lasting(
        "directoryIdMissing",
        "The service knows mailboxes and people by their ids in the directory, and the source has"
            + " none for this mailbox or for somebody in its team. Nothing was sent.",
        "Add a column with the directory's object ids to the spreadsheet, or take the directory as"
            + " the policy's source.",
        "");
  }

  static Problem teamRefused() {
    return Problem.lasting(
        "teamRefused",
        "The service answered, but does not say that it took the team over.",
        "Look at the mailbox in Emailgistics: it may have to be activated there first. It is tried"
            + " again later.",
        "");
  }

  static Problem teamDiffers(TeamAnswer answer) {
    return Problem.lasting(
        "teamDiffers",
        "The team was sent and taken, but the service added "
            + answer.added().size()
            + " and removed "
            + answer.removed().size()
            + ", which is not what was foreseen: somebody changed the team there, or it keeps"
            + " people by itself.",
        "Look at the mailbox's team in Emailgistics.",
        "");
  }

  static Problem rulesChanged(int rules) {
    return Problem.lasting(
        "rulesChanged",
        "The team was sent and taken. The service changed "
            + rules
            + (rules == 1 ? " routing rule" : " routing rules")
            + " that named people who left the team.",
        "Look at the mailbox's routing rules in Emailgistics.",
        "");
  }
}
