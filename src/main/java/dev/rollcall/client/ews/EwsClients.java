package dev.rollcall.client.ews;

import dev.rollcall.policy.Environment;

/** Where the clients of an environment's Exchange come from; they are kept there. */
public interface EwsClients {

  /**
   * The organisation's own Exchange, as one of the environment's accounts.
   *
   * @param account the account's name in the environment
   * @throws dev.rollcall.client.http.ClientException if the environment has no such server or
   *     account, or its password cannot be read
   */
  EwsClient onPremises(Environment environment, String account);

  /**
   * Exchange Online, as the environment's app.
   *
   * @throws dev.rollcall.client.http.ClientException if it is a custom cloud whose Exchange the
   *     settings do not name
   */
  EwsClient online(Environment environment);
}
