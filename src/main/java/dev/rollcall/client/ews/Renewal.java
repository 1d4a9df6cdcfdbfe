package dev.rollcall.client.ews;

/** What a login was before a request, so that it can be told whether it is another one after it. */
record Renewal(EwsLogin login, String before) {

  static Renewal of(EwsLogin login) {
    return new Renewal(login, login.match(account -> account.password().read(), token -> ""));
  }

  /** The server refused the login: reads it anew, and tells whether that changed anything. */
  boolean isWorthAnotherTry() {
    return login.match(
        account -> {
          account.password().refused(before);
          return !account.password().read().equals(before);
        },
        token -> {
          token.refused().run();
          return true;
        });
  }

  /** Secrets are not printed. */
  @Override
  public String toString() {
    return "Renewal";
  }
}
