package dev.rollcall.localtenant.graph.mailbox;

import dev.rollcall.localtenant.graph.GraphFailure;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/** Every mailbox of the organisation. One comes into being when it is first opened. */
public final class Mailboxes {

  private final MailboxOwners owners;
  private final Clock clock;
  private final AtomicReference<MailboxQuirks> quirks =
      new AtomicReference<>(MailboxQuirks.DEFAULT);
  private final Interned interned = new Interned();
  private final Map<String, Mailbox> opened = new ConcurrentHashMap<>();

  public Mailboxes(MailboxOwners owners, Clock clock) {
    this.owners = owners;
    this.clock = clock;
  }

  /** How mailboxes behave from now on where Microsoft does not say. */
  public void quirks(MailboxQuirks now) {
    quirks.set(now);
  }

  public MailboxQuirks quirks() {
    return quirks.get();
  }

  /**
   * What the owner does in a mailbox.
   *
   * @throws IllegalArgumentException if the directory has no such person
   */
  public MailboxUser of(String idOrUpn) {
    MailboxOwners.Owner owner =
        owners
            .owner(idOrUpn)
            .orElseThrow(
                () -> new IllegalArgumentException("the directory has nobody called " + idOrUpn));
    return new MailboxUser(owner, mailbox(owner), this);
  }

  /** The id by which a mailbox is counted; empty if there is no such person. */
  public Optional<String> idOf(String idOrUpn) {
    return owners.owner(idOrUpn).map(MailboxOwners.Owner::id);
  }

  /** A person's mailbox, for an app. */
  Mailbox open(String idOrUpn, boolean write) {
    MailboxOwners.Owner owner =
        owners.owner(idOrUpn).orElseThrow(() -> MailboxState.gone(idOrUpn, quirks()));
    Mailbox mailbox = mailbox(owner);
    boolean here = owner.licensed() && mailbox.location() == Location.ONLINE;
    MailboxState state = here ? mailbox.state() : MailboxState.INACTIVE;
    state.check(idOrUpn, write, quirks());
    return mailbox;
  }

  /**
   * A mailbox by any of its owner's addresses; empty if there is none in that place. Whether its
   * state allows what is asked, the caller finds out.
   */
  public Optional<Mailbox> at(Location place, String address) {
    return owners
        .ownerOf(address)
        .filter(MailboxOwners.Owner::licensed)
        .map(this::mailbox)
        .filter(mailbox -> mailbox.location() == place);
  }

  /** Whether a mailbox was moved to the organisation's own servers; by its owner's id. */
  public boolean isOnPremises(String ownerId) {
    Mailbox mailbox = opened.get(ownerId);
    return mailbox != null && mailbox.location() == Location.ON_PREMISES;
  }

  /** Who has this address. */
  public Optional<MailboxOwners.Owner> ownerOf(String address) {
    return owners.ownerOf(address);
  }

  /** The id of a person who is known to be there. */
  String ownerId(String idOrUpn) {
    return idOf(idOrUpn).orElseThrow(() -> MailboxState.gone(idOrUpn, quirks()));
  }

  private Mailbox mailbox(MailboxOwners.Owner owner) {
    return opened.computeIfAbsent(owner.id(), id -> new Mailbox(id, clock, interned));
  }

  /** Who sends from this mailbox; a failure if there is none to send from. */
  public MailboxOwners.Owner checkSender(String idOrUpn) throws GraphFailure {
    open(idOrUpn, true);
    return owners.owner(idOrUpn).orElseThrow();
  }
}
