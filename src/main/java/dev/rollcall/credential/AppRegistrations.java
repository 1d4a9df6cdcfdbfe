package dev.rollcall.credential;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.client.graph.GraphClient;
import dev.rollcall.client.http.ClientException;
import dev.rollcall.model.CallMeter;
import dev.rollcall.policy.Environment;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * What app registrations say of their own credentials, through Graph; each app asks about itself,
 * which takes no permission in its home organisation (documented), and {@code Application.Read.All}
 * where that does not hold.
 *
 * @see <a href="https://learn.microsoft.com/graph/api/application-get">Get application</a> (read
 *     2026-11-21)
 */
public final class AppRegistrations {

  private static final String CREDENTIALS = "?$select=keyCredentials,passwordCredentials";
  private static final Pattern SHA1 = Pattern.compile("[0-9A-Fa-f]{40}");
  private static final int SHA1_BYTES = 20;

  private final Function<Environment, GraphClient> graph;

  /**
   * @param graph requests on behalf of an environment's primary app
   */
  public AppRegistrations(Function<Environment, GraphClient> graph) {
    this.graph = graph;
  }

  /**
   * The credentials registered for one of the environment's apps; takes one request.
   *
   * @throws ClientException if they cannot be read: the app may not, or its registration is in
   *     another organisation
   */
  public RegisteredCredentials read(Environment environment, Environment.App app) {
    JsonNode registration =
        graph
            .apply(environment.with(app))
            .get(
                "/applications(appId='" + app.clientId() + "')" + CREDENTIALS,
                Map.of(),
                new CallMeter());
    List<RegisteredCredentials.Certificate> certificates = new ArrayList<>();
    for (JsonNode key : registration.path("keyCredentials")) {
      certificates.add(
          new RegisteredCredentials.Certificate(
              thumbprint(key.path("customKeyIdentifier").asText("")), end(key)));
    }
    List<RegisteredCredentials.Secret> secrets = new ArrayList<>();
    for (JsonNode password : registration.path("passwordCredentials")) {
      secrets.add(
          new RegisteredCredentials.Secret(
              password.path("keyId").asText(""), password.path("hint").asText(""), end(password)));
    }
    return new RegisteredCredentials(certificates, secrets);
  }

  /**
   * The identifier is the certificate's SHA-1 unless whoever registered it said otherwise. It is
   * documented as "a 40-character binary type" and comes as these digits, or as the base64 of the
   * digits or of the bytes they stand for.
   */
  static String thumbprint(String identifier) {
    if (SHA1.matcher(identifier).matches()) {
      return identifier.toUpperCase(Locale.ROOT);
    }
    try {
      byte[] bytes = Base64.getDecoder().decode(identifier);
      String digits = new String(bytes, StandardCharsets.ISO_8859_1);
      if (bytes.length == SHA1_BYTES) {
        return HexFormat.of().withUpperCase().formatHex(bytes);
      }
      return SHA1.matcher(digits).matches() ? digits.toUpperCase(Locale.ROOT) : "";
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  private static Optional<Instant> end(JsonNode credential) {
    try {
      return Optional.of(
          OffsetDateTime.parse(credential.path("endDateTime").asText("")).toInstant());
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
