package dev.rollcall.client.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.rollcall.client.http.ClientException;
import dev.rollcall.client.service.ServiceAnswer;
import dev.rollcall.client.service.ServiceClient;
import dev.rollcall.client.service.ServiceEndpoint;
import dev.rollcall.client.service.ServiceRequest;
import dev.rollcall.localservices.scim.LocalScim;
import dev.rollcall.localservices.scim.LocalScimSdk;
import dev.rollcall.localservices.scim.LocalZivver;
import dev.rollcall.localservices.scim.ScimHabits;
import dev.rollcall.model.CallMeter;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Random;
import okhttp3.OkHttpClient;

/** A service of each column of the table of measured differences, and a client for it. */
final class Doors implements AutoCloseable {

  /** The columns. */
  enum Column {
    SCIMMY,
    KEYCLOAK,
    SDK,
    ZIVVER
  }

  /** A raw answer. */
  record Raw(int status, JsonNode json) {}

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Runnable closer;
  private final ServiceClient http;
  private final ScimClient scim;
  final CallMeter meter = new CallMeter();

  private Doors(URI uri, String key, ScimWire wire, Runnable closer) {
    this.closer = closer;
    this.http =
        new ServiceClient(
            ServiceEndpoint.withBearer(wire.service(), uri, () -> key),
            new OkHttpClient.Builder(),
            false,
            Clock.systemUTC(),
            new Random(1),
            pause -> {});
    this.scim = new ScimClient(http, wire);
  }

  static Doors open(Column column) {
    switch (column) {
      case SDK -> {
        LocalScimSdk sdk = LocalScimSdk.start();
        return new Doors(sdk.uri(), sdk.key(), ScimWire.RFC, sdk::close);
      }
      case ZIVVER -> {
        LocalZivver zivver = LocalZivver.start(Clock.systemUTC()).claim("contoso.example");
        return new Doors(zivver.uri(), zivver.key(), ScimWire.ZIVVER, zivver::close);
      }
      case SCIMMY -> {
        LocalScim scimmy = LocalScim.start(ScimHabits.SCIMMY);
        return new Doors(scimmy.uri(), scimmy.key(), ScimWire.RFC, scimmy::close);
      }
      case KEYCLOAK -> {
        LocalScim keycloak = LocalScim.start(ScimHabits.KEYCLOAK);
        return new Doors(keycloak.uri(), keycloak.key(), ScimWire.KEYCLOAK, keycloak::close);
      }
    }
    throw new IllegalArgumentException();
  }

  ScimClient scim() {
    return scim;
  }

  /** Creates a user; answers the id. */
  String user(String name) {
    return send("POST", "Users", user(name, "")).json().path("id").asText();
  }

  static String user(String name, String more) {
    return "{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:User\"],\"userName\":\""
        + name
        + "@contoso.example\""
        + more
        + "}";
  }

  /** A group; its address stands where Zivver wants it. */
  static String group(String name, String... members) {
    return "{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:Group\"],\"externalId\":\""
        + name
        + "@contoso.example\",\"displayName\":\""
        + name
        + "\",\"members\":["
        + String.join(
            ",", List.of(members).stream().map(id -> "{\"value\":\"" + id + "\"}").toList())
        + "]}";
  }

  static String patch(String operation) {
    return "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:PatchOp\"],\"Operations\":["
        + operation
        + "]}";
  }

  Raw get(String path, Map<String, String> query) {
    ServiceRequest request = ServiceRequest.get(path, path.split("/"));
    for (Map.Entry<String, String> parameter : query.entrySet()) {
      request = request.with(parameter.getKey(), parameter.getValue());
    }
    return raw(request.withHeader("Accept", "application/scim+json"));
  }

  Raw send(String method, String path, String body) {
    return send(method, path, body, ScimClient.SCIM_JSON);
  }

  Raw send(String method, String path, String body, String contentType) {
    ServiceRequest request =
        new ServiceRequest(
            path,
            method,
            List.of(path.split("/")),
            List.of(),
            Map.of("Accept", ScimClient.SCIM_JSON),
            body.getBytes(StandardCharsets.UTF_8),
            contentType,
            ServiceRequest.Effect.ONCE,
            false);
    return raw(request);
  }

  private Raw raw(ServiceRequest request) {
    try {
      ServiceAnswer answer = http.send(request.answeringAnything(), wait -> false, meter);
      return new Raw(answer.status(), answer.json());
    } catch (ClientException e) {
      return new Raw(e.status(), MissingNode.getInstance());
    }
  }

  static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    closer.run();
  }
}
