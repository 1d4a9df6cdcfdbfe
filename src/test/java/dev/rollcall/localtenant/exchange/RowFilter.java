package dev.rollcall.localtenant.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A filter as commands take it, as far as the product writes such: one column compared with a text,
 * or with the beginning of one. Without regard to case, as in the service.
 */
final class RowFilter {

  private static final Pattern FORM =
      Pattern.compile("\\s*\\(?\\s*(\\w+)\\s+-(eq|like)\\s+'((?:[^']|'')*)'\\s*\\)?\\s*");

  private final String column;
  private final boolean beginning;
  private final String text;

  private RowFilter(String column, boolean beginning, String text) {
    this.column = column;
    this.beginning = beginning;
    this.text = text;
  }

  static RowFilter parse(String filter) throws CmdletFailure {
    Matcher form = FORM.matcher(filter);
    if (!form.matches()) {
      throw CmdletFailure.badValue("Filter", filter);
    }
    String text = form.group(3).replace("''", "'").toLowerCase(Locale.ROOT);
    boolean like = form.group(2).equals("like");
    boolean open = like && text.endsWith("*");
    String rest = open ? text.substring(0, text.length() - 1) : text;
    if (like && rest.contains("*")) {
      throw CmdletFailure.badValue("Filter", filter);
    }
    return new RowFilter(form.group(1), open, rest);
  }

  boolean test(ObjectNode row) {
    JsonNode value = row.path(column);
    if (value.isArray()) {
      for (JsonNode entry : value) {
        if (fits(entry.asText())) {
          return true;
        }
      }
      return false;
    }
    return fits(value.asText(""));
  }

  private boolean fits(String value) {
    String lower = value.toLowerCase(Locale.ROOT);
    return beginning ? lower.startsWith(text) : lower.equals(text);
  }
}
