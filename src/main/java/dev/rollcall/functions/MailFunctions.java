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
import dev.rollcall.run.SendTestMail;
import java.util.Optional;
import java.util.function.Supplier;

/** Mails that somebody asks for. */
public final class MailFunctions {

  private final Supplier<Rollcall> app;

  public MailFunctions(Supplier<Rollcall> app) {
    this.app = app;
  }

  /**
   * Sends a test mail to a policy's recipients: one for each request. That the service took it says
   * nothing about its delivery.
   */
  @FunctionName("SendTestMail")
  public HttpResponseMessage test(
      @HttpTrigger(
              name = "request",
              methods = {HttpMethod.POST},
              route = "policies/{id}/test-mail",
              authLevel = AuthorizationLevel.FUNCTION)
          HttpRequestMessage<Optional<String>> request,
      @BindingName("id") String id,
      ExecutionContext context) {
    Invocation invocation = Invocation.of(context);
    Answers answers = new Answers(request, invocation);
    return answers.of(
        () ->
            Paths.id(PolicyId::new, id)
                .flatMap(
                    known -> invocation.in(app.get()).sendTestMail().execute(known, invocation))
                .map(result -> answer(answers, result))
                .orElseGet(() -> answers.notFound("policy")));
  }

  private static HttpResponseMessage answer(Answers answers, SendTestMail.Result result) {
    if (result.problem().isPresent()) {
      return answers.failed("The test mail was not sent", result.problem().get());
    }
    ObjectNode view = Answers.JSON.createObjectNode();
    view.put("sent", true);
    ArrayNode to = view.putArray("to");
    result.to().forEach(to::add);
    return answers.json(HttpStatus.OK, view);
  }
}
