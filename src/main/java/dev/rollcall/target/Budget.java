package dev.rollcall.target;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;

/**
 * How long an invocation may still write. Asked between batches: a batch that was begun is
 * finished.
 *
 * <p>Short waits a service asks for may be slept through if they fit; longer ones are handed back,
 * so that nobody sleeps on a paid instance.
 */
public final class Budget {

  /** The longest pause that is waited for in place, since a new invocation costs about as much. */
  public static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private final Clock clock;
  private final Instant end;
  private final BooleanSupplier cancelled;

  /**
   * @param clock the time
   * @param end when to stop beginning new batches
   * @param cancelled whether the run was cancelled meanwhile; may be costly, and is asked once per
   *     batch
   */
  public Budget(Clock clock, Instant end, BooleanSupplier cancelled) {
    this.clock = clock;
    this.end = end;
    this.cancelled = cancelled;
  }

  /** Whether another batch may begin. */
  public boolean allowsAnother() {
    return clock.instant().isBefore(end) && !cancelled.getAsBoolean();
  }

  /** Whether a pause of this length is short enough, and fits. */
  public boolean allowsPause(Duration pause) {
    return pause.compareTo(LONGEST_PAUSE) <= 0 && clock.instant().plus(pause).isBefore(end);
  }

  /** When new batches stop. */
  public Instant end() {
    return end;
  }
}
