package dev.rollcall.localtenant.login;

/**
 * A login that is refused, as Entra says it.
 *
 * @see <a href="https://learn.microsoft.com/entra/identity-platform/reference-error-codes">Entra
 *     error codes</a> (read 2026-11-21)
 */
final class LoginRefused extends Exception {

  private static final long serialVersionUID = 1;

  private final int status;
  private final String error;
  private final int aadsts;

  LoginRefused(int status, String error, int aadsts, String text) {
    super("AADSTS" + aadsts + ": " + text);
    this.status = status;
    this.error = error;
    this.aadsts = aadsts;
  }

  static LoginRefused invalidClient(int aadsts, String text) {
    return new LoginRefused(401, "invalid_client", aadsts, text);
  }

  static LoginRefused invalidRequest(int aadsts, String text) {
    return new LoginRefused(400, "invalid_request", aadsts, text);
  }

  int status() {
    return status;
  }

  String error() {
    return error;
  }

  int aadsts() {
    return aadsts;
  }
}
