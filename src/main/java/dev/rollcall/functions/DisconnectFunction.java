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
import dev.rollcall.run.DisconnectEnvironment;
import dev.rollcall.run.DisconnectEnvironment.Fate;
import dev.rollcall.run.DisconnectEnvironment.Plan;
import dev.rollcall.run.Leftovers;
import java.util.Optional;
import java.util.function.Supplier;

/** Ends the connection to an organisation: shown first, done when confirmed by name. */
public final class DisconnectFunction {

  private final Supplier<Rollcall> app;

  public DisconnectFunction(Supplier<Rollcall> app) {
    this.app = app;
  }

  /** Without {@code "confirm": "<id>"} in the body, answers what it would mean. */
  @FunctionName("DisconnectEnvironment")
  public HttpResponseMessage disconnect(
      @HttpTrigger(
              name = "request",
              methods = {HttpMethod.POST},
              route = "environments/{id}/disconnect",
              authLevel = AuthorizationLevel.FUNCTION)
          HttpRequestMessage<Optional<String>> request,
      @BindingName("id") String id,
      ExecutionContext context) {
    Invocation invocation = Invocation.of(context);
    Answers answers = new Answers(request, invocation);
    return answers.of(
        () ->
            Paths.id(EnvironmentId::new, id)
                .map(known -> disconnect(answers, known, request, invocation))
                .orElseGet(() -> answers.notFound("environment")));
  }

  private HttpResponseMessage disconnect(
      Answers answers,
      EnvironmentId id,
      HttpRequestMessage<Optional<String>> request,
      Invocation invocation) {
    return DisconnectRequest.of(id.value(), request.getBody().orElse(""))
        .match(
            valid -> {
              DisconnectEnvironment use = invocation.in(app.get()).disconnectEnvironment();
              boolean delete = valid.value().deleteCredentials();
              return answer(
                  answers,
                  valid.value().confirmed()
                      ? use.execute(id, delete, invocation)
                      : use.plan(id, delete));
            },
            invalid -> answers.invalid(invalid.problems()));
  }

  private static HttpResponseMessage answer(Answers answers, DisconnectEnvironment.Result result) {
    return result.match(
        new DisconnectEnvironment.Cases<>(
            shown -> answers.json(HttpStatus.OK, view(shown.plan(), false)),
            done -> answers.json(HttpStatus.OK, view(done.plan(), true)),
            missing -> answers.notFound("environment"),
            unusable ->
                answers.problem(
                    HttpStatus.CONFLICT,
                    "The stored environment is not valid for this version",
                    "Nothing was changed. Store it again, with every problem that the answer lists"
                        + " mended, then disconnect it.")));
  }

  private static ObjectNode view(Plan plan, boolean done) {
    ObjectNode view = Answers.JSON.createObjectNode();
    view.put("environment", plan.environment().value())
        .put("disconnected", plan.since().isPresent());
    plan.since().ifPresent(at -> view.put("disconnectedAt", at.toString()));
    ArrayNode policies = view.putArray("policies");
    plan.policies()
        .forEach(
            policy -> {
              ObjectNode one =
                  policies
                      .addObject()
                      .put("id", policy.id().value())
                      .put("contacts", policy.contacts())
                      .put("mailboxes", policy.mailboxes())
                      .put("means", policy.meaning());
              policy.running().forEach(one.putArray("stoppedRuns")::add);
            });
    ArrayNode credentials = view.putArray("credentials");
    plan.credentials()
        .forEach(
            credential ->
                credentials
                    .addObject()
                    .put("kind", credential.kind())
                    .put("name", credential.name())
                    .put("fate", fate(credential.fate()))
                    .put("detail", credential.detail()));
    ArrayNode tasks = view.putArray("byHand");
    for (Leftovers.Task task : plan.byHand()) {
      ObjectNode one = tasks.addObject().put("what", task.what()).put("shell", task.shell());
      task.commands().forEach(one.putArray("commands")::add);
    }
    view.put("detail", detail(plan, done));
    return view;
  }

  private static String detail(Plan plan, boolean done) {
    long contacts =
        plan.policies().stream()
            .filter(DisconnectEnvironment.Affected::here)
            .mapToLong(DisconnectEnvironment.Affected::contacts)
            .sum();
    String stay =
        contacts == 0
            ? " No contacts are left in this organisation."
            : " The "
                + contacts
                + " contacts that policies wrote in this organisation stay there."
                + (plan.since().isPresent()
                    ? " To have them removed, store the environment again, which connects it, and"
                        + " delete the policies. If it is gone for good, delete them with"
                        + " ?contacts=stay."
                    : " To have them removed, delete the policies first and approve the runs that"
                        + " this starts.");
    return (done
            ? "The environment is disconnected: no run of a policy that uses it starts any more. What is under"
                + " byHand is left to you; storing the document again connects it again."
            : "Nothing was changed. Send {\"confirm\": \""
                + plan.environment()
                + "\"} to stop the policies that use it and disconnect it; with \"deleteCredentials\": true its"
                + " certificates go too.")
        + stay;
  }

  private static String fate(Fate fate) {
    return switch (fate) {
      case KEPT -> "kept";
      case SHARED -> "shared";
      case TO_DELETE -> "toDelete";
      case DELETED -> "deleted";
      case REFUSED -> "refused";
      case BY_HAND -> "byHand";
    };
  }
}
