package dev.rollcall.localtenant.vault;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.localtenant.login.Caller;
import dev.rollcall.localtenant.login.Resource;
import dev.rollcall.localtenant.login.Thumbprints;
import dev.rollcall.localtenant.login.TokenRejected;
import dev.rollcall.localtenant.login.Tokens;
import dev.rollcall.localtenant.wire.WireAnswer;
import dev.rollcall.localtenant.wire.WireHandler;
import dev.rollcall.localtenant.wire.WireRequest;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * One vault. Names are compared without regard to case, as in Azure. What it does not know is
 * answered 501 and reported.
 *
 * @see <a href="https://learn.microsoft.com/rest/api/keyvault/">Key Vault REST API</a> (read
 *     2026-11-21)
 */
public final class KeyVault implements WireHandler {

  /** The audience of its tokens, whatever the vault is called. */
  public static final String RESOURCE = "https://vault.azure.net";

  private final URI base;
  private final URI authority;
  private final Resource resource;
  private final Tokens tokens;
  private final Consumer<String> unexpected;
  private final Set<String> readers = new CopyOnWriteArraySet<>();
  private final Map<String, List<VaultCertificate>> certificates =
      new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private final Map<String, String> secrets = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private final AtomicInteger requests = new AtomicInteger();

  /**
   * @param authority where its tokens come from, with the tenant
   * @param unexpected told of requests that are not implemented
   */
  public KeyVault(
      URI base, URI authority, Resource resource, Tokens tokens, Consumer<String> unexpected) {
    this.base = base;
    this.authority = authority;
    this.resource = resource;
    this.tokens = tokens;
    this.unexpected = unexpected;
  }

  /** Lets an app read certificates and secrets. */
  public void allow(String appId) {
    readers.add(appId);
  }

  /** Lets an app read nothing any more. */
  public void deny(String appId) {
    readers.remove(appId);
  }

  /** Adds a version, which is then the current one. */
  public synchronized void put(String name, VaultCertificate version) {
    certificates.computeIfAbsent(name, n -> new ArrayList<>()).add(version);
  }

  /** Stores a secret; replaces one of the name. */
  public synchronized void putSecret(String name, String value) {
    secrets.put(name, value);
  }

  /** Disables every version of a certificate. */
  public synchronized void disable(String name) {
    List<VaultCertificate> versions = certificates.getOrDefault(name, List.of());
    versions.replaceAll(VaultCertificate::disabled);
  }

  /** The current version. */
  public synchronized VaultCertificate current(String name) {
    List<VaultCertificate> versions = certificates.get(name);
    if (versions == null) {
      throw new IllegalArgumentException("the vault has no certificate " + name);
    }
    return versions.get(versions.size() - 1);
  }

  /** How many requests came, refused ones included. */
  public int requests() {
    return requests.get();
  }

  @Override
  public Optional<WireAnswer> answer(WireRequest request) {
    requests.incrementAndGet();
    Caller caller;
    try {
      caller = tokens.check(request.bearer(), resource);
    } catch (TokenRejected rejected) {
      return Optional.of(challenge());
    }
    if (!readers.contains(caller.appId())) {
      return Optional.of(
          error(403, "Forbidden", "Caller is not authorized to perform action on resource."));
    }
    if (!WireRequest.parameters(request.query()).containsKey("api-version")) {
      return Optional.of(error(400, "BadParameter", "api-version must be specified"));
    }
    return Optional.of(read(request));
  }

  private synchronized WireAnswer read(WireRequest request) {
    List<String> path = request.segments();
    if (!request.method().equals("GET") || path.size() < 2 || path.size() > 3) {
      return unexpected(request);
    }
    String name = path.get(1);
    String third = path.size() == 3 ? path.get(2) : "";
    return switch (path.get(0)) {
      case "secrets" -> third.equals("versions") ? unexpected(request) : secret(name, third);
      case "certificates" ->
          switch (third) {
            case "versions" -> versions(name);
            case "policy" ->
                find(name, "").map(v -> WireAnswer.json(200, policy(name, v))).orElse(gone(name));
            default ->
                find(name, third)
                    .map(v -> WireAnswer.json(200, certificate(name, v)))
                    .orElse(gone(name));
          };
      default -> unexpected(request);
    };
  }

  private WireAnswer secret(String name, String version) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    if (secrets.containsKey(name)) {
      answer.put("value", secrets.get(name)).put("id", base + "/secrets/" + name + "/" + "1");
      answer.putObject("attributes").put("enabled", true);
      return WireAnswer.json(200, answer);
    }
    Optional<VaultCertificate> found = find(name, version);
    if (found.isEmpty()) {
      return error(
          404,
          "SecretNotFound",
          "A secret with (name/id) " + name + " was not found in this key vault.");
    }
    VaultCertificate certificate = found.get();
    if (!certificate.enabled()) {
      return error(403, "Forbidden", "Operation get is not allowed on a disabled secret.");
    }
    answer
        .put("value", certificate.secret())
        .put("contentType", certificate.format().contentType())
        .put("id", id("secrets", name, certificate))
        .put("managed", true)
        .put("kid", id("keys", name, certificate))
        .set("attributes", attributes(certificate));
    return WireAnswer.json(200, answer);
  }

  private WireAnswer versions(String name) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    var value = answer.putArray("value");
    for (VaultCertificate version : certificates.getOrDefault(name, List.of())) {
      ObjectNode item = value.addObject();
      item.put("id", id("certificates", name, version))
          .put("x5t", Thumbprints.sha1(version.certificate()))
          .put("subject", "")
          .set("attributes", attributes(version));
    }
    answer.putNull("nextLink");
    return WireAnswer.json(200, answer);
  }

  private ObjectNode certificate(String name, VaultCertificate version) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer
        .put("id", id("certificates", name, version))
        .put("kid", id("keys", name, version))
        .put("sid", id("secrets", name, version))
        .put("x5t", Thumbprints.sha1(version.certificate()))
        .put("cer", VaultCertificate.encoded(version.certificate()));
    answer.set("attributes", attributes(version));
    answer.set("policy", policy(name, version));
    return answer;
  }

  private ObjectNode policy(String name, VaultCertificate version) {
    ObjectNode policy = JsonNodeFactory.instance.objectNode();
    policy.put("id", base + "/certificates/" + name + "/policy");
    policy
        .putObject("key_props")
        .put("exportable", true)
        .put("kty", "RSA")
        .put("key_size", 2048)
        .put("reuse_key", false);
    policy.putObject("secret_props").put("contentType", version.format().contentType());
    ObjectNode x509 = policy.putObject("x509_props");
    x509.put("subject", version.certificate().getSubjectX500Principal().getName())
        .put("validity_months", 12);
    policy.putObject("issuer").put("name", "Self");
    policy.putObject("attributes").put("enabled", version.enabled());
    return policy;
  }

  private static ObjectNode attributes(VaultCertificate version) {
    long from = version.certificate().getNotBefore().toInstant().getEpochSecond();
    ObjectNode attributes = JsonNodeFactory.instance.objectNode();
    return attributes
        .put("enabled", version.enabled())
        .put("nbf", from)
        .put("exp", version.certificate().getNotAfter().toInstant().getEpochSecond())
        .put("created", from + Duration.ofMinutes(10).toSeconds())
        .put("updated", from + Duration.ofMinutes(10).toSeconds())
        .put("recoveryLevel", "Recoverable+Purgeable")
        .put("recoverableDays", 90);
  }

  private Optional<VaultCertificate> find(String name, String version) {
    List<VaultCertificate> versions = certificates.getOrDefault(name, List.of());
    return versions.stream()
        .filter(v -> version.isEmpty() || v.version().equals(version.toLowerCase(Locale.ROOT)))
        .reduce((earlier, later) -> later);
  }

  private String id(String kind, String name, VaultCertificate version) {
    return base + "/" + kind + "/" + name + "/" + version.version();
  }

  private WireAnswer challenge() {
    return error(401, "Unauthorized", "AKV10000: Request is missing a Bearer or PoP token.")
        .with(
            "WWW-Authenticate",
            "Bearer authorization=\"" + authority + "\", resource=\"" + RESOURCE + "\"");
  }

  private static WireAnswer gone(String name) {
    return error(
        404,
        "CertificateNotFound",
        "A certificate with (name/id) " + name + " was not found in this key vault.");
  }

  private WireAnswer unexpected(WireRequest request) {
    unexpected.accept("Key Vault: " + request.method() + " " + request.path());
    return error(501, "NotImplemented", "The local tenant does not know this request.");
  }

  private static WireAnswer error(int status, String code, String message) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.putObject("error").put("code", code).put("message", message);
    return WireAnswer.json(status, answer);
  }
}
