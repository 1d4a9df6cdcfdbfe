package dev.rollcall.localtenant.graph.mailbox;

/**
 * Where a mailbox lives: Graph opens the ones, EWS of the organisation's own servers the others.
 */
public enum Location {
  ONLINE,
  ON_PREMISES
}
