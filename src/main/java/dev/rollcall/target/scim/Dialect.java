package dev.rollcall.target.scim;

import dev.rollcall.client.scim.ScimClient;
import dev.rollcall.model.CallMeter;
import dev.rollcall.plan.ObservedItem;
import dev.rollcall.plan.Plan;
import dev.rollcall.target.ApplyRequest;
import java.util.List;

/** How one kind of service holds accounts, and how it has to be written to. For several threads. */
interface Dialect {

  /** Bits by field code: what accounts hold here that a policy may write. */
  long fields();

  /**
   * Every account of the service that could be one of the policy's.
   *
   * @throws dev.rollcall.client.http.ClientException if the lists could not be read in full
   */
  List<ObservedItem> observe(ScimClient scim, Scope scope, CallMeter meter);

  /** What carries out the changes of one apply. */
  Carrier carrier(Calls calls, Scope scope, ApplyRequest request);

  /** How many requests these writes take when nothing gets in the way. */
  long predictCalls(Scope scope, Plan.Counts counts);
}
