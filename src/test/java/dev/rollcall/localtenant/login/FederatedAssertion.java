package dev.rollcall.localtenant.login;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.localtenant.login.AppRegistration.Federation;
import java.time.Instant;
import java.util.List;

/**
 * Checks another identity's token, presented by an app that trusts it by a federated credential.
 *
 * @see <a
 *     href="https://learn.microsoft.com/entra/workload-id/workload-identity-federation">Workload
 *     identity federation</a>, and its <a
 *     href="https://learn.microsoft.com/entra/identity-platform/reference-error-codes">errors</a>
 *     (read 2026-11-21)
 */
final class FederatedAssertion {

  private FederatedAssertion() {}

  /** Whether an assertion is another identity's token, rather than signed by the app itself. */
  static boolean isOne(SignedJson assertion, AppRegistration app) {
    boolean namesCertificate = assertion.header().has("x5t") || assertion.header().has("x5t#S256");
    return !namesCertificate && !assertion.claims().path("iss").asText().equals(app.appId());
  }

  static void check(SignedJson assertion, AppRegistration app, Tokens tokens, Instant now)
      throws LoginRefused {
    JsonNode claims = assertion.claims();
    List<Federation> trusted = app.federations();
    String issuer = claims.path("iss").asText();
    if (trusted.stream().noneMatch(federation -> federation.issuer().equals(issuer))) {
      throw LoginRefused.invalidClient(
          700211,
          "No matching federated identity record found for presented assertion issuer '"
              + issuer
              + "'.");
    }
    String audience = claims.path("aud").asText();
    if (trusted.stream().noneMatch(federation -> federation.audience().equals(audience))) {
      throw LoginRefused.invalidClient(
          700212,
          "No matching federated identity record found for presented assertion audience '"
              + audience
              + "'.");
    }
    String subject = claims.path("sub").asText();
    if (!trusted.contains(new Federation(issuer, subject, audience))) {
      throw LoginRefused.invalidClient(
          700213,
          "No matching federated identity record found for presented assertion subject '"
              + subject
              + "'. The subject must match exactly, case included.");
    }
    if (!tokens.isOurs(assertion)) {
      throw LoginRefused.invalidClient(
          50013, "Assertion failed signature validation. [Reason - The key was not found.]");
    }
    if (now.isAfter(Instant.ofEpochSecond(claims.path("exp").asLong()))) {
      throw LoginRefused.invalidClient(
          700024,
          "Client assertion is not within its valid time range. Current time: " + now + ".");
    }
  }
}
