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
import dev.rollcall.model.PolicyId;
import dev.rollcall.model.RunId;
import dev.rollcall.model.TargetId;
import dev.rollcall.run.ApproveRun;
import dev.rollcall.run.CancelRun;
import dev.rollcall.run.Connections;
import dev.rollcall.run.ReadRuns;
import dev.rollcall.state.Documents;
import dev.rollcall.state.RunChange;
import dev.rollcall.state.RunRecord;
import dev.rollcall.state.RunRecord.Mode;
import dev.rollcall.state.RunRecord.Trigger;
import dev.rollcall.state.RunStatus;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/** Runs over HTTP: ask for one, look at it, carry out a preview, approve, cancel. */
public final class RunFunctions {

  private static final int PAGE = 100;
  private static final int LONGEST_PAGE = 1000;

  private final Supplier<Rollcall> app;

  public RunFunctions(Supplier<Rollcall> app) {
    this.app = app;
  }

  @FunctionName("StartRun")
  public HttpResponseMessage start(
      @HttpTrigger(
              name = "request",
              methods = {HttpMethod.POST},
              route = "policies/{id}/runs",
              authLevel = AuthorizationLevel.FUNCTION)
          HttpRequestMessage<Optional<String>> request,
      @BindingName("id") String id,
      ExecutionContext context) {
    Invocation invocation = Invocation.of(context);
    Answers answers = new Answers(request, invocation);
    return answers.of(
        () -> {
          Optional<PolicyId> policy = Paths.id(PolicyId::new, id).filter(this::isStored);
          if (policy.isEmpty()) {
            return answers.notFound("policy");
          }
          return RunRequests.start(request.getBody().orElse(""))
              .match(
                  valid -> request(answers, policy.get(), valid.value(), invocation),
                  invalid -> answers.invalid(invalid.problems()));
        });
  }

  @FunctionName("ListRuns")
  public HttpResponseMessage list(
      @HttpTrigger(
              name = "request",
              methods = {HttpMethod.GET},
              route = "policies/{id}/runs",
              authLevel = AuthorizationLevel.FUNCTION)
          HttpRequestMessage<Optional<String>> request,
      @BindingName("id") String id,
      ExecutionContext context) {
    Answers answers = answers(request, context);
    return answers.of(
        () -> {
          Optional<PolicyId> policy = Paths.id(PolicyId::new, id);
          if (policy.isEmpty()) {
            return answers.notFound("policy");
          }
          int max = max(request);
          List<RunRecord> runs =
              reads()
                  .list(
                      policy.get(),
                      query(request, "after").flatMap(after -> Paths.id(RunId::new, after)),
                      max);
          ObjectNode body = Answers.JSON.createObjectNode();
          ArrayNode list = body.putArray("value");
          runs.forEach(run -> list.add(Views.run(reads().withApps(run), Optional.empty())));
          next(body, runs.size() == max, () -> runs.get(runs.size() - 1).id().value());
          return answers.json(HttpStatus.OK, body);
        });
  }

  @FunctionName("GetRun")
  public HttpResponseMessage get(
      @HttpTrigger(
              name = "request",
              methods = {HttpMethod.GET},
              route = "runs/{policy}/{run}",
              authLevel = AuthorizationLevel.FUNCTION)
          HttpRequestMessage<Optional<String>> request,
      @BindingName("policy") String policy,
      @BindingName("run") String run,
      ExecutionContext context) {
    Answers answers = answers(request, context);
    return withRun(
        answers,
        policy,
        run,
        (found, reads) ->
            answers.json(HttpStatus.OK, Views.run(reads.withApps(found), reads.progress(found))));
  }

  @FunctionName("ListRunTargets")
  public HttpResponseMessage targets(
      @HttpTrigger(
              name = "request",
              methods = {HttpMethod.GET},
              route = "runs/{policy}/{run}/targets",
              authLevel = AuthorizationLevel.FUNCTION)
          HttpRequestMessage<Optional<String>> request,
      @BindingName("policy") String policy,
      @BindingName("run") String run,
      ExecutionContext context) {
    Answers answers = answers(request, context);
    return TargetQuery.read(request.getQueryParameters())
        .match(
            filter ->
                withRun(
                    answers,
                    policy,
                    run,
                    (found, reads) -> {
                      ReadRuns.TargetPage page =
                          reads.targets(
                              found,
                              filter.value(),
                              query(request, "after")
                                  .flatMap(after -> Paths.id(TargetId::new, after)),
                              max(request));
                      ObjectNode body = Answers.JSON.createObjectNode();
                      ArrayNode list = body.putArray("value");
                      page.targets().forEach(target -> list.add(Views.target(target)));
                      page.next().ifPresent(next -> body.put("after", next.value()));
                      return answers.json(HttpStatus.OK, body);
                    }),
            invalid -> answers.invalidQuery(invalid.problems()));
  }

  @FunctionName("ListRunChanges")
  public HttpResponseMessage changes(
      @HttpTrigger(
              name = "request",
              methods = {HttpMethod.GET},
              route = "runs/{policy}/{run}/changes",
              authLevel = AuthorizationLevel.FUNCTION)
          HttpRequestMessage<Optional<String>> request,
      @BindingName("policy") String policy,
      @BindingName("run") String run,
      ExecutionContext context) {
    Answers answers = answers(request, context);
    Optional<String> asked = query(request, "format");
    String format = asked.orElse("json");
    if (!List.of("json", "csv", "xlsx").contains(format)) {
      return answers.problem(
          HttpStatus.BAD_REQUEST,
          "There is no such format",
          "Nothing was changed. Ask with format=json, csv or xlsx, or without format.");
    }
    // Whoever names a format and no length wants a file; a page is as long as somebody says.
    if (!format.equals("json") || (asked.isPresent() && query(request, "max").isEmpty())) {
      return withRun(
          answers, policy, run, (found, reads) -> sheet(answers, request, format, found, reads));
    }
    return withRun(
        answers,
        policy,
        run,
        (found, reads) -> {
          int max = max(request);
          List<RunChange> changes =
              reads.changes(found, query(request, "target"), query(request, "after"), max);
          ObjectNode body = Answers.JSON.createObjectNode();
          ArrayNode list = body.putArray("value");
          changes.forEach(change -> list.add(Views.change(change)));
          next(
              body,
              changes.size() == max,
              () -> {
                RunChange last = changes.get(changes.size() - 1);
                return last.target() + "/" + last.sequence();
              });
          return answers.json(HttpStatus.OK, body);
        });
  }

  private static HttpResponseMessage sheet(
      Answers answers,
      HttpRequestMessage<Optional<String>> request,
      String format,
      RunRecord run,
      ReadRuns reads) {
    List<RunChange> changes =
        reads.changes(
            run, query(request, "target"), query(request, "after"), ChangeSheet.MAX_CHANGES);
    Optional<String> next =
        changes.size() < ChangeSheet.MAX_CHANGES
            ? Optional.empty()
            : Optional.of(
                changes.get(changes.size() - 1).target()
                    + "/"
                    + changes.get(changes.size() - 1).sequence());
    boolean part = next.isPresent() || query(request, "after").isPresent();
    String name = run.policy() + "-" + run.id() + (part ? "-part." : ".") + format;
    return switch (format) {
      case "csv" -> answers.file("text/csv; charset=utf-8", name, ChangeSheet.csv(changes), next);
      case "xlsx" ->
          answers.file(
              "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
              name,
              ChangeSheet.xlsx(changes),
              next);
      default ->
          answers.file(
              "application/json; charset=utf-8", name, ChangeSheet.json(changes, next), next);
    };
  }

  @FunctionName("ApplyPreview")
  public HttpResponseMessage apply(
      @HttpTrigger(
              name = "request",
              methods = {HttpMethod.POST},
              route = "runs/{policy}/{run}/apply",
              authLevel = AuthorizationLevel.FUNCTION)
          HttpRequestMessage<Optional<String>> request,
      @BindingName("policy") String policy,
      @BindingName("run") String run,
      ExecutionContext context) {
    Invocation invocation = Invocation.of(context);
    Answers answers = new Answers(request, invocation);
    return withRun(
        answers,
        policy,
        run,
        (found, reads) ->
            found.request().mode() == Mode.PREVIEW
                    && found.status() == RunStatus.FINISHED
                    && found.purgedAt().isEmpty()
                ? request(
                    answers,
                    found.policy(),
                    new RunRecord.Request(
                        Mode.APPLY,
                        Trigger.MANUAL,
                        found.request().checkDrift(),
                        Optional.of(found.id()),
                        false),
                    invocation)
                : answers.problem(
                    HttpStatus.CONFLICT,
                    "This run is not a finished preview, or too old and not kept in whole any more",
                    "Nothing was changed. Make a preview, wait until it is finished, and apply that."));
  }

  @FunctionName("ApproveRun")
  public HttpResponseMessage approve(
      @HttpTrigger(
              name = "request",
              methods = {HttpMethod.POST},
              route = "runs/{policy}/{run}/approve",
              authLevel = AuthorizationLevel.FUNCTION)
          HttpRequestMessage<Optional<String>> request,
      @BindingName("policy") String policy,
      @BindingName("run") String run,
      ExecutionContext context) {
    Invocation invocation = Invocation.of(context);
    Answers answers = new Answers(request, invocation);
    return withRun(
        answers,
        policy,
        run,
        (found, reads) ->
            RunRequests.plan(request.getBody().orElse(""))
                .match(
                    valid ->
                        approved(
                            answers,
                            found,
                            invocation
                                .in(app.get())
                                .approveRun()
                                .execute(found.policy(), found.id(), valid.value(), invocation)),
                    invalid -> answers.invalid(invalid.problems())));
  }

  @FunctionName("CancelRun")
  public HttpResponseMessage cancel(
      @HttpTrigger(
              name = "request",
              methods = {HttpMethod.POST},
              route = "runs/{policy}/{run}/cancel",
              authLevel = AuthorizationLevel.FUNCTION)
          HttpRequestMessage<Optional<String>> request,
      @BindingName("policy") String policy,
      @BindingName("run") String run,
      ExecutionContext context) {
    Invocation invocation = Invocation.of(context);
    Answers answers = new Answers(request, invocation);
    return withRun(
        answers,
        policy,
        run,
        (found, reads) -> {
          CancelRun.Result result =
              invocation.in(app.get()).cancelRun().execute(found.policy(), found.id(), invocation);
          return switch (result) {
            case CANCELLED -> accepted(answers, found.policy(), found.id());
            case NOT_FOUND -> answers.notFound("run");
            case ALREADY_OVER ->
                answers.problem(
                    HttpStatus.CONFLICT,
                    "The run is over already",
                    "Nothing was changed by cancelling. What it did is in its changes.");
          };
        });
  }

  private HttpResponseMessage approved(Answers answers, RunRecord run, ApproveRun.Result result) {
    return switch (result) {
      case APPROVED -> accepted(answers, run.policy(), run.id());
      case NOT_FOUND -> answers.notFound("run");
      case NOT_HELD ->
          answers.problem(
              HttpStatus.CONFLICT,
              "The run does not wait for approval",
              "Nothing was changed. A later run may have taken its place; look at the policy's runs.");
      case OTHER_PLAN ->
          answers.problem(
              HttpStatus.CONFLICT,
              "The run waits with another plan",
              "Nothing was changed. Look at the run again and approve the plan it shows now.");
      case BUSY ->
          answers.problem(
              HttpStatus.CONFLICT,
              "Another run of the policy is under way",
              "Nothing was changed. Wait for it to end, then approve.");
    };
  }

  private HttpResponseMessage withRun(
      Answers answers,
      String policy,
      String run,
      BiFunction<RunRecord, ReadRuns, HttpResponseMessage> work) {
    return answers.of(
        () ->
            Paths.id(PolicyId::new, policy)
                .flatMap(
                    policyId ->
                        Paths.id(RunId::new, run).flatMap(runId -> reads().get(policyId, runId)))
                .map(found -> work.apply(found, reads()))
                .orElseGet(() -> answers.notFound("run")));
  }

  private HttpResponseMessage request(
      Answers answers, PolicyId policy, RunRecord.Request request, Invocation invocation) {
    Optional<Connections.Disconnected> disconnected = app.get().connections().of(policy);
    if (disconnected.isPresent()) {
      return answers.problem(
          HttpStatus.CONFLICT,
          "An environment of the policy is disconnected",
          "No run was started. To connect '"
              + disconnected.get().environment()
              + "' again, store its document again.");
    }
    return accepted(
        answers,
        policy,
        invocation.in(app.get()).requestRun().execute(policy, request, invocation));
  }

  private static HttpResponseMessage accepted(Answers answers, PolicyId policy, RunId run) {
    String location = "/api/runs/" + policy + "/" + run;
    return answers.accepted(
        location, Answers.JSON.createObjectNode().put("id", run.value()).put("location", location));
  }

  private boolean isStored(PolicyId policy) {
    return app.get().documents().get(Documents.Kind.POLICY, policy.value()).isPresent();
  }

  private ReadRuns reads() {
    return app.get().readRuns();
  }

  private static void next(ObjectNode body, boolean more, Supplier<String> after) {
    if (more) {
      body.put("after", after.get());
    }
  }

  private static Optional<String> query(HttpRequestMessage<?> request, String name) {
    return Optional.ofNullable(request.getQueryParameters().get(name)).filter(v -> !v.isEmpty());
  }

  private static int max(HttpRequestMessage<?> request) {
    return query(request, "max")
        .filter(text -> text.matches("\\d{1,4}"))
        .map(Integer::parseInt)
        .map(wanted -> Math.max(1, Math.min(LONGEST_PAGE, wanted)))
        .orElse(PAGE);
  }

  private static Answers answers(
      HttpRequestMessage<Optional<String>> request, ExecutionContext context) {
    return new Answers(request, Invocation.of(context));
  }
}
