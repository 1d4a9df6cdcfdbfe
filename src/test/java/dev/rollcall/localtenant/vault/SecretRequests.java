package dev.rollcall.localtenant.vault;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.localtenant.vault.VaultStore.PlainSecret;
import dev.rollcall.localtenant.vault.VaultStore.Stored;
import dev.rollcall.localtenant.wire.WireAnswer;
import dev.rollcall.localtenant.wire.WireRequest;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Secrets by name and version, their own and those behind certificates. */
final class SecretRequests {

  private final URI base;
  private final VaultStore store;

  SecretRequests(URI base, VaultStore store) {
    this.base = base;
    this.store = store;
  }

  /** The answer; empty if the request is not known. */
  Optional<WireAnswer> answer(WireRequest request) throws VaultRefusal {
    List<String> path = request.segments();
    if (!request.method().equals("GET") || path.size() < 2 || path.size() > 3) {
      return Optional.empty();
    }
    String name = path.get(1);
    String third = path.size() == 3 ? path.get(2) : "";
    return Optional.of(third.equals("versions") ? versions(name) : one(name, third));
  }

  private WireAnswer one(String name, String version) throws VaultRefusal {
    Optional<Stored<VaultCertificate>> certificate = store.certificate(name, version);
    if (certificate.isPresent()) {
      return behind(name, certificate.get());
    }
    Stored<PlainSecret> secret =
        store.secret(name, version).orElseThrow(() -> VaultRefusal.noSecret(name));
    if (!secret.version().enabled()) {
      throw VaultRefusal.disabledSecret();
    }
    ObjectNode answer = item(name, secret);
    answer.put("value", secret.version().value());
    return WireAnswer.json(200, answer);
  }

  private WireAnswer behind(String name, Stored<VaultCertificate> stored) throws VaultRefusal {
    VaultCertificate certificate = stored.version();
    if (!certificate.enabled()) {
      throw VaultRefusal.disabledSecret();
    }
    ObjectNode answer = item(name, stored.version(), stored.created());
    answer
        .put("value", certificate.secret())
        .put("kid", base + "/keys/" + name + "/" + certificate.version());
    return WireAnswer.json(200, answer);
  }

  /** Key Vault lists versions in no order that is promised: here by their ids. */
  private WireAnswer versions(String name) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode value = answer.putArray("value");
    store.certificate(name).stream()
        .sorted((a, b) -> a.version().version().compareTo(b.version().version()))
        .forEach(stored -> value.add(item(name, stored.version(), stored.created())));
    store.secret(name).stream()
        .sorted((a, b) -> a.version().version().compareTo(b.version().version()))
        .forEach(stored -> value.add(item(name, stored)));
    answer.putNull("nextLink");
    return WireAnswer.json(200, answer);
  }

  private ObjectNode item(String name, VaultCertificate certificate, Instant created) {
    ObjectNode item = JsonNodeFactory.instance.objectNode();
    item.put("id", base + "/secrets/" + name + "/" + certificate.version())
        .put("contentType", certificate.format().contentType())
        .put("managed", true)
        .set("attributes", VaultJson.attributes(certificate, created));
    return item;
  }

  private ObjectNode item(String name, Stored<PlainSecret> stored) {
    ObjectNode item = JsonNodeFactory.instance.objectNode();
    item.put("id", base + "/secrets/" + name + "/" + stored.version().version());
    ObjectNode attributes = item.putObject("attributes");
    attributes.put("enabled", stored.version().enabled());
    stored.version().ends().ifPresent(ends -> attributes.put("exp", ends.getEpochSecond()));
    attributes
        .put("created", stored.created().getEpochSecond())
        .put("updated", stored.created().getEpochSecond());
    VaultJson.recovery(attributes);
    return item;
  }
}
