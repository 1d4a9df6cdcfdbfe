package dev.rollcall.target;

import dev.rollcall.model.TargetId;
import java.util.Optional;

/**
 * A wish to look at one target.
 *
 * @param target the target
 * @param place where in it we write, as an earlier observation answered it; empty if not known yet
 * @param depth how much to read
 * @param deltaToken what an earlier observation answered; needed for {@link Depth#DRIFT}, which
 *     falls back to {@link Depth#WHOLE} without one or when it has expired
 */
public record ObserveRequest(
    TargetId target, Optional<String> place, Depth depth, Optional<String> deltaToken) {

  /** How much of a target to read. */
  public enum Depth {
    /** What changed since the delta token. */
    DRIFT,
    /** Every item, with our stamps. */
    WHOLE
  }
}
