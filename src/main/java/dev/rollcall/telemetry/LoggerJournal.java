package dev.rollcall.telemetry;

import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Writes each event as one line of JSON to the invocation's logger, from where the host takes it to
 * Application Insights.
 */
public final class LoggerJournal implements Journal {

  private final Logger logger;

  /** A journal on the logger of one invocation. */
  public LoggerJournal(Logger logger) {
    this.logger = logger;
  }

  @Override
  public void write(Event event) {
    // Text only: the Functions worker passes parameters on unformatted.
    logger.log(level(event.severity()), json(event));
  }

  /** The event as one line. */
  static String json(Event event) {
    StringBuilder line = new StringBuilder(160).append("{\"event\":");
    quote(event.name(), line);
    for (Map.Entry<Field, Object> field : event.fields().entrySet()) {
      line.append(",\"").append(field.getKey().label()).append("\":");
      Object value = field.getValue();
      if (value instanceof Number || value instanceof Boolean) {
        line.append(value);
      } else {
        quote(value.toString(), line);
      }
    }
    return line.append('}').toString();
  }

  private static Level level(Event.Severity severity) {
    return switch (severity) {
      case DEBUG -> Level.FINE;
      case INFO -> Level.INFO;
      case WARN -> Level.WARNING;
      case ERROR -> Level.SEVERE;
    };
  }

  private static void quote(String text, StringBuilder line) {
    line.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        line.append('\\').append(c);
      } else if (c < 0x20 || c == 0x2028 || c == 0x2029) {
        line.append(String.format("\\u%04x", (int) c));
      } else {
        line.append(c);
      }
    }
    line.append('"');
  }
}
