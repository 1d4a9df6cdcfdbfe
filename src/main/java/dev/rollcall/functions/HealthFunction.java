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
import java.util.Optional;
import java.util.function.Supplier;

/** Says that the app answers, and nothing else: anybody may ask. */
public final class HealthFunction {

  /**
   * Takes the app like every function class, and does not need it: health must not fail because of
   * a setting.
   */
  public HealthFunction(Supplier<Rollcall> app) {}

  @FunctionName("Health")
  public HttpResponseMessage health(
      @HttpTrigger(
              name = "request",
              methods = {HttpMethod.GET},
              route = "health",
              authLevel = AuthorizationLevel.ANONYMOUS)
          HttpRequestMessage<Optional<String>> request,
      ExecutionContext context) {
    return new Answers(request, Invocation.of(context))
        .json(HttpStatus.OK, Answers.JSON.createObjectNode().put("status", "up"));
  }
}
