package dev.rollcall.client.service;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rollcall.contract.memory.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A key that is kept for a while. */
@Tag("E4")
class KeptKeyTest {

  private final List<String> reads = new ArrayList<>();
  private final ManualClock clock = new ManualClock(Instant.parse("2026-11-21T10:00:00Z"));
  private final KeptKey key =
      new KeptKey(
          () -> {
            reads.add("read");
            return "key-" + reads.size() + "\n";
          },
          clock);

  @Test
  void itIsReadSeldom() {
    assertEquals("key-1\n", key.read());
    assertEquals("key-1\n", key.read());

    clock.advance(Duration.ofMinutes(11));
    assertEquals("key-2\n", key.read());
  }

  @Test
  void oneThatIsRefusedIsReadAnewOnce() {
    key.read();

    key.refused("key-1");
    assertEquals("key-2\n", key.read());

    key.refused("key-1");
    assertEquals("key-2\n", key.read(), "another thread met the old one");
  }
}
