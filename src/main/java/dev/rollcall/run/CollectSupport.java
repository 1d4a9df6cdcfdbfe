package dev.rollcall.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.model.PolicyId;
import dev.rollcall.policy.DocumentProblem;
import dev.rollcall.policy.PolicyDocuments;
import dev.rollcall.state.CheckpointHead;
import dev.rollcall.state.Documents;
import dev.rollcall.state.Documents.Kind;
import dev.rollcall.state.Notice;
import dev.rollcall.state.RunChange;
import dev.rollcall.state.RunRecord;
import dev.rollcall.state.RunTarget;
import dev.rollcall.state.StateUnreadable;
import dev.rollcall.state.Versioned;
import dev.rollcall.work.QueueUnavailable;
import dev.rollcall.work.WorkQueue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Collects what somebody needs who is to find out, from afar, why something does not work. Changes
 * nothing, asks no service but storage, and ends in time: what there was no time for is named.
 */
public final class CollectSupport {

  private static final Duration BUDGET = Duration.ofSeconds(45);
  private static final int RUNS = 20;
  private static final int TARGETS = 200;
  private static final int HEADS = 5_000;
  private static final int CHANGES = 500;

  private final RunPorts ports;

  public CollectSupport(RunPorts ports) {
    this.ports = ports;
  }

  /**
   * What was collected.
   *
   * @param at when
   * @param environments all of them, or the one that the policy names
   * @param policies all of them, or one
   * @param queue how much work waits; empty if that could not be told
   * @param notices what people were last told, by topic and subject
   * @param leftOut what there was no time for, or could not be read, in plain words
   */
  public record Material(
      Instant at,
      List<Document> environments,
      List<OnePolicy> policies,
      Optional<WorkQueue.Depth> queue,
      Map<String, Map<String, Notice>> notices,
      List<String> leftOut) {
    public Material {
      environments = List.copyOf(environments);
      policies = List.copyOf(policies);
      leftOut = List.copyOf(leftOut);
    }
  }

  /**
   * A stored document.
   *
   * @param problems what this version finds wrong with it
   */
  public record Document(String id, JsonNode json, List<DocumentProblem> problems) {
    public Document {
      problems = List.copyOf(problems);
    }
  }

  /**
   * A policy and its history.
   *
   * @param schedule when it runs next; empty if it is not valid any more
   * @param runs the last ones, newest first
   * @param failed the mailboxes of the newest run that has any that are not as wanted, with their
   *     addresses
   * @param heads what is known of its mailboxes without what was written there
   * @param changes the changes of the newest run that has any; empty unless people's data was asked
   *     for
   */
  public record OnePolicy(
      Document document,
      Optional<ReadSchedule.Shown> schedule,
      List<RunRecord> runs,
      List<ReadRuns.LabelledTarget> failed,
      List<CheckpointHead> heads,
      List<RunChange> changes) {
    public OnePolicy {
      runs = List.copyOf(runs);
      failed = List.copyOf(failed);
      heads = List.copyOf(heads);
      changes = List.copyOf(changes);
    }
  }

  /**
   * Collects; empty if there is no such policy.
   *
   * @param only one policy with its environment; empty for everything
   * @param people whether changes, which show people's data, are collected too
   */
  public Optional<Material> execute(Optional<PolicyId> only, boolean people) {
    Instant until = ports.clock().instant().plus(BUDGET);
    List<String> leftOut = new ArrayList<>();
    List<Documents.Stored> policies =
        only.map(
                id ->
                    ports.documents().get(Kind.POLICY, id.value()).stream()
                        .map(found -> new Documents.Stored(id.value(), found))
                        .toList())
            .orElseGet(() -> ports.documents().list(Kind.POLICY));
    if (only.isPresent() && policies.isEmpty()) {
      return Optional.empty();
    }
    List<OnePolicy> collected = new ArrayList<>();
    for (Documents.Stored policy : policies) {
      if (ports.clock().instant().isAfter(until)) {
        leftOut.add("The policy " + policy.id() + ": no time was left.");
      } else {
        collected.add(policy(policy, people, leftOut));
      }
    }
    return Optional.of(
        new Material(
            ports.clock().instant(),
            environments(only.isPresent(), collected),
            collected,
            queue(leftOut),
            notices(),
            leftOut));
  }

  private List<Document> environments(boolean named, List<OnePolicy> policies) {
    Set<String> used =
        policies.stream()
            .map(policy -> policy.document().json().path("environment").asText())
            .collect(Collectors.toSet());
    return ports.documents().list(Kind.ENVIRONMENT).stream()
        .filter(stored -> !named || used.contains(stored.id()))
        .map(
            stored ->
                document(
                    stored,
                    PolicyDocuments.environment(stored.document().value())
                        .match(valid -> List.of(), invalid -> invalid.problems())))
        .toList();
  }

  private OnePolicy policy(Documents.Stored stored, boolean people, List<String> leftOut) {
    PolicyId id = new PolicyId(stored.id());
    ReadRuns reading = new ReadRuns(ports);
    List<RunRecord> runs =
        read(
            "The runs of " + id,
            () -> ports.runs().list(id, Optional.empty(), RUNS),
            List.of(),
            leftOut);
    return new OnePolicy(
        document(
            stored,
            PolicyDocuments.policy(stored.document().value())
                .match(valid -> List.of(), invalid -> invalid.problems())),
        read(
            "The schedule of " + id,
            () -> new ReadSchedule(ports).of(id),
            Optional.empty(),
            leftOut),
        runs,
        read("The failed mailboxes of " + id, () -> failed(reading, runs), List.of(), leftOut),
        read("The checkpoints of " + id, () -> heads(id, leftOut), List.of(), leftOut),
        people
            ? read("The changes of " + id, () -> changes(reading, runs), List.of(), leftOut)
            : List.of());
  }

  private static List<ReadRuns.LabelledTarget> failed(ReadRuns reading, List<RunRecord> runs) {
    return runs.stream()
        .filter(run -> run.counts().targetsFailed() + run.counts().targetsHeld() > 0)
        .findFirst()
        .map(
            run ->
                reading
                    .targets(run, TargetFilter.all(), Optional.empty(), TARGETS * 10)
                    .targets()
                    .stream()
                    .filter(target -> target.target().status() != RunTarget.Status.DONE)
                    .limit(TARGETS)
                    .toList())
        .orElse(List.of());
  }

  private List<CheckpointHead> heads(PolicyId id, List<String> leftOut) {
    List<CheckpointHead> heads = ports.checkpoints().list(id);
    if (heads.size() <= HEADS) {
      return heads;
    }
    leftOut.add(heads.size() - HEADS + " checkpoints of " + id + ": too many.");
    return heads.subList(0, HEADS);
  }

  private static List<RunChange> changes(ReadRuns reading, List<RunRecord> runs) {
    return runs.stream()
        .map(run -> reading.changes(run, Optional.empty(), Optional.empty(), CHANGES))
        .filter(changes -> !changes.isEmpty())
        .findFirst()
        .orElse(List.of());
  }

  private static Document document(Documents.Stored stored, List<DocumentProblem> problems) {
    Versioned<byte[]> json = stored.document();
    return new Document(stored.id(), ConfigurationFile.document(json.value()), problems);
  }

  private Map<String, Map<String, Notice>> notices() {
    Map<String, Map<String, Notice>> notices = new TreeMap<>();
    for (String topic : List.of(TellRun.TOPIC, CredentialWarnings.TOPIC)) {
      notices.put(topic, ports.notices().all(topic));
    }
    return notices;
  }

  private Optional<WorkQueue.Depth> queue(List<String> leftOut) {
    try {
      return ports.queue().depth();
    } catch (QueueUnavailable e) {
      leftOut.add("The length of the work queue: it did not answer.");
      return Optional.empty();
    }
  }

  /** What is damaged is what the reader wants to know of; the rest is collected all the same. */
  private static <T> T read(String what, Supplier<T> reading, T otherwise, List<String> leftOut) {
    try {
      return reading.get();
    } catch (StateUnreadable e) {
      leftOut.add(what + ": stored data is damaged.");
      return otherwise;
    }
  }
}
