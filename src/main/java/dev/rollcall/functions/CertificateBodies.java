package dev.rollcall.functions;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.policy.DocumentProblem;
import dev.rollcall.policy.Parsed;
import dev.rollcall.run.ManageCertificates;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The bodies that ask for certificates; what they hold is never repeated. */
final class CertificateBodies {

  private static final int MAX_WISH = 10_000;

  /** A PFX of the largest size in base64, with a password. */
  private static final int MAX_IMPORT = 100_000;

  private static final String NOT_SHOWN = "(not shown)";

  private CertificateBodies() {}

  /** {@code {"subject": "CN=Rollcall", "months": 12, "keySize": 4096, "renew": false}}. */
  static Parsed<ManageCertificates.Wish> wish(String body) {
    List<DocumentProblem> problems = new ArrayList<>();
    JsonNode json =
        JsonBody.object(
            body.isBlank() ? "{}" : body,
            MAX_WISH,
            Set.of("subject", "months", "keySize", "renew"),
            "{\"subject\": \"CN=Rollcall\", \"months\": 12}",
            problems);
    ManageCertificates.Wish usual = ManageCertificates.Wish.usual();
    ManageCertificates.Wish wish =
        new ManageCertificates.Wish(
            text(json, "subject", problems).orElse(usual.subject()),
            number(json, "months", problems).orElse(usual.months()),
            number(json, "keySize", problems).orElse(usual.keySize()),
            json.path("renew").asBoolean(false));
    if (json.has("renew") && !json.path("renew").isBoolean()) {
      problems.add(
          new DocumentProblem(
              "/renew",
              JsonBody.shown(json.path("renew").asText()),
              "This is not true or false.",
              "true makes a new version though a valid one is there."));
    }
    problems.addAll(wish.problems());
    return problems.isEmpty() ? new Parsed.Valid<>(wish) : new Parsed.Invalid<>(problems);
  }

  /** {@code {"pfx": "<base64>", "password": "…"}} or {@code {"pem": "…"}}. */
  static Parsed<ManageCertificates.Sent> sent(String body) {
    List<DocumentProblem> problems = new ArrayList<>();
    JsonNode json =
        JsonBody.object(
            body,
            MAX_IMPORT,
            Set.of("pfx", "password", "pem"),
            "{\"pfx\": \"<base64>\", \"password\": \"<its password>\"}",
            problems);
    ManageCertificates.Sent sent =
        new ManageCertificates.Sent(
            secret(json, "pfx", problems),
            secret(json, "password", problems),
            secret(json, "pem", problems));
    return problems.isEmpty() ? new Parsed.Valid<>(sent) : new Parsed.Invalid<>(problems);
  }

  private static Optional<String> text(JsonNode json, String key, List<DocumentProblem> problems) {
    if (json.has(key) && !json.path(key).isTextual()) {
      problems.add(
          new DocumentProblem(
              "/" + key,
              JsonBody.shown(json.path(key).asText()),
              "This is not a text.",
              "A text."));
    }
    return Optional.of(json.path(key)).filter(JsonNode::isTextual).map(JsonNode::asText);
  }

  private static Optional<Integer> number(
      JsonNode json, String key, List<DocumentProblem> problems) {
    JsonNode value = json.path(key);
    boolean isNumber = value.isIntegralNumber() && value.canConvertToInt();
    if (json.has(key) && !isNumber) {
      problems.add(
          new DocumentProblem(
              "/" + key,
              JsonBody.shown(value.asText()),
              "This is not a whole number.",
              "A whole number, without quotation marks."));
    }
    return isNumber ? Optional.of(value.asInt()) : Optional.empty();
  }

  private static Optional<String> secret(
      JsonNode json, String key, List<DocumentProblem> problems) {
    if (json.has(key) && !json.path(key).isTextual()) {
      problems.add(
          new DocumentProblem("/" + key, NOT_SHOWN, "This is not a text.", "A text, or left out."));
    }
    return Optional.of(json.path(key)).filter(JsonNode::isTextual).map(JsonNode::asText);
  }
}
