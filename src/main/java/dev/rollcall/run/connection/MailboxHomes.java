package dev.rollcall.run.connection;

import dev.rollcall.model.CallMeter;
import dev.rollcall.model.Location;
import dev.rollcall.model.Mailbox;
import dev.rollcall.policy.Environment;
import dev.rollcall.policy.OnPremises;
import dev.rollcall.source.MailboxLocations;
import dev.rollcall.source.SourceUnavailable;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Where mailboxes live, so that a test asks for none where it is not: an organisation may have them
 * in both places, and a server that does not know one would look as if something were wrong.
 *
 * @param locations tells it in an organisation with both
 */
public record MailboxHomes(MailboxLocations locations) {

  /**
   * Those of these mailboxes that live there; all of them where nobody can tell, since the
   * environment names no Active Directory.
   *
   * @throws SourceUnavailable if Active Directory could not be asked
   */
  List<Mailbox> at(Location where, Environment environment, List<Mailbox> mailboxes) {
    return switch (environment.kind()) {
      case EXCHANGE_ONLINE -> where == Location.ONLINE ? mailboxes : List.of();
      case ON_PREMISES -> where == Location.ON_PREMISES ? mailboxes : List.of();
      case HYBRID ->
          environment.onPremises().flatMap(OnPremises::ldap).isEmpty()
              ? mailboxes
              : told(where, environment, mailboxes);
    };
  }

  private List<Mailbox> told(Location where, Environment environment, List<Mailbox> mailboxes) {
    Set<String> own = locations.onPremises(environment, mailboxes, new CallMeter());
    return mailboxes.stream()
        .filter(
            mailbox ->
                own.contains(mailbox.address().toLowerCase(Locale.ROOT))
                    == (where == Location.ON_PREMISES))
        .toList();
  }
}
