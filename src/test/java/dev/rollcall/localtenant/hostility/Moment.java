package dev.rollcall.localtenant.hostility;

/** When something happens to a request. */
public enum Moment {
  /** Before it has any effect; what is answered instead then had none. */
  BEFORE,
  /** After it took effect; its answer is lost. */
  AFTER
}
