package dev.rollcall.target.snapshot;

import dev.rollcall.client.emailgistics.EmailgisticsClient;
import dev.rollcall.client.http.ClientException;
import dev.rollcall.client.webhook.WebhookClient;
import dev.rollcall.model.CallMeter;
import dev.rollcall.model.TargetId;
import dev.rollcall.plan.Change;
import dev.rollcall.plan.Observed;
import dev.rollcall.plan.Plan;
import dev.rollcall.policy.Environment;
import dev.rollcall.policy.Policy;
import dev.rollcall.target.ApplyRequest;
import dev.rollcall.target.ApplyResult;
import dev.rollcall.target.Observation;
import dev.rollcall.target.ObserveRequest;
import dev.rollcall.target.Progress;
import dev.rollcall.target.Target;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A service that takes one message for each record that changed, and cannot be read.
 *
 * <p>A look costs no request. A look for drift finds none; a full look, which is asked for when the
 * ledger may be behind, says so, and everything desired is sent again. What a crash leaves behind
 * that no run ever planned again cannot be found: a record that was sent for the first time by an
 * invocation that died, and left the policy before the next run.
 */
public final class SnapshotTarget implements Target {

  /**
   * Where it is written to is the policy's own affair; the engine only wants to know of a place.
   */
  private static final String PLACE = "messages";

  /** From here on the ledger is believed. */
  private static final String SENT = "sent";

  /** How many requests go between two looks at whether the run goes on. */
  private static final int STRIDE = 20;

  private final Function<Policy, Recipient> recipients;

  private SnapshotTarget(Function<Policy, Recipient> recipients) {
    this.recipients = recipients;
  }

  /**
   * Emailgistics' teams: one request for each mailbox whose team changed, and one before the first
   * that tries the token.
   *
   * @param clients the client of a policy; asked often, so it should keep it
   */
  public static SnapshotTarget emailgistics(Function<Policy, EmailgisticsClient> clients) {
    return new SnapshotTarget(policy -> new TeamRecipient(clients.apply(policy)));
  }

  /**
   * A webhook: one request for each record that changed.
   *
   * @param clients the client of a policy; asked often, so it should keep it
   */
  public static SnapshotTarget webhook(Function<Policy, WebhookClient> clients) {
    return new SnapshotTarget(policy -> new EventRecipient(policy.id(), clients.apply(policy)));
  }

  @Override
  public Map<TargetId, Observation> observe(
      Environment environment, Policy policy, List<ObserveRequest> requests, CallMeter meter) {
    Map<TargetId, Observation> observations = new LinkedHashMap<>();
    for (ObserveRequest request : requests) {
      boolean inDoubt = request.depth() == ObserveRequest.Depth.WHOLE;
      observations.put(
          request.target(),
          new Observation.Seen(
              Optional.of(PLACE), new Observed.NotRead(inDoubt), Optional.of(SENT)));
    }
    return observations;
  }

  @Override
  public Map<TargetId, Observation> prepare(
      Environment environment,
      Policy policy,
      Map<TargetId, Observation.Seen> targets,
      CallMeter meter) {
    Map<TargetId, Observation> observations = new LinkedHashMap<>();
    targets.forEach(
        (target, seen) ->
            observations.put(
                target,
                new Observation.Seen(Optional.of(PLACE), seen.observed(), Optional.of(SENT))));
    return observations;
  }

  @Override
  public ApplyResult apply(
      Environment environment, Policy policy, ApplyRequest request, CallMeter meter) {
    Progress progress = new Progress();
    try {
      Recipient recipient = recipients.apply(policy);
      recipient.check(request, meter);
      int begun = 0;
      for (Change change : request.changes()) {
        if (progress.stopped() || (begun++ % STRIDE == 0 && !request.budget().allowsAnother())) {
          break;
        }
        send(recipient, change, request, progress, meter);
      }
    } catch (ClientException e) {
      progress.stop(e);
    }
    return progress.result();
  }

  @Override
  public long predictCalls(Policy policy, Plan.Counts counts, int photos) {
    return counts.writes() == 0 ? 0 : recipients.apply(policy).predictCalls(counts);
  }

  private static void send(
      Recipient recipient,
      Change change,
      ApplyRequest request,
      Progress progress,
      CallMeter meter) {
    try {
      progress.settled(recipient.send(change, request, request.budget()::allowsPause, meter));
    } catch (ClientException e) {
      progress.failed(change, e);
    }
  }
}
