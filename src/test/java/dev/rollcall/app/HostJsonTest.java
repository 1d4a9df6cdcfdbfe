package dev.rollcall.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rollcall.run.RunLimits;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the app relies on the Functions host for. */
@Tag("O4")
final class HostJsonTest {

  private final JsonNode host = read();

  @Test
  void triggersComeFromAnExtensionBundle() {
    assertEquals("2.0", host.path("version").asText());
    assertEquals(
        "Microsoft.Azure.Functions.ExtensionBundle",
        host.path("extensionBundle").path("id").asText());
    assertEquals("[4.*, 5.0.0)", host.path("extensionBundle").path("version").asText());
  }

  @Test
  void anInvocationMayOutliveItsBudgetAndASlowBatch() {
    Duration timeout = time(host.path("functionTimeout"));
    RunLimits limits = RunLimits.defaults();

    assertTrue(timeout.compareTo(limits.budget().plus(Duration.ofMinutes(2))) >= 0);
    assertTrue(timeout.compareTo(Duration.ofMinutes(10)) <= 0, "more is not had on every plan");
    assertTrue(limits.quiet().compareTo(timeout) > 0, "the watchdog leaves live invocations alone");
  }

  @Test
  void queueMessagesAreReadAsTheyAreWritten() {
    assertEquals("base64", queues().path("messageEncoding").asText());
  }

  @Test
  void aFailedMessageRestsAndThenIsPoison() {
    assertFalse(time(queues().path("visibilityTimeout")).isZero());
    assertEquals(5, queues().path("maxDequeueCount").asInt());
  }

  @Test
  void oneInstanceServesAPolicysLanesAndItsOtherMessages() {
    int atOnce = queues().path("batchSize").asInt() + queues().path("newBatchThreshold").asInt();

    assertTrue(queues().path("batchSize").asInt() <= 32, "the queue gives no more at once");
    assertTrue(atOnce > 20, atOnce + " invocations at once");
    assertTrue(time(queues().path("maxPollingInterval")).compareTo(Duration.ofSeconds(5)) <= 0);
  }

  @Test
  void routesAreAsDocumented() {
    assertEquals("api", host.path("extensions").path("http").path("routePrefix").asText());
  }

  @Test
  void whatAlertsReadIsNotSampled() {
    List<String> excluded =
        List.of(
            host.path("logging")
                .path("applicationInsights")
                .path("samplingSettings")
                .path("excludedTypes")
                .asText()
                .split(";"));

    assertTrue(excluded.containsAll(List.of("Exception", "Trace")), excluded.toString());
    assertEquals("Information", host.path("logging").path("logLevel").path("default").asText());
  }

  private JsonNode queues() {
    return host.path("extensions").path("queues");
  }

  private static Duration time(JsonNode node) {
    return Duration.between(LocalTime.MIDNIGHT, LocalTime.parse(node.asText()));
  }

  private static JsonNode read() {
    try {
      return new ObjectMapper().readTree(Path.of("host.json").toFile());
    } catch (IOException e) {
      throw new AssertionError("host.json cannot be read", e);
    }
  }
}
