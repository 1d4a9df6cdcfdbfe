package dev.rollcall.run;

import dev.rollcall.model.CallMeter;
import dev.rollcall.model.DesiredRecord;
import dev.rollcall.model.FieldPrints;
import dev.rollcall.model.Problem;
import dev.rollcall.model.RecordKey;
import dev.rollcall.model.TargetId;
import dev.rollcall.plan.Change;
import dev.rollcall.plan.Observed;
import dev.rollcall.plan.Plan;
import dev.rollcall.plan.SimulatedFolder;
import dev.rollcall.policy.Environment;
import dev.rollcall.policy.Policy;
import dev.rollcall.target.ApplyRequest;
import dev.rollcall.target.ApplyResult;
import dev.rollcall.target.Fault;
import dev.rollcall.target.Observation;
import dev.rollcall.target.ObserveRequest;
import dev.rollcall.target.Outcome;
import dev.rollcall.target.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * Contact folders in memory, one in each mailbox, that keep what is written to them as a service
 * does: with its stamp, its log of changes and, perhaps, its own idea of a job title.
 */
final class MemoryFolders implements Target {

  private static final String PLACE = "the folder";
  private static final Duration REST = Duration.ofSeconds(30);

  private final Random order;
  private final Random chance = new Random(0);
  private final boolean normalising;
  private final Mortality life;
  private final Map<TargetId, SimulatedFolder> folders = new TreeMap<>();
  private final Set<TargetId> made = new HashSet<>();
  private final Set<TargetId> failing = new HashSet<>();
  private final Set<String> refused = new HashSet<>();
  private final Map<TargetId, List<String>> written = new HashMap<>();
  private final Map<String, Fault> faults = new HashMap<>();
  private final Map<String, Integer> grace = new HashMap<>();
  private final Map<TargetId, Set<String>> admitted = new HashMap<>();
  private int mostPerCall = Integer.MAX_VALUE;
  private double busy;
  private int looks;
  private int refusals;

  /**
   * @param order in which items are listed
   * @param normalising whether contacts are kept otherwise than they were sent
   */
  MemoryFolders(Random order, boolean normalising, Mortality life) {
    this.order = order;
    this.normalising = normalising;
    this.life = life;
  }

  SimulatedFolder of(String mailbox) {
    return folder(new TargetId(mailbox));
  }

  /** Every folder, also of mailboxes that are no longer selected. */
  Map<TargetId, SimulatedFolder> all() {
    return Map.copyOf(folders);
  }

  private SimulatedFolder folder(TargetId target) {
    return folders.computeIfAbsent(target, any -> new SimulatedFolder(normalising));
  }

  /** Nothing of this mailbox can be read from now on. */
  void fail(String mailbox) {
    failing.add(new TargetId(mailbox));
  }

  /** Every change of this record in this mailbox is refused from now on. */
  void refuse(String mailbox, String key) {
    refused.add(mailbox + " " + key);
  }

  /** After so many requests more, every request of this app is refused. */
  void refuseApp(String app, Fault fault, int after) {
    faults.put(app, fault);
    grace.put(app, after);
  }

  /** Every app is let in again. */
  void admitApps() {
    faults.clear();
  }

  /** The apps that were let into a mailbox since the last {@link #forgetWritten}. */
  Set<String> admittedTo(TargetId mailbox) {
    return admitted.getOrDefault(mailbox, Set.of());
  }

  private Optional<Fault> fault(Environment environment, TargetId target) {
    String app = environment.app().clientId();
    if (faults.containsKey(app) && grace.merge(app, -1, Integer::sum) < 0) {
      return Optional.of(faults.get(app));
    }
    admitted.computeIfAbsent(target, any -> new HashSet<>()).add(app);
    return Optional.empty();
  }

  private static Problem notForYou() {
    return Problem.lasting("notForYou", "The app is refused.", "Let it in.", "403");
  }

  /** Changes of this record in this mailbox are taken again. */
  void take(String mailbox, String key) {
    refused.remove(mailbox + " " + key);
  }

  /** How often a change of a record was refused so far. */
  int refusals() {
    return refusals;
  }

  /** An invocation's time is over after so many changes. */
  void mostPerCall(int changes) {
    mostPerCall = changes;
  }

  /** So often the service wants to be left alone for a while, from now on. */
  void busy(double share) {
    busy = share;
  }

  /** How often a mailbox was looked at. */
  int looks() {
    return looks;
  }

  /** What was done in this mailbox since the last {@link #forgetWritten}: kind and record. */
  List<String> written(TargetId mailbox) {
    return written.getOrDefault(mailbox, List.of()).stream().sorted().toList();
  }

  /** How much was done in all mailboxes since then. */
  int written() {
    return written.values().stream().mapToInt(List::size).sum();
  }

  void forgetWritten() {
    written.clear();
    admitted.clear();
  }

  /** Everything there is, and how often anything was written. */
  Map<TargetId, Object> state() {
    Map<TargetId, Object> state = new TreeMap<>();
    folders.forEach(
        (target, folder) ->
            state.put(target, List.of(folder.items(), folder.token(), made.contains(target))));
    return state;
  }

  @Override
  public Map<TargetId, Observation> observe(
      Environment environment, Policy policy, List<ObserveRequest> requests, CallMeter meter) {
    Map<TargetId, Observation> observations = new HashMap<>();
    for (ObserveRequest request : requests) {
      looks++;
      observations.put(
          request.target(),
          fault(environment, request.target())
              .<Observation>map(fault -> new Observation.Failed(notForYou(), fault))
              .orElseGet(() -> observe(request)));
    }
    return observations;
  }

  private Observation observe(ObserveRequest request) {
    TargetId target = request.target();
    if (failing.contains(target)) {
      return new Observation.Failed(
          Problem.lasting("mailboxNotEnabled", "It has no licence.", "Give it one.", "404"));
    }
    if (!made.contains(target)) {
      return new Observation.Seen(
          Optional.empty(), new Observed.Whole(List.of()), Optional.empty());
    }
    SimulatedFolder folder = folder(target);
    Optional<String> now = Optional.of(Integer.toString(folder.token()));
    boolean drift =
        request.depth() == ObserveRequest.Depth.DRIFT && request.deltaToken().isPresent();
    Observed observed =
        drift
            ? folder.since(Integer.parseInt(request.deltaToken().orElseThrow()))
            : folder.whole(order);
    return new Observation.Seen(Optional.of(PLACE), observed, now);
  }

  @Override
  public Map<TargetId, Observation> prepare(
      Environment environment,
      Policy policy,
      Map<TargetId, Observation.Seen> targets,
      CallMeter meter) {
    Map<TargetId, Observation> prepared = new HashMap<>();
    targets.forEach(
        (target, seen) ->
            prepared.put(
                target,
                fault(environment, target)
                    .<Observation>map(fault -> new Observation.Failed(notForYou(), fault))
                    .orElseGet(() -> prepare(target, seen))));
    return prepared;
  }

  private Observation prepare(TargetId target, Observation.Seen seen) {
    return life.write(
        () -> {
          made.add(target);
          String token = Integer.toString(folder(target).token());
          return new Observation.Seen(
              Optional.of(PLACE), seen.observed(), Optional.of(seen.deltaToken().orElse(token)));
        });
  }

  @Override
  public ApplyResult apply(
      Environment environment, Policy policy, ApplyRequest request, CallMeter meter) {
    List<Outcome> outcomes = new ArrayList<>();
    for (Change change : request.changes()) {
      if (outcomes.size() == mostPerCall) {
        break;
      }
      Optional<Fault> fault = fault(environment, request.target());
      if (fault.isPresent()) {
        return new ApplyResult(
            outcomes, Optional.of(notForYou()), fault.get(), Optional.empty(), false);
      }
      if (chance.nextDouble() < busy) {
        return chance.nextBoolean()
            ? new ApplyResult(outcomes, Optional.empty(), Fault.TARGET, Optional.of(REST), false)
            : new ApplyResult(
                outcomes, Optional.of(unsure()), Fault.TARGET, Optional.empty(), false);
      }
      String key = change.key().value();
      outcomes.add(
          refused.contains(request.target().value() + " " + key)
              ? rejected(change)
              : life.write(() -> carryOut(request, change)));
    }
    return new ApplyResult(outcomes, Optional.empty(), Fault.TARGET, Optional.empty(), false);
  }

  private Outcome rejected(Change change) {
    refusals++;
    return new Outcome.Rejected(
        change, Problem.lasting("refused", "It is malformed.", "Mend it.", "400"));
  }

  private static Problem unsure() {
    return Problem.passing(
        ApplyResult.EFFECT_UNKNOWN, "Nobody knows.", "Nothing.", "503", Optional.of(REST));
  }

  private Outcome carryOut(ApplyRequest request, Change change) {
    SimulatedFolder folder = folder(request.target());
    RecordKey key = change.key();
    return change.match(
        create -> {
          DesiredRecord record = request.desired().apply(key).orElseThrow();
          note(request, "create " + key.value());
          return done(change, folder.add(Optional.of(key), record.content(), Optional.empty()));
        },
        update -> {
          DesiredRecord record = request.desired().apply(key).orElseThrow();
          SimulatedFolder.Item item = folder.items().get(update.itemId());
          if (item == null) {
            return new Outcome.Gone(change);
          }
          note(request, "update " + key.value());
          return done(
              change,
              folder
                  .set(
                      item.id(),
                      SimulatedFolder.patched(item.content(), record, update.fields()),
                      Optional.empty())
                  .orElseThrow());
        },
        disable -> {
          throw new AssertionError("a contact is not disabled");
        },
        delete -> {
          note(request, "delete " + key.value());
          folder.remove(delete.itemId());
          return new Outcome.Done(change, delete.itemId(), FieldPrints.EMPTY, Optional.empty());
        },
        skip -> {
          throw new AssertionError("a skip is not carried out");
        });
  }

  private static Outcome done(Change change, SimulatedFolder.Item item) {
    return new Outcome.Done(change, item.id(), item.content().prints(), item.photo());
  }

  private void note(ApplyRequest request, String what) {
    written.computeIfAbsent(request.target(), any -> new ArrayList<>()).add(what);
  }

  @Override
  public long predictCalls(Policy policy, Plan.Counts counts, int photos) {
    return counts.writes();
  }
}
