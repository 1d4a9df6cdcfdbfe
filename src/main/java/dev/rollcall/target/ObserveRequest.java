package dev.rollcall.target;

import dev.rollcall.model.Location;
import dev.rollcall.model.Mailbox;
import dev.rollcall.model.TargetId;
import java.util.Optional;

/**
 * A wish to look at one target.
 *
 * @param mailbox the target; what stands for a service has its place for an address
 * @param place where in it we write, as an earlier observation answered it; empty if not known yet
 * @param depth how much to read
 * @param deltaToken what an earlier observation answered; needed for {@link Depth#DRIFT}, which
 *     falls back to {@link Depth#WHOLE} without one or when it has expired
 */
public record ObserveRequest(
    Mailbox mailbox, Optional<String> place, Depth depth, Optional<String> deltaToken) {

  /** A wish to look at a mailbox in Exchange Online, whose address does not matter. */
  public ObserveRequest(
      TargetId target, Optional<String> place, Depth depth, Optional<String> deltaToken) {
    this(new Mailbox(target, ""), place, depth, deltaToken);
  }

  /** The target's id. */
  public TargetId target() {
    return mailbox.id();
  }

  /** Its primary address; may be empty for a mailbox that left the policy. */
  public String address() {
    return mailbox.address();
  }

  /** Where it lives now. */
  public Location location() {
    return mailbox.location();
  }

  /** How much of a target to read. */
  public enum Depth {
    /** What changed since the delta token. */
    DRIFT,
    /** Every item, with our stamps. */
    WHOLE
  }
}
