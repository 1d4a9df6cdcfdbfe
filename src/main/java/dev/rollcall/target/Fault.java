package dev.rollcall.target;

/** Whose fault it is that nothing can be done to a target. */
public enum Fault {
  /** The target's own, or nobody's: through another app it would be the same. */
  TARGET,
  /**
   * The app may not use the target: either this target is closed to it, or all are. Which of the
   * two, one target does not tell.
   */
  ACCESS,
  /** The app's: it cannot log in, or is not known there. It would be the same with every target. */
  APP
}
