package dev.rollcall.localtenant.login;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/** An app with its credentials and the application permissions it was granted. Safe for threads. */
public final class AppRegistration {

  /** A client secret, and when it ends. */
  public record Secret(String value, Instant ends) {}

  private final String appId;
  private final String objectId;
  private final String displayName;
  private final List<X509Certificate> certificates = new ArrayList<>();
  private final List<Secret> secrets = new ArrayList<>();
  private final List<Federation> federations = new ArrayList<>();
  private final Set<String> roles = new TreeSet<>();
  private boolean disabled;

  /**
   * A federated credential: whose tokens count as the app's own.
   *
   * @param issuer who gives them
   * @param subject whom they are about
   * @param audience what they are made out to
   */
  public record Federation(String issuer, String subject, String audience) {}

  /** An app without credentials or permissions. */
  public AppRegistration(UUID appId, String displayName) {
    this.appId = appId.toString();
    this.objectId =
        new UUID(appId.getMostSignificantBits() ^ 0x5bd1e995L, ~appId.getLeastSignificantBits())
            .toString();
    this.displayName = displayName;
  }

  public String appId() {
    return appId;
  }

  public String objectId() {
    return objectId;
  }

  public String displayName() {
    return displayName;
  }

  /** Grants application permissions; they are in the next token. */
  public synchronized AppRegistration grant(String... permissions) {
    roles.addAll(List.of(permissions));
    return this;
  }

  /** Takes application permissions away; tokens given before keep them. */
  public synchronized AppRegistration revoke(String... permissions) {
    List.of(permissions).forEach(roles::remove);
    return this;
  }

  /** An administrator of the organisation disables it: no login, and no token is good any more. */
  public synchronized AppRegistration disable() {
    disabled = true;
    return this;
  }

  /** It is good for use again. */
  public synchronized AppRegistration enable() {
    disabled = false;
    return this;
  }

  public synchronized boolean isDisabled() {
    return disabled;
  }

  public synchronized Set<String> roles() {
    return Set.copyOf(roles);
  }

  /** Registers a certificate's public part. */
  public synchronized AppRegistration register(X509Certificate certificate) {
    certificates.add(certificate);
    return this;
  }

  /** Removes a certificate; succeeds if it is not there. */
  public synchronized AppRegistration unregister(X509Certificate certificate) {
    certificates.remove(certificate);
    return this;
  }

  public synchronized AppRegistration addSecret(String value, Instant ends) {
    secrets.add(new Secret(value, ends));
    return this;
  }

  /** Removes a client secret; succeeds if it is not there. */
  public synchronized AppRegistration removeSecret(String value) {
    secrets.removeIf(secret -> secret.value().equals(value));
    return this;
  }

  /** Trusts another identity's tokens. */
  public synchronized AppRegistration trust(Federation federation) {
    federations.add(federation);
    return this;
  }

  /** Trusts nobody's tokens any more. */
  public synchronized AppRegistration distrust() {
    federations.clear();
    return this;
  }

  public synchronized List<Federation> federations() {
    return List.copyOf(federations);
  }

  public synchronized List<X509Certificate> certificates() {
    return List.copyOf(certificates);
  }

  public synchronized List<Secret> secrets() {
    return List.copyOf(secrets);
  }

  /** The registered certificate with this {@code x5t} or {@code x5t#S256}. */
  Optional<X509Certificate> certificate(String claimed) {
    // Entra takes both alphabets of base64, padded or not; Microsoft's own library sends the other.
    String thumbprint = claimed.replace('+', '-').replace('/', '_').replace("=", "");
    return certificates().stream()
        .filter(
            certificate ->
                thumbprint.equals(Thumbprints.sha256(certificate))
                    || thumbprint.equals(Thumbprints.sha1(certificate)))
        .findFirst();
  }
}
