package dev.rollcall.localtenant.graph.mailbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * What a contact holds, as the store keeps it.
 *
 * @param content by Graph's names, only what has a value. A list's null is a slot left empty, which
 *     Graph does not show
 * @param extended hidden properties by the id Graph spells them with
 * @param ownFileAs whether the name it is filed under was given rather than made by the service
 */
public record CardContent(ObjectNode content, Map<String, String> extended, boolean ownFileAs) {

  public CardContent {
    extended = Map.copyOf(extended);
  }
}
