package dev.rollcall.credential;

import dev.rollcall.client.http.ClientException;
import dev.rollcall.client.http.Failures;
import dev.rollcall.client.http.Service;

/** Tells what Key Vault's clients throw by what Key Vault answered. */
final class VaultFailures {

  private VaultFailures() {}

  /** The failure that an exception of a Key Vault client stands for. */
  static ClientException of(Service vault, RuntimeException thrown) {
    return Failures.ofKeyVault(vault, thrown);
  }
}
