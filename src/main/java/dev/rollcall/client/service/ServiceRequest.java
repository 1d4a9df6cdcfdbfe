package dev.rollcall.client.service;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rollcall.client.http.Disposition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A request to a service.
 *
 * @param operation what it is for telemetry: method and path with ids left out, such as {@code PUT
 *     /Users/{id}}
 * @param method upper-case
 * @param path segments after the endpoint's address, not encoded
 * @param query in this order, not encoded
 * @param headers beside those of the endpoint
 * @param body empty if there is none
 * @param contentType of the body; means nothing without one
 * @param effect what sending it twice would do
 * @param answersJson whether anything but JSON is a failure; an empty answer never is
 */
public record ServiceRequest(
    String operation,
    String method,
    List<String> path,
    List<Map.Entry<String, String>> query,
    Map<String, String> headers,
    byte[] body,
    String contentType,
    Effect effect,
    boolean answersJson) {

  /** The content type of JSON. */
  public static final String JSON = "application/json";

  private static final ObjectMapper MAPPER = new ObjectMapper();

  public ServiceRequest {
    path = List.copyOf(path);
    query = List.copyOf(query);
    headers = Map.copyOf(headers);
  }

  /** What sending a request twice would do. */
  public enum Effect {
    /** Nothing: it only reads. */
    READ,
    /** The same as sending it once, as of a {@code PUT} of everything. */
    REPEATABLE,
    /** Perhaps the same thing twice, as of a {@code POST}. */
    ONCE;

    /** Whether it may be sent again after such a failure. */
    boolean mayFollow(Disposition failure) {
      return failure.isPassing() && (this != ONCE || failure != Disposition.UNKNOWN_EFFECT);
    }
  }

  /** A reading {@code GET}. */
  public static ServiceRequest get(String operation, String... path) {
    return bare(operation, "GET", Effect.READ, path);
  }

  /** A {@code POST} that makes something, so that twice is not once. */
  public static ServiceRequest post(String operation, String... path) {
    return bare(operation, "POST", Effect.ONCE, path);
  }

  /** A {@code PUT}; twice is once. */
  public static ServiceRequest put(String operation, String... path) {
    return bare(operation, "PUT", Effect.REPEATABLE, path);
  }

  /** A {@code PATCH} that may do more the second time. */
  public static ServiceRequest patch(String operation, String... path) {
    return bare(operation, "PATCH", Effect.ONCE, path);
  }

  /** A {@code DELETE}; of what is gone already the service says so, which is as good. */
  public static ServiceRequest delete(String operation, String... path) {
    return bare(operation, "DELETE", Effect.REPEATABLE, path);
  }

  private static ServiceRequest bare(
      String operation, String method, Effect effect, String... path) {
    return new ServiceRequest(
        operation, method, List.of(path), List.of(), Map.of(), new byte[0], JSON, effect, true);
  }

  /** The same with one parameter more. */
  public ServiceRequest with(String parameter, String value) {
    List<Map.Entry<String, String>> more = new ArrayList<>(query);
    more.add(Map.entry(parameter, value));
    return new ServiceRequest(
        operation, method, path, more, headers, body, contentType, effect, answersJson);
  }

  /** The same with one header more. */
  public ServiceRequest withHeader(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new ServiceRequest(
        operation, method, path, query, more, body, contentType, effect, answersJson);
  }

  /** The same with this body. */
  public ServiceRequest withBody(byte[] newBody, String newContentType) {
    return new ServiceRequest(
        operation, method, path, query, headers, newBody, newContentType, effect, answersJson);
  }

  /** The same with JSON as its body. */
  public ServiceRequest withJson(JsonNode json) {
    return withJson(json, JSON);
  }

  /** The same with JSON as its body, called something more particular. */
  public ServiceRequest withJson(JsonNode json, String newContentType) {
    try {
      return withBody(MAPPER.writeValueAsBytes(json), newContentType);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a JSON tree can always be written", e);
    }
  }

  /** The same with another effect of sending it twice. */
  public ServiceRequest whose(Effect newEffect) {
    return new ServiceRequest(
        operation, method, path, query, headers, body, contentType, newEffect, answersJson);
  }

  /** The same, whose answer may be of any form. */
  public ServiceRequest answeringAnything() {
    return new ServiceRequest(
        operation, method, path, query, headers, body, contentType, effect, false);
  }

  @Override
  public String toString() {
    return "ServiceRequest[" + operation + "]";
  }
}
