package dev.rollcall.client.ldap;

import com.unboundid.ldap.sdk.LDAPException;
import dev.rollcall.client.http.ClientException;
import dev.rollcall.model.Fingerprint;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A password that was wrong is not sent again for a while: each attempt counts towards locking the
 * account. One that nobody knows to be good is tried by one login at a time, so that many at once
 * send a wrong one only once. Only its fingerprint is kept. Safe for several threads.
 */
final class Refusals {

  /**
   * Windows forgets wrong attempts when there was none for a while, usually 10 to 30 minutes:
   * attempts further apart than that never add up.
   */
  static final Duration TIME = Duration.ofHours(1);

  static final String WRONG_PASSWORD = "ldapPasswordWrong";

  private final ReentrantLock oneAtATime = new ReentrantLock();
  private final Clock clock;
  private Optional<Refusal> last = Optional.empty();
  private Optional<Fingerprint> good = Optional.empty();

  private record Refusal(Fingerprint password, Instant until, ClientException failure) {}

  Refusals(Clock clock) {
    this.clock = clock;
  }

  /** Sends a password. */
  @FunctionalInterface
  interface Login {
    /**
     * @throws LDAPException if this server cannot be spoken with
     * @throws ClientException if the login was refused
     */
    void send() throws LDAPException;
  }

  /**
   * Logs in, unless this password is known to be wrong.
   *
   * @throws LDAPException if this server cannot be spoken with
   * @throws ClientException if the login was refused, now or before
   */
  void login(String user, String password, Login login) throws LDAPException {
    Fingerprint print = print(user, password);
    if (isGood(print)) {
      send(print, login);
      return;
    }
    oneAtATime.lock();
    try {
      send(print, login);
    } finally {
      oneAtATime.unlock();
    }
  }

  private void send(Fingerprint print, Login login) throws LDAPException {
    Optional<ClientException> known = of(print);
    if (known.isPresent()) {
      throw known.get();
    }
    try {
      login.send();
      accepted(print);
    } catch (ClientException e) {
      if (e.problem().code().equals(WRONG_PASSWORD)) {
        refused(print, e);
      }
      throw e;
    }
  }

  private synchronized boolean isGood(Fingerprint print) {
    return good.filter(print::equals).isPresent();
  }

  private synchronized Optional<ClientException> of(Fingerprint print) {
    return last.filter(refusal -> refusal.password.equals(print))
        .filter(refusal -> clock.instant().isBefore(refusal.until))
        .map(Refusal::failure);
  }

  private synchronized void accepted(Fingerprint print) {
    good = Optional.of(print);
  }

  private synchronized void refused(Fingerprint print, ClientException failure) {
    good = good.filter(known -> !known.equals(print));
    last = Optional.of(new Refusal(print, clock.instant().plus(TIME), failure));
  }

  private static Fingerprint print(String user, String password) {
    return Fingerprint.of((user + "\n" + password).getBytes(StandardCharsets.UTF_8));
  }
}
