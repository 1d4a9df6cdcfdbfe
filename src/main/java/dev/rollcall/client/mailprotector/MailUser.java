package dev.rollcall.client.mailprotector;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A user as the service shows it, or an alias of one.
 *
 * @param name the local part of its addresses, lower-case
 * @param parent the user that an alias belongs to
 * @param type the number of its user type; 0 if the service does not tell
 * @param group the name of its group; empty if the service does not tell
 * @param primaryAddress lower-case; of an alias, its user's
 * @param createdAt the beginning of time if the service does not tell
 */
public record MailUser(
    long id,
    String name,
    Optional<Long> parent,
    int type,
    String group,
    String primaryAddress,
    String firstName,
    String lastName,
    Instant createdAt) {

  /** Somebody who signs in, and is billed. */
  public static final int USER = 1;

  /** Another name of somebody. */
  public static final int ALIAS = 2;

  /** A mailing list. */
  public static final int MAILING_LIST = 3;

  /** A shared, room or equipment mailbox, or an address without licence; not billed. */
  public static final int UNLICENSED = 11;

  /** Whether it is an alias of somebody else. */
  public boolean isAlias() {
    return parent.isPresent() || type == ALIAS;
  }

  /** A user from its JSON; empty if it is none. */
  static Optional<MailUser> read(JsonNode json) {
    if (!json.path("id").canConvertToLong() || json.path("name").asText("").isEmpty()) {
      return Optional.empty();
    }
    JsonNode parent = json.path("parent").path("id");
    return Optional.of(
        new MailUser(
            json.path("id").asLong(),
            lower(json.path("name")),
            parent.canConvertToLong() ? Optional.of(parent.asLong()) : Optional.empty(),
            json.path("user_type").path("id").asInt(0),
            text(json.path("user_group").path("name")),
            lower(json.path("primary_address")),
            text(json.path("first_name")),
            text(json.path("last_name")),
            instant(json.path("created_at").textValue())));
  }

  private static String text(JsonNode node) {
    return node.isTextual() ? node.asText().strip() : "";
  }

  private static String lower(JsonNode node) {
    return text(node).toLowerCase(Locale.ROOT);
  }

  private static Instant instant(@Nullable String text) {
    try {
      return text == null ? Instant.EPOCH : Instant.parse(text);
    } catch (DateTimeParseException e) {
      return Instant.EPOCH;
    }
  }
}
