package dev.rollcall.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.state.Notice;
import dev.rollcall.state.Notices;
import dev.rollcall.state.Versioned;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What every store of notices does. */
@Tag("E6")
public abstract class NoticesContract {

  private static final String TOPIC = "credential";
  private static final String SUBJECT = "contoso/Rollcall \u00fc#?/\\%";
  private static final Notice FIRST = new Notice("days30", Instant.parse("2026-11-21T08:30:00Z"));
  private static final Notice SECOND = new Notice("days14", Instant.parse("2026-12-07T08:30:00Z"));

  /** Notices that nobody else puts; none there yet. */
  protected abstract Notices notices();

  @Test
  void whatWasToldIsKnown() {
    assertEquals(Optional.empty(), notices().last(TOPIC, SUBJECT));
    notices().put(TOPIC, SUBJECT, FIRST, Optional.empty());
    notices().put("policy", SUBJECT, SECOND, Optional.empty());

    assertEquals(FIRST, last().value());
    assertEquals(Map.of(SUBJECT, FIRST), notices().all(TOPIC));
    assertEquals(Map.of(), notices().all("nothing"));
  }

  @Test
  void ofTwoTellersOneIsHeard() {
    assertTrue(notices().put(TOPIC, SUBJECT, FIRST, Optional.empty()).isPresent());
    assertEquals(Optional.empty(), notices().put(TOPIC, SUBJECT, SECOND, Optional.empty()));
    Versioned<Notice> read = last();

    Optional<String> version = notices().put(TOPIC, SUBJECT, SECOND, Optional.of(read.version()));
    assertEquals(version, Optional.of(last().version()));
    assertEquals(
        Optional.empty(), notices().put(TOPIC, SUBJECT, FIRST, Optional.of(read.version())));
    assertEquals(SECOND, last().value());
  }

  @Test
  void whatIsForgottenIsToldAnew() {
    notices().put(TOPIC, SUBJECT, FIRST, Optional.empty());

    notices().forget(TOPIC, SUBJECT);
    notices().forget(TOPIC, SUBJECT);

    assertEquals(Optional.empty(), notices().last(TOPIC, SUBJECT));
    assertTrue(notices().put(TOPIC, SUBJECT, SECOND, Optional.empty()).isPresent());
  }

  private Versioned<Notice> last() {
    return notices().last(TOPIC, SUBJECT).orElseThrow();
  }
}
