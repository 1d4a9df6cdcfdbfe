package dev.rollcall.client.ldap;

import dev.rollcall.client.http.Backoff;
import dev.rollcall.client.http.Pause;
import dev.rollcall.client.http.Refusals;
import dev.rollcall.model.CallMeter;
import dev.rollcall.telemetry.CallObserver;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/**
 * One organisation's directory, on behalf of one account. Safe for several threads; meant to be
 * kept. Keeps neither connections nor passwords: those live as long as a session.
 */
public final class LdapClient {

  private final LdapSettings settings;
  private final UnaryOperator<String> secrets;
  private final Clock clock;
  private final Backoff backoff;
  private final Pause pause;
  private final CallObserver calls;
  private final Refusals refusals;

  /**
   * @param secrets the newest value of the secret of a name; throws a {@link
   *     dev.rollcall.client.http.ClientException} if it cannot be read
   */
  public LdapClient(
      LdapSettings settings,
      UnaryOperator<String> secrets,
      Clock clock,
      RandomGenerator random,
      Pause pause) {
    this(
        settings,
        secrets,
        clock,
        new Backoff(random),
        pause,
        CallObserver.none(),
        new Refusals(clock, Connecting::isWrongPassword));
  }

  private LdapClient(
      LdapSettings settings,
      UnaryOperator<String> secrets,
      Clock clock,
      Backoff backoff,
      Pause pause,
      CallObserver calls,
      Refusals refusals) {
    this.settings = settings;
    this.secrets = secrets;
    this.clock = clock;
    this.backoff = backoff;
    this.pause = pause;
    this.calls = calls;
    this.refusals = refusals;
  }

  /** The same client, whose requests this observer is told of. */
  public LdapClient observedBy(CallObserver observer) {
    return new LdapClient(settings, secrets, clock, backoff, pause, observer, refusals);
  }

  /** Where the directory is, and who asks it. */
  public LdapSettings settings() {
    return settings;
  }

  /**
   * Begins to read; nothing is sent before the first search.
   *
   * @param meter counts every request: connecting, logging in, each page
   */
  public LdapSession open(CallMeter meter) {
    return new LdapSession(
        settings,
        new Connecting(settings, secrets, refusals, requests(meter)),
        requests(meter),
        waits());
  }

  /**
   * Begins to write; nothing is sent before the first request. All of it, reading included, is done
   * by the first server that can be spoken with.
   *
   * @param meter counts every request: connecting, logging in, each page, each write
   */
  public LdapWriter openToWrite(CallMeter meter) {
    return new LdapWriter(open(meter).staying(), requests(meter), waits());
  }

  /**
   * Begins to read from one server alone, for a test of the connection.
   *
   * @param server as the settings name it
   */
  public LdapSession open(String server, CallMeter meter) {
    LdapSettings one =
        new LdapSettings(
            List.of(server),
            settings.security(),
            settings.base(),
            settings.user(),
            settings.password(),
            settings.trust());
    return new LdapSession(
        one, new Connecting(one, secrets, refusals, requests(meter)), requests(meter), waits());
  }

  private Requests requests(CallMeter meter) {
    return new Requests(meter, calls, clock);
  }

  private Waits waits() {
    return failures -> {
      Duration wait = backoff.before(failures, Optional.empty());
      calls.waited(wait);
      pause.await(wait);
    };
  }

  /** Waits before another attempt. */
  @FunctionalInterface
  interface Waits {
    void afterFailures(int failures);
  }
}
