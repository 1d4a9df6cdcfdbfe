package dev.rollcall.notify;

import dev.rollcall.model.CallMeter;
import dev.rollcall.policy.Environment;

/** A way that mails go. Safe for several threads. */
@FunctionalInterface
public interface Mails {

  /**
   * Sends one mail, once.
   *
   * @param from the address of the mailbox that sends it
   * @param mime the whole mail
   * @throws dev.rollcall.client.http.ClientException if it was not accepted; {@link
   *     dev.rollcall.client.http.Disposition#UNKNOWN_EFFECT}: it may have been sent
   */
  void send(Environment environment, String from, byte[] mime, CallMeter meter);

  /**
   * Each environment's mails on the way that it says: through its own Exchange Server where it has
   * no tenant or says so, else through Graph.
   */
  static Mails byEnvironment(Mails online, Mails onPremises) {
    return (environment, from, mime, meter) ->
        (environment.mailsThroughEws() ? onPremises : online).send(environment, from, mime, meter);
  }
}
