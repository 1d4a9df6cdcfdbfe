package dev.rollcall.localtenant.vault;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.localtenant.wire.WireAnswer;

/**
 * A request that is refused, as Key Vault says it: the innermost code says most.
 *
 * @see <a href="https://learn.microsoft.com/azure/key-vault/general/rest-error-codes">Key Vault
 *     REST API error codes</a> (read 2026-11-21; inner codes as others have reported them)
 */
final class VaultRefusal extends Exception {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;
  private final String inner;

  VaultRefusal(int status, String code, String inner, String message) {
    super(message);
    this.status = status;
    this.code = code;
    this.inner = inner;
  }

  static VaultRefusal badParameter(String message) {
    return new VaultRefusal(400, "BadParameter", "", message);
  }

  static VaultRefusal noSecret(String name) {
    return new VaultRefusal(
        404,
        "SecretNotFound",
        "",
        "A secret with (name/id) " + name + " was not found in this key vault.");
  }

  static VaultRefusal noCertificate(String name) {
    return new VaultRefusal(
        404,
        "CertificateNotFound",
        "",
        "A certificate with (name/id) " + name + " was not found in this key vault.");
  }

  static VaultRefusal disabledSecret() {
    return new VaultRefusal(
        403, "Forbidden", "SecretDisabled", "Operation get is not allowed on a disabled secret.");
  }

  static VaultRefusal deleted(String name) {
    return new VaultRefusal(
        409,
        "Conflict",
        "ObjectIsDeletedButRecoverable",
        "Certificate "
            + name
            + " is currently in a deleted but recoverable state, and its name cannot be reused; in"
            + " this state, the certificate can only be recovered or purged.");
  }

  WireAnswer answer() {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ObjectNode error = body.putObject("error").put("code", code).put("message", getMessage());
    if (!inner.isEmpty()) {
      error.putObject("innererror").put("code", inner);
    }
    return WireAnswer.json(status, body);
  }
}
