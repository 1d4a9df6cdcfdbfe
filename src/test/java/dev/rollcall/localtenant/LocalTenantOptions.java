package dev.rollcall.localtenant;

import dev.rollcall.localtenant.graph.mailbox.MailboxQuirks;
import java.time.Clock;
import java.time.Duration;

/**
 * What a local tenant is to be like.
 *
 * @param seed of ids, latencies, hostility and the order of a batch's answers
 * @param clock of Graph: times of items, limits. It may be moved by hand
 * @param loginClock of login, vault and tokens. The Azure clients sign by the machine's clock, so
 *     another one here is clock skew
 * @param medianLatency how long Graph takes for a request; zero for no time at all
 * @param limited whether mailboxes have Outlook's limits
 * @param quirks how mailboxes behave where Microsoft does not say
 */
public record LocalTenantOptions(
    long seed,
    Clock clock,
    Clock loginClock,
    Duration medianLatency,
    boolean limited,
    MailboxQuirks quirks) {

  /** What Graph usually takes for a request to a mailbox. */
  public static final Duration USUAL_LATENCY = Duration.ofMillis(120);

  /** Immediate answers, limits on, nothing hostile. */
  public static LocalTenantOptions defaults() {
    return new LocalTenantOptions(
        1, Clock.systemUTC(), Clock.systemUTC(), Duration.ZERO, true, MailboxQuirks.DEFAULT);
  }

  public LocalTenantOptions withSeed(long value) {
    return new LocalTenantOptions(value, clock, loginClock, medianLatency, limited, quirks);
  }

  public LocalTenantOptions withClock(Clock value) {
    return new LocalTenantOptions(seed, value, loginClock, medianLatency, limited, quirks);
  }

  public LocalTenantOptions withLoginClock(Clock value) {
    return new LocalTenantOptions(seed, clock, value, medianLatency, limited, quirks);
  }

  /** Answers take {@link #USUAL_LATENCY}, as a seeded distribution. */
  public LocalTenantOptions withLatency() {
    return withLatency(USUAL_LATENCY);
  }

  public LocalTenantOptions withLatency(Duration median) {
    return new LocalTenantOptions(seed, clock, loginClock, median, limited, quirks);
  }

  public LocalTenantOptions withoutLimits() {
    return new LocalTenantOptions(seed, clock, loginClock, medianLatency, false, quirks);
  }

  public LocalTenantOptions withQuirks(MailboxQuirks value) {
    return new LocalTenantOptions(seed, clock, loginClock, medianLatency, limited, value);
  }
}
