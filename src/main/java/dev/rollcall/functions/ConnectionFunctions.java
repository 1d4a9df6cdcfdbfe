package dev.rollcall.functions;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.HttpMethod;
import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.HttpResponseMessage;
import com.microsoft.azure.functions.HttpStatus;
import com.microsoft.azure.functions.annotation.AuthorizationLevel;
import com.microsoft.azure.functions.annotation.BindingName;
import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.azure.functions.annotation.HttpTrigger;
import dev.rollcall.app.Rollcall;
import dev.rollcall.model.EnvironmentId;
import dev.rollcall.model.PolicyId;
import dev.rollcall.policy.DocumentProblem;
import dev.rollcall.run.connection.TestConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Whether an environment is connected, over HTTP. Asking changes nothing in the organisation. */
public final class ConnectionFunctions {

  private static final String MAILBOX = "mailbox";
  private static final String POLICY = "policy";
  private static final String MAIL_TO = "mailTo";
  private static final List<String> KNOWN = List.of(MAILBOX, POLICY, MAIL_TO);

  /** As long as an address may be. */
  private static final int LONGEST = 320;

  private final Supplier<Rollcall> app;

  public ConnectionFunctions(Supplier<Rollcall> app) {
    this.app = app;
  }

  @FunctionName("TestEnvironment")
  public HttpResponseMessage test(
      @HttpTrigger(
              name = "request",
              methods = {HttpMethod.POST},
              route = "environments/{id}/test",
              authLevel = AuthorizationLevel.FUNCTION)
          HttpRequestMessage<Optional<String>> request,
      @BindingName("id") String id,
      ExecutionContext context) {
    Invocation invocation = Invocation.of(context);
    Answers answers = new Answers(request, invocation);
    return answers.of(
        () -> {
          List<DocumentProblem> problems = new ArrayList<>();
          JsonNode body = body(request, problems);
          if (!problems.isEmpty()) {
            return answers.invalid(problems);
          }
          return Paths.id(EnvironmentId::new, id)
              .flatMap(
                  known -> invocation.in(app.get()).testConnection().execute(asked(known, body)))
              .map(
                  parsed ->
                      parsed.match(
                          valid ->
                              TextAnswers.wanted(request)
                                  ? answers.text(valid.value().text())
                                  : answers.json(
                                      HttpStatus.OK, ConnectionViews.report(valid.value())),
                          invalid -> answers.invalid(invalid.problems())))
              .orElseGet(() -> answers.notFound("environment, or no such policy in it"));
        });
  }

  private static TestConnection.Request asked(EnvironmentId id, JsonNode body) {
    return new TestConnection.Request(
        id, given(body, POLICY).map(PolicyId::new), given(body, MAILBOX), given(body, MAIL_TO));
  }

  private static Optional<String> given(JsonNode body, String key) {
    return Optional.of(body.path(key).asText("").strip()).filter(text -> !text.isEmpty());
  }

  private static JsonNode body(
      HttpRequestMessage<Optional<String>> request, List<DocumentProblem> problems) {
    JsonNode body;
    try {
      body = Answers.JSON.readTree(request.getBody().filter(b -> !b.isBlank()).orElse("{}"));
    } catch (JsonProcessingException e) {
      problems.add(problem("", "", "This is not JSON."));
      return Answers.JSON.createObjectNode();
    }
    if (!body.isObject()) {
      problems.add(problem("", "", "This is not an object."));
      return body;
    }
    for (Map.Entry<String, JsonNode> key : body.properties()) {
      String text = key.getValue().asText("");
      if (!KNOWN.contains(key.getKey())) {
        problems.add(problem("/" + key.getKey(), "", "This key is not known."));
      } else if (!key.getValue().isTextual() || text.length() > LONGEST) {
        problems.add(problem("/" + key.getKey(), "", "This is not a text of at most 320."));
      }
    }
    given(body, POLICY)
        .filter(policy -> Paths.id(PolicyId::new, policy).isEmpty())
        .ifPresent(
            policy -> problems.add(problem("/policy", policy, "This is not a policy's id.")));
    given(body, MAIL_TO)
        .filter(to -> !to.matches("[^@\\s<>\",;]+@[^@\\s<>\",;]+"))
        .ifPresent(to -> problems.add(problem("/mailTo", to, "This is not a mail address.")));
    return body;
  }

  private static DocumentProblem problem(String pointer, String found, String message) {
    return new DocumentProblem(
        pointer,
        found,
        message,
        "{\"mailbox\":\"somebody@contoso.com\",\"policy\":\"id\",\"mailTo\":\"admin@contoso.com\"}, each"
            + " of them optional.");
  }
}
