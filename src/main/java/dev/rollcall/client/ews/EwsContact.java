package dev.rollcall.client.ews;

import dev.rollcall.model.Content;
import dev.rollcall.model.FieldValue;
import dev.rollcall.model.RecordField;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A contact as the server shows it.
 *
 * @param id its id and state
 * @param itemClass such as {@code IPM.Contact}
 * @param sensitivity {@code Normal}, {@code Personal}, {@code Private} or {@code Confidential}
 * @param content its fields, as Graph would show them; its notes whole
 * @param properties the values of those properties that were asked for and that it has
 * @param created when it was created; the epoch if the server does not say
 * @param photo the id of its photo's attachment; empty if it has none
 */
public record EwsContact(
    EwsItemId id,
    String itemClass,
    String sensitivity,
    Content content,
    Map<EwsProperty, String> properties,
    Instant created,
    Optional<String> photo) {

  public EwsContact {
    properties = Map.copyOf(properties);
  }

  /** Whether its owner marked it as private. */
  public boolean isPrivate() {
    return sensitivity.equalsIgnoreCase("Private");
  }

  /** Its notes, whole; empty if it has none. */
  public String notes() {
    return content.text(RecordField.PERSONAL_NOTES);
  }

  /** Its categories; none if it has none. */
  public List<String> categories() {
    return content
        .get(RecordField.CATEGORIES)
        .map(value -> value instanceof FieldValue.Texts texts ? texts.values() : List.<String>of())
        .orElse(List.of());
  }
}
