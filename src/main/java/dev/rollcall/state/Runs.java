package dev.rollcall.state;

import dev.rollcall.model.PolicyId;
import dev.rollcall.model.RunId;
import dev.rollcall.model.TargetId;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Runs with their lanes, targets and changes. */
public interface Runs {

  /** Creates a run; returns false if it exists already, which changes nothing. */
  boolean create(RunRecord run);

  /** The run, or empty if there is none. */
  Optional<Versioned<RunRecord>> get(PolicyId policy, RunId run);

  /** Replaces a run; empty if somebody else was faster. */
  Optional<Versioned<RunRecord>> update(Versioned<RunRecord> read, RunRecord run);

  /**
   * A policy's runs, newest first.
   *
   * @param after answer runs older than this one only
   * @param max at most so many
   */
  List<RunRecord> list(PolicyId policy, Optional<RunId> after, int max);

  /** Creates a run's lanes; those that exist already stay as they are. */
  void createLanes(RunId run, Collection<RunLane> lanes);

  /** A lane, or empty if there is none. */
  Optional<Versioned<RunLane>> lane(RunId run, int number);

  /** All lanes of a run. */
  List<RunLane> lanes(RunId run);

  /** Replaces a lane; empty if somebody else was faster. */
  Optional<Versioned<RunLane>> updateLane(RunId run, Versioned<RunLane> read, RunLane lane);

  /** Writes targets' rows, whatever was there. */
  void putTargets(RunId run, Collection<RunTarget> targets);

  /** The rows of these targets that exist. */
  List<RunTarget> targets(RunId run, Collection<TargetId> targets);

  /**
   * A run's targets, ascending by id.
   *
   * @param after answer targets after this one only
   * @param max at most so many
   */
  List<RunTarget> targets(RunId run, Optional<TargetId> after, int max);

  /**
   * Writes changes, each under its target and sequence: writing the same twice leaves one. A
   * target's changes are written in one go, or in several that each begin where the last one ended;
   * who does work again writes over what the first attempt wrote.
   */
  void putChanges(RunId run, Collection<RunChange> changes);

  /**
   * A run's changes, by target and sequence.
   *
   * @param target only this target's; empty for all
   * @param after continue after this change, as {@code target/sequence}
   * @param max at most so many
   */
  List<RunChange> changes(RunId run, Optional<String> target, Optional<String> after, int max);

  /** The policies that have runs, ascending; also those whose document is gone. */
  List<PolicyId> policies();

  /**
   * Deletes what belongs to a run beside its row: changes, targets, lanes. Killed or stopped in
   * between, some of it is left, and the next time goes on there.
   *
   * @param goOn asked before every request that deletes; false stops
   * @return whether nothing is left
   */
  boolean deleteParts(RunId run, BooleanSupplier goOn);

  /** Deletes a run's row; returns false if it was changed by somebody else. Gone is deleted. */
  boolean delete(Versioned<RunRecord> read);
}
