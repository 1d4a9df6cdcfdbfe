package dev.rollcall.target.mailbox;

import dev.rollcall.client.http.ClientException;
import dev.rollcall.target.Fault;
import dev.rollcall.target.Observation;

/** Whose fault a failed request at a mailbox is. */
public final class Faults {

  private Faults() {}

  /** Whose fault it is. */
  public static Fault of(ClientException failure) {
    if (failure.isOfApp()) {
      return Fault.APP;
    }
    return failure.isDenied() ? Fault.ACCESS : Fault.TARGET;
  }

  /** A mailbox that could not be looked at for it. */
  public static Observation.Failed failed(ClientException failure) {
    return new Observation.Failed(failure.problem(), of(failure));
  }
}
