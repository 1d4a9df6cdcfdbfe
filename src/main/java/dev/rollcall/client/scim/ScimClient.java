package dev.rollcall.client.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.client.http.ClientException;
import dev.rollcall.client.http.Disposition;
import dev.rollcall.client.http.ErrorBodies;
import dev.rollcall.client.http.Failures;
import dev.rollcall.client.http.Symptom;
import dev.rollcall.client.service.ServiceAnswer;
import dev.rollcall.client.service.ServiceClient;
import dev.rollcall.client.service.ServiceRequest;
import dev.rollcall.client.service.Waits;
import dev.rollcall.model.CallMeter;
import dev.rollcall.telemetry.CallObserver;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Requests to one SCIM service. Safe for several threads; meant to be kept.
 *
 * <p>Failures are {@link ClientException}s throughout. A creation, and a {@code PATCH}, whose
 * effect is unknown is not sent again: see {@link ServiceClient#send}.
 */
public final class ScimClient {

  /** The media type of SCIM. */
  public static final String SCIM_JSON = "application/scim+json";

  private static final String BULK_SCHEMA = "urn:ietf:params:scim:api:messages:2.0:BulkRequest";

  private final ServiceClient http;
  private final ScimWire wire;
  private final Config config;

  /**
   * @param http for the service's address, at the wire's pace
   * @param wire how it has to be asked
   */
  public ScimClient(ServiceClient http, ScimWire wire) {
    this(http, wire, new Config());
  }

  private ScimClient(ServiceClient http, ScimWire wire, Config config) {
    this.http = http;
    this.wire = wire;
    this.config = config;
  }

  /** What the service said of itself; asked once. */
  private static final class Config {
    private @Nullable ServiceConfig told;
  }

  /** The same client, whose requests this observer is told of. */
  public ScimClient observedBy(CallObserver observer) {
    return new ScimClient(http.observedBy(observer), wire, config);
  }

  /** How the service has to be asked. */
  public ScimWire wire() {
    return wire;
  }

  /**
   * What the service can do; asked for the first time only.
   *
   * @throws ClientException if the service could not be asked; that it does not tell is none
   */
  public ServiceConfig config(CallMeter meter) {
    synchronized (config) {
      ServiceConfig told = config.told;
      if (told == null) {
        told = wire.describesItself() ? ask(meter) : ServiceConfig.UNTOLD;
        config.told = told;
      }
      return told;
    }
  }

  private ServiceConfig ask(CallMeter meter) {
    try {
      return ServiceConfig.read(
          http.read(
                  reading(
                      ServiceRequest.get("GET /ServiceProviderConfig", "ServiceProviderConfig")),
                  meter)
              .json());
    } catch (ClientException e) {
      boolean unknownThere =
          e.disposition() == Disposition.GONE
              || e.status() == 405
              || e.status() == 501
              || e.status() == 400;
      if (unknownThere) {
        return ServiceConfig.UNTOLD;
      }
      throw e;
    }
  }

  /**
   * Asks for one account, to see whether the service is there and takes the key.
   *
   * @throws ClientException if it is not, or does not
   */
  public void ping(CallMeter meter) {
    page(ResourceType.USERS, reading(listing(ResourceType.USERS)).with("count", "1"), meter);
  }

  /**
   * Every resource of a type.
   *
   * @throws ClientException if any page failed, or the list stayed short: a part is never answered
   */
  public List<JsonNode> list(ResourceType type, CallMeter meter) {
    return new ScimList(wire.service(), wire.paged())
        .read((startIndex, first) -> page(type, pageRequest(type, startIndex, first), meter));
  }

  /** Those resources of a type one attribute of which has this value. */
  public List<JsonNode> find(ResourceType type, String attribute, String value, CallMeter meter) {
    String filter = attribute + " eq " + quoted(value);
    return new ScimList(wire.service(), false)
        .read(
            (startIndex, first) -> {
              ServiceRequest request = reading(listing(type)).with("filter", filter);
              return page(
                  type, first ? request : request.with("startIndex", "" + startIndex), meter);
            });
  }

  /** One resource; empty if there is none of this id. */
  public Optional<JsonNode> get(ResourceType type, String id, CallMeter meter) {
    try {
      ServiceRequest request =
          reading(ServiceRequest.get("GET /" + type.path() + "/{id}", type.path(), id));
      JsonNode json = http.read(withAttributes(type, request), meter).json();
      return Optional.of(unwrapped(json));
    } catch (ClientException e) {
      if (e.disposition() == Disposition.GONE) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Creates a resource; answers it as the service made it, missing if it did not say. */
  public JsonNode create(ResourceType type, ObjectNode body, Waits waits, CallMeter meter) {
    return send(ServiceRequest.post("POST /" + type.path(), type.path()), body, waits, meter);
  }

  /** Replaces a resource; answers it as it is now, missing if the service did not say. */
  public JsonNode replace(
      ResourceType type, String id, ObjectNode body, Waits waits, CallMeter meter) {
    return send(
        ServiceRequest.put("PUT /" + type.path() + "/{id}", type.path(), id), body, waits, meter);
  }

  /**
   * Changes a resource; answers it as it is now, missing if the service did not say.
   *
   * @param effect what doing it twice would do
   */
  public JsonNode patch(
      ResourceType type,
      String id,
      Patch patch,
      ServiceRequest.Effect effect,
      Waits waits,
      CallMeter meter) {
    return send(
        ServiceRequest.patch("PATCH /" + type.path() + "/{id}", type.path(), id).whose(effect),
        patch.json(),
        waits,
        meter);
  }

  /** Deletes a resource; that it is gone already is fine. */
  public void delete(ResourceType type, String id, Waits waits, CallMeter meter) {
    try {
      http.send(
          accepting(ServiceRequest.delete("DELETE /" + type.path() + "/{id}", type.path(), id))
              .answeringAnything(),
          waits,
          meter);
    } catch (ClientException e) {
      if (e.disposition() != Disposition.GONE) {
        throw e;
      }
    }
  }

  /**
   * Many writes in one request.
   *
   * @param writes at most as many as {@link ServiceConfig#maxBulk}
   * @return an answer for each, in their order
   * @throws ClientException if the request failed as a whole
   */
  public List<BulkWrite.Answer> bulk(List<BulkWrite> writes, Waits waits, CallMeter meter) {
    ServiceAnswer answer =
        http.send(
            accepting(ServiceRequest.post("POST /Bulk", "Bulk"))
                .withJson(bulkBody(writes), SCIM_JSON),
            waits,
            meter);
    Map<String, JsonNode> byBulkId = new HashMap<>();
    JsonNode operations = answer.json().path("Operations");
    for (int i = 0; i < operations.size(); i++) {
      String bulkId = operations.path(i).path("bulkId").asText("" + i);
      byBulkId.put(bulkId, operations.path(i));
    }
    List<BulkWrite.Answer> answers = new ArrayList<>(writes.size());
    for (int i = 0; i < writes.size(); i++) {
      answers.add(answered(writes.get(i), byBulkId.get("" + i)));
    }
    return answers;
  }

  static ObjectNode bulkBody(List<BulkWrite> writes) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.putArray("schemas").add(BULK_SCHEMA);
    ArrayNode operations = body.putArray("Operations");
    for (int i = 0; i < writes.size(); i++) {
      BulkWrite write = writes.get(i);
      ObjectNode operation = operations.addObject();
      operation.put("method", write.method()).put("bulkId", "" + i).put("path", write.path());
      if (!write.body().isMissingNode()) {
        operation.set("data", write.body());
      }
    }
    return body;
  }

  private BulkWrite.Answer answered(BulkWrite write, @Nullable JsonNode operation) {
    if (operation == null) {
      return new BulkWrite.Answer(write.id(), Optional.of(failure(200, "answerNotReadable")));
    }
    int status = operation.path("status").asInt(0);
    String location = operation.path("location").asText();
    String id =
        write.id().isEmpty() ? location.substring(location.lastIndexOf('/') + 1) : write.id();
    if (status >= 200 && status < 300) {
      return new BulkWrite.Answer(id, Optional.empty());
    }
    return new BulkWrite.Answer(
        id,
        Optional.of(
            Failures.of(ErrorBodies.read(wire.service(), status, operation.path("response")))));
  }

  private JsonNode send(ServiceRequest request, ObjectNode body, Waits waits, CallMeter meter) {
    return unwrapped(
        http.send(accepting(request).answeringAnything().withJson(body, SCIM_JSON), waits, meter)
            .json());
  }

  private JsonNode page(ResourceType type, ServiceRequest request, CallMeter meter) {
    try {
      return http.read(withAttributes(type, request), meter).json();
    } catch (ClientException e) {
      // Who has no list of accounts is no SCIM service.
      throw e.disposition() == Disposition.GONE ? failure(e.status(), "addressWrong") : e;
    }
  }

  private ServiceRequest pageRequest(ResourceType type, int startIndex, boolean first) {
    ServiceRequest request = reading(listing(type));
    return first && !wire.paged()
        ? request
        : request.with("startIndex", "" + startIndex).with("count", "" + wire.pageSize());
  }

  private static ServiceRequest listing(ResourceType type) {
    return ServiceRequest.get("GET /" + type.path(), type.path());
  }

  private ServiceRequest withAttributes(ResourceType type, ServiceRequest request) {
    return type == ResourceType.GROUPS && !wire.groupAttributes().isEmpty()
        ? request.with("attributes", wire.groupAttributes())
        : request;
  }

  private static ServiceRequest reading(ServiceRequest request) {
    return request.withHeader("Accept", SCIM_JSON + ", " + ServiceRequest.JSON);
  }

  private static ServiceRequest accepting(ServiceRequest request) {
    return request.withHeader("Accept", SCIM_JSON);
  }

  /** Some services wrap a single resource as if it were a list of one. */
  private static JsonNode unwrapped(JsonNode json) {
    JsonNode wrapped = json.path("Resources");
    if (json.has("id") || !wrapped.isArray()) {
      return json;
    }
    return wrapped.size() == 1 ? wrapped.path(0) : MissingNode.getInstance();
  }

  private ClientException failure(int status, String code) {
    return Failures.of(Symptom.answer(wire.service(), status, code, ""));
  }

  /** A value as filters and paths have it. */
  static String quoted(String value) {
    return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
