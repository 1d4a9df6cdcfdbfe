package dev.rollcall.app;

import dev.rollcall.client.ews.EwsCaller;
import dev.rollcall.client.ews.EwsClient;
import dev.rollcall.client.http.ClientException;
import dev.rollcall.model.CallMeter;
import dev.rollcall.model.Location;
import dev.rollcall.model.Mailbox;
import dev.rollcall.policy.Environment;
import dev.rollcall.policy.Policy;
import dev.rollcall.source.MailboxSelection;
import dev.rollcall.source.SourceUnavailable;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Ends a run before its first write if it has mailboxes on the organisation's own servers and
 * Autodiscover does not tell where those are. An address that the environment gives is taken as it
 * is; a server that does not answer there is told of at each mailbox.
 *
 * @param selection what is written to
 * @param servers clients that keep what Autodiscover told
 */
record ServersFound(MailboxSelection selection, Function<Environment, EwsClient> servers)
    implements MailboxSelection {

  /** One mailbox may be unknown to Autodiscover while its neighbours are known. */
  private static final int ASKED_FOR = 3;

  @Override
  public MailboxReading read(Environment environment, Policy policy) {
    MailboxReading reading = selection.read(environment, policy);
    List<Mailbox> own =
        reading.mailboxes().stream()
            .filter(mailbox -> mailbox.location() == Location.ON_PREMISES)
            .filter(mailbox -> EwsCaller.isAddress(mailbox.address()))
            .limit(ASKED_FOR)
            .toList();
    if (!own.isEmpty()) {
      // Whoever writes is who has to be let in.
      find(environment.writing(policy.target().writers()), own);
    }
    return reading;
  }

  @Override
  public List<Mailbox> whereNow(Environment environment, List<Mailbox> left) {
    return selection.whereNow(environment, left);
  }

  private void find(Environment environment, List<Mailbox> mailboxes) {
    CallMeter meter = new CallMeter();
    Optional<ClientException> first = Optional.empty();
    for (Mailbox mailbox : mailboxes) {
      try {
        servers.apply(environment).url(EwsCaller.of(mailbox.address()), meter);
        return;
      } catch (ClientException e) {
        first = first.or(() -> Optional.of(e));
      }
    }
    ClientException failure = first.orElseThrow();
    throw new SourceUnavailable(failure.problem(), failure);
  }
}
