package dev.rollcall.telemetry;

/** Where events go; in Azure the invocation's logger. */
public interface Journal {

  /** Writes an event. Never fails. */
  void write(Event event);
}
