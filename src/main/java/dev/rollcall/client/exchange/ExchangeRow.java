package dev.rollcall.client.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One object that a command answered. Its values are those of PowerShell, written as text: a list
 * with one entry may come as that entry.
 */
public final class ExchangeRow {

  private final JsonNode row;

  ExchangeRow(JsonNode row) {
    this.row = row;
  }

  /** A column's text; empty if there is none, or nothing in it. */
  public Optional<String> text(String column) {
    JsonNode value = row.path(column);
    return value.isValueNode() && !value.isNull() && !value.asText().isBlank()
        ? Optional.of(value.asText())
        : Optional.empty();
  }

  /** A column's texts; none if there is no such column. */
  public List<String> texts(String column) {
    JsonNode value = row.path(column);
    if (!value.isArray()) {
      return text(column).stream().toList();
    }
    List<String> texts = new ArrayList<>();
    value.forEach(
        entry -> {
          if (entry.isValueNode() && !entry.isNull()) {
            texts.add(entry.asText());
          }
        });
    return List.copyOf(texts);
  }

  /** Whether a column says yes; one that is not there says no. */
  public boolean flag(String column) {
    return row.path(column).asText("").equalsIgnoreCase("true");
  }

  /** Tells nothing of its values: they name people. */
  @Override
  public String toString() {
    return "ExchangeRow[" + row.size() + " columns]";
  }
}
