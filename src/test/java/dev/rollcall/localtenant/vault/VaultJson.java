package dev.rollcall.localtenant.vault;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.localtenant.login.Thumbprints;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** Certificates as Key Vault writes them. */
final class VaultJson {

  private VaultJson() {}

  static ObjectNode attributes(VaultCertificate version, Instant created) {
    ObjectNode attributes = JsonNodeFactory.instance.objectNode();
    attributes
        .put("enabled", version.enabled())
        .put("nbf", version.certificate().getNotBefore().toInstant().getEpochSecond())
        .put("exp", version.certificate().getNotAfter().toInstant().getEpochSecond())
        .put("created", created.getEpochSecond())
        .put("updated", created.getEpochSecond());
    return recovery(attributes);
  }

  static ObjectNode recovery(ObjectNode attributes) {
    return attributes.put("recoveryLevel", "Recoverable+Purgeable").put("recoverableDays", 90);
  }

  /** One version as lists have it. */
  static ObjectNode item(String id, VaultCertificate version, Instant created) {
    ObjectNode item = JsonNodeFactory.instance.objectNode();
    item.put("id", id)
        .put("x5t", Thumbprints.sha1(version.certificate()))
        .put("subject", "")
        .set("attributes", attributes(version, created));
    return item;
  }

  /** One version with its public part and its policy. */
  static ObjectNode bundle(URI base, String name, VaultCertificate version, Instant created) {
    String tail = "/" + name + "/" + version.version();
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer
        .put("id", base + "/certificates" + tail)
        .put("kid", base + "/keys" + tail)
        .put("sid", base + "/secrets" + tail)
        .put("x5t", Thumbprints.sha1(version.certificate()))
        .put("cer", VaultCertificate.encoded(version.certificate()));
    answer.set("attributes", attributes(version, created));
    answer.set("policy", policy(base, name, version));
    return answer;
  }

  static ObjectNode policy(URI base, String name, VaultCertificate version) {
    ObjectNode policy = JsonNodeFactory.instance.objectNode();
    policy.put("id", base + "/certificates/" + name + "/policy");
    policy
        .putObject("key_props")
        .put("exportable", version.exportable())
        .put("kty", "RSA")
        .put("key_size", version.keySize())
        .put("reuse_key", false);
    policy.putObject("secret_props").put("contentType", version.format().contentType());
    policy
        .putObject("x509_props")
        .put("subject", version.certificate().getSubjectX500Principal().getName())
        .put("validity_months", months(version));
    policy.putObject("issuer").put("name", "Self");
    policy.putObject("attributes").put("enabled", true);
    return policy;
  }

  private static long months(VaultCertificate version) {
    return ChronoUnit.MONTHS.between(
        version.certificate().getNotBefore().toInstant().atZone(ZoneOffset.UTC),
        version.certificate().getNotAfter().toInstant().atZone(ZoneOffset.UTC));
  }
}
