package dev.rollcall.run;

import dev.rollcall.model.EnvironmentId;
import dev.rollcall.model.PolicyId;
import dev.rollcall.model.RunId;
import dev.rollcall.policy.DocumentProblem;
import dev.rollcall.policy.Environment;
import dev.rollcall.policy.Parsed;
import dev.rollcall.policy.Policy;
import dev.rollcall.policy.PolicyDocuments;
import dev.rollcall.policy.PolicyRules;
import dev.rollcall.state.CheckpointHead;
import dev.rollcall.state.Documents;
import dev.rollcall.state.Documents.Kind;
import dev.rollcall.state.RunRecord;
import dev.rollcall.state.Versioned;
import dev.rollcall.telemetry.Journal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Stores, shows and removes policies and environments. Storing the same twice is the same as once.
 */
public final class StoreDocuments {

  private static final int TRIES = 5;
  private static final Duration CLAIM = Duration.ofMinutes(1);

  private final RunPorts ports;

  public StoreDocuments(RunPorts ports) {
    this.ports = ports;
  }

  /**
   * What has to be stored already for a write to happen.
   *
   * @param version this version; empty for any
   * @param mustExist whether something has to be there
   * @param mustNotExist whether nothing may be there
   */
  public record Condition(Optional<String> version, boolean mustExist, boolean mustNotExist) {

    /** Whatever is there. */
    public static Condition none() {
      return new Condition(Optional.empty(), false, false);
    }

    private boolean holds(Optional<Versioned<byte[]>> stored) {
      return allows(stored.map(Versioned::version));
    }

    /** Whether it holds where this version, or nothing, is stored. */
    boolean allows(Optional<String> stored) {
      if (mustNotExist) {
        return stored.isEmpty();
      }
      if (version.isPresent()) {
        return stored.equals(version);
      }
      return !mustExist || stored.isPresent();
    }
  }

  /** What came of it. */
  public sealed interface Result {

    /**
     * It is stored.
     *
     * @param hints what is allowed but perhaps not meant, in sentences for the administrator
     */
    record Stored(String version, boolean created, List<String> hints) implements Result {
      public Stored {
        hints = List.copyOf(hints);
      }

      @Override
      public <T> T match(Cases<T> cases) {
        return cases.stored().apply(this);
      }
    }

    /** The document is not valid; nothing was changed. */
    record Invalid(List<DocumentProblem> problems) implements Result {
      public Invalid {
        problems = List.copyOf(problems);
      }

      @Override
      public <T> T match(Cases<T> cases) {
        return cases.invalid().apply(this);
      }
    }

    /** What is stored is not what the condition asked for; nothing was changed. */
    record ConditionFailed() implements Result {
      @Override
      public <T> T match(Cases<T> cases) {
        return cases.conditionFailed().apply(this);
      }
    }

    /** Something that depends on it stands in the way; nothing was changed. */
    record InTheWay(String why, String remedy) implements Result {
      @Override
      public <T> T match(Cases<T> cases) {
        return cases.inTheWay().apply(this);
      }
    }

    /** It is gone. */
    record Deleted() implements Result {
      @Override
      public <T> T match(Cases<T> cases) {
        return cases.deleted().apply(this);
      }
    }

    /** It goes as soon as a run has removed what the policy wrote. */
    record Deleting(RunId run) implements Result {
      @Override
      public <T> T match(Cases<T> cases) {
        return cases.deleting().apply(this);
      }
    }

    /** One behaviour per case. */
    <T> T match(Cases<T> cases);
  }

  /** A function for each {@link Result}. */
  public record Cases<T>(
      Function<Result.Stored, T> stored,
      Function<Result.Invalid, T> invalid,
      Function<Result.ConditionFailed, T> conditionFailed,
      Function<Result.InTheWay, T> inTheWay,
      Function<Result.Deleted, T> deleted,
      Function<Result.Deleting, T> deleting) {}

  /** The stored document. */
  public Optional<Versioned<byte[]>> get(Kind kind, String id) {
    return ports.documents().get(kind, id);
  }

  /** All stored documents of a kind. */
  public List<Documents.Stored> list(Kind kind) {
    return ports.documents().list(kind);
  }

  /** Stores an environment under this id. */
  public Result putEnvironment(EnvironmentId id, byte[] json, Condition condition) {
    Parsed<Environment> parsed = PolicyDocuments.environment(json);
    return parsed.match(
        valid -> {
          if (!valid.value().id().equals(id)) {
            return otherId(id.value(), valid.value().id().value());
          }
          List<DocumentProblem> misfits = misfits(valid.value());
          return misfits.isEmpty()
              ? put(Kind.ENVIRONMENT, id.value(), json, condition)
              : new Result.Invalid(misfits);
        },
        invalid -> new Result.Invalid(invalid.problems()));
  }

  /** Stores a policy under this id. */
  public Result putPolicy(PolicyId id, byte[] json, Condition condition) {
    Parsed<Policy> parsed = PolicyDocuments.policy(json);
    return parsed.match(
        valid -> {
          Policy policy = valid.value();
          if (!policy.id().equals(id)) {
            return otherId(id.value(), policy.id().value());
          }
          List<DocumentProblem> problems = PolicyRules.check(policy, environments());
          if (!problems.isEmpty()) {
            return new Result.Invalid(problems);
          }
          List<DocumentProblem> misfits = misfits(policy);
          if (!misfits.isEmpty()) {
            return new Result.Invalid(misfits);
          }
          Optional<Result.InTheWay> inTheWay = elsewhere(policy);
          return inTheWay.isPresent()
              ? inTheWay.get()
              : stored(policy, put(Kind.POLICY, id.value(), json, condition));
        },
        invalid -> new Result.Invalid(invalid.problems()));
  }

  private Result stored(Policy policy, Result result) {
    if (!(result instanceof Result.Stored stored)) {
      return result;
    }
    if (stored.created()) {
      // A new policy inherits nothing of what people were told of an earlier one with its id.
      ports.notices().forget(TellRun.TOPIC, policy.id().value());
    }
    return new Result.Stored(stored.version(), stored.created(), hints(policy));
  }

  private List<String> hints(Policy policy) {
    return environmentOf(policy.environment())
        .map(environment -> PolicyRules.hints(policy, environment))
        .orElse(List.of());
  }

  private List<DocumentProblem> misfits(Policy policy) {
    List<DocumentProblem> misfits = new ArrayList<>();
    environmentOf(policy.environment())
        .ifPresent(environment -> misfits.addAll(PolicyRules.misfits(policy, environment)));
    misfits.addAll(misfitsOfList(policy, this::environmentOf));
    return misfits;
  }

  private static List<DocumentProblem> misfitsOfList(
      Policy policy, Function<EnvironmentId, Optional<Environment>> environments) {
    Optional<Environment> giving = environments.apply(policy.environment());
    Optional<Environment> taking =
        policy.target().addressList().flatMap(list -> environments.apply(list.environment()));
    return giving.isPresent() && taking.isPresent()
        ? PolicyRules.misfits(policy, giving.get(), taking.get())
        : List.of();
  }

  /** What stands against an environment in those policies that feed address lists. */
  private List<DocumentProblem> misfits(Environment environment) {
    return ports.documents().list(Kind.POLICY).stream()
        .map(stored -> PolicyDocuments.policy(stored.document().value()))
        .flatMap(
            parsed -> parsed.match(valid -> Stream.of(valid.value()), invalid -> Stream.empty()))
        .filter(policy -> policy.uses(environment.id()))
        .flatMap(policy -> misfits(environment, policy).stream())
        .toList();
  }

  private List<DocumentProblem> misfits(Environment environment, Policy policy) {
    return misfitsOfList(
            policy,
            id -> id.equals(environment.id()) ? Optional.of(environment) : environmentOf(id))
        .stream()
        .map(
            misfit ->
                new DocumentProblem(
                    environment.hasTenant() ? "/tenant" : "/kind",
                    environment.hasTenant() ? environment.tenant() : environment.kind().document(),
                    "With this, the policy '"
                        + policy.id()
                        + "' could not run. "
                        + misfit.message(),
                    misfit.allowed() + " Or delete the policy first."))
        .toList();
  }

  /** The environment as it is stored; empty if it is not, or not valid in this version. */
  private Optional<Environment> environmentOf(EnvironmentId id) {
    return ports
        .documents()
        .get(Kind.ENVIRONMENT, id.value())
        .map(found -> PolicyDocuments.environment(found.value()))
        .flatMap(
            parsed ->
                parsed.match(valid -> Optional.of(valid.value()), invalid -> Optional.empty()));
  }

  /** Removes an environment that no policy uses. */
  public Result deleteEnvironment(EnvironmentId id, Condition condition) {
    List<String> users = new ArrayList<>();
    for (Documents.Stored stored : ports.documents().list(Kind.POLICY)) {
      boolean uses =
          PolicyDocuments.policy(stored.document().value())
              .match(valid -> valid.value().uses(id), invalid -> false);
      if (uses) {
        users.add(stored.id());
      }
    }
    if (!users.isEmpty()) {
      return new Result.InTheWay(
          "The environment is used by the policies " + String.join(", ", users) + ".",
          "Delete them first, or let them name another environment.");
    }
    Result result = delete(Kind.ENVIRONMENT, id.value(), condition);
    if (result instanceof Result.Deleted) {
      new Connections(ports.documents()).forget(id);
    }
    return result;
  }

  /**
   * Removes a policy, and what it wrote unless it says {@code leave}: by a run that shows what
   * would go and waits for approval. A policy that wrote nothing goes at once.
   *
   * @param stay whether its contacts are to stay, as the organisation they stand in cannot be
   *     reached any more; refused while it is connected
   */
  public Result deletePolicy(PolicyId id, Condition condition, boolean stay, Journal journal) {
    Optional<Versioned<byte[]>> stored = ports.documents().get(Kind.POLICY, id.value());
    if (!condition.holds(stored)) {
      return new Result.ConditionFailed();
    }
    if (stored.isEmpty()) {
      return new Result.Deleted();
    }
    Optional<Policy> policy =
        PolicyDocuments.policy(stored.get().value())
            .match(valid -> Optional.of(valid.value()), invalid -> Optional.empty());
    boolean leave =
        policy
            .filter(known -> known.target().whenMailboxLeaves() == Policy.WhenMailboxLeaves.LEAVE)
            .isPresent();
    List<CheckpointHead> heads = ports.checkpoints().list(id);
    boolean wrote = heads.stream().anyMatch(CheckpointHead::mayHold);
    Optional<EnvironmentId> unreachable =
        new Connections(ports.documents())
            .firstOf(policy.flatMap(Policy::holder).stream().toList())
            .map(Connections.Disconnected::environment);
    if (wrote && !leave && unreachable.isPresent() != stay) {
      return unreachable.map(StoreDocuments::unreachable).orElseGet(StoreDocuments::reachable);
    }
    if (wrote && !leave && !stay) {
      return new Result.Deleting(
          new RequestRun(ports)
              .execute(
                  id,
                  new RunRecord.Request(
                      RunRecord.Mode.APPLY,
                      RunRecord.Trigger.MANUAL,
                      false,
                      Optional.empty(),
                      true),
                  journal));
    }
    Result result = delete(Kind.POLICY, id.value(), condition);
    forget(id, heads);
    return result;
  }

  private static Result unreachable(EnvironmentId holder) {
    return new Result.InTheWay(
        "The environment '"
            + holder
            + "' is disconnected: the contacts that the policy wrote there cannot be removed.",
        "Store the environment again to connect it, then delete the policy. If the organisation is"
            + " gone for good, delete the policy with ?contacts=stay: its contacts stay there.");
  }

  private static Result reachable() {
    return new Result.InTheWay(
        "What the policy wrote can be removed; it stays only where the organisation it stands in is"
            + " disconnected.",
        "Delete the policy without ?contacts=stay, and approve the run that this starts.");
  }

  private void forget(PolicyId id, List<CheckpointHead> heads) {
    if (heads.isEmpty()) {
      return;
    }
    Instant now = ports.clock().instant();
    Map<?, Versioned<CheckpointHead>> claimed =
        ports
            .checkpoints()
            .claim(
                id,
                heads.stream().map(CheckpointHead::target).toList(),
                new CheckpointHead.Claim("delete-" + id, now.plus(CLAIM)),
                now);
    claimed.values().forEach(head -> ports.checkpoints().delete(id, head));
  }

  /**
   * What a policy wrote stands in one folder of one environment; it is not moved by writing another
   * name. What stands in the way of storing this policy for that; empty if nothing does.
   */
  Optional<Result.InTheWay> elsewhere(Policy policy) {
    Optional<Policy> before =
        ports
            .documents()
            .get(Kind.POLICY, policy.id().value())
            .flatMap(
                stored ->
                    PolicyDocuments.policy(stored.value())
                        .match(valid -> Optional.of(valid.value()), invalid -> Optional.empty()));
    boolean moves =
        before.isPresent()
            && (!before.get().target().folder().equals(policy.target().folder())
                || !before.get().target().servicePlace().equals(policy.target().servicePlace())
                || before.get().type() != policy.type()
                || readsOtherKeys(before.get(), policy)
                || !before.get().environment().equals(policy.environment()));
    if (!moves
        || ports.checkpoints().list(policy.id()).stream()
            .noneMatch(head -> head.held() > 0 || head.open())) {
      return Optional.empty();
    }
    if (before.get().target().addressList().isPresent()) {
      return Optional.of(
          new Result.InTheWay(
              "The policy has written mail contacts into an address list; the list, its custom"
                  + " attribute, its organisational unit in Active Directory, the policy's type and"
                  + " its environment can no longer be changed.",
              "Delete this policy, which removes its mail contacts after approval; then store a new"
                  + " one with what shall change."));
    }
    if (before.get().target().offer().isPresent()) {
      return Optional.of(
          new Result.InTheWay(
              "The policy has offered mail contacts to other installations; what it writes to, its"
                  + " type and its environment can no longer be changed.",
              "Delete this policy, which empties its offer after approval; then store a new one with"
                  + " what shall change."));
    }
    return Optional.of(
        new Result.InTheWay(
            policy.target().service().isPresent()
                ? "The policy has written accounts; what it writes to, whether it reads a"
                    + " spreadsheet, its type and its environment can no longer be changed."
                : "The policy has written contacts into its folder; folder and environment can no"
                    + " longer be changed.",
            policy.target().service().isPresent()
                ? "Store a new policy with what shall change. Deleting this one leaves its accounts"
                    + " where they are; the new one takes them over by their addresses."
                : "Store a new policy with the new folder, run it, then delete this one: its"
                    + " contacts are removed then."));
  }

  /** The same person has another key there: everybody's account would go, and be made anew. */
  private static boolean readsOtherKeys(Policy before, Policy after) {
    return after.target().service().isPresent()
        && before.reading().sheet().isPresent() != after.reading().sheet().isPresent();
  }

  private Result put(Kind kind, String id, byte[] json, Condition condition) {
    for (int i = 0; i < TRIES; i++) {
      Optional<Versioned<byte[]>> stored = ports.documents().get(kind, id);
      if (!condition.holds(stored)) {
        return new Result.ConditionFailed();
      }
      Optional<String> version =
          ports.documents().put(kind, id, json, stored.map(Versioned::version));
      if (version.isPresent()) {
        return new Result.Stored(version.get(), stored.isEmpty(), List.of());
      }
    }
    return new Result.ConditionFailed();
  }

  private Result delete(Kind kind, String id, Condition condition) {
    for (int i = 0; i < TRIES; i++) {
      Optional<Versioned<byte[]>> stored = ports.documents().get(kind, id);
      if (!condition.holds(stored)) {
        return new Result.ConditionFailed();
      }
      if (stored.isEmpty() || ports.documents().delete(kind, id, stored.get().version())) {
        return new Result.Deleted();
      }
    }
    return new Result.ConditionFailed();
  }

  private List<EnvironmentId> environments() {
    return ports.documents().list(Kind.ENVIRONMENT).stream()
        .map(stored -> new EnvironmentId(stored.id()))
        .toList();
  }

  private static Result otherId(String path, String document) {
    return new Result.Invalid(
        List.of(
            new DocumentProblem(
                "/id",
                document,
                "The document's id is not the one in the address.",
                "Write '" + path + "' here, or send it to the address of '" + document + "'.")));
  }
}
