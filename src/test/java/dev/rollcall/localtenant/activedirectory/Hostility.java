package dev.rollcall.localtenant.activedirectory;

import com.unboundid.ldap.sdk.ResultCode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** What a domain controller does wrong next. Safe for several threads. */
public final class Hostility {

  /**
   * One failure of a search.
   *
   * @param code what is answered; empty if the connection breaks
   */
  record Failure(Optional<ResultCode> code, String text) {}

  private final Deque<Optional<Failure>> next = new ArrayDeque<>();

  /** The next search fails. */
  public Hostility fail(ResultCode code, String text) {
    return add(Optional.of(new Failure(Optional.of(code), text)));
  }

  /** The connection breaks at the next search. */
  public Hostility breakConnection() {
    return add(Optional.of(new Failure(Optional.empty(), "")));
  }

  /** The next search, or the next page of one, is answered as it should. */
  public Hostility answer() {
    return add(Optional.empty());
  }

  private synchronized Hostility add(Optional<Failure> what) {
    next.add(what);
    return this;
  }

  synchronized Optional<Failure> next() {
    Optional<Failure> failure = next.poll();
    return failure == null ? Optional.empty() : failure;
  }
}
