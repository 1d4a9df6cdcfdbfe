package dev.rollcall.source.activedirectory;

import dev.rollcall.client.http.ClientException;
import dev.rollcall.client.ldap.LdapClient;
import dev.rollcall.client.ldap.LdapFilter;
import dev.rollcall.client.ldap.LdapSession;
import dev.rollcall.model.CallMeter;
import dev.rollcall.model.Location;
import dev.rollcall.model.Mailbox;
import dev.rollcall.model.Problem;
import dev.rollcall.policy.Environment;
import dev.rollcall.source.MailboxLocations;
import dev.rollcall.source.SourceUnavailable;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;

/**
 * Tells where mailboxes live by what Exchange wrote into Active Directory: one request for every
 * 1,000 mailboxes on the organisation's own servers, or for every fifty that are asked for, if
 * those are few.
 */
public final class ActiveDirectoryLocations implements MailboxLocations {

  /** Beyond so many mailboxes it is cheaper to ask for all there are. */
  private static final int FEW = 200;

  private static final String SMTP = "smtp:";
  private static final List<String> ATTRIBUTES =
      List.of(
          "objectClass",
          "objectGUID",
          "mail",
          "proxyAddresses",
          "homeMDB",
          "targetAddress",
          "msExchRecipientTypeDetails");

  private final Function<Environment, LdapClient> clients;

  /**
   * @param clients the client of an environment; asked often, so it should keep them
   */
  public ActiveDirectoryLocations(Function<Environment, LdapClient> clients) {
    this.clients = clients;
  }

  @Override
  public Set<String> onPremises(Environment environment, List<Mailbox> mailboxes, CallMeter meter) {
    Set<String> wanted = new HashSet<>();
    mailboxes.forEach(mailbox -> wanted.add(mailbox.address().toLowerCase(Locale.ROOT)));
    Set<String> found = new HashSet<>();
    Proof proof = new Proof();
    try (LdapSession session = clients.apply(environment).open(meter)) {
      Tree tree = new Tree(session, proof, ATTRIBUTES);
      String what = "the mailboxes on the organisation's own servers";
      if (wanted.size() <= FEW) {
        tree.searchAny(
            wanted.stream()
                .sorted()
                .map(address -> LdapFilter.is("proxyAddresses", SMTP + address))
                .toList(),
            what,
            object -> note(object, wanted, found));
      } else {
        tree.search(LdapFilter.has("homeMDB"), what, object -> note(object, wanted, found));
      }
    } catch (ClientException e) {
      throw new SourceUnavailable(e.problem(), e);
    }
    List<String> shortfalls = proof.completeness().shortfalls();
    if (!shortfalls.isEmpty()) {
      throw new SourceUnavailable(
          Problem.lasting(
              "mailboxLocationsIncomplete",
              shortfalls.get(0),
              "Nothing was changed, since nobody knows which mailboxes live on the organisation's own"
                  + " servers. The next run asks again.",
              ""),
          new IllegalStateException("incomplete"));
    }
    return found;
  }

  private static void note(AdObject object, Set<String> wanted, Set<String> found) {
    if (object.mailbox().filter(Location.ON_PREMISES::equals).isEmpty()) {
      return;
    }
    for (String proxy : object.entry().all("proxyAddresses")) {
      if (proxy.regionMatches(true, 0, SMTP, 0, SMTP.length())) {
        String address = proxy.substring(SMTP.length()).toLowerCase(Locale.ROOT);
        if (wanted.contains(address)) {
          found.add(address);
        }
      }
    }
  }
}
