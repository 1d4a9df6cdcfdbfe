package dev.rollcall.functions;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.HttpMethod;
import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.HttpResponseMessage;
import com.microsoft.azure.functions.HttpStatus;
import com.microsoft.azure.functions.annotation.AuthorizationLevel;
import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.azure.functions.annotation.HttpTrigger;
import dev.rollcall.app.Rollcall;
import dev.rollcall.model.PolicyId;
import dev.rollcall.run.CollectSupport;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** What helpers need to know, in one archive. Changes nothing. */
public final class SupportFunctions {

  private final Supplier<Rollcall> app;

  public SupportFunctions(Supplier<Rollcall> app) {
    this.app = app;
  }

  /**
   * Everything, or with {@code policy=} one policy; with {@code people=true}, people's data too.
   */
  @FunctionName("SupportBundle")
  public HttpResponseMessage bundle(
      @HttpTrigger(
              name = "request",
              methods = {HttpMethod.GET},
              route = "support-bundle",
              authLevel = AuthorizationLevel.FUNCTION)
          HttpRequestMessage<Optional<String>> request,
      ExecutionContext context) {
    Answers answers = new Answers(request, Invocation.of(context));
    Map<String, String> query = request.getQueryParameters();
    return answers.of(
        () -> {
          String people = query.getOrDefault("people", "false");
          if (!List.of("true", "false").contains(people)) {
            return answers.problem(
                HttpStatus.BAD_REQUEST,
                "The parameter people is neither true nor false",
                "Without it, or with false, names and addresses are replaced; with true they are in"
                    + " the archive, in files that say so.");
          }
          return answer(answers, Optional.ofNullable(query.get("policy")), people.equals("true"));
        });
  }

  private HttpResponseMessage answer(Answers answers, Optional<String> policy, boolean people) {
    Optional<PolicyId> only = policy.flatMap(id -> Paths.id(PolicyId::new, id));
    if (policy.isPresent() && only.isEmpty()) {
      return answers.notFound("policy");
    }
    Optional<CollectSupport.Material> material = app.get().collectSupport().execute(only, people);
    return material
        .map(
            found ->
                answers.file(
                    "application/zip",
                    (people ? SupportZip.PEOPLE : "") + "rollcall-support.zip",
                    new SupportZip(app.get().about(), people).of(found),
                    Optional.empty()))
        .orElseGet(() -> answers.notFound("policy"));
  }
}
