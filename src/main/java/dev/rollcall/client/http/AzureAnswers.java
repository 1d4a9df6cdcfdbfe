package dev.rollcall.client.http;

import com.azure.core.exception.HttpResponseException;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/**
 * Reads what the clients of Azure's SDK throw. The body was read by them already; what there was of
 * it stands in the exception's message, behind words of the SDK's own.
 */
final class AzureAnswers {

  private AzureAnswers() {}

  /** What was answered; empty if there was no answer. */
  static Optional<Symptom> seen(Service service, Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof HttpResponseException answered && answered.getResponse() != null) {
        return Optional.of(seen(service, answered, answered.getResponse()));
      }
    }
    return Optional.empty();
  }

  /** An answer in a form that the client has no library for; empty if it is not that. */
  static Optional<Symptom> unreadable(Service service, Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof LinkageError) {
        return Optional.of(Symptom.thrown(service, cause));
      }
    }
    return Optional.empty();
  }

  private static Symptom seen(
      Service service, HttpResponseException answered, HttpResponse response) {
    return ErrorBodies.read(
        service,
        response.getStatusCode(),
        name -> Optional.ofNullable(response.getHeaderValue(HttpHeaderName.fromString(name))),
        body(String.valueOf(answered.getMessage())).getBytes(StandardCharsets.UTF_8),
        // These services give seconds to wait, never a date.
        Instant.EPOCH);
  }

  private static String body(String message) {
    for (int at = 0; at < message.length(); at++) {
      if (message.charAt(at) == '{' || message.charAt(at) == '<') {
        return message.substring(at);
      }
    }
    return "";
  }
}
