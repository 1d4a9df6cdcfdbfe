package dev.rollcall.model;

/**
 * Why a record was not written, or an item not touched: the one list that previews, history and
 * counts use.
 *
 * <p>The first group is decided when the source is read, the second when a target is planned or
 * written.
 */
public enum SkipReason {
  /** Two source records would be the same record. */
  DUPLICATE_KEY("The source names this record twice; the first is used."),
  /** Two source records have the same mail address. */
  DUPLICATE_ADDRESS(
      "Another record of the source has the same mail address; both are kept and reported."),
  /** Another policy keeps this record in the same place. */
  IN_ANOTHER_POLICY(
      "Another policy keeps this record there too: contacts are doubled, an account stays."),
  /** The record has nothing a contact could show. */
  NOTHING_TO_SHOW("The record has neither a name nor an address nor a number."),
  /** The selection names it, but it is of a kind the selection does not take. */
  RECIPIENT_TYPE_NOT_SELECTED("The selection does not take recipients of this type."),
  /** The policy's {@code where} does not hold for it. */
  OUTSIDE_WHERE("The policy's where filter leaves this record out."),
  /** The policy's {@code addressFilter} does not take its address. */
  OUTSIDE_ADDRESS_FILTER("The policy's address filter leaves this record out."),
  /** The recipient named by the policy does not exist. */
  RECIPIENT_NOT_FOUND("The policy names a recipient or group that the directory does not have."),
  /** A group member that no contact can be made of (a device, a service principal). */
  NOT_A_RECIPIENT("The group member is not a person, group or contact."),
  /** A member whose properties the app may not read. */
  MEMBER_NOT_READABLE("The app may not read this member's properties."),
  /** A mail contact that Rollcall made, here or elsewhere. */
  MADE_BY_ROLLCALL(
      "Rollcall made this mail contact, here or elsewhere; what came from one address list goes to"
          + " no other."),
  /** A contact that a tool of another maker copied from another organisation. */
  MADE_BY_ANOTHER_TOOL(
      "Another tool brought this contact here from another organisation's address list; what came"
          + " from one address list goes to no other."),
  /** Hidden from address lists, and the policy does not take such recipients. */
  HIDDEN_RECIPIENT(
      "The recipient is hidden from address lists, and the policy does not take such recipients."),
  /** An account that may not sign in, and the policy does not take such recipients. */
  DISABLED_RECIPIENT(
      "The recipient's account is disabled, and the policy does not take such recipients."),
  /** A contact of a folder that its owner marked private. */
  PRIVATE_ITEM("The contact is marked private in its folder, so nobody else gets it."),
  /** A contact of a folder that a policy wrote there. */
  WRITTEN_BY_ROLLCALL(
      "Rollcall wrote this contact into the folder itself; what a policy writes is no policy's source."),
  /** A target that has no mailbox in this organisation. */
  NO_MAILBOX("This recipient has no mailbox in this organisation."),
  /** A value was longer or more numerous than the service takes. */
  VALUE_SPILLED("A value exceeds what a contact can hold; the excess was left out."),
  /** A value could not be brought into the wanted form. */
  VALUE_NOT_NORMALISED("A value could not be brought into the wanted form and was taken as it is."),

  /** The policy does not create or update. */
  CREATE_AND_UPDATE_OFF("The policy does not create or update."),
  /** The policy does not delete. */
  DELETE_OFF("The policy does not delete."),
  /** The source's answer was not proved complete. */
  SOURCE_INCOMPLETE("The source could not be read completely, so nothing is deleted."),
  /** Another record has the same primary address, and a service knows an address once. */
  ADDRESS_NOT_ITS_OWN(
      "Another record of the source has the same mail address, which one account only can have; what the service has of either stays as it is."),
  /** One person's account for an address that several people use. */
  LOOKS_SHARED(
      "This becomes one person's account, though its address looks like one of several people. A shared mailbox would become a functional account."),
  /** The policy makes no accounts of this class of recipients. */
  CLASS_NOT_INCLUDED("The policy makes no accounts of recipients of this class."),
  /** The record has no mail address. */
  NO_ADDRESS("The record has no mail address, and an account needs one."),
  /** The address is in a domain that the policy does not take. */
  OUTSIDE_DOMAINS("The policy takes no addresses of this domain."),
  /** The person may not sign in at the source, and has no account yet. */
  DISABLED_AT_SOURCE("It is disabled at the source; no account is made of it until it is enabled."),
  /** A person behind a mailbox whom a service could not know. */
  TRUSTEE_WITHOUT_ADDRESS("Somebody behind this mailbox has no mail address and is left out."),
  /** Some of those behind a mailbox could not be read. */
  TRUSTEES_UNREAD(
      "Who is behind this mailbox could not be read in full, so what the service has stays as it is."),
  /** A new functional account or team that nobody would be in. */
  NO_MEMBER("Nobody is behind this mailbox that the service could know, so no account is made."),
  /** The account was there before and the policy takes it over. */
  TAKEN_OVER(
      "The service had an account of this address already; the policy keeps it from now on."),
  /** The account was there before and the policy leaves it alone. */
  EXISTS_ALREADY(
      "The service has an account of this address already, and the policy leaves such accounts alone."),
  /** The service knows the address as another kind of account. */
  OTHER_KIND_THERE(
      "The service has this address as another kind of account; it cannot be both. Nothing was changed."),
  /** Removal waits until a second run misses the record too. */
  WAITS_FOR_SECOND_RUN("It is no longer selected; it goes if the next run misses it too."),
  /** Removal waits for the days of grace. */
  WAITS_FOR_GRACE("It is no longer selected; it goes when the policy's days of grace are over."),
  /** The service offers no way to remove it. */
  NOT_REMOVABLE(
      "It is no longer selected; the service offers no way to remove it, so it stays there as it was."),
  /** A policy of the same name made it, and nobody here knows it. */
  UNCLAIMED(
      "A policy of this name made it, which this installation does not remember, and nobody selects"
          + " it: another installation made it, or this one before its state was lost. It stays;"
          + " remove it by hand if nobody needs it."),
  /** The account is disabled, and that is the last step. */
  DISABLED_ONLY("It is no longer selected and was disabled; the policy deletes no such accounts."),
  /** The user deleted the item. */
  DELETED_BY_USER("The user deleted this contact, and the policy respects that."),
  /** The user edited the item. */
  EDITED_BY_USER("The user edited these fields, and the policy keeps the user's edits."),
  /** The target has the item and could not show it. */
  ITEM_UNREAD("The server has this contact and could not show it, so it was left as it is."),
  /** A record whose change failed lately. */
  BACKING_OFF("The last attempts failed; it is tried again later."),
  /** A photo disappeared at the source. */
  PHOTO_NOT_REMOVABLE(
      "The source no longer has a photo; the service cannot remove a contact's photo, so the last one stays."),
  /** A mailbox that left the policy, whose items stay. */
  LEFT_IN_PLACE("The mailbox left the policy, which leaves the contacts in place.");

  private final String sentence;

  SkipReason(String sentence) {
    this.sentence = sentence;
  }

  /** The reason in a plain sentence. */
  public String sentence() {
    return sentence;
  }
}
