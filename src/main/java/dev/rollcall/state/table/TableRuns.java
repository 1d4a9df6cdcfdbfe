package dev.rollcall.state.table;

import dev.rollcall.model.Fingerprint;
import dev.rollcall.model.PolicyId;
import dev.rollcall.model.RunId;
import dev.rollcall.model.TargetId;
import dev.rollcall.state.RunChange;
import dev.rollcall.state.RunLane;
import dev.rollcall.state.RunRecord;
import dev.rollcall.state.RunTarget;
import dev.rollcall.state.Runs;
import dev.rollcall.state.Versioned;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Runs in the table {@code Runs} (partition the policy, row the time left until the end of 9999 and
 * the run, so that the newest comes first), and what belongs to one run in {@code RunLanes}, {@code
 * RunTargets} and {@code RunChanges} (partition the run).
 */
final class TableRuns implements Runs {

  private static final String APP = "App";
  private static final String SEQ = "Seq";
  private static final String CURSOR = "Cursor";
  private static final String FINISHED = "Finished";
  private static final String PROGRESS_AT = "ProgressAt";
  private static final String CALLS = "Calls";

  /** Missing in rows of older versions. */
  private static final String LET_IN = "LetIn";

  private static final String STATUS = "Status";
  private static final String HELD = "Held";
  private static final String GENERATION = "Generation";
  private static final String PLAN = "Plan";

  /** Missing in rows of older versions. */
  private static final String SETTLED_AT = "SettledAt";

  /** Ten transactions; between such pages a purge looks at the time. */
  private static final int DELETED_AT_ONCE = 1_000;

  private final Table runs;
  private final Table lanes;
  private final Table targets;
  private final Table changes;

  TableRuns(Table runs, Table lanes, Table targets, Table changes) {
    this.runs = runs;
    this.lanes = lanes;
    this.targets = targets;
    this.changes = changes;
  }

  @Override
  public boolean create(RunRecord run) {
    return runs.create(row(run)).isPresent();
  }

  @Override
  public Optional<Versioned<RunRecord>> get(PolicyId policy, RunId run) {
    return runs.get(policy.value(), Keys.newestFirst(run)).map(row -> RunColumns.read(policy, row));
  }

  @Override
  public Optional<Versioned<RunRecord>> update(Versioned<RunRecord> read, RunRecord run) {
    if (!run.id().equals(read.value().id()) || !run.policy().equals(read.value().policy())) {
      throw new IllegalArgumentException("a run is replaced by the same run");
    }
    return runs.update(row(run), read.version()).map(version -> new Versioned<>(run, version));
  }

  @Override
  public List<RunRecord> list(PolicyId policy, Optional<RunId> after, int max) {
    Range all = Range.partition(policy.value());
    Range range = after.map(run -> all.after(Keys.newestFirst(run))).orElse(all);
    return first(runs, range, max, row -> RunColumns.read(policy, row).value());
  }

  @Override
  public void createLanes(RunId run, Collection<RunLane> created) {
    created.forEach(lane -> lanes.create(row(run, lane)));
  }

  @Override
  public Optional<Versioned<RunLane>> lane(RunId run, int number) {
    return lanes.get(run.value(), laneKey(number)).map(TableRuns::lane);
  }

  @Override
  public List<RunLane> lanes(RunId run) {
    List<RunLane> all =
        first(lanes, Range.partition(run.value()), Integer.MAX_VALUE, row -> lane(row).value());
    return all.stream().sorted(Comparator.comparingInt(RunLane::number)).toList();
  }

  @Override
  public Optional<Versioned<RunLane>> updateLane(RunId run, Versioned<RunLane> read, RunLane lane) {
    if (lane.number() != read.value().number()) {
      throw new IllegalArgumentException("a lane is replaced by the same lane");
    }
    return lanes
        .update(row(run, lane), read.version())
        .map(version -> new Versioned<>(lane, version));
  }

  @Override
  public void putTargets(RunId run, Collection<RunTarget> put) {
    targets.upsertAll(put.stream().map(target -> row(run, target)).toList());
  }

  @Override
  public List<RunTarget> targets(RunId run, Collection<TargetId> wanted) {
    return new LinkedHashSet<>(wanted)
        .stream()
            .flatMap(id -> targets.get(run.value(), Keys.escape(id.value())).stream())
            .map(TableRuns::target)
            .toList();
  }

  @Override
  public List<RunTarget> targets(RunId run, Optional<TargetId> after, int max) {
    Range all = Range.partition(run.value());
    Range range = after.map(id -> all.after(Keys.escape(id.value()))).orElse(all);
    return first(targets, range, max, TableRuns::target);
  }

  @Override
  public void putChanges(RunId run, Collection<RunChange> put) {
    changes.upsertAll(
        ChangeBlock.of(put).stream()
            .map(block -> block.write(changes.row(run.value(), block.key())))
            .toList());
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if {@code after} does not have the form it is asked for
   */
  @Override
  public List<RunChange> changes(
      RunId run, Optional<String> target, Optional<String> after, int max) {
    Optional<Place> passed = after.map(Place::parse);
    Range all =
        target
            .map(id -> Range.prefix(run.value(), Keys.escape(id) + Keys.BREAK))
            .orElseGet(() -> Range.partition(run.value()));
    // A place before the range is no reason to leave the range.
    Range range =
        passed
            .map(Place::earliestBlock)
            .filter(key -> all.from().filter(from -> from.compareTo(key) > 0).isEmpty())
            .map(all::from)
            .orElse(all);
    Optional<String> last = passed.map(Place::key);
    List<RunChange> found = new ArrayList<>();
    Iterator<Row> rows =
        max <= 0
            ? List.<Row>of().iterator()
            : changes.rows(range, pageSize(max / ChangeBlock.MAX_CHANGES + 2));
    while (found.size() < max && rows.hasNext()) {
      for (RunChange change : ChangeBlock.read(rows.next()).changes()) {
        String key = ChangeBlock.key(change.target(), change.sequence());
        // Blocks overlap where a slice was done twice with other outcomes.
        if (found.size() < max && last.filter(done -> done.compareTo(key) >= 0).isEmpty()) {
          found.add(change);
          last = Optional.of(key);
        }
      }
    }
    return List.copyOf(found);
  }

  @Override
  public List<PolicyId> policies() {
    return runs.partitions().stream().map(PolicyId::new).toList();
  }

  @Override
  public boolean deleteParts(RunId run, BooleanSupplier goOn) {
    return Stream.of(changes, targets, lanes).allMatch(table -> emptied(table, run, goOn));
  }

  @Override
  public boolean delete(Versioned<RunRecord> read) {
    RunRecord run = read.value();
    return runs.delete(run.policy().value(), Keys.newestFirst(run.id()), read.version());
  }

  /** Deletes a page of rows at a time; a page is asked for anew, as the last one is gone. */
  private static boolean emptied(Table table, RunId run, BooleanSupplier goOn) {
    List<Row> page = keys(table, run);
    while (!page.isEmpty()) {
      if (!goOn.getAsBoolean()) {
        return false;
      }
      table.deleteAll(page);
      page = keys(table, run);
    }
    return true;
  }

  private static List<Row> keys(Table table, RunId run) {
    List<Row> page = new ArrayList<>();
    Iterator<Row> rows = table.rows(Range.partition(run.value()), List.of());
    while (page.size() < DELETED_AT_ONCE && rows.hasNext()) {
      page.add(rows.next());
    }
    return page;
  }

  /** A change's place in its run. */
  private record Place(String target, int sequence) {

    static Place parse(String place) {
      int slash = place.lastIndexOf('/');
      if (slash < 0 || !place.substring(slash + 1).matches("\\d{1,9}")) {
        throw new IllegalArgumentException(
            "a place among the changes has the form target/sequence");
      }
      return new Place(place.substring(0, slash), Integer.parseInt(place.substring(slash + 1)));
    }

    String key() {
      return ChangeBlock.key(target, sequence);
    }

    /** Where the block that holds it begins at the earliest. */
    String earliestBlock() {
      return ChangeBlock.key(target, Math.max(0, sequence + 1 - ChangeBlock.MAX_CHANGES));
    }
  }

  private NewRow row(RunRecord run) {
    return RunColumns.write(run, runs.row(run.policy().value(), Keys.newestFirst(run.id())));
  }

  private NewRow row(RunId run, RunLane lane) {
    NewRow row =
        lanes
            .row(run.value(), laneKey(lane.number()))
            .text(APP, lane.app())
            .number(SEQ, lane.seq())
            .number(CURSOR, lane.cursor())
            .flag(FINISHED, lane.finished())
            .time(PROGRESS_AT, lane.progressAt())
            .number(CALLS, lane.calls())
            .flag(LET_IN, lane.letIn());
    ProblemColumns.write(lane.refused(), row);
    return row;
  }

  private static Versioned<RunLane> lane(Row row) {
    return new Versioned<>(
        new RunLane(
            laneNumber(row),
            row.text(APP),
            row.number(SEQ),
            row.number(CURSOR),
            row.flag(FINISHED),
            row.time(PROGRESS_AT),
            row.bigNumber(CALLS),
            row.optionalFlag(LET_IN).orElse(false),
            ProblemColumns.read(row)),
        row.etag());
  }

  private NewRow row(RunId run, RunTarget target) {
    NewRow row =
        targets
            .row(run.value(), Keys.escape(target.target().value()))
            .choice(STATUS, target.status())
            .number(HELD, target.held())
            .number(GENERATION, target.generation())
            .print(PLAN, target.plan())
            .time(SETTLED_AT, target.at());
    CountColumns.write(target.counts(), row);
    ProblemColumns.write(target.problem(), row);
    return row;
  }

  private static RunTarget target(Row row) {
    Optional<Fingerprint> plan = row.optionalPrint(PLAN);
    return new RunTarget(
        new TargetId(row.id()),
        row.choice(STATUS, RunTarget.Status.class),
        CountColumns.read(row),
        row.number(HELD),
        row.bigNumber(GENERATION),
        plan,
        ProblemColumns.read(row),
        row.optionalTime(SETTLED_AT));
  }

  private static String laneKey(int number) {
    return String.format("%06d", number);
  }

  private static int laneNumber(Row row) {
    try {
      return Integer.parseInt(row.key());
    } catch (NumberFormatException e) {
      throw row.unreadable("its key is not one that this program makes", null);
    }
  }

  private static <T> List<T> first(Table table, Range range, int max, Function<Row, T> reader) {
    List<T> found = new ArrayList<>();
    Iterator<Row> rows = max <= 0 ? List.<Row>of().iterator() : table.rows(range, pageSize(max));
    while (found.size() < max && rows.hasNext()) {
      found.add(reader.apply(rows.next()));
    }
    return List.copyOf(found);
  }

  private static int pageSize(int max) {
    return Math.min(max, Table.MAX_PAGE);
  }
}
