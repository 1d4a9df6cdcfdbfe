package dev.rollcall.target.mailbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.client.graph.GraphUrls;
import dev.rollcall.model.PolicyId;
import dev.rollcall.model.RecordKey;
import java.util.Locale;
import java.util.Optional;

/**
 * The mark on every contact we create: which policy made it, from which record. It makes a contact
 * ours, even when the ledger is lost.
 *
 * <p>The service compares its value without regard to case, and hides it unless asked.
 *
 * @see <a href="https://learn.microsoft.com/graph/api/resources/extended-properties-overview">
 *     Extended properties</a> (read 2026-11-21)
 */
public record Stamp(PolicyId policy) {

  /** The property's set. Part of stored data: one spelling, for ever. */
  public static final String SET = "5b3f4a52-8c1d-4d0e-9f37-2c6a1b7e9d40";

  /** The property's name in its set. Part of stored data. */
  public static final String NAME = "RollcallKey";

  /** The property as Graph writes it. */
  static final String PROPERTY = "String {" + SET + "} Name " + NAME;

  private static final String PROPERTIES = "singleValueExtendedProperties";

  /** Adds the stamp of a record to a new contact's body. */
  void putOn(ObjectNode contact, RecordKey key) {
    contact.putArray(PROPERTIES).addObject().put("id", PROPERTY).put("value", valueOf(key));
  }

  /** The record a contact was made from; empty if it carries no stamp, or another policy's. */
  Optional<RecordKey> on(JsonNode contact) {
    for (JsonNode property : contact.path(PROPERTIES)) {
      if (property.path("id").asText("").equalsIgnoreCase(PROPERTY)) {
        return in(property.path("value").asText(""));
      }
    }
    return Optional.empty();
  }

  /** The record that the property's value tells; empty if it is another policy's, or none. */
  public Optional<RecordKey> in(String property) {
    String value = property.toLowerCase(Locale.ROOT);
    String mine = policy.value() + "/";
    return value.startsWith(mine) && value.length() > mine.length()
        ? key(value.substring(mine.length()))
        : Optional.empty();
  }

  /** What is no key was not written by us. */
  private static Optional<RecordKey> key(String text) {
    try {
      return Optional.of(new RecordKey(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The query part that makes a read show stamps. */
  static String expand() {
    return "$expand="
        + PROPERTIES
        + "("
        + "$filter="
        + GraphUrls.encoded("id eq '" + PROPERTY + "'")
        + ")";
  }

  /** The query part that finds the contacts with a record's stamp. */
  String filter(RecordKey key) {
    return "$filter="
        + GraphUrls.encoded(
            PROPERTIES
                + "/Any(ep: ep/id eq '"
                + PROPERTY
                + "' and ep/value eq '"
                + valueOf(key).replace("'", "''")
                + "')");
  }

  /** The property's value on a contact that is made from this record. */
  public String valueOf(RecordKey key) {
    return policy.value() + "/" + key.value();
  }
}
