package dev.rollcall.run;

import dev.rollcall.model.EnvironmentId;
import dev.rollcall.model.Fingerprint;
import dev.rollcall.policy.DocumentProblem;
import dev.rollcall.policy.Policy;
import dev.rollcall.policy.PolicyDocuments;
import dev.rollcall.policy.PolicyRules;
import dev.rollcall.state.Documents;
import dev.rollcall.state.Documents.Kind;
import dev.rollcall.state.Versioned;
import dev.rollcall.telemetry.Event;
import dev.rollcall.telemetry.Field;
import dev.rollcall.telemetry.Journal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Brings stored documents to what an exported file says: first the plan, then, when asked, exactly
 * that. Documents the file does not have stay as they are.
 *
 * <p>All documents of the file are valid, or nothing is written. Environments are written before
 * the policies that name them, each only if it still is what the plan was made from. What equals
 * the file already is passed over, so that an import that was killed is finished by the next one.
 */
public final class ImportConfiguration {

  private final RunPorts ports;
  private final StoreDocuments store;
  private final String productVersion;

  public ImportConfiguration(RunPorts ports, String productVersion) {
    this.ports = ports;
    this.store = new StoreDocuments(ports);
    this.productVersion = productVersion;
  }

  /** What becomes of a document. */
  public enum Action {
    /** It is not stored yet. */
    CREATE,
    /** It is stored, and differs. */
    CHANGE,
    /** It is stored as the file has it. */
    LEAVE,
    /** It is stored, and the file does not have it: it stays. */
    NOT_IN_FILE
  }

  /**
   * What becomes of one document.
   *
   * @param differences in what it changes; the first {@value Difference#MOST}
   * @param waitsForPreview whether it is a policy that does not run by itself before a preview of
   *     what the file says was made
   * @param disconnected whether it is an environment that is disconnected: changing it connects it
   *     again, leaving it does not
   */
  public record Step(
      Kind kind,
      String id,
      Action action,
      List<Difference> differences,
      boolean waitsForPreview,
      boolean disconnected) {
    public Step {
      differences = List.copyOf(differences);
    }

    /** Whether this connects an environment that is disconnected. */
    public boolean reconnects() {
      return disconnected && action == Action.CHANGE;
    }

    /** Whether the file's environment is stored, is disconnected, and stays so. */
    public boolean staysDisconnected() {
      return disconnected && action == Action.LEAVE;
    }
  }

  /**
   * What an import does.
   *
   * @param id names exactly this plan: of this file, upon what was stored when it was made
   * @param steps environments, then policies, each ascending by id
   */
  public record Plan(Fingerprint id, List<Step> steps) {
    public Plan {
      steps = List.copyOf(steps);
    }
  }

  /**
   * Something that is wrong with the file.
   *
   * @param document which document, such as {@code policy office}; empty for the file as a whole
   * @param problem what, with a pointer into the file
   */
  public record Flaw(String document, DocumentProblem problem) {}

  /** What came of it. */
  public sealed interface Result {

    /** This is what would be done; nothing was changed. */
    record Planned(Plan plan) implements Result {
      @Override
      public <T> T match(Cases<T> cases) {
        return cases.planned().apply(this);
      }
    }

    /** This was done. */
    record Done(Plan plan) implements Result {
      @Override
      public <T> T match(Cases<T> cases) {
        return cases.done().apply(this);
      }
    }

    /**
     * The file is not taken; nothing was changed.
     *
     * @param valid whether its documents are valid by themselves, and only what is stored stands in
     *     the way
     */
    record Refused(List<Flaw> flaws, boolean valid) implements Result {
      public Refused {
        flaws = List.copyOf(flaws);
      }

      @Override
      public <T> T match(Cases<T> cases) {
        return cases.refused().apply(this);
      }
    }

    /** The plan named is not the plan any more; nothing was changed. */
    record OtherPlan(Plan plan) implements Result {
      @Override
      public <T> T match(Cases<T> cases) {
        return cases.otherPlan().apply(this);
      }
    }

    /**
     * Somebody else changed a document in the meantime; from it on, nothing was written.
     *
     * @param written what was written before
     */
    record Overtaken(String document, List<String> written) implements Result {
      public Overtaken {
        written = List.copyOf(written);
      }

      @Override
      public <T> T match(Cases<T> cases) {
        return cases.overtaken().apply(this);
      }
    }

    /** One behaviour per case. */
    <T> T match(Cases<T> cases);
  }

  /** A function for each {@link Result}. */
  public record Cases<T>(
      Function<Result.Planned, T> planned,
      Function<Result.Done, T> done,
      Function<Result.Refused, T> refused,
      Function<Result.OtherPlan, T> otherPlan,
      Function<Result.Overtaken, T> overtaken) {}

  /** What importing this file would do. Changes nothing. */
  public Result plan(String file) {
    return prepare(file, prepared -> new Result.Planned(prepared.plan()));
  }

  /**
   * Imports this file.
   *
   * @param shown the plan that is to be carried out; empty for whatever it is now
   */
  public Result apply(String file, Optional<Fingerprint> shown, Journal journal) {
    return prepare(
        file,
        prepared ->
            shown.filter(plan -> !plan.equals(prepared.plan().id())).isPresent()
                ? new Result.OtherPlan(prepared.plan())
                : write(prepared, journal));
  }

  /** A document of the file beside what is stored under its id. */
  private record Pair(ConfigurationFile.Entry entry, Optional<Versioned<byte[]>> stored) {

    Action action() {
      return stored
          .map(Versioned::value)
          .map(ConfigurationFile::document)
          .map(before -> before.equals(entry.document()) ? Action.LEAVE : Action.CHANGE)
          .orElse(Action.CREATE);
    }

    List<Difference> differences() {
      return stored
          .map(Versioned::value)
          .map(ConfigurationFile::document)
          .map(before -> Difference.between(before, entry.document()))
          .orElse(List.of());
    }
  }

  private record Prepared(Plan plan, List<Pair> pairs) {}

  private Result prepare(String file, Function<Prepared, Result> then) {
    List<ConfigurationFile.Entry> entries;
    try {
      entries = ConfigurationFile.read(file, productVersion);
    } catch (ConfigurationFile.Unreadable e) {
      return new Result.Refused(
          e.problems().stream().map(problem -> new Flaw("", problem)).toList(), false);
    }
    Map<Kind, Map<String, Versioned<byte[]>>> stored =
        Map.of(Kind.ENVIRONMENT, stored(Kind.ENVIRONMENT), Kind.POLICY, stored(Kind.POLICY));
    Checked checked = new Checked();
    entries.forEach(entry -> checked.add(entry, stored.get(Kind.ENVIRONMENT).keySet()));
    if (!checked.flaws.isEmpty()) {
      return new Result.Refused(checked.flaws, checked.valid);
    }
    List<Pair> pairs =
        entries.stream()
            .map(
                entry ->
                    new Pair(entry, Optional.ofNullable(stored.get(entry.kind()).get(entry.id()))))
            .toList();
    Set<String> disconnected = new Connections(ports.documents()).disconnected().keySet();
    List<Step> steps = new ArrayList<>();
    for (Kind kind : List.of(Kind.ENVIRONMENT, Kind.POLICY)) {
      steps.addAll(steps(kind, pairs, stored.get(kind).keySet(), checked.policies, disconnected));
    }
    return then.apply(new Prepared(new Plan(print(pairs, disconnected), steps), pairs));
  }

  private Map<String, Versioned<byte[]>> stored(Kind kind) {
    return ports.documents().list(kind).stream()
        .collect(Collectors.toMap(Documents.Stored::id, Documents.Stored::document));
  }

  private List<Step> steps(
      Kind kind,
      List<Pair> pairs,
      Set<String> stored,
      Map<String, Policy> policies,
      Set<String> disconnected) {
    Map<String, Pair> inFile = new HashMap<>();
    pairs.stream()
        .filter(pair -> pair.entry().kind() == kind)
        .forEach(pair -> inFile.put(pair.entry().id(), pair));
    Set<String> ids = new TreeSet<>(stored);
    ids.addAll(inFile.keySet());
    return ids.stream()
        .map(
            id ->
                Optional.ofNullable(inFile.get(id))
                    .map(pair -> step(pair, policies, disconnected))
                    .orElseGet(
                        () -> new Step(kind, id, Action.NOT_IN_FILE, List.of(), false, false)))
        .toList();
  }

  private Step step(Pair pair, Map<String, Policy> policies, Set<String> disconnected) {
    String id = pair.entry().id();
    boolean waits =
        pair.entry().kind() == Kind.POLICY
            && Timetable.of(ports.runs(), policies.get(id)).ready().isEmpty();
    return new Step(
        pair.entry().kind(),
        id,
        pair.action(),
        pair.differences(),
        waits,
        isDisconnected(pair, disconnected));
  }

  private static boolean isDisconnected(Pair pair, Set<String> disconnected) {
    return pair.entry().kind() == Kind.ENVIRONMENT && disconnected.contains(pair.entry().id());
  }

  private static Fingerprint print(List<Pair> pairs, Set<String> disconnected) {
    return Fingerprint.of(
        pairs.stream()
            .map(
                pair ->
                    pair.entry().kind()
                        + "\n"
                        + pair.entry().document()
                        + "\n"
                        + pair.stored().map(Versioned::version).orElse("")
                        + (isDisconnected(pair, disconnected) ? "\ndisconnected" : ""))
            .collect(Collectors.joining("\n")));
  }

  private Result write(Prepared prepared, Journal journal) {
    List<String> written = new ArrayList<>();
    for (Pair pair : prepared.pairs()) {
      if (pair.action() == Action.LEAVE) {
        continue;
      }
      ConfigurationFile.Entry entry = pair.entry();
      Optional<String> version =
          ports
              .documents()
              .put(entry.kind(), entry.id(), entry.json(), pair.stored().map(Versioned::version));
      if (version.isEmpty()) {
        return new Result.Overtaken(name(entry), written);
      }
      written.add(name(entry));
    }
    journal.write(Event.info("ConfigurationImported").with(Field.RECORDS, written.size()));
    return new Result.Done(prepared.plan());
  }

  /** An id that is none is not repeated: it may be anything. */
  private static String name(ConfigurationFile.Entry entry) {
    String kind = entry.kind().name().toLowerCase(Locale.ROOT);
    return isId(entry.id()) ? kind + " " + entry.id() : kind;
  }

  private static boolean isId(String id) {
    try {
      new EnvironmentId(id);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** Holds the file's documents to what they are held to when they are put one by one. */
  private final class Checked {

    private final List<Flaw> flaws = new ArrayList<>();
    private final Map<String, Policy> policies = new HashMap<>();
    private final Set<String> environments = new HashSet<>();
    private boolean valid = true;

    void add(ConfigurationFile.Entry entry, Set<String> storedEnvironments) {
      boolean fresh =
          entry.kind() == Kind.ENVIRONMENT
              ? environments.add(entry.id())
              : policies.get(entry.id()) == null;
      if (!fresh && !entry.id().isEmpty()) {
        flaw(
            entry,
            new DocumentProblem(
                "/id",
                "",
                "Two documents of one kind in the file have this id.",
                "Take one of them out."));
        return;
      }
      if (entry.kind() == Kind.ENVIRONMENT) {
        PolicyDocuments.environment(entry.json())
            .match(valid -> valid, invalid -> flawed(entry, invalid.problems(), invalid));
      } else {
        PolicyDocuments.policy(entry.json())
            .match(
                valid -> {
                  check(entry, valid.value(), storedEnvironments);
                  return valid;
                },
                invalid -> flawed(entry, invalid.problems(), invalid));
      }
    }

    private void check(
        ConfigurationFile.Entry entry, Policy policy, Set<String> storedEnvironments) {
      policies.put(entry.id(), policy);
      Set<String> known = new TreeSet<>(storedEnvironments);
      known.addAll(environments);
      known.removeIf(id -> !isId(id));
      PolicyRules.check(policy, known.stream().map(EnvironmentId::new).toList())
          .forEach(problem -> flaw(entry, problem));
      store
          .elsewhere(policy)
          .ifPresent(
              inTheWay ->
                  flaws.add(
                      new Flaw(
                          name(entry),
                          new DocumentProblem(
                              entry.pointer(), "", inTheWay.why(), inTheWay.remedy()))));
    }

    private <T> T flawed(ConfigurationFile.Entry entry, List<DocumentProblem> problems, T parsed) {
      problems.forEach(problem -> flaw(entry, problem));
      return parsed;
    }

    private void flaw(ConfigurationFile.Entry entry, DocumentProblem problem) {
      valid = false;
      flaws.add(
          new Flaw(
              name(entry),
              new DocumentProblem(
                  entry.pointer() + problem.pointer(),
                  problem.found(),
                  problem.message(),
                  problem.allowed())));
    }
  }
}
