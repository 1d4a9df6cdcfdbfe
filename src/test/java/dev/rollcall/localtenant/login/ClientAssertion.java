package dev.rollcall.localtenant.login;

import com.fasterxml.jackson.databind.JsonNode;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Checks what an app signs with its certificate to log in.
 *
 * @see <a
 *     href="https://learn.microsoft.com/entra/identity-platform/certificate-credentials">Certificate
 *     credentials</a> (read 2026-11-21)
 */
final class ClientAssertion {

  /** How far clocks may differ. */
  private static final Duration SKEW = Duration.ofMinutes(5);

  private ClientAssertion() {}

  /**
   * @param audiences what the assertion may be addressed to
   */
  static void check(String compact, AppRegistration app, Set<String> audiences, Instant now)
      throws LoginRefused {
    Optional<SignedJson> parsed = SignedJson.parse(compact);
    if (parsed.isEmpty()) {
      throw LoginRefused.invalidClient(
          50027, "JWT token is invalid or malformed, the client assertion could not be read.");
    }
    SignedJson assertion = parsed.get();
    JsonNode claims = assertion.claims();
    X509Certificate certificate = signer(assertion, app, now);
    if (!assertion.isSignedBy(certificate.getPublicKey())) {
      throw LoginRefused.invalidClient(
          700027,
          "The certificate with identifier used to sign the client assertion is not registered on"
              + " application. [Reason - The key was found, but use of the key to verify the"
              + " signature failed.]");
    }
    if (!claims.path("iss").asText().equals(app.appId())
        || !claims.path("sub").asText().equals(app.appId())) {
      throw LoginRefused.invalidClient(
          700021, "Client assertion application identifier doesn't match 'client_id' parameter.");
    }
    if (!audiences.contains(claims.path("aud").asText())) {
      throw LoginRefused.invalidClient(
          700023, "Client assertion audience claim does not match Realm issuer.");
    }
    checkTimes(claims, now);
  }

  private static X509Certificate signer(SignedJson assertion, AppRegistration app, Instant now)
      throws LoginRefused {
    JsonNode header = assertion.header();
    String thumbprint = header.path("x5t#S256").asText(header.path("x5t").asText());
    Optional<X509Certificate> certificate = app.certificate(thumbprint);
    if (certificate.isEmpty()) {
      throw LoginRefused.invalidClient(
          700027,
          "The certificate with identifier used to sign the client assertion is not registered on"
              + " application. [Reason - The key was not found.]");
    }
    if (now.isAfter(certificate.get().getNotAfter().toInstant())) {
      throw LoginRefused.invalidClient(
          700027,
          "The certificate with identifier used to sign the client assertion is expired on"
              + " application. [Reason - The key used is expired.]");
    }
    return certificate.get();
  }

  private static void checkTimes(JsonNode claims, Instant now) throws LoginRefused {
    Instant from = Instant.ofEpochSecond(claims.path("nbf").asLong(claims.path("iat").asLong()));
    Instant until = Instant.ofEpochSecond(claims.path("exp").asLong());
    if (from.isAfter(now.plus(SKEW))
        || until.isBefore(now.minus(SKEW))
        || !until.isAfter(from)
        || Duration.between(from, until).compareTo(Duration.ofDays(1)) > 0) {
      throw LoginRefused.invalidClient(
          700024,
          "Client assertion is not within its valid time range. Current time: " + now + ".");
    }
  }
}
