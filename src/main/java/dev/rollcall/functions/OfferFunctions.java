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
import dev.rollcall.app.OfferDesk;
import dev.rollcall.app.Rollcall;
import dev.rollcall.model.PolicyId;
import dev.rollcall.telemetry.Event;
import dev.rollcall.telemetry.Field;
import java.util.Optional;
import java.util.function.Supplier;

/** What other installations of Rollcall ask for. */
public final class OfferFunctions {

  private final Supplier<Rollcall> app;

  public OfferFunctions(Supplier<Rollcall> app) {
    this.app = app;
  }

  /**
   * Gives what a policy offers to the one who signed the request, if the policy names their
   * certificate. It takes no function key: the signature says who asks. Everybody else gets one and
   * the same answer, whatever the reason.
   */
  @FunctionName("FetchOffer")
  public HttpResponseMessage fetch(
      @HttpTrigger(
              name = "request",
              methods = {HttpMethod.POST},
              route = "offers/{policy}",
              authLevel = AuthorizationLevel.ANONYMOUS)
          HttpRequestMessage<Optional<String>> request,
      @BindingName("policy") String policy,
      ExecutionContext context) {
    Invocation invocation = Invocation.of(context);
    Answers answers = new Answers(request, invocation);
    return answers.ofAnybody(
        () -> {
          OfferDesk.Answer answer =
              Paths.id(PolicyId::new, policy)
                  .map(
                      id ->
                          invocation
                              .in(app.get())
                              .offers()
                              .answer(id, request.getBody().orElse("").strip()))
                  .orElseGet(() -> new OfferDesk.Answer(Optional.empty(), "unknown"));
          invocation.write(event(answer, policy));
          return answer
              .text()
              .map(text -> signed(request, text))
              .orElseGet(
                  () ->
                      answers.problem(
                          HttpStatus.FORBIDDEN,
                          "Nothing is given to this request",
                          "Nothing was changed. Its signer and this installation's administrator"
                              + " have to know each other's certificates."));
        });
  }

  /** Who asks in vain may write anything as the policy's id. */
  private static Event event(OfferDesk.Answer answer, String policy) {
    return answer.text().isPresent()
        ? Event.info("OfferFetched")
            .with(Field.POLICY, policy)
            .with(Field.OUTCOME, answer.outcome())
        : Event.info("OfferRefused").with(Field.REASON, answer.outcome());
  }

  private static HttpResponseMessage signed(HttpRequestMessage<?> request, String text) {
    return request
        .createResponseBuilder(HttpStatus.OK)
        .header("Content-Type", "application/jose")
        .header("Cache-Control", "no-store")
        .header("X-Content-Type-Options", "nosniff")
        .body(text)
        .build();
  }
}
