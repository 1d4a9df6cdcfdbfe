package dev.rollcall.model;

/**
 * A mailbox that a policy writes to.
 *
 * @param id the directory's immutable object id; it stays when the mailbox moves
 * @param address its primary mail address, for people to read and for Exchange Server to find it
 * @param location where it lives now
 */
public record Mailbox(TargetId id, String address, Location location) {

  /** A mailbox in Exchange Online. */
  public Mailbox(TargetId id, String address) {
    this(id, address, Location.ONLINE);
  }

  /** The same mailbox, living there. */
  public Mailbox at(Location where) {
    return new Mailbox(id, address, where);
  }
}
