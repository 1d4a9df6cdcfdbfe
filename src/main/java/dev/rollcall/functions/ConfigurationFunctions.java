package dev.rollcall.functions;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.HttpMethod;
import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.HttpResponseMessage;
import com.microsoft.azure.functions.HttpStatus;
import com.microsoft.azure.functions.annotation.AuthorizationLevel;
import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.azure.functions.annotation.HttpTrigger;
import dev.rollcall.app.Rollcall;
import dev.rollcall.model.Fingerprint;
import dev.rollcall.model.PolicyId;
import dev.rollcall.run.ImportConfiguration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * All configuration as one file: exported, shown what importing it would do, and imported.
 * Importing the same twice is the same as once.
 */
public final class ConfigurationFunctions {

  private final Supplier<Rollcall> app;

  public ConfigurationFunctions(Supplier<Rollcall> app) {
    this.app = app;
  }

  /** Everything, or with {@code policy=} one policy with its environment. */
  @FunctionName("Export")
  public HttpResponseMessage export(
      @HttpTrigger(
              name = "request",
              methods = {HttpMethod.GET},
              route = "export",
              authLevel = AuthorizationLevel.FUNCTION)
          HttpRequestMessage<Optional<String>> request,
      ExecutionContext context) {
    Answers answers = new Answers(request, Invocation.of(context));
    return answers.of(
        () -> {
          Optional<String> policy = Optional.ofNullable(request.getQueryParameters().get("policy"));
          Optional<byte[]> file =
              policy.isEmpty()
                  ? Optional.of(app.get().exportConfiguration().everything())
                  : Paths.id(PolicyId::new, policy.get())
                      .flatMap(id -> app.get().exportConfiguration().one(id));
          return file.map(
                  content ->
                      answers.file(
                          "application/json; charset=utf-8",
                          "rollcall-configuration.json",
                          content,
                          Optional.empty()))
              .orElseGet(() -> answers.notFound("policy"));
        });
  }

  /** Shows what the file in the body would change; with {@code apply=true}, does it. */
  @FunctionName("Import")
  public HttpResponseMessage importFile(
      @HttpTrigger(
              name = "request",
              methods = {HttpMethod.POST},
              route = "import",
              authLevel = AuthorizationLevel.FUNCTION)
          HttpRequestMessage<Optional<String>> request,
      ExecutionContext context) {
    Invocation invocation = Invocation.of(context);
    Answers answers = new Answers(request, invocation);
    Map<String, String> query = request.getQueryParameters();
    String file = request.getBody().orElse("");
    return answers.of(
        () -> {
          String apply = query.getOrDefault("apply", "false");
          if (!List.of("true", "false").contains(apply)) {
            return answers.problem(
                HttpStatus.BAD_REQUEST,
                "The parameter apply is neither true nor false",
                "Nothing was changed. Without it, or with false, the plan is shown; with true it is"
                    + " carried out.");
          }
          Optional<Fingerprint> plan;
          try {
            plan = Optional.ofNullable(query.get("plan")).map(Fingerprint::parse);
          } catch (IllegalArgumentException e) {
            return answers.problem(
                HttpStatus.BAD_REQUEST,
                "The parameter plan is not a plan's id",
                "Nothing was changed. The 32 digits that the import showed under plan.");
          }
          ImportConfiguration importing = invocation.in(app.get()).importConfiguration();
          return answer(
              answers,
              apply.equals("true")
                  ? importing.apply(file, plan, invocation)
                  : importing.plan(file));
        });
  }

  private static HttpResponseMessage answer(Answers answers, ImportConfiguration.Result result) {
    return result.match(
        new ImportConfiguration.Cases<>(
            planned -> answers.json(HttpStatus.OK, view(planned.plan(), false)),
            done -> answers.json(HttpStatus.OK, view(done.plan(), true)),
            refused -> refused(answers, refused),
            other ->
                answers.problem(
                    HttpStatus.CONFLICT,
                    "This is not what was shown",
                    "Nothing was changed. The file, or what is stored, was changed since. Look at the"
                        + " plan again, then import with its id, "
                        + other.plan().id().hex()
                        + "."),
            overtaken ->
                answers.problem(
                    HttpStatus.CONFLICT,
                    "Somebody else stored the " + overtaken.document() + " in the meantime",
                    (overtaken.written().isEmpty()
                            ? "Nothing was changed."
                            : "Written were: " + String.join(", ", overtaken.written()) + ".")
                        + " Look at the plan again and import the file again: what is as the file has"
                        + " it already is passed over.")));
  }

  private static HttpResponseMessage refused(
      Answers answers, ImportConfiguration.Result.Refused refused) {
    ArrayNode problems = Answers.JSON.createArrayNode();
    for (ImportConfiguration.Flaw flaw : refused.flaws()) {
      problems
          .addObject()
          .put("document", flaw.document())
          .put("pointer", flaw.problem().pointer())
          .put("found", flaw.problem().found())
          .put("message", flaw.problem().message())
          .put("allowed", flaw.problem().allowed());
    }
    return answers.problem(
        refused.valid() ? HttpStatus.CONFLICT : HttpStatus.BAD_REQUEST,
        refused.valid() ? "What is stored stands in the way" : "The file is not valid",
        "Nothing was changed. Mend "
            + (problems.size() == 1 ? "the problem" : "the " + problems.size() + " problems")
            + " listed and import the file again.",
        problems);
  }

  private static ObjectNode view(ImportConfiguration.Plan plan, boolean applied) {
    ObjectNode view = Answers.JSON.createObjectNode();
    view.put("applied", applied).put("plan", plan.id().hex());
    ArrayNode steps = view.putArray("documents");
    for (ImportConfiguration.Step step : plan.steps()) {
      ObjectNode node = steps.addObject();
      node.put("kind", step.kind().name().toLowerCase(Locale.ROOT))
          .put("id", step.id())
          .put("action", action(step.action()));
      if (step.waitsForPreview()) {
        node.put("waitsForPreview", true);
      }
      if (step.reconnects()) {
        node.put("reconnects", true);
      }
      if (step.staysDisconnected()) {
        node.put("staysDisconnected", true);
      }
      ArrayNode differences = node.putArray("differences");
      step.differences()
          .forEach(
              difference -> {
                ObjectNode one = differences.addObject().put("pointer", difference.pointer());
                difference.before().ifPresent(before -> one.set("before", before));
                difference.after().ifPresent(after -> one.set("after", after));
              });
    }
    view.put(
        "detail",
        applied
            ? "This was done. A policy runs by itself only after a preview of what it says now."
            : "Nothing was changed. Import the file again with apply=true and plan="
                + plan.id().hex()
                + " to do exactly this.");
    return view;
  }

  private static String action(ImportConfiguration.Action action) {
    return switch (action) {
      case CREATE -> "create";
      case CHANGE -> "change";
      case LEAVE -> "leave";
      case NOT_IN_FILE -> "notInFile";
    };
  }
}
