package dev.rollcall.client.exchange;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.client.http.ClientException;
import dev.rollcall.client.http.ErrorBodies;
import dev.rollcall.client.http.Failures;
import dev.rollcall.client.http.Service;
import dev.rollcall.client.http.Symptom;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import okhttp3.HttpUrl;

/**
 * The wire of Exchange Online's administration: its version, addresses, envelopes and errors. No
 * other class knows them.
 *
 * <p>As Microsoft's Exchange Online PowerShell module speaks it; there is no published contract
 * (observed until 2026-07). Every request of one client names the same anchor and the same
 * connection, since the service continues a list only on the server that began it.
 */
final class AdminApi {

  /** How many commands the module puts into one batch. */
  static final int MAX_BATCH = 10;

  private static final String VERSION = "beta";
  private static final int PAGE = 1_000;

  /** Every tenant has this mailbox; it stands for the tenant where an app asks. */
  private static final String TENANT_MAILBOX =
      "SystemMailbox{bb558c35-97f1-4cb9-8ff7-d53741dc928c}";

  private static final String CUT_OFF = "There are more results available";

  private final ObjectMapper json = new ObjectMapper();
  private final String connection;
  private final HttpUrl base;
  private final String tenant;

  /**
   * @param base the service's root, such as {@code https://outlook.office365.com}
   * @param tenant the tenant's id or initial domain
   */
  AdminApi(HttpUrl base, String tenant) {
    this(base, tenant, UUID.randomUUID().toString());
  }

  private AdminApi(HttpUrl base, String tenant, String connection) {
    this.base = base;
    this.tenant = tenant;
    this.connection = connection;
  }

  /** A request about one command: its first page, or a further one. */
  record Request(HttpUrl url, Command command) {}

  /**
   * A page.
   *
   * @param next where the next one is; empty after the last
   */
  record Page(List<ExchangeRow> rows, Optional<HttpUrl> next) {}

  /** An answer as it came, alone or in a batch. */
  record Answer(int status, Map<String, String> headers, byte[] body) {

    boolean succeeded() {
      return status >= 200 && status < 300;
    }

    Optional<String> header(String name) {
      return headers.entrySet().stream()
          .filter(header -> header.getKey().equalsIgnoreCase(name))
          .map(Map.Entry::getValue)
          .findFirst();
    }
  }

  Request request(Command command) {
    HttpUrl.Builder url = root().addPathSegment("InvokeCommand");
    if (!command.select().isEmpty()) {
      url.addQueryParameter("$select", String.join(",", command.select()));
    }
    return new Request(url.build(), command);
  }

  HttpUrl batchUrl() {
    return root().addPathSegment("$batch").build();
  }

  /** The headers of a request or of a part of a batch. */
  Map<String, String> headers(Command command) {
    Map<String, String> headers = common();
    headers.put("X-CmdletName", command.name());
    headers.put("Prefer", "odata.maxpagesize=" + PAGE);
    return headers;
  }

  /** The headers of a batch itself. */
  Map<String, String> batchHeaders() {
    Map<String, String> headers = common();
    headers.put("Prefer", "odata.maxpagesize=" + PAGE + ";odata.continue-on-error");
    return headers;
  }

  byte[] body(Command command) {
    return write(envelope(command));
  }

  byte[] batchBody(List<Request> requests) {
    ObjectNode batch = json.createObjectNode();
    ArrayNode list = batch.putArray("requests");
    for (int i = 0; i < requests.size(); i++) {
      Request request = requests.get(i);
      ObjectNode part = list.addObject();
      part.put("id", Integer.toString(i + 1));
      part.put("method", "POST");
      part.put("url", request.url().toString());
      ObjectNode headers = part.putObject("headers");
      headers(request.command()).forEach(headers::put);
      headers.put("Content-Type", "application/json; charset=utf-8");
      part.set("body", envelope(request.command()));
    }
    return write(batch);
  }

  /**
   * The answers of a batch, in the requests' order; one that is missing may have had its effect.
   *
   * @throws ClientException if the answer cannot be read
   */
  List<Answer> batchAnswers(Answer batch, int count) {
    List<Answer> answers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      answers.add(new Answer(504, Map.of(), new byte[0]));
    }
    for (JsonNode response : parse(batch).path("responses")) {
      int index = response.path("id").asInt(0) - 1;
      if (index >= 0 && index < count) {
        Map<String, String> headers = new LinkedHashMap<>();
        response
            .path("headers")
            .properties()
            .forEach(header -> headers.put(header.getKey(), header.getValue().asText()));
        JsonNode body = response.path("body");
        byte[] bytes =
            body.isTextual() ? body.asText().getBytes(StandardCharsets.UTF_8) : write(body);
        answers.set(index, new Answer(response.path("status").asInt(0), headers, bytes));
      }
    }
    return answers;
  }

  /**
   * What a success answers.
   *
   * @throws ClientException if it cannot be read, was cut off, or goes on elsewhere
   */
  Page page(Answer answer) {
    if (answer.body().length == 0) {
      return new Page(List.of(), Optional.empty());
    }
    JsonNode body = parse(answer);
    for (JsonNode warning : body.path("@adminapi.warnings")) {
      if (warning.asText().contains(CUT_OFF)) {
        throw Failures.of(Symptom.answer(Service.EXCHANGE, answer.status(), "", warning.asText()));
      }
    }
    List<ExchangeRow> rows = new ArrayList<>();
    body.path("value").forEach(row -> rows.add(new ExchangeRow(row)));
    return new Page(
        rows, Optional.ofNullable(body.path("@odata.nextLink").textValue()).map(this::link));
  }

  /** What is wrong with an answer that was a success by its status. */
  static ClientException failure(String code) {
    return Failures.of(Symptom.answer(Service.EXCHANGE, 200, code, ""));
  }

  /**
   * What failed.
   *
   * @param now from when a date to wait for counts
   */
  static ClientException failure(Answer answer, Instant now) {
    return Failures.of(
        ErrorBodies.read(Service.EXCHANGE, answer.status(), answer::header, answer.body(), now));
  }

  /**
   * Where the service moved a request to; it must be the same service.
   *
   * @throws ClientException if it is not
   */
  HttpUrl link(String url) {
    HttpUrl link = HttpUrl.parse(url);
    boolean same =
        link != null
            && link.scheme().equals(base.scheme())
            && (link.host().equals(base.host()) || link.host().endsWith("." + base.host()));
    if (!same) {
      throw failure("linkLeadsElsewhere");
    }
    return link;
  }

  /** The service may have sent the whole client to a front door of its own. */
  AdminApi at(HttpUrl door) {
    return new AdminApi(
        base.newBuilder().host(door.host()).port(door.port()).build(), tenant, connection);
  }

  private HttpUrl.Builder root() {
    return base.newBuilder()
        .addPathSegment("adminapi")
        .addPathSegment(VERSION)
        .addPathSegment(tenant);
  }

  private Map<String, String> common() {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Accept", "application/json");
    headers.put("X-AnchorMailbox", "APP:" + TENANT_MAILBOX + "@" + tenant);
    headers.put("X-ResponseFormat", "json");
    headers.put("X-SerializationLevel", "Partial");
    headers.put("X-ClientApplication", "ExoManagementModule");
    headers.put("parameter-based-routing", "true");
    headers.put("connection-id", connection);
    headers.put("client-request-id", UUID.randomUUID().toString());
    return headers;
  }

  private ObjectNode envelope(Command command) {
    ObjectNode envelope = json.createObjectNode();
    ObjectNode input = envelope.putObject("CmdletInput").put("CmdletName", command.name());
    ObjectNode parameters = input.putObject("Parameters");
    command
        .parameters()
        .forEach(
            (name, value) ->
                parameters.set(
                    name, value instanceof Optional ? json.nullNode() : json.valueToTree(value)));
    return envelope;
  }

  private JsonNode parse(Answer answer) {
    try {
      return json.readTree(answer.body());
    } catch (IOException e) {
      // A success cut short or not JSON: what was asked for may have been done.
      throw Failures.of(Symptom.answer(Service.EXCHANGE, 502, "answerNotReadable", ""));
    }
  }

  private byte[] write(JsonNode body) {
    try {
      return json.writeValueAsBytes(body);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a JSON tree can always be written", e);
    }
  }
}
