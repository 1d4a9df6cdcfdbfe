package dev.rollcall.source.directory;

import dev.rollcall.client.graph.GraphClient;
import dev.rollcall.client.http.ClientException;
import dev.rollcall.model.Mailbox;
import dev.rollcall.model.SkipReason;
import dev.rollcall.model.TargetId;
import dev.rollcall.policy.Attribute;
import dev.rollcall.policy.Environment;
import dev.rollcall.policy.Policy;
import dev.rollcall.source.ExchangeRecipients;
import dev.rollcall.source.MailboxSelection;
import dev.rollcall.source.SourceUnavailable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/**
 * The mailboxes of an organisation that a policy writes to: the selected users who belong to it and
 * have a mail address. Guests, mail contacts and groups have no mailbox here.
 *
 * <p>Whether a user with an address really has a mailbox is not asked for each: the first write
 * shows it, and is reported for that mailbox alone.
 */
public final class DirectoryMailboxes implements MailboxSelection {

  private final Function<Environment, GraphClient> clients;
  private final ExchangeRecipients exchange;

  /**
   * @param clients the client of an environment; asked often, so it should keep them
   * @param exchange what only Exchange knows: dynamic distribution groups
   */
  public DirectoryMailboxes(
      Function<Environment, GraphClient> clients, ExchangeRecipients exchange) {
    this.clients = clients;
    this.exchange = exchange;
  }

  /** The same, which asks Exchange nothing. */
  public DirectoryMailboxes(Function<Environment, GraphClient> clients) {
    this(clients, ExchangeRecipients.none());
  }

  @Override
  public MailboxReading read(Environment environment, Policy policy) {
    Proof proof = new Proof();
    List<Mailbox> mailboxes = new ArrayList<>();
    for (SelectionReader.Taken taken :
        SelectionReader.ofMailboxes(
                client(environment),
                proof,
                new Knowledge(exchange.reading(environment, proof.meter())))
            .read(policy.target().select(), "/target/select")) {
      DirectoryEntry entry = taken.entry();
      boolean hasMailbox =
          entry.kind() == DirectoryEntry.Kind.USER && !entry.guest() && entry.hasMail();
      if (hasMailbox) {
        mailboxes.add(new Mailbox(new TargetId(entry.id()), entry.first(Attribute.MAIL)));
      } else {
        proof.drop(
            entry.key().value(),
            taken.selection(),
            SkipReason.NO_MAILBOX,
            entry.guest() ? "guest" : entry.hasMail() ? entry.type().document() : "no address");
      }
    }
    mailboxes.sort(Comparator.comparing(Mailbox::id));
    return new MailboxReading(mailboxes, proof.dropped(), proof.completeness());
  }

  private GraphClient client(Environment environment) {
    try {
      return clients.apply(environment);
    } catch (ClientException e) {
      throw new SourceUnavailable(e.problem(), e);
    }
  }
}
