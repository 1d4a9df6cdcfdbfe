package dev.rollcall.source.activedirectory;

import dev.rollcall.client.http.ClientException;
import dev.rollcall.client.ldap.LdapClient;
import dev.rollcall.client.ldap.LdapSession;
import dev.rollcall.model.Location;
import dev.rollcall.model.Mailbox;
import dev.rollcall.model.SkipReason;
import dev.rollcall.model.TargetId;
import dev.rollcall.policy.Attribute;
import dev.rollcall.policy.Environment;
import dev.rollcall.policy.Policy;
import dev.rollcall.policy.RecipientType;
import dev.rollcall.source.MailboxSelection;
import dev.rollcall.source.SourceUnavailable;
import dev.rollcall.source.activedirectory.SelectionReader.Taken;
import dev.rollcall.source.activedirectory.SelectionReader.Taking;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The mailboxes of an organisation that a policy writes to, selected in Active Directory: on its
 * own servers and, in a hybrid organisation, in Exchange Online. Their id is the objectGUID.
 */
public final class ActiveDirectoryMailboxes implements MailboxSelection {

  private final Function<Environment, LdapClient> clients;

  /**
   * @param clients the client of an environment; asked often, so it should keep them
   */
  public ActiveDirectoryMailboxes(Function<Environment, LdapClient> clients) {
    this.clients = clients;
  }

  @Override
  public MailboxReading read(Environment environment, Policy policy) {
    Proof proof = new Proof();
    List<Mailbox> mailboxes = new ArrayList<>();
    Map<TargetId, String> anchors = new HashMap<>();
    try (LdapSession session = clients.apply(environment).open(proof.meter())) {
      SelectionReader reader =
          new SelectionReader(
              new Tree(session, proof, ObjectReader.OF_MAILBOXES), Taking.EVERYBODY);
      for (Taken taken : reader.read(policy.target().select(), "/target/select")) {
        AdObject object = taken.object();
        Optional<Location> location =
            object
                .mailbox()
                .filter(
                    where ->
                        where == Location.ON_PREMISES
                            || environment.kind() == Environment.Kind.HYBRID);
        if (location.isPresent() && object.hasMail()) {
          TargetId id = new TargetId(object.id());
          mailboxes.add(new Mailbox(id, object.first(Attribute.MAIL), location.get()));
          object.anchor().ifPresent(anchor -> anchors.put(id, anchor));
        } else {
          proof.drop(
              object.key().value(), taken.selection(), SkipReason.NO_MAILBOX, reason(object));
        }
      }
    } catch (ClientException e) {
      throw new SourceUnavailable(e.problem(), e);
    }
    mailboxes.sort(Comparator.comparing(Mailbox::id));
    return new MailboxReading(mailboxes, proof.dropped(), proof.completeness(), anchors);
  }

  private static String reason(AdObject object) {
    if (!object.hasMail()) {
      return "no address";
    }
    return object.mailbox().isPresent()
        ? "in Exchange Online, and the environment has no tenant"
        : object.type().map(RecipientType::document).orElse("");
  }
}
