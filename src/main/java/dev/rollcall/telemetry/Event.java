package dev.rollcall.telemetry;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * Something that happened.
 *
 * @param severity who has to care
 * @param name its fixed name; queries and alerts go by it
 * @param fields what is known of it: text, numbers and booleans
 */
public record Event(Severity severity, String name, Map<Field, Object> fields) {

  /** Who has to care. */
  public enum Severity {
    /** Nobody, unless looking for the cause of something else. */
    DEBUG,
    /** Boundaries of stages, and summaries. */
    INFO,
    /** Something did not do its job; others did, and it will be tried again. */
    WARN,
    /** A person must act. */
    ERROR
  }

  public Event {
    EnumMap<Field, Object> copy = new EnumMap<>(Field.class);
    copy.putAll(fields);
    fields = Collections.unmodifiableMap(copy);
  }

  /** An event without fields yet. */
  public static Event of(Severity severity, String name) {
    return new Event(severity, name, Map.of());
  }

  public static Event info(String name) {
    return of(Severity.INFO, name);
  }

  public static Event warn(String name) {
    return of(Severity.WARN, name);
  }

  public static Event error(String name) {
    return of(Severity.ERROR, name);
  }

  /** This event with one more field. */
  public Event with(Field field, Object value) {
    Map<Field, Object> more = new EnumMap<>(Field.class);
    more.putAll(fields);
    more.put(field, value);
    return new Event(severity, name, more);
  }
}
