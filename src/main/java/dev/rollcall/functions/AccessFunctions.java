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
import dev.rollcall.model.EnvironmentId;
import dev.rollcall.model.PolicyId;
import dev.rollcall.policy.DocumentProblem;
import dev.rollcall.run.connection.Requirements;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Which access an environment's apps need, over HTTP: the commands that give it, the state of
 * consent, and what has to be reachable. Asking changes nothing.
 */
public final class AccessFunctions {

  private final Supplier<Rollcall> app;

  public AccessFunctions(Supplier<Rollcall> app) {
    this.app = app;
  }

  @FunctionName("GetCommands")
  public HttpResponseMessage commands(
      @HttpTrigger(
              name = "request",
              methods = {HttpMethod.GET},
              route = "environments/{id}/commands",
              authLevel = AuthorizationLevel.FUNCTION)
          HttpRequestMessage<Optional<String>> request,
      @BindingName("id") String id,
      ExecutionContext context) {
    Answers answers = new Answers(request, Invocation.of(context));
    return answers.of(
        () -> {
          Set<PolicyId> policies = new LinkedHashSet<>();
          for (String policy : request.getQueryParameters().getOrDefault("policy", "").split(",")) {
            Optional<PolicyId> known = Paths.id(PolicyId::new, policy.strip());
            if (known.isPresent()) {
              policies.add(known.get());
            } else if (!policy.isBlank()) {
              return answers.invalid(Paths.badId(policy));
            }
          }
          String shell = request.getQueryParameters().getOrDefault("shell", "bash");
          if (!Set.of("bash", "powershell").contains(shell)) {
            return answers.invalid(
                List.of(
                    new DocumentProblem(
                        "/shell", shell, "This shell is not known.", "bash or powershell")));
          }
          return Paths.id(EnvironmentId::new, id)
              .flatMap(known -> app.get().describeAccess().commands(known, policies))
              .map(
                  parsed ->
                      parsed.match(
                          valid ->
                              TextAnswers.wanted(request)
                                  ? answers.text(valid.value().text(shell.equals("powershell")))
                                  : answers.json(
                                      HttpStatus.OK, ConnectionViews.access(valid.value())),
                          invalid -> answers.invalid(invalid.problems())))
              .orElseGet(() -> answers.notFound("environment, or no such policy in it"));
        });
  }

  @FunctionName("GetConsent")
  public HttpResponseMessage consent(
      @HttpTrigger(
              name = "request",
              methods = {HttpMethod.GET},
              route = "environments/{id}/consent",
              authLevel = AuthorizationLevel.FUNCTION)
          HttpRequestMessage<Optional<String>> request,
      @BindingName("id") String id,
      ExecutionContext context) {
    Answers answers = new Answers(request, Invocation.of(context));
    return answers.of(
        () ->
            Paths.id(EnvironmentId::new, id)
                .flatMap(known -> app.get().describeAccess().consent(known))
                .map(
                    parsed ->
                        parsed.match(
                            valid ->
                                answers.json(HttpStatus.OK, ConnectionViews.consent(valid.value())),
                            invalid -> answers.invalid(invalid.problems())))
                .orElseGet(() -> answers.notFound("environment")));
  }

  @FunctionName("GetRequirements")
  public HttpResponseMessage requirements(
      @HttpTrigger(
              name = "request",
              methods = {HttpMethod.GET},
              route = "requirements",
              authLevel = AuthorizationLevel.FUNCTION)
          HttpRequestMessage<Optional<String>> request,
      ExecutionContext context) {
    Answers answers = new Answers(request, Invocation.of(context));
    return answers.of(
        () -> {
          Requirements requirements = app.get().requirements();
          return TextAnswers.wanted(request)
              ? answers.text(requirements.text())
              : answers.json(HttpStatus.OK, ConnectionViews.requirements(requirements));
        });
  }
}
