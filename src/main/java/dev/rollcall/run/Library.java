package dev.rollcall.run;

import dev.rollcall.model.EnvironmentId;
import dev.rollcall.model.Fingerprint;
import dev.rollcall.model.PolicyId;
import dev.rollcall.model.Problem;
import dev.rollcall.policy.Environment;
import dev.rollcall.policy.Parsed;
import dev.rollcall.policy.Policy;
import dev.rollcall.policy.PolicyDocuments;
import dev.rollcall.state.Documents;
import dev.rollcall.state.RunRecord;
import dev.rollcall.state.Snapshots;
import dev.rollcall.state.Versioned;
import java.util.Collection;

/** Finds the documents a run goes by. */
final class Library {

  private final Documents documents;
  private final Snapshots snapshots;

  Library(RunPorts ports) {
    this.documents = ports.documents();
    this.snapshots = ports.snapshots();
  }

  /** A run cannot begin, or go on, because a document is missing or no longer valid. */
  static final class Unusable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    Unusable(Problem problem) {
      super(problem.cause());
      this.problem = problem;
    }

    Problem problem() {
      return problem;
    }
  }

  /**
   * A policy as it stands now.
   *
   * @param value the policy
   * @param json the document
   */
  record Current(Policy value, byte[] json) {}

  /**
   * The policy as stored now.
   *
   * @throws Unusable if it is missing or invalid
   */
  Current policy(PolicyId id) {
    byte[] json =
        documents
            .get(Documents.Kind.POLICY, id.value())
            .map(Versioned::value)
            .orElseThrow(() -> missing("policy", id.value()));
    return new Current(parsed(json, id.value()), json);
  }

  /**
   * The policy as it stood when the run began.
   *
   * @throws Unusable if it is not kept any more
   */
  Policy policyOf(RunRecord run) {
    Fingerprint content = run.work().orElseThrow().policyContent();
    byte[] json =
        snapshots
            .get(Snapshots.Kind.POLICY, content)
            .orElseThrow(() -> missing("policy", run.policy().value()));
    return parsed(json, run.policy().value());
  }

  /**
   * The environment as stored now.
   *
   * @throws Unusable if it is missing or invalid
   */
  Environment environment(EnvironmentId id) {
    byte[] json =
        documents
            .get(Documents.Kind.ENVIRONMENT, id.value())
            .map(Versioned::value)
            .orElseThrow(() -> missing("environment", id.value()));
    return value(PolicyDocuments.environment(json), "environment", id.value());
  }

  /**
   * The environment as stored now, as those see it who write the policy's mailboxes.
   *
   * @throws Unusable if it is missing or invalid
   */
  Environment writing(Policy policy) {
    return environment(policy.environment()).writing(policy.target().writers());
  }

  /**
   * Makes sure that runs may use these environments.
   *
   * @throws Unusable if one is disconnected
   */
  void checkConnected(Collection<EnvironmentId> environments) {
    new Connections(documents)
        .firstOf(environments)
        .ifPresent(
            disconnected -> {
              throw new Unusable(
                  Problem.lasting(
                      "environmentDisconnected",
                      "The environment '" + disconnected.environment() + "' is disconnected.",
                      "Nothing was changed. To connect it again, store its document again with the"
                          + " credentials in place, then start a new run.",
                      ""));
            });
  }

  private static Policy parsed(byte[] json, String id) {
    return value(PolicyDocuments.policy(json), "policy", id);
  }

  private static <T> T value(Parsed<T> parsed, String what, String id) {
    return parsed.match(
        valid -> valid.value(),
        invalid -> {
          throw new Unusable(
              Problem.lasting(
                  what + "Invalid",
                  "The stored "
                      + what
                      + " '"
                      + id
                      + "' is not valid for this version ("
                      + invalid.problems().size()
                      + " problems).",
                  "Nothing was changed. Store it again: the answer lists every problem.",
                  ""));
        });
  }

  private static Unusable missing(String what, String id) {
    return new Unusable(
        Problem.lasting(
            what + "Missing",
            "The " + what + " '" + id + "' is not stored (any more).",
            "Nothing was changed. Store the " + what + " again, then start a new run.",
            ""));
  }
}
