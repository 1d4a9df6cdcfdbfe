package dev.rollcall.functions;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.HttpResponseMessage;
import com.microsoft.azure.functions.HttpStatus;
import dev.rollcall.model.Problem;
import dev.rollcall.policy.DocumentProblem;
import dev.rollcall.state.StateUnavailable;
import dev.rollcall.state.StateUnreadable;
import dev.rollcall.telemetry.Event;
import dev.rollcall.telemetry.Field;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Answers over HTTP: JSON, or a problem as RFC 9457 has it, which says what was and was not changed
 * and what to do.
 */
final class Answers {

  static final ObjectMapper JSON = new ObjectMapper();

  private final HttpRequestMessage<?> request;
  private final Invocation invocation;

  Answers(HttpRequestMessage<?> request, Invocation invocation) {
    this.request = request;
    this.invocation = invocation;
  }

  /** Answers what {@code work} answers; storage that fails is told as a problem. */
  HttpResponseMessage of(Supplier<HttpResponseMessage> work) {
    return of(work, damage -> "Nothing was changed. " + damage.getMessage());
  }

  /** The same for somebody who has no key: they are not told what is stored here. */
  HttpResponseMessage ofAnybody(Supplier<HttpResponseMessage> work) {
    return of(work, damage -> "Nothing was changed.");
  }

  private HttpResponseMessage of(
      Supplier<HttpResponseMessage> work, Function<StateUnreadable, String> detail) {
    try {
      return invocation.tellingCalls(work);
    } catch (StateUnavailable e) {
      invocation.write(Event.warn("StorageUnavailable").with(Field.ERROR, e.toString()));
      return problem(
          HttpStatus.SERVICE_UNAVAILABLE,
          "Storage did not answer",
          "Whether anything was changed is not known. Ask again in a minute; asking twice does no harm.");
    } catch (StateUnreadable e) {
      invocation.write(Event.error("StateUnreadable").with(Field.ERROR, e.toString()));
      return problem(HttpStatus.INTERNAL_SERVER_ERROR, "Stored data is damaged", detail.apply(e));
    } catch (RuntimeException e) {
      // The last boundary before the host, which would show the caller a stack trace.
      invocation.write(Event.error("RequestFailed").with(Field.ERROR, e.getClass().getName()));
      return problem(
          HttpStatus.INTERNAL_SERVER_ERROR,
          "Something went wrong here",
          "Ask again; if it stays, look for 'RequestFailed' in Application Insights.");
    }
  }

  HttpResponseMessage json(HttpStatus status, JsonNode body) {
    return json(status, body, Optional.empty());
  }

  HttpResponseMessage json(HttpStatus status, JsonNode body, Optional<String> etag) {
    return json(status, body, etag, Map.of());
  }

  HttpResponseMessage json(
      HttpStatus status, JsonNode body, Optional<String> etag, Map<String, String> headers) {
    HttpResponseMessage.Builder builder =
        request
            .createResponseBuilder(status)
            .header("Content-Type", "application/json; charset=utf-8")
            .header("Cache-Control", "no-store");
    etag.ifPresent(version -> builder.header("ETag", version));
    headers.forEach(builder::header);
    return builder.body(text(body)).build();
  }

  /** Plain text, for people. */
  HttpResponseMessage text(String content) {
    return request
        .createResponseBuilder(HttpStatus.OK)
        .header("Content-Type", "text/plain; charset=utf-8")
        .header("Cache-Control", "no-store")
        .header("X-Content-Type-Options", "nosniff")
        .body(content)
        .build();
  }

  /**
   * A file to be saved.
   *
   * @param next where the next part begins, told in the header {@code Rollcall-After}; empty if
   *     this is all
   */
  HttpResponseMessage file(String type, String name, byte[] content, Optional<String> next) {
    return file(
        type,
        name,
        content,
        next.<Map<String, String>>map(after -> Map.of("Rollcall-After", after)).orElse(Map.of()));
  }

  /** The same with headers of its own. */
  HttpResponseMessage file(String type, String name, byte[] content, Map<String, String> headers) {
    HttpResponseMessage.Builder builder =
        request
            .createResponseBuilder(HttpStatus.OK)
            .header("Content-Type", type)
            .header("Content-Disposition", "attachment; filename=\"" + name + "\"")
            .header("Cache-Control", "no-store")
            .header("X-Content-Type-Options", "nosniff");
    headers.forEach(builder::header);
    return builder.body(content).build();
  }

  HttpResponseMessage accepted(String location, JsonNode body) {
    return request
        .createResponseBuilder(HttpStatus.ACCEPTED)
        .header("Content-Type", "application/json; charset=utf-8")
        .header("Location", location)
        .body(text(body))
        .build();
  }

  HttpResponseMessage empty(HttpStatus status) {
    return request.createResponseBuilder(status).build();
  }

  HttpResponseMessage notFound(String what) {
    return problem(
        HttpStatus.NOT_FOUND,
        "There is no such " + what,
        "Nothing was changed. Look at the list for those that exist.");
  }

  HttpResponseMessage invalid(List<DocumentProblem> problems) {
    return invalid("The document is not valid", "send it again", problems);
  }

  /** The same of a question's parameters; each problem's pointer is the parameter's name. */
  HttpResponseMessage invalidQuery(List<DocumentProblem> problems) {
    return invalid("The question is not valid", "ask again", problems);
  }

  private HttpResponseMessage invalid(String title, String then, List<DocumentProblem> problems) {
    ObjectNode body =
        problemBody(
            HttpStatus.BAD_REQUEST,
            title,
            "Nothing was changed. Mend "
                + (problems.size() == 1 ? "the problem" : "the " + problems.size() + " problems")
                + " listed and "
                + then
                + ".");
    ArrayNode list = body.putArray("problems");
    for (DocumentProblem problem : problems) {
      list.addObject()
          .put("pointer", problem.pointer())
          .put("found", problem.found())
          .put("message", problem.message())
          .put("allowed", problem.allowed());
    }
    return problem(HttpStatus.BAD_REQUEST, body);
  }

  /** A problem with a list of what is wrong. */
  HttpResponseMessage problem(HttpStatus status, String title, String detail, ArrayNode problems) {
    ObjectNode body = problemBody(status, title, detail);
    body.set("problems", problems);
    return problem(status, body);
  }

  /**
   * A service that the app needs refused, or did not answer: cause and remedy are the service's.
   */
  HttpResponseMessage failed(Problem problem) {
    HttpStatus status =
        switch (problem.code()) {
          case "certificateNotFound" -> HttpStatus.NOT_FOUND;
          case "certificateDeleted", "certificateBusy" -> HttpStatus.CONFLICT;
          case "certificateRefused" -> HttpStatus.BAD_REQUEST;
          default -> problem.passing() ? HttpStatus.SERVICE_UNAVAILABLE : HttpStatus.BAD_GATEWAY;
        };
    ObjectNode body =
        problemBody(
            status,
            problem.cause(),
            (problem.passing() ? "" : "Nothing was changed. ") + problem.remedy());
    body.put("code", problem.code()).put("cause", problem.cause()).put("remedy", problem.remedy());
    if (!problem.service().isEmpty()) {
      body.put("service", problem.service());
    }
    return problem(status, body);
  }

  HttpResponseMessage problem(HttpStatus status, String title, String detail) {
    return problem(status, problemBody(status, title, detail));
  }

  /** Something that was asked for and failed: 502 if a service refused it, else 409. */
  HttpResponseMessage failed(String title, Problem problem) {
    HttpStatus status = problem.service().isEmpty() ? HttpStatus.CONFLICT : HttpStatus.BAD_GATEWAY;
    ObjectNode body = problemBody(status, title, problem.cause() + " " + problem.remedy());
    Views.problem(problem, body);
    return problem(status, body);
  }

  private HttpResponseMessage problem(HttpStatus status, ObjectNode body) {
    return request
        .createResponseBuilder(status)
        .header("Content-Type", "application/problem+json; charset=utf-8")
        .header("Cache-Control", "no-store")
        .body(text(body))
        .build();
  }

  private static ObjectNode problemBody(HttpStatus status, String title, String detail) {
    return JSON.createObjectNode()
        .put("type", "about:blank")
        .put("title", title)
        .put("status", status.value())
        .put("detail", detail);
  }

  private static String text(JsonNode body) {
    try {
      return JSON.writeValueAsString(body);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
