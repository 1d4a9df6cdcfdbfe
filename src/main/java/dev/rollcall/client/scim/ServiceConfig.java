package dev.rollcall.client.scim;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What a service says that it can do.
 *
 * @param patch whether resources are changed by {@code PATCH}
 * @param maxBulk how many operations one request may hold; 0 if the service takes no bulks
 * @param maxBulkBytes how long such a request may be
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7643#section-5">Service provider
 *     configuration</a>
 */
public record ServiceConfig(boolean patch, int maxBulk, int maxBulkBytes) {

  /** Of a service that says nothing: {@code PATCH} is tried, a bulk is not. */
  public static final ServiceConfig UNTOLD = new ServiceConfig(true, 0, 0);

  static ServiceConfig read(JsonNode json) {
    boolean bulk = json.path("bulk").path("supported").asBoolean(false);
    int operations = json.path("bulk").path("maxOperations").asInt(0);
    int bytes = json.path("bulk").path("maxPayloadSize").asInt(0);
    return new ServiceConfig(
        json.path("patch").path("supported").asBoolean(true),
        bulk && bytes > 0 ? Math.max(0, operations) : 0,
        bulk ? Math.max(0, bytes) : 0);
  }
}
