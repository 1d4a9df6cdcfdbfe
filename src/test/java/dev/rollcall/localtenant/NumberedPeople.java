package dev.rollcall.localtenant;

import dev.rollcall.localtenant.graph.mailbox.MailboxOwners;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Two hundred people with a mailbox each, {@code user1} to {@code user200}. */
final class NumberedPeople implements MailboxOwners {

  private static final int COUNT = 200;

  private final Map<String, Owner> people = new HashMap<>();

  NumberedPeople(String domain) {
    for (int i = 1; i <= COUNT; i++) {
      String upn = "user" + i + "@" + domain;
      String id = UUID.nameUUIDFromBytes(upn.getBytes(StandardCharsets.UTF_8)).toString();
      Owner owner = new Owner(id, upn, true);
      people.put(id, owner);
      people.put(upn, owner);
    }
  }

  @Override
  public Optional<Owner> owner(String idOrUpn) {
    return Optional.ofNullable(people.get(idOrUpn.toLowerCase(Locale.ROOT)));
  }
}
