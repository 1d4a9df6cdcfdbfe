package dev.rollcall.credential;

import com.azure.core.exception.HttpResponseException;
import dev.rollcall.client.http.ClientException;
import dev.rollcall.client.http.Failures;
import dev.rollcall.client.http.Service;

/** Tells what Key Vault's clients throw by what Key Vault answered. */
final class VaultFailures {

  private VaultFailures() {}

  /** The failure that an exception of a Key Vault client stands for. */
  static ClientException of(Service vault, RuntimeException thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof ClientException known) {
        return known;
      }
      if (cause instanceof HttpResponseException answered && answered.getResponse() != null) {
        return Failures.ofKeyVault(vault, answered.getResponse().getStatusCode(), answered);
      }
    }
    return Failures.ofKeyVault(vault, 0, thrown);
  }
}
