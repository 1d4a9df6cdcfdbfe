package dev.rollcall.functions;

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
import dev.rollcall.model.PolicyId;
import dev.rollcall.policy.DocumentProblem;
import dev.rollcall.run.StoreDocuments;
import dev.rollcall.state.Documents.Kind;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Policy documents over HTTP: list, get, put, delete. Putting the same twice is the same as once.
 */
public final class PolicyFunctions {

  private final Supplier<Rollcall> app;

  public PolicyFunctions(Supplier<Rollcall> app) {
    this.app = app;
  }

  @FunctionName("ListPolicies")
  public HttpResponseMessage list(
      @HttpTrigger(
              name = "request",
              methods = {HttpMethod.GET},
              route = "policies",
              authLevel = AuthorizationLevel.FUNCTION)
          HttpRequestMessage<Optional<String>> request,
      ExecutionContext context) {
    Answers answers = answers(request, context);
    return answers.of(() -> documents(answers).all(store().list(Kind.POLICY)));
  }

  @FunctionName("GetPolicy")
  public HttpResponseMessage get(
      @HttpTrigger(
              name = "request",
              methods = {HttpMethod.GET},
              route = "policies/{id}",
              authLevel = AuthorizationLevel.FUNCTION)
          HttpRequestMessage<Optional<String>> request,
      @BindingName("id") String id,
      ExecutionContext context) {
    Answers answers = answers(request, context);
    return answers.of(
        () ->
            Paths.id(PolicyId::new, id)
                .map(known -> documents(answers).one(store().get(Kind.POLICY, known.value())))
                .orElseGet(() -> answers.notFound("policy")));
  }

  @FunctionName("GetSchedule")
  public HttpResponseMessage schedule(
      @HttpTrigger(
              name = "request",
              methods = {HttpMethod.GET},
              route = "policies/{id}/schedule",
              authLevel = AuthorizationLevel.FUNCTION)
          HttpRequestMessage<Optional<String>> request,
      @BindingName("id") String id,
      ExecutionContext context) {
    Answers answers = answers(request, context);
    return answers.of(
        () ->
            Paths.id(PolicyId::new, id)
                .flatMap(known -> app.get().readSchedule().of(known))
                .map(shown -> answers.json(HttpStatus.OK, Views.schedule(shown)))
                .orElseGet(() -> answers.notFound("policy")));
  }

  @FunctionName("PutPolicy")
  public HttpResponseMessage put(
      @HttpTrigger(
              name = "request",
              methods = {HttpMethod.PUT},
              route = "policies/{id}",
              authLevel = AuthorizationLevel.FUNCTION)
          HttpRequestMessage<Optional<String>> request,
      @BindingName("id") String id,
      ExecutionContext context) {
    Answers answers = answers(request, context);
    byte[] sent = request.getBody().orElse("").getBytes(StandardCharsets.UTF_8);
    return answers.of(
        () ->
            Paths.id(PolicyId::new, id)
                .map(
                    known ->
                        documents(answers)
                            .result(store().putPolicy(known, sent, Conditions.of(request)), sent))
                .orElseGet(() -> answers.invalid(Paths.badId(id))));
  }

  @FunctionName("DeletePolicy")
  public HttpResponseMessage delete(
      @HttpTrigger(
              name = "request",
              methods = {HttpMethod.DELETE},
              route = "policies/{id}",
              authLevel = AuthorizationLevel.FUNCTION)
          HttpRequestMessage<Optional<String>> request,
      @BindingName("id") String id,
      ExecutionContext context) {
    Invocation invocation = Invocation.of(context);
    Answers answers = new Answers(request, invocation);
    return answers.of(
        () ->
            Paths.id(PolicyId::new, id)
                .map(known -> remove(answers, known, request, invocation))
                .orElseGet(() -> answers.notFound("policy")));
  }

  private HttpResponseMessage remove(
      Answers answers,
      PolicyId id,
      HttpRequestMessage<Optional<String>> request,
      Invocation invocation) {
    Optional<String> contacts = Optional.ofNullable(request.getQueryParameters().get("contacts"));
    if (contacts.isPresent() && !contacts.get().equals("stay")) {
      return answers.invalidQuery(
          List.of(
              new DocumentProblem(
                  "/contacts",
                  contacts.get(),
                  "What is to become of the contacts is not understood.",
                  "stay, or leave the parameter out: the contacts are removed after approval.")));
    }
    StoreDocuments.Result result =
        invocation
            .in(app.get())
            .documents()
            .deletePolicy(id, Conditions.of(request), contacts.isPresent(), invocation);
    if (result instanceof StoreDocuments.Result.Deleting deleting) {
      String location = "/api/runs/" + id + "/" + deleting.run();
      return answers.accepted(
          location,
          Answers.JSON
              .createObjectNode()
              .put("run", location)
              .put(
                  "detail",
                  "A run shows what the policy wrote and waits for approval. Once that is removed, the"
                      + " policy goes; until then nothing is changed."));
    }
    return new DocumentAnswers(answers, "policy").result(result, new byte[0]);
  }

  private StoreDocuments store() {
    return app.get().documents();
  }

  private static Answers answers(
      HttpRequestMessage<Optional<String>> request, ExecutionContext context) {
    return new Answers(request, Invocation.of(context));
  }

  private static DocumentAnswers documents(Answers answers) {
    return new DocumentAnswers(answers, "policy");
  }
}
