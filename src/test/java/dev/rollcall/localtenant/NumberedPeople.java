package dev.rollcall.localtenant;

import dev.rollcall.localtenant.organisation.Organisation;

/** The plainest organisation there is, for tests that only need mailboxes. */
final class NumberedPeople {

  private static final int COUNT = 200;

  private NumberedPeople() {}

  /** {@code user1@contoso.onmicrosoft.com} to {@code user200}, each with a mailbox. */
  static Organisation organisation() {
    Organisation organisation = new Organisation("Contoso", "contoso.onmicrosoft.com");
    for (int i = 1; i <= COUNT; i++) {
      organisation.join("user" + i, "User " + i, "user" + i);
    }
    return organisation;
  }
}
