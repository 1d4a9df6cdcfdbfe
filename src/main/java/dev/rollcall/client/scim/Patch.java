package dev.rollcall.client.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;

/**
 * Changes to one resource. Filled by one thread.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7644#section-3.5.2">Modifying with PATCH</a>
 */
public final class Patch {

  private static final String SCHEMA = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

  private final ArrayNode operations = JsonNodeFactory.instance.arrayNode();

  /** Sets an attribute. */
  public Patch replace(String path, JsonNode value) {
    operations.addObject().put("op", "replace").put("path", path).set("value", value);
    return this;
  }

  /** Clears an attribute. */
  public Patch remove(String path) {
    operations.addObject().put("op", "remove").put("path", path);
    return this;
  }

  /**
   * Adds members, who must not be there yet: some services list them twice then.
   *
   * @param ids at least one
   */
  public Patch addMembers(Collection<String> ids) {
    ArrayNode values = JsonNodeFactory.instance.arrayNode();
    ids.forEach(id -> values.addObject().put("value", id));
    operations.addObject().put("op", "add").put("path", "members").set("value", values);
    return this;
  }

  /** Removes a member. */
  public Patch removeMember(String id) {
    return remove("members[value eq " + ScimClient.quoted(id) + "]");
  }

  /** Whether there is nothing to do. */
  public boolean isEmpty() {
    return operations.isEmpty();
  }

  ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.putArray("schemas").add(SCHEMA);
    json.set("Operations", operations.deepCopy());
    return json;
  }
}
