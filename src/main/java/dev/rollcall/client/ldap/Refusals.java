package dev.rollcall.client.ldap;

import dev.rollcall.client.http.ClientException;
import dev.rollcall.model.Fingerprint;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A password that was wrong is not sent again for a while: each attempt counts towards locking the
 * account. Only its fingerprint is kept. Safe for several threads.
 */
final class Refusals {

  /** Shorter than the usual time after which Windows forgets wrong attempts (10 to 30 minutes). */
  static final Duration TIME = Duration.ofMinutes(5);

  private final Clock clock;
  private Optional<Refusal> last = Optional.empty();

  private record Refusal(Fingerprint password, Instant until, ClientException failure) {}

  Refusals(Clock clock) {
    this.clock = clock;
  }

  /** Why this password should not be sent; empty if it may be. */
  synchronized Optional<ClientException> of(String user, String password) {
    return last.filter(refusal -> refusal.password.equals(print(user, password)))
        .filter(refusal -> clock.instant().isBefore(refusal.until))
        .map(Refusal::failure);
  }

  synchronized void refused(String user, String password, ClientException failure) {
    last = Optional.of(new Refusal(print(user, password), clock.instant().plus(TIME), failure));
  }

  private static Fingerprint print(String user, String password) {
    return Fingerprint.of((user + "\n" + password).getBytes(StandardCharsets.UTF_8));
  }
}
