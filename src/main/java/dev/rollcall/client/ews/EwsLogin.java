package dev.rollcall.client.ews;

import dev.rollcall.client.service.ServiceKey;
import java.util.function.Function;
import java.util.function.Supplier;

/** How a server is told who asks. */
public sealed interface EwsLogin {

  /** How a password is proved. */
  enum Scheme {
    BASIC,
    NTLM,
    /** With a ticket that is asked of the domain with user and password. */
    KERBEROS
  }

  /**
   * An account of the organisation's own directory.
   *
   * @param scheme how its password is proved
   * @param user {@code DOMAIN\\user} or {@code user@domain}; for Kerberos the latter, whose domain
   *     is the realm
   * @param password asked for every request, so it should be kept
   */
  record Account(Scheme scheme, String user, ServiceKey password) implements EwsLogin {

    @Override
    public <T> T match(Function<Account, T> account, Function<Token, T> token) {
      return account.apply(this);
    }

    /** Nobody is named in logs. */
    @Override
    public String toString() {
      return "Account[" + scheme + "]";
    }
  }

  /**
   * A token of Entra ID.
   *
   * @param value asked for every request, so it should be kept
   * @param refused told that the server no longer takes the token
   */
  record Token(Supplier<String> value, Runnable refused) implements EwsLogin {

    @Override
    public <T> T match(Function<Account, T> account, Function<Token, T> token) {
      return token.apply(this);
    }
  }

  /** One behaviour per case. */
  <T> T match(Function<Account, T> account, Function<Token, T> token);
}
