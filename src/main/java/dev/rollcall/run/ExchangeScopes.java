package dev.rollcall.run;

import dev.rollcall.model.EnvironmentId;
import java.util.List;

/** The names of the management scopes that limit the apps in Exchange. */
public final class ExchangeScopes {

  private ExchangeScopes() {}

  /** The mailboxes that the environment's policies write to. */
  public static String targets(EnvironmentId environment) {
    return "Rollcall " + environment;
  }

  /** The mailbox that the environment's mails are sent from. */
  public static String sender(EnvironmentId environment) {
    return "Rollcall " + environment + " mail";
  }

  /** All that may be there for an environment; the last two are those of the setup scripts. */
  static List<String> all(EnvironmentId environment) {
    return List.of(
        targets(environment), sender(environment), "Rollcall mailboxes", "Rollcall notifications");
  }
}
