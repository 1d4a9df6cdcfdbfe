package dev.rollcall.client.mailprotector;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * A user to make.
 *
 * @param name the local part of its addresses
 * @param aliases local parts of further addresses
 */
public record NewMailUser(
    String name, String firstName, String lastName, int type, List<String> aliases) {

  public NewMailUser {
    aliases = List.copyOf(aliases);
  }

  ObjectNode json() {
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("name", name)
            .put("first_name", firstName)
            .put("last_name", lastName)
            .put("user_type_id", type);
    if (!aliases.isEmpty()) {
      aliases.forEach(json.putArray("aliases")::add);
    }
    return json;
  }
}
