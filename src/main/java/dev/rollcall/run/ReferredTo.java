package dev.rollcall.run;

import dev.rollcall.model.DesiredRecord;
import dev.rollcall.model.Fingerprint;
import dev.rollcall.model.PolicyId;
import dev.rollcall.state.CheckpointHead;
import dev.rollcall.state.RunRecord;
import dev.rollcall.state.Snapshots;
import dev.rollcall.state.Snapshots.Kind;
import dev.rollcall.state.StateUnreadable;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The content that runs and checkpoints refer to, as of one look.
 *
 * <p>Photos are named by the records of snapshots. They are needed by runs that are not over, and
 * by those to come, which take over what checkpoints were last brought to; history shows none. A
 * run's row names its snapshot before a checkpoint does, so checkpoints are looked at first: what
 * moves from one to the other meanwhile is seen in one of them.
 */
final class ReferredTo implements Snapshots.References {

  private final Snapshots kept;
  private final Set<Fingerprint> snapshots = new HashSet<>();
  private final Map<Kind, Set<Fingerprint>> contents = new EnumMap<>(Kind.class);
  private final Set<Fingerprint> withPhotos = new HashSet<>();
  private Optional<Photos> photos = Optional.empty();

  private ReferredTo(Snapshots kept) {
    this.kept = kept;
    for (Kind kind : Kind.values()) {
      contents.put(kind, new HashSet<>());
    }
  }

  /**
   * What is referred to now.
   *
   * @throws StateUnreadable if a checkpoint or a run cannot be read
   */
  static ReferredTo now(RunPorts ports) {
    ReferredTo referredTo = new ReferredTo(ports.snapshots());
    for (PolicyId policy : ports.checkpoints().policies()) {
      ports.checkpoints().list(policy).stream()
          .flatMap(head -> head.applied().stream())
          .map(CheckpointHead.Applied::snapshot)
          .forEach(referredTo::addWithPhotos);
    }
    History history = new History(ports.runs());
    for (PolicyId policy : ports.runs().policies()) {
      history.forEach(policy, referredTo::add);
    }
    return referredTo;
  }

  @Override
  public boolean toSnapshot(Fingerprint id) {
    return snapshots.contains(id);
  }

  @Override
  public boolean toContent(Kind kind, Fingerprint id) {
    return kind == Kind.PHOTO ? photos().contains(id) : contents.get(kind).contains(id);
  }

  private void add(RunRecord run) {
    if (run.purgedAt().isPresent()) {
      return;
    }
    run.work()
        .ifPresent(
            work -> {
              snapshots.add(work.snapshot());
              contents.get(Kind.POLICY).add(work.policyContent());
              contents.get(Kind.TARGETS).add(work.targets());
              contents.get(Kind.TARGETS).add(work.round().targets());
              if (!run.status().isOver()) {
                addWithPhotos(work.snapshot());
              }
            });
  }

  private void addWithPhotos(Fingerprint snapshot) {
    snapshots.add(snapshot);
    withPhotos.add(snapshot);
  }

  /** Read when the first photo is asked about: an organisation without photos reads nothing. */
  private Photos photos() {
    if (photos.isEmpty()) {
      photos = Optional.of(readPhotos());
    }
    return photos.get();
  }

  private Photos readPhotos() {
    Set<Fingerprint> found = new HashSet<>();
    try {
      for (Fingerprint id : withPhotos) {
        kept.get(id)
            .ifPresent(
                snapshot ->
                    snapshot
                        .records()
                        .forEach(
                            record ->
                                record
                                    .photo()
                                    .map(DesiredRecord.Photo::content)
                                    .ifPresent(found::add)));
      }
      return new Photos(found, false);
    } catch (StateUnreadable e) {
      // Somebody may mend it: until then every photo may be one of its own.
      return new Photos(Set.of(), true);
    }
  }

  /**
   * The photos referred to.
   *
   * @param every whether it may be any
   */
  private record Photos(Set<Fingerprint> known, boolean every) {
    boolean contains(Fingerprint id) {
      return every || known.contains(id);
    }
  }
}
