package dev.rollcall.functions;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.policy.DocumentProblem;
import dev.rollcall.policy.Parsed;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A disconnection as it was asked for.
 *
 * @param confirmed whether it is to be done, and not only shown
 * @param deleteCredentials whether certificates are deleted that nobody else uses
 */
record DisconnectRequest(boolean confirmed, boolean deleteCredentials) {

  private static final int MAX_LENGTH = 10_000;

  /**
   * {@code {"confirm": "<the environment's id>", "deleteCredentials": true | false}}; nothing, or
   * without {@code confirm}, it is only shown.
   */
  static Parsed<DisconnectRequest> of(String environment, String body) {
    List<DocumentProblem> problems = new ArrayList<>();
    JsonNode json =
        JsonBody.object(
            body.isBlank() ? "{}" : body,
            MAX_LENGTH,
            Set.of("confirm", "deleteCredentials"),
            "{\"confirm\": \"" + environment + "\", \"deleteCredentials\": false}",
            problems);
    JsonNode confirm = json.path("confirm");
    if (json.has("confirm") && !(confirm.isTextual() && confirm.asText().equals(environment))) {
      problems.add(
          new DocumentProblem(
              "/confirm",
              JsonBody.shown(confirm.asText()),
              "This is not the environment's id.",
              "Write '"
                  + environment
                  + "' to disconnect it, or leave the key out to see what that means."));
    }
    JsonNode delete = json.path("deleteCredentials");
    if (json.has("deleteCredentials") && !delete.isBoolean()) {
      problems.add(
          new DocumentProblem(
              "/deleteCredentials",
              JsonBody.shown(delete.asText()),
              "This is not true or false.",
              "true deletes its certificates in Key Vault, if no other environment uses them."));
    }
    return problems.isEmpty()
        ? new Parsed.Valid<>(new DisconnectRequest(json.has("confirm"), delete.asBoolean(false)))
        : new Parsed.Invalid<>(problems);
  }
}
