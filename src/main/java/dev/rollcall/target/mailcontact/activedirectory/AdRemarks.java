package dev.rollcall.target.mailcontact.activedirectory;

import dev.rollcall.model.Problem;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** What stands in the way of contacts in Active Directory, in words. */
final class AdRemarks {

  private AdRemarks() {}

  static Problem unitMissing() {
    return Problem.lasting(
        "unitMissing",
        "Active Directory has no organisational unit of the name that the policy gives, or hides it"
            + " from the account. Nothing was changed.",
        "Store the policy with the unit's distinguished name as it is now, or let the account read"
            + " the unit. Contacts that were moved are found by their mark.",
        "");
  }

  static Problem writesDenied() {
    return Problem.lasting(
        "contactsNotWritable",
        "The account may not make or change contacts in the organisational unit.",
        "Delegate to it on the unit: create and delete contact objects, and write all properties of"
            + " contact objects. The guide's page on gal has the commands.",
        "");
  }

  static Problem notOurs() {
    return Problem.lasting(
        "contactNotOurs",
        "The contact does not carry the policy's mark any more. It was left as it is, and the policy"
            + " forgets it.",
        "Look at the contact in Active Directory; if nobody needs it, remove it there.",
        "");
  }

  static Problem nameTaken() {
    return Problem.lasting(
        "nameTaken",
        "The organisational unit has an object with the contact's name that is not the policy's"
            + " contact. Nothing was made.",
        "Look for the object in Active Directory, whose name begins with rollcall-, and rename or"
            + " remove it. The next run tries again.",
        "");
  }

  static Problem controllerBehind(Instant until) {
    return Problem.passing(
        "controllerBehind",
        "Another domain controller answers than the one that was written to, and may not know yet"
            + " what was written. Nothing was changed.",
        "Nothing, if the controller that the environment names first comes back; otherwise the"
            + " policy goes on by itself after "
            + until.truncatedTo(ChronoUnit.SECONDS)
            + ".",
        "",
        Optional.empty());
  }
}
