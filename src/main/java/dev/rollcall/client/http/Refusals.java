package dev.rollcall.client.http;

import dev.rollcall.model.Fingerprint;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * A password that was wrong is not sent again for a while: each attempt counts towards locking the
 * account. One that nobody knows to be good is tried by one login at a time, so that many at once
 * send a wrong one only once. One that was good is tried once more: one of several servers may
 * refuse it for a moment, and two attempts lock no account. Only its fingerprint is kept. Safe for
 * several threads.
 */
public final class Refusals {

  /**
   * Windows forgets wrong attempts when there was none for a while, usually 10 to 30 minutes:
   * attempts further apart than that never add up.
   */
  public static final Duration TIME = Duration.ofHours(1);

  private final ReentrantLock oneAtATime = new ReentrantLock();
  private final Clock clock;
  private final Predicate<RuntimeException> isWrongPassword;
  private Optional<Refusal> last = Optional.empty();
  private Optional<Fingerprint> good = Optional.empty();

  private record Refusal(Fingerprint password, Instant until, RuntimeException failure) {}

  /**
   * @param isWrongPassword whether a failed login says that the password is wrong
   */
  public Refusals(Clock clock, Predicate<RuntimeException> isWrongPassword) {
    this.clock = clock;
    this.isWrongPassword = isWrongPassword;
  }

  /** Sends a password, and perhaps what is asked with it. */
  @FunctionalInterface
  public interface Login<T, E extends Exception> {
    /**
     * @throws E if this server cannot be spoken with
     */
    T send() throws E;
  }

  /**
   * Logs in, unless this password is known to be wrong: then the failure of before is thrown again.
   *
   * @throws E if this server cannot be spoken with
   */
  public <T, E extends Exception> T login(String user, String password, Login<T, E> login)
      throws E {
    Fingerprint print = print(user, password);
    if (isGood(print)) {
      return send(print, login);
    }
    oneAtATime.lock();
    try {
      return send(print, login);
    } finally {
      oneAtATime.unlock();
    }
  }

  private <T, E extends Exception> T send(Fingerprint print, Login<T, E> login) throws E {
    Optional<RuntimeException> known = of(print);
    if (known.isPresent()) {
      throw known.get();
    }
    try {
      T made = login.send();
      accepted(print);
      return made;
    } catch (RuntimeException e) {
      if (isWrongPassword.test(e)) {
        refused(print, e);
      }
      throw e;
    }
  }

  private synchronized boolean isGood(Fingerprint print) {
    return good.filter(print::equals).isPresent();
  }

  private synchronized Optional<RuntimeException> of(Fingerprint print) {
    return last.filter(refusal -> refusal.password.equals(print))
        .filter(refusal -> clock.instant().isBefore(refusal.until))
        .map(Refusal::failure);
  }

  private synchronized void accepted(Fingerprint print) {
    good = Optional.of(print);
  }

  private synchronized void refused(Fingerprint print, RuntimeException failure) {
    if (isGood(print)) {
      good = Optional.empty();
    } else {
      last = Optional.of(new Refusal(print, clock.instant().plus(TIME), failure));
    }
  }

  private static Fingerprint print(String user, String password) {
    return Fingerprint.of((user + "\n" + password).getBytes(StandardCharsets.UTF_8));
  }
}
