package dev.rollcall.client.exchange;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The id by which Exchange knows one object for ever, its {@code Guid}: the only thing that a
 * command which changes something may name its object by.
 *
 * <p>The service takes names, addresses and patterns too, takes an empty identity for the wish to
 * mean every object, and so does it with some that it does not find. None of these can be written
 * as an id.
 *
 * @param value lower-case, with hyphens
 */
public record ObjectId(String value) {

  private static final Pattern GUID =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
  private static final String NOBODY = "00000000-0000-0000-0000-000000000000";

  /**
   * @throws IllegalArgumentException if it is not the id of an object; the empty id is nobody's
   */
  public ObjectId {
    if (!GUID.matcher(value).matches() || value.equals(NOBODY)) {
      throw new IllegalArgumentException("only an object's own id names it");
    }
  }

  /** The id of a row; empty if it has none. */
  public static Optional<ObjectId> of(ExchangeRow row) {
    return row.text("Guid")
        .map(text -> text.toLowerCase(Locale.ROOT))
        .filter(text -> GUID.matcher(text).matches() && !text.equals(NOBODY))
        .map(ObjectId::new);
  }

  /** Whether a row is about this object. */
  public boolean isOf(ExchangeRow row) {
    return of(row).filter(this::equals).isPresent();
  }

  @Override
  public String toString() {
    return value;
  }
}
