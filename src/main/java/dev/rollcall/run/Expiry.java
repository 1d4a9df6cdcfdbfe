package dev.rollcall.run;

import java.time.Instant;

/**
 * Something that policies need and that ends.
 *
 * @param kind what it is
 * @param name what an administrator knows it by, such as a certificate's name in Key Vault; nothing
 *     secret
 * @param app the app registration or service it belongs to, as its document names it
 * @param end when it ends, or ended
 * @param step how near that is
 */
public record Expiry(Kind kind, String name, String app, Instant end, Step step) {

  /** What ends. */
  public enum Kind {
    /** A certificate in Key Vault. */
    CERTIFICATE,
    /** A client secret in Key Vault. */
    SECRET,
    /** A certificate or secret as the app registration knows it. */
    REGISTERED_CREDENTIAL,
    /** A downstream service's API key. */
    DOWNSTREAM_KEY,
    /** The password of an account of the organisation's own servers. */
    ACCOUNT_PASSWORD
  }

  /** The steps at which people are told, each once. */
  public enum Step {
    DAYS_30,
    DAYS_14,
    DAYS_7,
    DAYS_1,
    ENDED
  }
}
