package dev.rollcall.functions;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.model.Fingerprint;
import dev.rollcall.policy.DocumentProblem;
import dev.rollcall.policy.Parsed;
import dev.rollcall.state.RunRecord;
import dev.rollcall.state.RunRecord.Mode;
import dev.rollcall.state.RunRecord.Trigger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The small bodies that ask for runs and approve them. */
final class RunRequests {

  private static final Pattern PLAN = Pattern.compile("[0-9a-f]{32}");
  private static final int MAX_LENGTH = 10_000;

  private RunRequests() {}

  /** {@code {"mode": "preview" | "apply", "checkDrift": true | false}}. */
  static Parsed<RunRecord.Request> start(String body) {
    List<DocumentProblem> problems = new ArrayList<>();
    JsonNode json = object(body, Set.of("mode", "checkDrift"), problems);
    String mode = json.path("mode").asText();
    boolean isMode = json.path("mode").isTextual() && Set.of("preview", "apply").contains(mode);
    if (!isMode && problems.isEmpty()) {
      problems.add(
          new DocumentProblem(
              "/mode",
              shown(mode),
              "The run's mode is missing or not known.",
              "preview or apply."));
    }
    if (json.has("checkDrift") && !json.path("checkDrift").isBoolean()) {
      problems.add(
          new DocumentProblem(
              "/checkDrift",
              shown(json.path("checkDrift").asText()),
              "This is not true or false.",
              "true looks at every mailbox for users' edits and deletions, due or not."));
    }
    return problems.isEmpty()
        ? new Parsed.Valid<>(
            new RunRecord.Request(
                mode.equals("preview") ? Mode.PREVIEW : Mode.APPLY,
                Trigger.MANUAL,
                json.path("checkDrift").asBoolean(false),
                Optional.empty(),
                false))
        : new Parsed.Invalid<>(problems);
  }

  /** {@code {"plan": "<id as the run shows it>"}}. */
  static Parsed<Fingerprint> plan(String body) {
    List<DocumentProblem> problems = new ArrayList<>();
    JsonNode json = object(body, Set.of("plan"), problems);
    String plan = json.path("plan").asText();
    if (!PLAN.matcher(plan).matches() && problems.isEmpty()) {
      problems.add(
          new DocumentProblem(
              "/plan",
              shown(plan),
              "The plan that is approved is missing, or not a plan's id.",
              "The 32 digits that the run shows under hold."));
    }
    return problems.isEmpty()
        ? new Parsed.Valid<>(Fingerprint.parse(plan))
        : new Parsed.Invalid<>(problems);
  }

  private static JsonNode object(String body, Set<String> known, List<DocumentProblem> problems) {
    return JsonBody.object(body, MAX_LENGTH, known, "{\"mode\": \"preview\"}", problems);
  }

  private static String shown(String text) {
    return JsonBody.shown(text);
  }
}
