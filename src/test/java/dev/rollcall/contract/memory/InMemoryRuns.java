package dev.rollcall.contract.memory;

import dev.rollcall.model.PolicyId;
import dev.rollcall.model.RunId;
import dev.rollcall.model.TargetId;
import dev.rollcall.state.RunChange;
import dev.rollcall.state.RunLane;
import dev.rollcall.state.RunRecord;
import dev.rollcall.state.RunTarget;
import dev.rollcall.state.Runs;
import dev.rollcall.state.Versioned;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/** Runs in memory. Safe for several threads. */
public final class InMemoryRuns implements Runs {

  private final Versions versions = new Versions();
  private final Map<PolicyId, TreeMap<RunId, Versioned<RunRecord>>> runs = new HashMap<>();
  private final Map<RunId, TreeMap<Integer, Versioned<RunLane>>> lanes = new HashMap<>();
  private final Map<RunId, TreeMap<TargetId, RunTarget>> targets = new HashMap<>();
  private final Map<RunId, TreeMap<Place, RunChange>> changes = new HashMap<>();

  @Override
  public synchronized boolean create(RunRecord run) {
    return runsOf(run.policy()).putIfAbsent(run.id(), versions.of(run)) == null;
  }

  @Override
  public synchronized Optional<Versioned<RunRecord>> get(PolicyId policy, RunId run) {
    return Optional.ofNullable(runsOf(policy).get(run));
  }

  @Override
  public synchronized Optional<Versioned<RunRecord>> update(
      Versioned<RunRecord> read, RunRecord run) {
    if (!run.id().equals(read.value().id()) || !run.policy().equals(read.value().policy())) {
      throw new IllegalArgumentException("a run is replaced by the same run");
    }
    return replace(runsOf(run.policy()), run.id(), read, run);
  }

  @Override
  public synchronized List<RunRecord> list(PolicyId policy, Optional<RunId> after, int max) {
    NavigableMap<RunId, Versioned<RunRecord>> newestFirst = runsOf(policy).descendingMap();
    return from(newestFirst, after).values().stream().map(Versioned::value).limit(max).toList();
  }

  @Override
  public synchronized void createLanes(RunId run, Collection<RunLane> created) {
    created.forEach(lane -> lanesOf(run).putIfAbsent(lane.number(), versions.of(lane)));
  }

  @Override
  public synchronized Optional<Versioned<RunLane>> lane(RunId run, int number) {
    return Optional.ofNullable(lanesOf(run).get(number));
  }

  @Override
  public synchronized List<RunLane> lanes(RunId run) {
    return lanesOf(run).values().stream().map(Versioned::value).toList();
  }

  @Override
  public synchronized Optional<Versioned<RunLane>> updateLane(
      RunId run, Versioned<RunLane> read, RunLane lane) {
    if (lane.number() != read.value().number()) {
      throw new IllegalArgumentException("a lane is replaced by the same lane");
    }
    return replace(lanesOf(run), lane.number(), read, lane);
  }

  @Override
  public synchronized void putTargets(RunId run, Collection<RunTarget> put) {
    put.forEach(target -> targetsOf(run).put(target.target(), target));
  }

  @Override
  public synchronized List<RunTarget> targets(RunId run, Collection<TargetId> wanted) {
    return new LinkedHashSet<>(wanted)
        .stream().flatMap(id -> Optional.ofNullable(targetsOf(run).get(id)).stream()).toList();
  }

  @Override
  public synchronized List<RunTarget> targets(RunId run, Optional<TargetId> after, int max) {
    return from(targetsOf(run), after).values().stream().limit(max).toList();
  }

  @Override
  public synchronized void putChanges(RunId run, Collection<RunChange> put) {
    put.forEach(
        change -> changesOf(run).put(new Place(change.target(), change.sequence()), change));
  }

  @Override
  public synchronized List<RunChange> changes(
      RunId run, Optional<String> target, Optional<String> after, int max) {
    return from(changesOf(run), after.map(Place::parse)).values().stream()
        .filter(change -> target.isEmpty() || change.target().equals(target.get()))
        .limit(max)
        .toList();
  }

  @Override
  public synchronized List<PolicyId> policies() {
    return runs.entrySet().stream()
        .filter(entry -> !entry.getValue().isEmpty())
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  @Override
  public synchronized boolean deleteParts(RunId run, BooleanSupplier goOn) {
    for (Map<?, ?> part : List.of(changesOf(run), targetsOf(run), lanesOf(run))) {
      if (!part.isEmpty() && !goOn.getAsBoolean()) {
        return false;
      }
      part.clear();
    }
    return true;
  }

  @Override
  public synchronized boolean delete(Versioned<RunRecord> read) {
    RunRecord run = read.value();
    Versioned<RunRecord> present = runsOf(run.policy()).get(run.id());
    boolean changed = present != null && !present.version().equals(read.version());
    if (!changed) {
      runsOf(run.policy()).remove(run.id());
    }
    return !changed;
  }

  private <K, V> Optional<Versioned<V>> replace(
      Map<K, Versioned<V>> all, K key, Versioned<V> read, V value) {
    Versioned<V> present = all.get(key);
    if (present == null || !present.version().equals(read.version())) {
      return Optional.empty();
    }
    Versioned<V> written = versions.of(value);
    all.put(key, written);
    return Optional.of(written);
  }

  private static <K, V> Map<K, V> from(NavigableMap<K, V> all, Optional<K> after) {
    return Collections.unmodifiableMap(after.map(key -> all.tailMap(key, false)).orElse(all));
  }

  private TreeMap<RunId, Versioned<RunRecord>> runsOf(PolicyId policy) {
    return runs.computeIfAbsent(policy, any -> new TreeMap<>());
  }

  private TreeMap<Integer, Versioned<RunLane>> lanesOf(RunId run) {
    return lanes.computeIfAbsent(run, any -> new TreeMap<>());
  }

  private TreeMap<TargetId, RunTarget> targetsOf(RunId run) {
    return targets.computeIfAbsent(run, any -> new TreeMap<>());
  }

  private TreeMap<Place, RunChange> changesOf(RunId run) {
    return changes.computeIfAbsent(run, any -> new TreeMap<>());
  }

  private record Place(String target, int sequence) implements Comparable<Place> {

    static Place parse(String place) {
      int slash = place.lastIndexOf('/');
      if (slash < 0 || !place.substring(slash + 1).matches("\\d{1,10}")) {
        throw new IllegalArgumentException(
            "a place among the changes has the form target/sequence");
      }
      return new Place(place.substring(0, slash), Integer.parseInt(place.substring(slash + 1)));
    }

    @Override
    public int compareTo(Place other) {
      return Comparator.comparing(Place::target)
          .thenComparing(Place::sequence)
          .compare(this, other);
    }
  }
}
