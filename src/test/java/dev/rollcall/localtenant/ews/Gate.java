package dev.rollcall.localtenant.ews;

import dev.rollcall.localtenant.wire.WireAnswer;
import dev.rollcall.localtenant.wire.WireRequest;
import java.util.Optional;

/** Finds out who calls. */
interface Gate {

  /**
   * Who calls, or what they are told instead.
   *
   * @param refused whether the answer refuses a logon, rather than being a step of one
   */
  record Entry(Optional<Logon> logon, Optional<WireAnswer> instead, boolean refused) {

    static Entry of(Logon logon) {
      return new Entry(Optional.of(logon), Optional.empty(), false);
    }

    static Entry step(WireAnswer answer) {
      return new Entry(Optional.empty(), Optional.of(answer), false);
    }

    static Entry refused(WireAnswer answer) {
      return new Entry(Optional.empty(), Optional.of(answer), true);
    }
  }

  Entry enter(WireRequest request);
}
