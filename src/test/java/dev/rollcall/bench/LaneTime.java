package dev.rollcall.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rollcall.localhost.LocalHost;
import java.util.concurrent.atomic.LongAdder;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Adds up how long lanes were at work, as the functions' own events tell it. */
final class LaneTime extends Handler {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Logger LOG = Logger.getLogger(LocalHost.LOGGER);

  private final LongAdder millis = new LongAdder();

  private LaneTime() {}

  /** Listens from now on; nothing is printed. */
  static LaneTime watch() {
    LaneTime time = new LaneTime();
    LOG.setUseParentHandlers(false);
    LOG.setLevel(Level.INFO);
    LOG.addHandler(time);
    return time;
  }

  double seconds() {
    return millis.sum() / 1000.0;
  }

  @Override
  public void publish(LogRecord event) {
    try {
      JsonNode json = JSON.readTree(event.getMessage());
      if (json.path("event").asText().equals("SliceDone")) {
        millis.add(json.path("elapsedMs").asLong());
      }
    } catch (JsonProcessingException e) {
      // Not an event: nothing about lanes.
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
