package dev.rollcall.localtenant.ews;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** How a server behaves where Microsoft does not say, or where administrators decide. */
public final class EwsQuirks {

  /** How it says that it has no time. */
  public enum Busy {
    /** A fault with HTTP 500, which is usual. */
    FAULT,
    /** HTTP 503 with the same fault. */
    UNAVAILABLE,
    /** HTTP 200, with {@code ErrorInternalServerError} around it in each item. */
    WRAPPED
  }

  /** How clients may log on. */
  public enum Scheme {
    NTLM,
    BASIC
  }

  private volatile Busy busy = Busy.FAULT;
  private volatile Duration backOff = Duration.ofSeconds(1);
  private volatile boolean enabled = true;
  private volatile boolean discoverable = true;
  private volatile int maxConnections = 27;
  private final Map<String, String> unreadable = new ConcurrentHashMap<>();
  private volatile Set<Scheme> schemes = Set.copyOf(EnumSet.allOf(Scheme.class));

  /** How it says that it has no time. */
  public EwsQuirks busy(Busy how) {
    busy = how;
    return this;
  }

  /** What it asks to wait for where a test does not say. */
  public EwsQuirks backOff(Duration time) {
    backOff = time;
    return this;
  }

  /** {@code EwsEnabled} of the organisation; off, everything is answered 403. */
  public EwsQuirks enabled(boolean now) {
    enabled = now;
    return this;
  }

  /** Whether autodiscover tells where EWS is. */
  public EwsQuirks discoverable(boolean now) {
    discoverable = now;
    return this;
  }

  /** {@code EWSMaxConcurrency} of the throttling policy, 27 unless changed. */
  public EwsQuirks maxConnections(int now) {
    maxConnections = now;
    return this;
  }

  /** What the virtual directory of IIS allows. */
  public EwsQuirks schemes(Scheme... allowed) {
    schemes = Set.of(allowed);
    return this;
  }

  /** Contacts of this display name are damaged: listed, and answered with this code when read. */
  public EwsQuirks unreadable(String displayName, String code) {
    unreadable.put(displayName, code);
    return this;
  }

  /** Everything can be read again. */
  public EwsQuirks repaired() {
    unreadable.clear();
    return this;
  }

  Map<String, String> unreadable() {
    return unreadable;
  }

  Busy busy() {
    return busy;
  }

  Duration backOff() {
    return backOff;
  }

  boolean isEnabled() {
    return enabled;
  }

  boolean isDiscoverable() {
    return discoverable;
  }

  int maxConnections() {
    return maxConnections;
  }

  Set<Scheme> schemes() {
    return schemes;
  }
}
