package dev.rollcall.target.snapshot;

import dev.rollcall.client.service.Waits;
import dev.rollcall.model.CallMeter;
import dev.rollcall.plan.Change;
import dev.rollcall.plan.Plan;
import dev.rollcall.target.ApplyRequest;
import dev.rollcall.target.Outcome;

/** A service that takes messages, and what each change says to it. */
interface Recipient {

  /**
   * What is to be found out before anything is sent.
   *
   * @throws dev.rollcall.client.http.ClientException if nothing should be sent
   */
  void check(ApplyRequest request, CallMeter meter);

  /**
   * Sends what a change says.
   *
   * @throws dev.rollcall.client.http.ClientException if the service did not take it
   */
  Outcome send(Change change, ApplyRequest request, Waits waits, CallMeter meter);

  /** How many requests these changes take. */
  long predictCalls(Plan.Counts counts);
}
