package dev.rollcall.localtenant.ews;

import java.util.Optional;

/** Who calls EWS, as found out by how they logged on. */
interface Logon {

  /** By which calls are counted. */
  String name();

  /** The address of the mailbox of its own. */
  Optional<String> mailbox();

  /** Whether it may act as the owner of a mailbox. */
  boolean mayImpersonate(String address);
}
