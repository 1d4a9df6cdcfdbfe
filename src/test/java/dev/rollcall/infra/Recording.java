package dev.rollcall.infra;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rollcall.infra.kql.Query;
import dev.rollcall.localhost.LocalHost;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** What functions logged while this was open, as Application Insights would have it. */
final class Recording implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Logger logger = Logger.getLogger(LocalHost.LOGGER);
  private final ConcurrentLinkedQueue<LogRecord> records = new ConcurrentLinkedQueue<>();
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord line) {
          // As the host's level in host.json.
          if (line.getLevel().intValue() >= Level.INFO.intValue()) {
            records.add(line);
          }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  private Recording() {}

  static Recording start() {
    Recording recording = new Recording();
    recording.logger.addHandler(recording.handler);
    recording.logger.setUseParentHandlers(false);
    return recording;
  }

  List<String> lines() {
    return records.stream().map(LogRecord::getMessage).toList();
  }

  /** Every line, read as JSON; one that is not is an error. */
  List<JsonNode> events() {
    List<JsonNode> events = new ArrayList<>();
    for (String line : lines()) {
      try {
        events.add(JSON.readTree(line));
      } catch (JsonProcessingException e) {
        throw new IllegalStateException("not a line of JSON: " + line, e);
      }
    }
    return events;
  }

  List<JsonNode> events(String name) {
    return events().stream().filter(event -> event.path("event").asText().equals(name)).toList();
  }

  /** Asks what is recorded, at a time. */
  List<Map<String, @Nullable Object>> ask(String file, Instant now) {
    try {
      return Query.parse(Files.readString(Bicep.INFRA.resolve(file)), now).run(traces());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<Map<String, @Nullable Object>> ask(String file) {
    return ask(file, Instant.now());
  }

  List<Map<String, @Nullable Object>> traces() {
    List<Map<String, @Nullable Object>> traces = new ArrayList<>();
    for (LogRecord line : records) {
      traces.add(Map.of("timestamp", line.getInstant(), "message", line.getMessage()));
    }
    return traces;
  }

  @Override
  public void close() {
    logger.removeHandler(handler);
    logger.setUseParentHandlers(true);
  }
}
