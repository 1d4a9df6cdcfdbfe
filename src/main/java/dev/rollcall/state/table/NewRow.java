package dev.rollcall.state.table;

import com.azure.data.tables.models.TableEntity;
import dev.rollcall.model.Fingerprint;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Optional;

/**
 * A row that is about to be written. Columns without a value are left out. Used by one thread,
 * once.
 */
final class NewRow {

  /** The version of every table's columns. */
  static final int VERSION = 1;

  static final String VERSION_COLUMN = "Version";
  static final String MARK_COLUMN = "Mark";

  /** A text property has at most 64 KiB, in UTF-16. */
  static final int MAX_TEXT = 32_000;

  /** A binary property has at most 64 KiB. */
  static final int MAX_BINARY = 65_536;

  /**
   * How many of the largest binary properties we put into one entity. The service takes 15; the
   * emulator counts them in their longer Base64 form and takes 11.
   */
  static final int MAX_BINARIES = 11;

  /** So much of a text for people is kept. */
  private static final int MAX_SHOWN = 8_000;

  /** Longer JSON is packed: nobody reads it in the table. */
  private static final int MAX_READABLE = 16_000;

  private final TableEntity entity;
  private final String mark;

  NewRow(String partition, String key, String mark) {
    this.entity = new TableEntity(partition, key);
    this.mark = mark;
    entity.addProperty(VERSION_COLUMN, VERSION);
    entity.addProperty(MARK_COLUMN, mark);
  }

  TableEntity entity() {
    return entity;
  }

  /** What tells this write from every other. */
  String mark() {
    return mark;
  }

  NewRow number(String column, int value) {
    return property(column, value);
  }

  NewRow number(String column, long value) {
    return property(column, value);
  }

  NewRow flag(String column, boolean value) {
    return property(column, value);
  }

  NewRow time(String column, Instant value) {
    return property(column, value.atOffset(ZoneOffset.UTC));
  }

  NewRow time(String column, Optional<Instant> value) {
    value.ifPresent(time -> time(column, time));
    return this;
  }

  NewRow choice(String column, Enum<?> value) {
    return property(column, value.name());
  }

  NewRow print(String column, Fingerprint value) {
    return property(column, value.hex());
  }

  NewRow print(String column, Optional<Fingerprint> value) {
    value.ifPresent(print -> print(column, print));
    return this;
  }

  /** A text for people; cut if it is too long for them. */
  NewRow text(String column, String value) {
    String whole = wellFormed(value);
    return property(
        column,
        whole.length() <= MAX_SHOWN ? whole : whole.substring(0, cut(whole, MAX_SHOWN)) + "…");
  }

  NewRow text(String column, Optional<String> value) {
    value.ifPresent(text -> text(column, text));
    return this;
  }

  /**
   * A token of a service that must come back whole: over as many columns as it needs, {@code Name},
   * {@code Name2}, {@code Name3} and so on.
   *
   * @throws IllegalArgumentException if it is longer than an entity, once the row is written
   */
  NewRow token(String column, String value) {
    String rest = wellFormed(value);
    int part = 1;
    while (rest.length() > MAX_TEXT) {
      int end = cut(rest, MAX_TEXT);
      property(part == 1 ? column : column + part, rest.substring(0, end));
      rest = rest.substring(end);
      part++;
    }
    return property(part == 1 ? column : column + part, rest);
  }

  /**
   * A JSON text that must come back whole: readable in its column if it is short, packed if not. A
   * row takes one.
   *
   * @throws IllegalArgumentException if it does not fit a row even packed
   */
  NewRow json(String column, String json) {
    String whole = wellFormed(json);
    return whole.length() <= MAX_READABLE
        ? property(column, whole)
        : data(PackedBytes.pack(whole.getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * A piece of packed bytes, over as many columns as it needs.
   *
   * @throws IllegalArgumentException if it is longer than {@link Pieces#SIZE}
   */
  NewRow data(byte[] piece) {
    if (piece.length > Pieces.SIZE) {
      throw new IllegalArgumentException("a row takes no " + piece.length + " bytes");
    }
    for (int i = 0; i * MAX_BINARY < piece.length; i++) {
      int end = Math.min(piece.length, (i + 1) * MAX_BINARY);
      property(dataColumn(i), Arrays.copyOfRange(piece, i * MAX_BINARY, end));
    }
    return this;
  }

  static String dataColumn(int number) {
    return number < 10 ? "Data0" + number : "Data" + number;
  }

  private NewRow property(String column, Object value) {
    entity.addProperty(column, value);
    return this;
  }

  /** Where to cut so that no surrogate pair is cut in two. */
  private static int cut(String text, int length) {
    return Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length;
  }

  /** Half a surrogate pair has no UTF-8 form; it becomes the replacement character. */
  private static String wellFormed(String text) {
    boolean whole = true;
    for (int i = 0; i < text.length() && whole; i++) {
      whole = !Character.isSurrogate(text.charAt(i));
    }
    if (whole) {
      return text;
    }
    StringBuilder repaired = new StringBuilder(text.length());
    text.codePoints()
        .map(point -> point >= 0xd800 && point <= 0xdfff ? 0xfffd : point)
        .forEach(repaired::appendCodePoint);
    return repaired.toString();
  }
}
