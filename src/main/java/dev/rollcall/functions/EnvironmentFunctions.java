package dev.rollcall.functions;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.HttpMethod;
import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.HttpResponseMessage;
import com.microsoft.azure.functions.annotation.AuthorizationLevel;
import com.microsoft.azure.functions.annotation.BindingName;
import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.azure.functions.annotation.HttpTrigger;
import dev.rollcall.app.Rollcall;
import dev.rollcall.model.EnvironmentId;
import dev.rollcall.run.StoreDocuments;
import dev.rollcall.state.Documents.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Environment documents over HTTP: list, get, put, delete. Putting the same twice is the same as
 * once; putting one that is disconnected connects it again.
 */
public final class EnvironmentFunctions {

  private final Supplier<Rollcall> app;

  public EnvironmentFunctions(Supplier<Rollcall> app) {
    this.app = app;
  }

  @FunctionName("ListEnvironments")
  public HttpResponseMessage list(
      @HttpTrigger(
              name = "request",
              methods = {HttpMethod.GET},
              route = "environments",
              authLevel = AuthorizationLevel.FUNCTION)
          HttpRequestMessage<Optional<String>> request,
      ExecutionContext context) {
    Answers answers = answers(request, context);
    return answers.of(
        () ->
            documents(answers)
                .all(store().list(Kind.ENVIRONMENT), app.get().connections().disconnected()));
  }

  @FunctionName("GetEnvironment")
  public HttpResponseMessage get(
      @HttpTrigger(
              name = "request",
              methods = {HttpMethod.GET},
              route = "environments/{id}",
              authLevel = AuthorizationLevel.FUNCTION)
          HttpRequestMessage<Optional<String>> request,
      @BindingName("id") String id,
      ExecutionContext context) {
    Answers answers = answers(request, context);
    return answers.of(
        () ->
            Paths.id(EnvironmentId::new, id)
                .map(
                    known ->
                        documents(answers)
                            .one(
                                store().get(Kind.ENVIRONMENT, known.value()),
                                app.get().connections().disconnectedAt(known)))
                .orElseGet(() -> answers.notFound("environment")));
  }

  @FunctionName("PutEnvironment")
  public HttpResponseMessage put(
      @HttpTrigger(
              name = "request",
              methods = {HttpMethod.PUT},
              route = "environments/{id}",
              authLevel = AuthorizationLevel.FUNCTION)
          HttpRequestMessage<Optional<String>> request,
      @BindingName("id") String id,
      ExecutionContext context) {
    Answers answers = answers(request, context);
    byte[] sent = request.getBody().orElse("").getBytes(StandardCharsets.UTF_8);
    return answers.of(
        () ->
            Paths.id(EnvironmentId::new, id)
                .map(
                    known ->
                        documents(answers)
                            .result(
                                store().putEnvironment(known, sent, Conditions.of(request)), sent))
                .orElseGet(() -> answers.invalid(Paths.badId(id))));
  }

  @FunctionName("DeleteEnvironment")
  public HttpResponseMessage delete(
      @HttpTrigger(
              name = "request",
              methods = {HttpMethod.DELETE},
              route = "environments/{id}",
              authLevel = AuthorizationLevel.FUNCTION)
          HttpRequestMessage<Optional<String>> request,
      @BindingName("id") String id,
      ExecutionContext context) {
    Invocation invocation = Invocation.of(context);
    Answers answers = new Answers(request, invocation);
    return answers.of(
        () ->
            Paths.id(EnvironmentId::new, id)
                .map(known -> remove(answers, known, request))
                .orElseGet(() -> answers.notFound("environment")));
  }

  private HttpResponseMessage remove(
      Answers answers, EnvironmentId id, HttpRequestMessage<Optional<String>> request) {
    return documents(answers)
        .result(store().deleteEnvironment(id, Conditions.of(request)), new byte[0]);
  }

  private StoreDocuments store() {
    return app.get().documents();
  }

  private static Answers answers(
      HttpRequestMessage<Optional<String>> request, ExecutionContext context) {
    return new Answers(request, Invocation.of(context));
  }

  private static DocumentAnswers documents(Answers answers) {
    return new DocumentAnswers(answers, "environment");
  }
}
