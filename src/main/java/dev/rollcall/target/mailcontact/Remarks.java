package dev.rollcall.target.mailcontact;

import dev.rollcall.model.Problem;
import java.util.Optional;

/** What an organisation does not do with its contacts, in words. */
public final class Remarks {

  private Remarks() {}

  public static Problem notOurs() {
    return Problem.lasting(
        "notOursAnyMore",
        "The contact does not carry the policy's mark any more: somebody took it over, or changed"
            + " its name and custom attribute. It was left as it is, and the policy forgets it.",
        "Remove it in the Exchange admin centre if nobody needs it.",
        "");
  }

  /** The environment changed under the policy. */
  public static Problem writtenElsewhere() {
    return Problem.lasting(
        "writtenElsewhere",
        "The policy's contacts were written to the other one of Active Directory and Exchange Online"
            + " than the environment now leads to. Nothing was changed, neither here nor there.",
        "Let the policy's target say \"directory\" as its contacts were written, or store the"
            + " environment as it was. To change sides, delete the policy there, which removes its"
            + " contacts, and store another.",
        "");
  }

  public static Problem addressTaken() {
    return Problem.lasting(
        "addressTaken",
        "Another recipient of the organisation has the contact's address.",
        "Find it by the address, and free the address or leave the"
            + " record out. The next run tries again.",
        "");
  }

  public static Problem addressStays(String service) {
    return Problem.lasting(
        "addressStays",
        "Another recipient of the organisation has the contact's new address, so the contact keeps"
            + " its old one; everything else was written.",
        "Find the recipient by the address, and free the address or"
            + " leave the record out. The next run tries again.",
        service);
  }

  public static Problem unitMissing(String service) {
    return Problem.lasting(
        "unitMissing",
        "The organisation has no organisational unit of the name that the policy gives. Nothing was"
            + " made.",
        "Correct the policy's ou, or leave it out: Exchange Online keeps all contacts in one"
            + " unit.",
        service);
  }

  public static Problem notMade() {
    return Problem.passing(
        "contactNotMade",
        "The service did not say whether it made the contact, twice, and the contact is not there.",
        "Nothing: the next run looks for it before it tries again.",
        "",
        Optional.empty());
  }

  public static Problem disableNotOffered() {
    return Problem.lasting(
        "disableNotOffered",
        "A mail contact cannot be disabled. Nothing was changed.",
        "Take disableFirst out of the policy's removal.",
        "");
  }
}
