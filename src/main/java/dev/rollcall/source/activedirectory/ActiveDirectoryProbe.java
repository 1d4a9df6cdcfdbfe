package dev.rollcall.source.activedirectory;

import dev.rollcall.client.http.ClientException;
import dev.rollcall.client.ldap.LdapClient;
import dev.rollcall.client.ldap.LdapEntry;
import dev.rollcall.client.ldap.LdapFilter;
import dev.rollcall.client.ldap.LdapSearch;
import dev.rollcall.client.ldap.LdapSession;
import dev.rollcall.model.CallMeter;
import dev.rollcall.model.Problem;
import dev.rollcall.policy.Environment;
import dev.rollcall.policy.Selection;
import dev.rollcall.source.DirectoryProbe.Resolved;
import dev.rollcall.source.DirectoryProbe.Sight;
import dev.rollcall.source.LdapProbe;
import dev.rollcall.source.SourceUnavailable;
import dev.rollcall.source.activedirectory.AdObject.Kind;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** Asks Active Directory over LDAP. */
public final class ActiveDirectoryProbe implements LdapProbe {

  /** Mailboxes of rooms, equipment and teams on the organisation's own servers. */
  private static final List<String> WITHOUT_PERSON = List.of("4", "16", "32");

  private final Function<Environment, LdapClient> clients;

  /**
   * @param clients the client of an environment; asked often, so it should keep them
   */
  public ActiveDirectoryProbe(Function<Environment, LdapClient> clients) {
    this.clients = clients;
  }

  @Override
  public Optional<Problem> server(Environment environment, String server) {
    LdapClient client = clients.apply(environment);
    try (LdapSession session = client.open(server, new CallMeter())) {
      session.search(
          new LdapSearch(
              session.base(), LdapSearch.Depth.OBJECT, LdapFilter.all(), List.of("objectClass")));
      return Optional.empty();
    } catch (ClientException e) {
      return Optional.of(e.problem());
    }
  }

  @Override
  public boolean seesRecipients(Environment environment) {
    return any(environment, ObjectReader.RECIPIENTS, List.of("objectGUID"), false).isPresent();
  }

  @Override
  public Optional<Boolean> readsPermissions(Environment environment) {
    return any(
            environment,
            LdapFilter.or(
                WITHOUT_PERSON.stream()
                    .map(details -> LdapFilter.is("msExchRecipientTypeDetails", details))
                    .toList()),
            List.of("msExchMailboxSecurityDescriptor", "nTSecurityDescriptor"),
            true)
        .map(
            entry ->
                entry.has("msExchMailboxSecurityDescriptor") && entry.has("nTSecurityDescriptor"));
  }

  @Override
  public List<Resolved> resolve(Environment environment, List<Selection> selections) {
    try (LdapSession session = clients.apply(environment).open(new CallMeter())) {
      Lookups lookups = new Lookups(new Tree(session, new Proof(), ObjectReader.OF_MAILBOXES));
      for (Selection selection : selections) {
        selection.match(
            group -> want(lookups, group, group.group()),
            recipient -> want(lookups, recipient, recipient.recipient()),
            query -> query,
            unit -> unit);
      }
      lookups.run();
      return selections.stream()
          .map(
              selection ->
                  selection.match(
                      group -> sight(lookups, group.group(), object -> object.kind() == Kind.GROUP),
                      recipient ->
                          sight(
                              lookups,
                              recipient.recipient(),
                              object -> object.kind() != Kind.OTHER),
                      query -> new Resolved(Sight.FOUND, Optional.empty()),
                      unit ->
                          new Resolved(
                              session.entry(unit.dn(), List.of("objectClass")).isPresent()
                                  ? Sight.FOUND
                                  : Sight.MISSING,
                              Optional.empty())))
          .toList();
    } catch (ClientException e) {
      return selections.stream()
          .map(any -> new Resolved(Sight.UNKNOWN, Optional.of(e.problem())))
          .toList();
    }
  }

  private static Selection want(Lookups lookups, Selection selection, String name) {
    lookups.want(name);
    return selection;
  }

  private static Resolved sight(Lookups lookups, String name, Predicate<AdObject> meant) {
    return new Resolved(
        lookups.found(name, meant).isPresent() ? Sight.FOUND : Sight.MISSING, Optional.empty());
  }

  private Optional<LdapEntry> any(
      Environment environment, LdapFilter filter, List<String> attributes, boolean descriptors) {
    try (LdapSession session = clients.apply(environment).open(new CallMeter())) {
      return session.any(
          new LdapSearch(
              session.base(), LdapSearch.Depth.SUBTREE, filter, attributes, descriptors));
    } catch (ClientException e) {
      throw new SourceUnavailable(e.problem(), e);
    }
  }
}
