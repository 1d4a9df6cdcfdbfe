package dev.rollcall.localtenant;

/**
 * The identity of the machine the app runs on: a client of its own that may read the vault and
 * nothing else. It stands in for a managed identity, which has no login of its own here.
 *
 * @param tenantId where it logs in: the tenant of the subscription the host is in
 * @param secret its client secret
 */
public record HostCredential(String tenantId, String clientId, String secret) {

  /** Without the secret. */
  @Override
  public String toString() {
    return "HostCredential[" + clientId + "]";
  }
}
