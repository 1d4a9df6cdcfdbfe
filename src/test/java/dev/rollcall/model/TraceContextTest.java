package dev.rollcall.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("O3")
final class TraceContextTest {

  private static final String PARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

  @Test
  void isReadAsItIsWritten() {
    TraceContext context = TraceContext.parse(PARENT).orElseThrow();

    assertEquals("4bf92f3577b34da6a3ce929d0e0e4736", context.traceId());
    assertEquals("00f067aa0ba902b7", context.spanId());
    assertEquals(PARENT, context.traceparent());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
        "01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\n"
      })
  void whatIsNoTraceparentIsNone(String text) {
    assertEquals(Optional.empty(), TraceContext.parse(text));
  }

  @Test
  void aRunIsAlwaysTheSameTraceAndNoOtherRunIs() {
    RunId run = new RunId("20261121t083000123z-4f7a9c");

    assertEquals(TraceContext.traceIdOf(run), TraceContext.traceIdOf(new RunId(run.value())));
    assertNotEquals(
        TraceContext.traceIdOf(run),
        TraceContext.traceIdOf(new RunId("20261121t083000123z-4f7a9d")));
    assertThrows(IllegalArgumentException.class, () -> new TraceContext("x", "y"));
  }
}
