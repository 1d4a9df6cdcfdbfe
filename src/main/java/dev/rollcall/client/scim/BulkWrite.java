package dev.rollcall.client.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.client.http.ClientException;
import java.util.Optional;

/**
 * One write of a bulk.
 *
 * @param method upper-case
 * @param type what it is about
 * @param id of the resource; empty of one that is created
 * @param body missing of a deletion
 */
public record BulkWrite(String method, ResourceType type, String id, JsonNode body) {

  public static BulkWrite create(ResourceType type, ObjectNode body) {
    return new BulkWrite("POST", type, "", body);
  }

  public static BulkWrite patch(ResourceType type, String id, Patch patch) {
    return new BulkWrite("PATCH", type, id, patch.json());
  }

  public static BulkWrite delete(ResourceType type, String id) {
    return new BulkWrite("DELETE", type, id, MissingNode.getInstance());
  }

  String path() {
    return "/" + type.path() + (id.isEmpty() ? "" : "/" + id);
  }

  /**
   * What became of it.
   *
   * @param id of the resource, if the service told it
   * @param failure why it failed; empty if it did not
   */
  public record Answer(String id, Optional<ClientException> failure) {}
}
