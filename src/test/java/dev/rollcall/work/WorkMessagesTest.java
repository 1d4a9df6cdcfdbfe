package dev.rollcall.work;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.fail;

import dev.rollcall.model.PolicyId;
import dev.rollcall.model.RunId;
import dev.rollcall.model.TraceContext;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("R10")
final class WorkMessagesTest {

  private static final String SYNC =
      "{\"version\":1,\"type\":\"SyncTargets\",\"policy\":\"employees\","
          + "\"run\":\"20261121t083000123z-4f7a9c\",\"lane\":2,\"seq\":7}";

  @Test
  void theTextFormIsFixed() {
    WorkMessage message =
        new WorkMessage.SyncTargets(
            new PolicyId("employees"), new RunId("20261121t083000123z-4f7a9c"), 2, 7);

    assertEquals(SYNC, WorkMessages.encode(message));
    assertEquals(message, WorkMessages.decode(SYNC));
  }

  @Test
  void aPostmarkIsCarriedAndDecidesNothing() {
    WorkMessage message = WorkMessages.decode(SYNC);
    Postmark postmark =
        new Postmark(
            new TraceContext(TraceContext.traceIdOf(message.run()), "00f067aa0ba902b7"),
            Instant.ofEpochMilli(1_795_250_000_123L));

    String text = WorkMessages.encode(new Posted(message, Optional.of(postmark)));

    assertEquals(new Posted(message, Optional.of(postmark)), WorkMessages.posted(text));
    assertEquals(message, WorkMessages.decode(text));
    assertEquals(Optional.empty(), WorkMessages.posted(SYNC).postmark());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"traceparent\":\"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\"",
        "\"due\":5",
        "\"traceparent\":\"nonsense\",\"due\":5",
        "\"traceparent\":\"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\",\"due\":-1",
        "\"traceparent\":\"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\",\"due\":\"x\""
      })
  void halfAPostmarkIsRefused(String fields) {
    String text = SYNC.replace("}", "," + fields + "}");

    assertThrows(UnreadableMessage.class, () -> WorkMessages.decode(text));
  }

  @Test
  void everyMessageIsReadAsItWasWritten() {
    for (long seed = 0; seed < 500; seed++) {
      WorkMessage message = random(new Random(seed));

      assertEquals(message, WorkMessages.decode(WorkMessages.encode(message)), "seed " + seed);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "42",
        "nonsense",
        "{}",
        "{\"version\":1}",
        "{\"version\":2,\"type\":\"StartRun\",\"policy\":\"p\",\"run\":\"20261121t083000123z-4f7a9c\"}",
        "{\"version\":1,\"type\":\"StopRun\",\"policy\":\"p\",\"run\":\"20261121t083000123z-4f7a9c\"}",
        "{\"version\":1,\"type\":\"StartRun\",\"policy\":\"No!\",\"run\":\"20261121t083000123z-4f7a9c\"}",
        "{\"version\":1,\"type\":\"StartRun\",\"policy\":\"p\",\"run\":\"20261399t083000123z-4f7a9c\"}",
        "{\"version\":1,\"type\":\"StartRun\",\"policy\":\"p\",\"run\":7}",
        "{\"version\":1,\"type\":\"StartRun\",\"policy\":\"p\",\"run\":\"20261121t083000123z-4f7a9c\",\"lane\":1}",
        "{\"version\":1,\"type\":\"SyncTargets\",\"policy\":\"p\",\"run\":\"20261121t083000123z-4f7a9c\",\"lane\":1}",
        "{\"version\":1,\"type\":\"SyncTargets\",\"policy\":\"p\",\"run\":\"20261121t083000123z-4f7a9c\",\"lane\":-1,\"seq\":0}",
        "{\"version\":1,\"type\":\"SyncTargets\",\"policy\":\"p\",\"run\":\"20261121t083000123z-4f7a9c\",\"lane\":1.5,\"seq\":0}",
        "{\"version\":1,\"type\":\"SyncTargets\",\"policy\":\"p\",\"run\":\"20261121t083000123z-4f7a9c\",\"lane\":1,\"seq\":99999999999}",
        "{\"version\":1,\"version\":1,\"type\":\"StartRun\",\"policy\":\"p\",\"run\":\"20261121t083000123z-4f7a9c\"}",
        "{\"version\":1,\"type\":\"StartRun\",\"policy\":\"p\",\"run\":\"20261121t083000123z-4f7a9c\"} {}"
      })
  void whatThisVersionDidNotWriteIsRefused(String text) {
    assertThrows(UnreadableMessage.class, () -> WorkMessages.decode(text));
  }

  @Test
  void aRefusalNeverRepeatsWhatItRefused() {
    for (String text :
        new String[] {
          "secretive",
          "{\"version\":1,\"type\":\"secretive\"}",
          "{\"version\":1,\"type\":\"StartRun\",\"policy\":\"Secretive Person\",\"run\":\"x\"}",
          SYNC.replace("\"seq\"", "\"secretive\"")
        }) {
      UnreadableMessage refusal =
          assertThrows(UnreadableMessage.class, () -> WorkMessages.decode(text));

      assertFalse(String.valueOf(refusal.getMessage()).toLowerCase().contains("secretive"));
      assertNull(refusal.getCause());
    }
  }

  @Test
  void anyDamageIsRefusedOrHarmless() {
    Random random = new Random(11);
    for (int i = 0; i < 5_000; i++) {
      StringBuilder text = new StringBuilder(SYNC);
      text.setCharAt(random.nextInt(text.length()), (char) random.nextInt(0x180));
      try {
        WorkMessages.decode(text.toString());
      } catch (UnreadableMessage expected) {
        continue;
      } catch (RuntimeException e) {
        fail("case " + i + " of seed 11", e);
      }
    }
    String deep = "[".repeat(1_990);
    assertThrows(UnreadableMessage.class, () -> WorkMessages.decode(deep));
    assertThrows(UnreadableMessage.class, () -> WorkMessages.decode(" ".repeat(10_000_000)));
  }

  private static WorkMessage random(Random random) {
    PolicyId policy = new PolicyId("p" + Integer.toString(random.nextInt(1 << 30), 36));
    RunId run = RunId.startingAt(Instant.ofEpochMilli(random.nextLong(4_000_000_000_000L)), random);
    return switch (random.nextInt(3)) {
      case 0 -> new WorkMessage.StartRun(policy, run);
      case 1 ->
          new WorkMessage.SyncTargets(policy, run, random.nextInt(10_000), random.nextInt(10_000));
      default -> new WorkMessage.FinishRun(policy, run);
    };
  }
}
