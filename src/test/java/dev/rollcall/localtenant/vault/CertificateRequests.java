package dev.rollcall.localtenant.vault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.localtenant.vault.VaultStore.Stored;
import dev.rollcall.localtenant.wire.CertificateMint;
import dev.rollcall.localtenant.wire.WireAnswer;
import dev.rollcall.localtenant.wire.WireRequest;
import java.io.IOException;
import java.net.URI;
import java.security.KeyPair;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** Certificates: listed, shown, made by Key Vault itself, imported. */
final class CertificateRequests {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern NAME = Pattern.compile("[0-9a-zA-Z-]{1,127}");
  private static final int PAGE = 25;

  private final URI base;
  private final VaultStore store;
  private final Clock clock;
  private final Map<String, Pending> pending = new HashMap<>();
  private int looksUntilMade = 1;

  /** A certificate that is being made. */
  private static final class Pending {
    private final String request = UUID.randomUUID().toString().replace("-", "");
    private final VaultCertificate made;
    private int looks;

    Pending(VaultCertificate made, int looks) {
      this.made = made;
      this.looks = looks;
    }
  }

  CertificateRequests(URI base, VaultStore store, Clock clock) {
    this.base = base;
    this.store = store;
    this.clock = clock;
  }

  /** How often a certificate is still being made when somebody looks. */
  void looksUntilMade(int looks) {
    looksUntilMade = looks;
  }

  /** The answer; empty if the request is not known. */
  Optional<WireAnswer> answer(WireRequest request) throws VaultRefusal {
    List<String> path = request.segments();
    String name = path.size() > 1 ? path.get(1) : "";
    String third = path.size() > 2 ? path.get(2) : "";
    if (path.size() > 1 && !NAME.matcher(name).matches()) {
      throw VaultRefusal.badParameter("The request URI contains an invalid name: " + name);
    }
    String key = request.method() + (path.size() > 2 && !isVersion(third) ? " " + third : "");
    return switch (key) {
      case "GET" ->
          Optional.of(path.size() == 1 ? list(request) : WireAnswer.json(200, one(name, third)));
      case "DELETE" -> Optional.of(delete(name));
      case "GET versions" -> Optional.of(versions(name));
      case "GET policy" ->
          Optional.of(WireAnswer.json(200, VaultJson.policy(base, name, find(name, "").version())));
      case "GET pending" -> Optional.of(look(name));
      case "POST create" -> Optional.of(create(name, body(request)));
      case "POST import" -> Optional.of(take(name, body(request)));
      default -> Optional.empty();
    };
  }

  /** It is kept for a while, and its name with it. */
  private WireAnswer delete(String name) throws VaultRefusal {
    Stored<VaultCertificate> newest = find(name, "");
    ObjectNode answer = VaultJson.bundle(base, name, newest.version(), newest.created());
    Instant now = clock.instant();
    answer
        .put("recoveryId", base + "/deletedcertificates/" + name)
        .put("deletedDate", now.getEpochSecond())
        .put("scheduledPurgeDate", now.plus(Duration.ofDays(90)).getEpochSecond());
    store.delete(name);
    return WireAnswer.json(200, answer);
  }

  private static boolean isVersion(String text) {
    return text.matches("[0-9a-fA-F]{32}");
  }

  private WireAnswer list(WireRequest request) {
    Map<String, String> asked = WireRequest.parameters(request.query());
    int size = Integer.parseInt(asked.getOrDefault("maxresults", Integer.toString(PAGE)));
    int from = Integer.parseInt(asked.getOrDefault("$skiptoken", "0"));
    List<String> names = store.certificateNames();
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode value = answer.putArray("value");
    for (String name : names.subList(from, Math.min(names.size(), from + size))) {
      Stored<VaultCertificate> newest = store.certificate(name, "").orElseThrow();
      value.add(VaultJson.item(base + "/certificates/" + name, newest.version(), newest.created()));
    }
    if (from + size < names.size()) {
      answer.put(
          "nextLink",
          base
              + "/certificates?api-version="
              + asked.get("api-version")
              + "&$skiptoken="
              + (from + size)
              + "&maxresults="
              + size);
    } else {
      answer.putNull("nextLink");
    }
    return WireAnswer.json(200, answer);
  }

  private WireAnswer versions(String name) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode value = answer.putArray("value");
    for (Stored<VaultCertificate> stored : store.certificate(name)) {
      String id = base + "/certificates/" + name + "/" + stored.version().version();
      value.add(VaultJson.item(id, stored.version(), stored.created()));
    }
    answer.putNull("nextLink");
    return WireAnswer.json(200, answer);
  }

  private ObjectNode one(String name, String version) throws VaultRefusal {
    Stored<VaultCertificate> found = find(name, version);
    return VaultJson.bundle(base, name, found.version(), found.created());
  }

  private Stored<VaultCertificate> find(String name, String version) throws VaultRefusal {
    return store.certificate(name, version).orElseThrow(() -> VaultRefusal.noCertificate(name));
  }

  private WireAnswer create(String name, JsonNode body) throws VaultRefusal {
    checkFree(name);
    JsonNode policy = body.path("policy");
    JsonNode key = policy.path("key_props");
    int size = key.path("key_size").asInt(2048);
    if (!policy.path("issuer").path("name").asText().equals("Self")) {
      throw VaultRefusal.badParameter("Issuer not found.");
    }
    if (!key.path("kty").asText("RSA").equals("RSA") || !List.of(2048, 3072, 4096).contains(size)) {
      throw VaultRefusal.badParameter("The specified key size is not supported: " + size);
    }
    JsonNode x509 = policy.path("x509_props");
    KeyPair pair = CertificateMint.rsaKey(size);
    Instant from = clock.instant().minus(Duration.ofMinutes(10));
    Instant until =
        clock
            .instant()
            .atZone(ZoneOffset.UTC)
            .plusMonths(x509.path("validity_months").asInt(12))
            .toInstant();
    VaultCertificate made =
        new VaultCertificate(
            UUID.randomUUID().toString().replace("-", ""),
            mint(pair, x509.path("subject").asText(), from, until),
            pair.getPrivate(),
            format(policy),
            true,
            key.path("exportable").asBoolean(true));
    Pending operation = new Pending(made, looksUntilMade);
    pending.put(name.toLowerCase(Locale.ROOT), operation);
    return WireAnswer.json(202, operation(name, operation, "inProgress"))
        .with(
            "Location",
            base
                + "/certificates/"
                + name
                + "/pending?api-version=7.6&request_id="
                + operation.request);
  }

  private static java.security.cert.X509Certificate mint(
      KeyPair pair, String subject, Instant from, Instant until) throws VaultRefusal {
    try {
      return CertificateMint.selfSignedAs(pair, subject, from, until);
    } catch (IllegalArgumentException e) {
      throw VaultRefusal.badParameter("The specified subject is not a valid X.500 name.");
    }
  }

  private WireAnswer look(String name) throws VaultRefusal {
    Pending operation = pending.get(name.toLowerCase(Locale.ROOT));
    if (operation == null) {
      throw new VaultRefusal(
          404, "PendingCertificateNotFound", "", "Pending certificate not found: " + name);
    }
    boolean isMade = operation.looks-- <= 0;
    if (isMade && store.certificate(name, operation.made.version()).isEmpty()) {
      store.put(name, operation.made);
    }
    return WireAnswer.json(200, operation(name, operation, isMade ? "completed" : "inProgress"));
  }

  private ObjectNode operation(String name, Pending operation, String status) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.put("id", base + "/certificates/" + name + "/pending");
    answer.putObject("issuer").put("name", "Self");
    answer
        .put("csr", "MIIC")
        .put("cancellation_requested", false)
        .put("status", status)
        .put("request_id", operation.request);
    if (status.equals("completed")) {
      answer.put("target", base + "/certificates/" + name);
    } else {
      answer.put(
          "status_details",
          "Pending certificate created. Certificate request is in progress. This may take some time"
              + " based on the issuer provider. Please check again later.");
    }
    return answer;
  }

  private WireAnswer take(String name, JsonNode body) throws VaultRefusal {
    checkFree(name);
    VaultCertificate.Format format = format(body.path("policy"));
    VaultCertificate taken =
        ImportedContent.read(
            body.path("value").asText(),
            body.path("pwd").asText(""),
            format,
            body.path("policy").path("key_props").path("exportable").asBoolean(true));
    store.put(name, taken);
    return WireAnswer.json(200, one(name, taken.version()));
  }

  private void checkFree(String name) throws VaultRefusal {
    if (store.isDeleted(name)) {
      throw VaultRefusal.deleted(name);
    }
    Pending operation = pending.get(name.toLowerCase(Locale.ROOT));
    if (operation != null && store.certificate(name, operation.made.version()).isEmpty()) {
      throw new VaultRefusal(
          409,
          "Conflict",
          "",
          "A new key vault certificate can not be created or imported while a pending key vault"
              + " certificate's status is inProgress.");
    }
  }

  private static VaultCertificate.Format format(JsonNode policy) {
    return policy.path("secret_props").path("contentType").asText().contains("pem")
        ? VaultCertificate.Format.PEM
        : VaultCertificate.Format.PKCS12;
  }

  private static JsonNode body(WireRequest request) throws VaultRefusal {
    try {
      return JSON.readTree(request.body());
    } catch (IOException e) {
      throw VaultRefusal.badParameter("The request body is not JSON.");
    }
  }
}
