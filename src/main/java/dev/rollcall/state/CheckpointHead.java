package dev.rollcall.state;

import dev.rollcall.model.Fingerprint;
import dev.rollcall.model.Location;
import dev.rollcall.model.Maker;
import dev.rollcall.model.RunId;
import dev.rollcall.model.TargetId;
import java.time.Instant;
import java.util.Optional;

/**
 * What is known of a target without reading its ledger.
 *
 * @param target the target
 * @param applied the snapshot and policy content it was last brought to in full; empty if never, or
 *     if something of it is still to do
 * @param held how many items of ours it holds
 * @param open whether an invocation began to write and has not said yet what it wrote: the ledger
 *     may be older than the target
 * @param generation the ledger's generation; 0 if there is no ledger yet
 * @param place the folder's id, once it is known
 * @param deltaToken from where drift can be read
 * @param driftCheckedAt when the run that last looked at the target began
 * @param retryAt when the first of its set-back records, or the whole target, may be tried again;
 *     empty if nothing waits
 * @param failures how many runs in a row failed at the whole target
 * @param claim who works on it, if somebody does
 * @param progress what the last run that wrote did here
 */
public record CheckpointHead(
    TargetId target,
    Optional<Applied> applied,
    int held,
    boolean open,
    long generation,
    Optional<String> place,
    Optional<String> deltaToken,
    Optional<Instant> driftCheckedAt,
    Optional<Instant> retryAt,
    int failures,
    Optional<Claim> claim,
    Optional<Progress> progress) {

  /**
   * What one run did to the target so far, over several slices and redeliveries.
   *
   * @param run the run
   * @param counts its numbers
   */
  public record Progress(RunId run, RunTarget.Counts counts) {}

  /**
   * What a target was brought to.
   *
   * @param snapshot the snapshot
   * @param policy fingerprint of what the policy said then
   */
  public record Applied(Fingerprint snapshot, Fingerprint policy) {}

  /**
   * An invocation's claim on a target.
   *
   * @param owner the invocation
   * @param until when it ends by itself, in case the invocation died
   */
  public record Claim(String owner, Instant until) {}

  /** A target nothing is known of. */
  public static CheckpointHead unknown(TargetId target) {
    return new CheckpointHead(
        target,
        Optional.empty(),
        0,
        false,
        0L,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        0,
        Optional.empty(),
        Optional.empty());
  }

  /** Whether the folder is known that was written to, and not only the mailbox. */
  public boolean knowsFolder() {
    return place.filter(Location::hasFolder).isPresent();
  }

  /** Whether it was written where the target no longer lives; ids known from there mean nothing. */
  public boolean movedTo(Location where) {
    return place.filter(known -> Location.ofPlace(known) != where).isPresent();
  }

  /** This head with another claim, or none. */
  public CheckpointHead withClaim(Optional<Claim> newClaim) {
    return new CheckpointHead(
        target,
        applied,
        held,
        open,
        generation,
        place,
        deltaToken,
        driftCheckedAt,
        retryAt,
        failures,
        newClaim,
        progress);
  }

  /** This head with the open mark set or cleared. */
  public CheckpointHead withOpen(boolean newOpen) {
    return new CheckpointHead(
        target,
        applied,
        held,
        newOpen,
        generation,
        place,
        deltaToken,
        driftCheckedAt,
        retryAt,
        failures,
        claim,
        progress);
  }

  /**
   * Whether the target may hold something of ours: what the ledger has, what a run was writing, or
   * what one that was cut off may have left half made.
   */
  public boolean mayHold() {
    return held > 0 || open || place.filter(Maker::isPlace).isPresent();
  }

  /** The same, with what a run did here so far. */
  public CheckpointHead withProgress(Progress newProgress) {
    return new CheckpointHead(
        target,
        applied,
        held,
        open,
        generation,
        place,
        deltaToken,
        driftCheckedAt,
        retryAt,
        failures,
        claim,
        Optional.of(newProgress));
  }

  /** The same, with the folder and the point to read changes from forgotten. */
  public CheckpointHead withoutPlace() {
    return new CheckpointHead(
        target,
        applied,
        held,
        open,
        generation,
        place.flatMap(Location::withoutFolder),
        Optional.empty(),
        driftCheckedAt,
        retryAt,
        failures,
        claim,
        progress);
  }
}
