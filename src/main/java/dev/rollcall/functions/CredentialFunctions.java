package dev.rollcall.functions;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import dev.rollcall.run.ReadCredentials;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** How long credentials last, over HTTP. */
public final class CredentialFunctions {

  private final Supplier<Rollcall> app;

  public CredentialFunctions(Supplier<Rollcall> app) {
    this.app = app;
  }

  /** The credentials of an environment, with their ends and the warnings sent of them. */
  @FunctionName("ListCredentials")
  public HttpResponseMessage list(
      @HttpTrigger(
              name = "request",
              methods = {HttpMethod.GET},
              route = "environments/{id}/credentials",
              authLevel = AuthorizationLevel.FUNCTION)
          HttpRequestMessage<Optional<String>> request,
      @BindingName("id") String id,
      ExecutionContext context) {
    Invocation invocation = Invocation.of(context);
    Answers answers = new Answers(request, invocation);
    return answers.of(
        () ->
            Paths.id(EnvironmentId::new, id)
                .flatMap(known -> invocation.in(app.get()).readCredentials().of(known))
                .map(shown -> answers.json(HttpStatus.OK, view(shown)))
                .orElseGet(() -> answers.notFound("environment")));
  }

  private static ObjectNode view(List<ReadCredentials.Shown> credentials) {
    ObjectNode view = Answers.JSON.createObjectNode();
    ArrayNode value = view.putArray("value");
    for (ReadCredentials.Shown credential : credentials) {
      ObjectNode node = value.addObject();
      node.put("kind", Views.camel(credential.kind()))
          .put("app", credential.app())
          .put("name", credential.name());
      credential.end().ifPresent(end -> node.put("end", end.toString()));
      credential.daysLeft().ifPresent(days -> node.put("daysLeft", days));
      credential
          .warned()
          .ifPresent(
              warned ->
                  node.putObject("lastWarning")
                      .put("step", Views.camel(warned.step()))
                      .put("at", warned.at().toString()));
      credential.problem().ifPresent(problem -> Views.problem(problem, node.putObject("problem")));
    }
    return view;
  }
}
