package dev.rollcall.client.ldap;

import com.unboundid.ldap.sdk.LDAPException;
import dev.rollcall.model.CallMeter;
import dev.rollcall.telemetry.CallObserver;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Every request to the directory goes through here, and is counted and timed. */
final class Requests {

  /** What observers know as success, whatever the protocol. */
  private static final int SUCCEEDED = 200;

  private final CallMeter meter;
  private final CallObserver calls;
  private final Clock clock;

  Requests(CallMeter meter, CallObserver calls, Clock clock) {
    this.meter = meter;
    this.calls = calls;
    this.clock = clock;
  }

  /** A request. */
  @FunctionalInterface
  interface Request<T> {
    T send() throws LDAPException;
  }

  <T> T send(String operation, Request<T> request) throws LDAPException {
    meter.count();
    Instant begun = clock.instant();
    int status = SUCCEEDED;
    try {
      return request.send();
    } catch (LDAPException e) {
      status = e.getResultCode().isClientSideResultCode() ? 0 : e.getResultCode().intValue();
      throw e;
    } finally {
      calls.called(operation, status, Duration.between(begun, clock.instant()));
    }
  }
}
