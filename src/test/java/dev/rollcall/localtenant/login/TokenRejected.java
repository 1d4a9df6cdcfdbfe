package dev.rollcall.localtenant.login;

/** Why a service does not take a token; the message is Graph's. */
public final class TokenRejected extends Exception {

  private static final long serialVersionUID = 1;

  public TokenRejected(String message) {
    super(message);
  }
}
