package dev.rollcall.state.table;

import com.azure.data.tables.models.TableEntity;
import com.fasterxml.jackson.core.JsonProcessingException;
import dev.rollcall.model.Fingerprint;
import dev.rollcall.state.StateUnreadable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A row that was read. Every column is checked for its type when asked for; what does not fit, and
 * every row of a newer version, is {@link StateUnreadable}, which names row and column but never
 * the value.
 */
final class Row {

  /** No JSON of a row comes near this many bytes. */
  private static final int MAX_JSON = 64 * 1024 * 1024;

  private final String table;
  private final String remedy;
  private final TableEntity entity;

  /**
   * @param remedy what an administrator does about a row of this table that cannot be read
   */
  Row(String table, String remedy, TableEntity entity) {
    this.table = table;
    this.remedy = remedy;
    this.entity = entity;
  }

  String partition() {
    return entity.getPartitionKey();
  }

  String key() {
    return entity.getRowKey();
  }

  /** The id that was escaped as this row's key. */
  String id() {
    return id(key());
  }

  /** The id that was escaped as this part of the row's key. */
  String id(String part) {
    try {
      return Keys.unescape(part);
    } catch (IllegalArgumentException e) {
      throw unreadable("its key is not one that this program makes", null);
    }
  }

  String etag() {
    return entity.getETag();
  }

  TableEntity entity() {
    return entity;
  }

  String mark() {
    return entity.getProperty(NewRow.MARK_COLUMN) instanceof String mark ? mark : "";
  }

  int number(String column) {
    long value = bigNumber(column);
    if (value != (int) value) {
      throw wrong(column);
    }
    return (int) value;
  }

  long bigNumber(String column) {
    Object value = required(column);
    if (value instanceof Integer || value instanceof Long) {
      return ((Number) value).longValue();
    }
    throw wrong(column);
  }

  Optional<Boolean> optionalFlag(String column) {
    return typed(column, Boolean.class);
  }

  boolean flag(String column) {
    return typed(column, Boolean.class).orElseThrow(() -> wrong(column));
  }

  Instant time(String column) {
    return optionalTime(column).orElseThrow(() -> wrong(column));
  }

  Optional<Instant> optionalTime(String column) {
    return typed(column, OffsetDateTime.class).map(OffsetDateTime::toInstant);
  }

  String text(String column) {
    return optionalText(column).orElseThrow(() -> wrong(column));
  }

  Optional<String> optionalText(String column) {
    return typed(column, String.class);
  }

  /** A text written by {@link NewRow#token}. */
  Optional<String> optionalToken(String column) {
    return optionalText(column)
        .map(
            first -> {
              StringBuilder whole = new StringBuilder(first);
              for (int part = 2; optionalText(column + part).isPresent(); part++) {
                whole.append(text(column + part));
              }
              return whole.toString();
            });
  }

  /** A JSON text written by {@link NewRow#json}. */
  <T> T json(String column, Class<T> type) {
    try {
      Optional<String> readable = optionalText(column);
      String json =
          readable.isPresent()
              ? readable.get()
              : new String(PackedBytes.unpack(List.of(data()), MAX_JSON), StandardCharsets.UTF_8);
      return RowJson.read(json, type);
    } catch (JsonProcessingException e) {
      // The cause quotes what it read: it is not passed on.
      throw wrong(column);
    } catch (IOException e) {
      throw unreadable(String.valueOf(e.getMessage()), e);
    }
  }

  Fingerprint print(String column) {
    return parsed(column, Fingerprint::parse);
  }

  Optional<Fingerprint> optionalPrint(String column) {
    return optionalText(column).map(text -> print(column));
  }

  <E extends Enum<E>> E choice(String column, Class<E> type) {
    return parsed(column, name -> Enum.valueOf(type, name));
  }

  /** A text column in another form. */
  <T> T parsed(String column, Function<String, T> parser) {
    String text = text(column);
    try {
      return parser.apply(text);
    } catch (IllegalArgumentException e) {
      throw wrong(column);
    }
  }

  /** The piece of packed bytes in this row; empty if it has none. */
  byte[] data() {
    checkVersion();
    ByteArrayOutputStream piece = new ByteArrayOutputStream();
    for (int i = 0; i < NewRow.MAX_BINARIES; i++) {
      typed(NewRow.dataColumn(i), byte[].class).ifPresent(piece::writeBytes);
    }
    return piece.toByteArray();
  }

  /** A column is not what it should be. */
  StateUnreadable wrong(String column) {
    return unreadable("its column '" + column + "' is missing or not what it should be", null);
  }

  /** The row, or what hangs on it, cannot be understood. */
  StateUnreadable unreadable(String why, @Nullable Throwable cause) {
    String message =
        "The row '"
            + entity.getRowKey()
            + "' in partition '"
            + entity.getPartitionKey()
            + "' of table '"
            + table
            + "' cannot be understood: "
            + why
            + ". It was left as it is. "
            + remedy;
    return cause == null ? new StateUnreadable(message) : new StateUnreadable(message, cause);
  }

  private Object required(String column) {
    checkVersion();
    Object value = entity.getProperty(column);
    if (value == null) {
      throw wrong(column);
    }
    return value;
  }

  private <T> Optional<T> typed(String column, Class<T> type) {
    checkVersion();
    Object value = entity.getProperty(column);
    if (value != null && !type.isInstance(value)) {
      throw wrong(column);
    }
    return Optional.ofNullable(type.cast(value));
  }

  private void checkVersion() {
    Object version = entity.getProperty(NewRow.VERSION_COLUMN);
    if (!(version instanceof Integer number) || number < 1) {
      throw unreadable("its column 'Version' is missing or not what it should be", null);
    }
    if (number > NewRow.VERSION) {
      throw unreadable(
          "a newer version of Rollcall wrote it (row version "
              + number
              + ", this one knows "
              + NewRow.VERSION
              + "), so deploy that version again if you can",
          null);
    }
  }
}
