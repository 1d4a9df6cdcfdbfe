package dev.rollcall.notify;

import dev.rollcall.client.ews.EwsCaller;
import dev.rollcall.client.ews.EwsClient;
import dev.rollcall.model.CallMeter;
import dev.rollcall.policy.Environment;
import java.util.function.Function;

/**
 * Mails through the organisation's own Exchange Server, in the name of the notification mailbox,
 * for which the service account needs the role {@code ApplicationImpersonation}. No copy is kept.
 *
 * @param clients the client of an environment's Exchange Server
 */
public record EwsMails(Function<Environment, EwsClient> clients) implements Mails {

  @Override
  public void send(Environment environment, String from, byte[] mime, CallMeter meter) {
    clients.apply(environment).sendMime(EwsCaller.of(from), mime, meter);
  }
}
