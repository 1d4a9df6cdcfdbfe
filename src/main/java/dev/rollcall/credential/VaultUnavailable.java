package dev.rollcall.credential;

import dev.rollcall.client.http.ClientException;
import dev.rollcall.model.Problem;

/** The vault refused a request about certificates, or could not be asked. */
public final class VaultUnavailable extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  VaultUnavailable(ClientException cause) {
    super(cause.getMessage(), cause);
    this.problem = cause.problem();
  }

  /** What happened and what to do. */
  public Problem problem() {
    return problem;
  }
}
