package dev.rollcall.target.mailbox;

import dev.rollcall.client.graph.Dialogues;
import dev.rollcall.client.graph.GraphClient;
import dev.rollcall.client.http.Backoff;
import dev.rollcall.client.http.Pause;
import dev.rollcall.model.CallMeter;
import dev.rollcall.model.DesiredRecord;
import dev.rollcall.model.RecordField;
import dev.rollcall.model.RecordKey;
import dev.rollcall.model.TargetId;
import dev.rollcall.plan.Change;
import dev.rollcall.plan.Plan;
import dev.rollcall.policy.Environment;
import dev.rollcall.policy.Mapping;
import dev.rollcall.policy.Policy;
import dev.rollcall.target.ApplyRequest;
import dev.rollcall.target.ApplyResult;
import dev.rollcall.target.Observation;
import dev.rollcall.target.ObserveRequest;
import dev.rollcall.target.Target;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * A contact folder in each of a policy's mailboxes, in Exchange Online.
 *
 * <p>Calls made when nothing gets in the way, for up to twenty mailboxes together: one to find the
 * folder (for each level of its path), one to create it, one for the first point from which changes
 * can be read; one for a drift check; two for reading a folder of up to 500 contacts in full. For
 * each mailbox: one for each twenty contacts written.
 */
public final class MailboxTarget implements Target {

  private final Function<Environment, GraphClient> clients;
  private final Clock clock;
  private final Backoff backoff;
  private final Pause pause;

  /**
   * @param clients the client of an environment; asked often, so it should keep them
   * @param clock when writes may be tried again
   * @param random the jitter of waits
   * @param pause how short waits are spent
   */
  public MailboxTarget(
      Function<Environment, GraphClient> clients,
      Clock clock,
      RandomGenerator random,
      Pause pause) {
    this.clients = clients;
    this.clock = clock;
    this.backoff = new Backoff(random);
    this.pause = pause;
  }

  @Override
  public Map<TargetId, Observation> observe(
      Environment environment, Policy policy, List<ObserveRequest> requests, CallMeter meter) {
    atMost(requests.size());
    GraphClient graph = clients.apply(environment);
    Stamp stamp = new Stamp(policy.id());
    Map<TargetId, Looking> looks = new LinkedHashMap<>();
    for (ObserveRequest request : requests) {
      looks.put(request.target(), new Looking(graph, stamp, policy.target().folder(), request));
    }
    Dialogues.hold(graph, List.copyOf(looks.values()), meter);
    Map<TargetId, Observation> observations = new LinkedHashMap<>();
    looks.forEach((target, look) -> observations.put(target, look.result()));
    return observations;
  }

  @Override
  public Map<TargetId, Observation> prepare(
      Environment environment,
      Policy policy,
      Map<TargetId, Observation.Seen> targets,
      CallMeter meter) {
    atMost(targets.size());
    GraphClient graph = clients.apply(environment);
    Map<TargetId, Preparing> preparations = new LinkedHashMap<>();
    targets.forEach(
        (target, seen) ->
            preparations.put(target, new Preparing(graph, target, policy.target().folder(), seen)));
    Dialogues.hold(graph, List.copyOf(preparations.values()), meter);
    Map<TargetId, Observation> observations = new LinkedHashMap<>();
    preparations.forEach((target, prepared) -> observations.put(target, prepared.result()));
    return observations;
  }

  @Override
  public ApplyResult apply(
      Environment environment, Policy policy, ApplyRequest request, CallMeter meter) {
    MailboxFolder folder = new MailboxFolder(request.target(), request.place());
    Stamp stamp = new Stamp(policy.id());
    boolean nameMayBeTheUsers = nameMayBeTheUsers(policy);
    List<Write> writes = new ArrayList<>(request.changes().size());
    for (Change change : request.changes()) {
      writes.add(
          change.match(
              create ->
                  new Creation(
                      folder, create, stamp, desired(request, create.key()), request.photo()),
              update ->
                  new Alteration(
                      folder,
                      update,
                      desired(request, update.key()),
                      request.ledger().apply(update.key()),
                      request.photo(),
                      nameMayBeTheUsers),
              disable -> {
                throw new IllegalArgumentException("a contact is not disabled");
              },
              delete -> new Removal(folder, delete),
              skip -> {
                throw new IllegalArgumentException("a skip is not carried out");
              }));
    }
    return new Writing(
            clients.apply(environment), clock, backoff, pause, request.budget(), meter, writes)
        .run();
  }

  @Override
  public long predictCalls(Policy policy, Plan.Counts counts, int photos) {
    int batch = GraphClient.MAX_BATCH;
    if (counts.writes() <= batch) {
      // A photo follows the contact it belongs to.
      return batches(counts.writes()) + batches(photos);
    }
    return batches(counts.writes() + photos);
  }

  private static long batches(int requests) {
    return (requests + GraphClient.MAX_BATCH - 1) / GraphClient.MAX_BATCH;
  }

  private static boolean nameMayBeTheUsers(Policy policy) {
    Mapping.FieldRule rule = policy.mapping().fields().get(RecordField.DISPLAY_NAME);
    return policy.changes().userEdits() == Policy.UserEdits.KEEP
        || (rule != null && rule.write() != Mapping.Write.OVERWRITE);
  }

  private static DesiredRecord desired(ApplyRequest request, RecordKey key) {
    return request
        .desired()
        .apply(key)
        .orElseThrow(() -> new IllegalArgumentException("no record is desired for " + key));
  }

  private static void atMost(int targets) {
    if (targets > MAX_TARGETS_AT_ONCE) {
      throw new IllegalArgumentException(
          "at most " + MAX_TARGETS_AT_ONCE + " targets at once, not " + targets);
    }
  }
}
