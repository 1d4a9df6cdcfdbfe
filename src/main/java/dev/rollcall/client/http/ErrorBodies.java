package dev.rollcall.client.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what services write when they refuse: the error bodies of Entra ID, Microsoft Graph,
 * Exchange Online, Key Vault and Storage, of SOAP and SCIM, and plain text.
 *
 * @see <a href="https://learn.microsoft.com/graph/errors">Microsoft Graph error responses</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7644#section-3.12">SCIM error responses</a>
 */
public final class ErrorBodies {

  private static final int MAX_READ = 64 * 1024;

  private static final JsonMapper JSON = new JsonMapper();

  private static final Pattern AADSTS = Pattern.compile("AADSTS\\d{5,7}");
  private static final Pattern TRACE = Pattern.compile("Trace ID: ([0-9a-fA-F-]{36})");
  private static final Pattern TIMESTAMP =
      Pattern.compile("Timestamp: (\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\dZ)");
  private static final Pattern STORAGE_TAIL = Pattern.compile("RequestId:[\\s\\S]*$");
  private static final Pattern BACK_OFF =
      Pattern.compile("Name=\"BackOffMilliseconds\"[^>]*>\\s*(\\d{1,9})\\s*<");

  private ErrorBodies() {}

  /**
   * What an answer that is not a success shows.
   *
   * @param header finds a header by its name, whatever the case
   * @param body as it came, also if it is none of the service's own, as a gateway's page
   * @param now from when a {@code Retry-After} date counts
   */
  public static Symptom read(
      Service service,
      int status,
      Function<String, Optional<String>> header,
      byte[] body,
      Instant now) {
    String text =
        new String(body, 0, Math.min(body.length, MAX_READ), StandardCharsets.UTF_8)
            .replace("\0", "")
            .trim();
    Symptom seen =
        text.startsWith("{")
            ? ofJson(service, status, json(text), text)
            : text.startsWith("<") ? ofXml(service, status, text) : plain(service, status, text);
    String code = seen.code().isEmpty() ? header.apply("x-ms-error-code").orElse("") : seen.code();
    Optional<Duration> wait =
        header.apply("Retry-After").flatMap(value -> Failures.retryAfter(value, now));
    return new Symptom(
        service,
        status,
        code,
        seen.text(),
        seen.thrown(),
        seen.requestId().isEmpty() ? requestId(header) : seen.requestId(),
        seen.time().or(() -> header.apply("Date").flatMap(ErrorBodies::time)),
        wait.or(seen::retryAfter));
  }

  /**
   * The same of the body alone, read already; as an item of a batch has it.
   *
   * @param body missing if it is not JSON
   */
  public static Symptom read(Service service, int status, JsonNode body) {
    return ofJson(service, status, body, "");
  }

  /** What a login was refused with; its code, its trace and its time are in the text. */
  static Optional<Symptom> ofLogin(String text) {
    Matcher code = AADSTS.matcher(text);
    if (!code.find()) {
      return Optional.empty();
    }
    Matcher trace = TRACE.matcher(text);
    Matcher timestamp = TIMESTAMP.matcher(text);
    return Optional.of(
        Symptom.answer(Service.ENTRA, 0, code.group(), text.substring(code.start()))
            .told(
                trace.find() ? trace.group(1) : "",
                timestamp.find() ? time(timestamp.group(1)) : Optional.empty()));
  }

  private static Symptom ofJson(Service service, int status, JsonNode body, String otherwise) {
    if (body.path("error_description").isTextual()) {
      String text = body.path("error_description").asText();
      Symptom login =
          ofLogin(text)
              .orElseGet(() -> Symptom.answer(service, status, body.path("error").asText(), text));
      return Symptom.answer(service, status, login.code(), text)
          .told(
              body.path("trace_id").asText(login.requestId()),
              time(body.path("timestamp").asText()).or(login::time));
    }
    JsonNode error = body.has("odata.error") ? body.path("odata.error") : body.path("error");
    if (error.isObject()) {
      return ofError(service, status, error);
    }
    Optional<Duration> window =
        Optional.of(body.path("emptiedBucketDetails").path("windowSeconds"))
            .filter(JsonNode::isNumber)
            .map(seconds -> Duration.ofSeconds(Math.min(3_600, Math.max(0, seconds.asLong()))));
    String code = body.path("code").isTextual() ? first(body, "code") : first(body, "scimType");
    String text = first(body, "detail", "message", "error", "title");
    if (service == Service.EXCHANGE && text.isEmpty()) {
      text = body.path("@adminapi.warnings").path(0).asText("");
    }
    return Symptom.answer(service, status, code, text.isEmpty() ? texts(body, otherwise) : text)
        .waiting(window);
  }

  /** The form that Microsoft's own services share, each with additions. */
  private static Symptom ofError(Service service, int status, JsonNode error) {
    JsonNode inner = error.has("innerError") ? error.path("innerError") : error.path("innererror");
    JsonNode message = error.path("message");
    String text = message.isObject() ? message.path("value").asText() : message.asText();
    String code = error.path("code").asText();
    if (service == Service.EXCHANGE) {
      return ofCmdlet(status, code, text, error, inner);
    }
    if (service.isKeyVault() && !inner.path("code").asText().isEmpty()) {
      code = inner.path("code").asText();
    }
    return Symptom.answer(service, status, code, STORAGE_TAIL.matcher(text).replaceFirst("").trim())
        .told(
            first(inner, "request-id", "requestId", "client-request-id"),
            time(inner.path("date").asText()));
  }

  /** The outer texts are always the same; what went wrong is in the exception's type. */
  private static Symptom ofCmdlet(
      int status, String outerCode, String outer, JsonNode error, JsonNode inner) {
    String[] detail = error.path("details").path(0).path("message").asText().split("\\|", 3);
    JsonNode internal = inner.path("internalexception");
    String type = detail.length == 3 ? detail[1] : internal.path("type").asText();
    String text = detail.length == 3 ? detail[2] : internal.path("message").asText(detail[0]);
    return Symptom.answer(
        Service.EXCHANGE,
        status,
        type.isEmpty() ? outerCode : type.substring(type.lastIndexOf('.') + 1),
        text.isEmpty() ? outer : text);
  }

  private static Symptom ofXml(Service service, int status, String text) {
    String code =
        element(text, "ResponseCode")
            .or(() -> element(text, "ErrorCode"))
            .or(() -> element(text, "Code"))
            .filter(found -> !found.equals("NoError"))
            .orElse("");
    String message =
        element(text, "MessageText")
            .or(() -> element(text, "Message"))
            .or(() -> element(text, "ErrorMessage"))
            .or(() -> element(text, "faultstring"))
            .or(() -> element(text, "title"))
            .orElse(text);
    Matcher backOff = BACK_OFF.matcher(text);
    return Symptom.answer(
            service, status, code, STORAGE_TAIL.matcher(message).replaceFirst("").trim())
        .waiting(
            backOff.find()
                ? Optional.of(Duration.ofMillis(Long.parseLong(backOff.group(1))))
                : Optional.empty());
  }

  private static Symptom plain(Service service, int status, String text) {
    return Symptom.answer(service, status, "", text);
  }

  private static Optional<String> element(String xml, String name) {
    Matcher found =
        Pattern.compile("<(?:\\w+:)?" + name + "(?:\\s[^>]*)?>\\s*([^<]*?)\\s*</").matcher(xml);
    return found.find() ? Optional.of(unescaped(found.group(1))) : Optional.empty();
  }

  private static String unescaped(String text) {
    return text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&apos;", "'")
        .replace("&#39;", "'")
        .replace("&quot;", "\"")
        .replace("&amp;", "&");
  }

  /** Lists of texts, as services without a form of their own write them. */
  private static String texts(JsonNode body, String otherwise) {
    List<String> texts = new ArrayList<>();
    body.path("errors")
        .forEach(
            error ->
                texts.add(error.isTextual() ? error.asText() : first(error, "message", "detail")));
    return texts.isEmpty() ? otherwise : String.join(" ", texts);
  }

  private static String first(JsonNode json, String... names) {
    for (String name : names) {
      if (json.path(name).isValueNode() && !json.path(name).asText().isEmpty()) {
        return json.path(name).asText();
      }
    }
    return "";
  }

  private static String requestId(Function<String, Optional<String>> header) {
    return header
        .apply("request-id")
        .or(() -> header.apply("x-ms-request-id"))
        .or(() -> header.apply("client-request-id"))
        .or(() -> header.apply("x-request-id"))
        .filter(id -> id.matches("[\\w./:-]{1,80}"))
        .orElse("");
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      return MissingNode.getInstance();
    }
  }

  /** The forms that Graph, Entra ID and HTTP give a time in; without a zone it is UTC. */
  private static Optional<Instant> time(String text) {
    try {
      if (text.isEmpty()) {
        return Optional.empty();
      }
      if (Character.isLetter(text.charAt(0))) {
        return Optional.of(
            ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
      }
      String plain = text.trim().replace(' ', 'T');
      return Optional.of(
          LocalDateTime.parse(plain.endsWith("Z") ? plain.substring(0, plain.length() - 1) : plain)
              .toInstant(ZoneOffset.UTC));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
