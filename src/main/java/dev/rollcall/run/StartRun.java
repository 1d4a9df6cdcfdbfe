package dev.rollcall.run;

import dev.rollcall.mapping.AccountMapping;
import dev.rollcall.mapping.ContactMapping;
import dev.rollcall.mapping.Desired;
import dev.rollcall.mapping.Dropped;
import dev.rollcall.mapping.GalMapping;
import dev.rollcall.mapping.RecordFilter;
import dev.rollcall.mapping.RecordMapping;
import dev.rollcall.mapping.SourceRecord;
import dev.rollcall.model.CallMeter;
import dev.rollcall.model.DesiredRecord;
import dev.rollcall.model.Fingerprint;
import dev.rollcall.model.Mailbox;
import dev.rollcall.model.Problem;
import dev.rollcall.model.RecordKey;
import dev.rollcall.model.RunId;
import dev.rollcall.model.SkipReason;
import dev.rollcall.model.Snapshot;
import dev.rollcall.model.TargetId;
import dev.rollcall.policy.DocumentProblem;
import dev.rollcall.policy.Environment;
import dev.rollcall.policy.Policy;
import dev.rollcall.policy.PolicyRules;
import dev.rollcall.source.Completeness;
import dev.rollcall.source.MailboxSelection;
import dev.rollcall.source.Source;
import dev.rollcall.source.SourceReading;
import dev.rollcall.source.SourceUnavailable;
import dev.rollcall.state.CheckpointHead;
import dev.rollcall.state.RunChange;
import dev.rollcall.state.RunRecord;
import dev.rollcall.state.RunStatus;
import dev.rollcall.state.Snapshots;
import dev.rollcall.state.StateUnreadable;
import dev.rollcall.state.Versioned;
import dev.rollcall.telemetry.Event;
import dev.rollcall.telemetry.Field;
import dev.rollcall.telemetry.Journal;
import dev.rollcall.work.WorkMessage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Begins a run: reads the source once, works out which targets need a visit, holds the run if a
 * guardrail says so, else sends its lanes on their way.
 *
 * <p>May happen twice, also at once: everything before the status is stored under its own hash or
 * created only if absent, one of two moves the status, and a message that comes after that sends
 * the lanes' messages again. A run for which no target needs a visit ends here, having asked the
 * services for nothing but the source.
 */
public final class StartRun {

  private static final int TOLD = 20;

  private final RunPorts ports;
  private final Lanes lanes;
  private final Lease lease;
  private final Library library;

  public StartRun(RunPorts ports) {
    this.ports = ports;
    this.lanes = new Lanes(ports);
    this.lease = new Lease(ports);
    this.library = new Library(ports);
  }

  /** Begins the run the message names, or goes on where a predecessor stopped. */
  public void execute(WorkMessage.StartRun message, Journal journal) {
    Optional<Versioned<RunRecord>> run = ports.runs().get(message.policy(), message.run());
    if (run.isEmpty()) {
      return;
    }
    switch (run.get().value().status()) {
      case QUEUED, READING -> begin(run.get(), journal);
      case APPLYING, CANCELLING -> lanes.resend(run.get().value());
      case HELD, FINISHED, CANCELLED, FAILED, SKIPPED, REFUSED, SUPERSEDED -> {}
    }
    new TellRun(ports).execute(message.policy(), message.run(), journal);
  }

  private void begin(Versioned<RunRecord> queued, Journal journal) {
    Optional<RunId> busy = lease.take(queued.value());
    if (busy.isPresent()) {
      end(queued, RunStatus.SKIPPED, stillRunning(), journal);
      return;
    }
    Optional<Versioned<RunRecord>> reading =
        ports
            .runs()
            .update(queued, queued.value().moved(RunStatus.READING, ports.clock().instant()));
    if (reading.isEmpty()) {
      // Cancelled, or begun by the same message delivered twice.
      return;
    }
    try {
      decide(reading.get(), journal);
    } catch (Library.Unusable e) {
      end(reading.get(), RunStatus.FAILED, e.problem(), journal);
    } catch (SourceUnavailable e) {
      end(reading.get(), RunStatus.FAILED, e.problem(), journal);
    }
  }

  private void decide(Versioned<RunRecord> run, Journal journal) {
    RunRecord.Request request = run.value().request();
    Library.Current current = library.policy(run.value().policy());
    Policy policy = current.value();
    Environment environment = library.environment(policy.environment());
    library.checkConnected(
        // Nobody is read to remove what was written: who only gave need not be there any more.
        request.decommission() ? policy.holder().stream().toList() : policy.environments());
    Environment writing = environment.writing(policy.target().writers());
    checkFit(PolicyRules.misfits(policy, environment));
    if (!request.decommission()) {
      policy
          .target()
          .addressList()
          .map(list -> library.environment(list.environment()))
          .ifPresent(taking -> checkFit(PolicyRules.misfits(policy, environment, taking)));
    }
    List<CheckpointHead> heads = ports.checkpoints().list(policy.id());

    Read read =
        request.decommission()
            ? Read.nothing()
            : read(
                environment,
                policy,
                heads,
                request.checkDrift(),
                reference(run.value()),
                request.mode() == RunRecord.Mode.PREVIEW);
    Snapshot snapshot = Snapshot.of(read.desired().records());
    ports.snapshots().put(snapshot);
    Fingerprint policyContent = ports.snapshots().put(Snapshots.Kind.POLICY, current.json());

    Assessment assessment =
        Assessment.of(
                new Assessment.Question(
                    policy,
                    policy.contentFingerprint(),
                    snapshot,
                    read.completeness().isComplete(),
                    told(read.completeness().shortfalls()),
                    read.mailboxes(),
                    heads,
                    request.decommission(),
                    request.checkDrift(),
                    request.trigger() == RunRecord.Trigger.MANUAL,
                    reference(run.value())),
                this::kept)
            .located(
                left ->
                    policy.target().service().isPresent()
                        ? left
                        : ports.mailboxes().whereNow(writing, left));
    Fingerprint targets =
        ports.snapshots().put(Snapshots.Kind.TARGETS, assessment.work().encoded());
    int visits = assessment.work().entries().size();
    RunRecord.Round round =
        Rounds.form(0, targets, assessment.work(), writing.apps(), policy.target().concurrency());
    RunRecord.Work work =
        new RunRecord.Work(
            snapshot.id(),
            policyContent,
            policy.contentFingerprint(),
            targets,
            visits,
            assessment.upToDate(),
            round,
            read.completeness().isComplete(),
            assessment.expectedChanges(),
            AppCalls.of(writing));
    recordDropped(run.value(), read.dropped(), assessment.leftInPlace());

    Optional<Problem> moved =
        request.preview().flatMap(preview -> moved(run.value(), preview, work, heads));
    RunRecord planned =
        run.value()
            .planned(
                readingOf(request.mode(), read, snapshot, assessment),
                Optional.of(work),
                holdOf(run.value(), work, assessment.reasons()));
    if (moved.isPresent()) {
      end(new Versioned<>(planned, run.version()), RunStatus.REFUSED, moved.get(), journal);
      return;
    }
    lanes.create(planned.id(), round);
    boolean hold = planned.hold().isPresent() && request.mode() == RunRecord.Mode.APPLY;
    if (!hold && visits == 0) {
      finishAtOnce(run, planned, journal);
      return;
    }
    RunStatus next = hold ? RunStatus.HELD : RunStatus.APPLYING;
    Optional<Versioned<RunRecord>> decided =
        ports.runs().update(run, planned.moved(next, ports.clock().instant()));
    if (decided.isEmpty()) {
      return;
    }
    journal.write(summary(decided.get().value(), hold ? "RunHeld" : "RunStarted"));
    if (!hold) {
      lanes.resend(decided.get().value());
    }
  }

  /** Both may have been changed since they were stored. */
  private static void checkFit(List<DocumentProblem> misfits) {
    if (!misfits.isEmpty()) {
      DocumentProblem first = misfits.get(0);
      throw new Library.Unusable(
          Problem.lasting(
              "policyMisfit",
              "The policy and its environment do not go together: at "
                  + first.pointer()
                  + " of the policy, "
                  + first.message(),
              "Nothing was changed. " + first.allowed(),
              ""));
    }
  }

  /** Everything the source and the target selection said. */
  private record Read(
      Desired desired,
      List<Mailbox> mailboxes,
      List<Dropped> dropped,
      Completeness completeness,
      List<String> hints,
      long otherCalls) {

    long calls() {
      return completeness.calls() + otherCalls;
    }

    static Read nothing() {
      return new Read(
          new Desired(List.of(), List.of()),
          List.of(),
          List.of(),
          new Completeness(0, 0, 0, List.of()),
          List.of(),
          0);
    }
  }

  private Read read(
      Environment environment,
      Policy policy,
      List<CheckpointHead> heads,
      boolean everything,
      Instant reference,
      boolean preview) {
    SourceReading reading = ports.source().read(environment, policy);
    RecordFilter.Filtered filtered = new RecordFilter(policy.filters()).filter(reading.records());
    MailboxSelection.MailboxReading mailboxes = ports.mailboxes().read(environment, policy);
    Source.PhotoReading photos =
        policy.mapping().photo()
            ? photos(environment, policy, filtered.records(), heads, everything, reference)
            : Source.PhotoReading.none();
    Desired desired = Desired.assemble(mappingOf(policy), filtered.records(), photos.photos());
    List<Dropped> dropped = new ArrayList<>(reading.dropped());
    dropped.addAll(filtered.dropped());
    dropped.addAll(mailboxes.dropped());
    dropped.addAll(desired.dropped());
    dropped.addAll(new Overlap(ports).of(policy, desired.records(), mailboxes.mailboxes()));
    List<String> hints = new ArrayList<>(PolicyRules.hints(policy, environment));
    hints.addAll(reading.hints());
    CallMeter meter = new CallMeter();
    if (preview) {
      hints.addAll(ports.target().hints(environment, policy, meter));
    }
    return new Read(
        desired,
        mailboxes.mailboxes(),
        dropped,
        reading.completeness().and(mailboxes.completeness()),
        hints,
        photos.calls() + meter.calls());
  }

  private static RecordMapping mappingOf(Policy policy) {
    return switch (policy.type()) {
      case CONTACTS -> new ContactMapping(policy.mapping());
      case GAL -> new GalMapping(policy);
      case ACCOUNTS, FUNCTIONAL_ACCOUNTS, MAILBOX_TEAMS -> new AccountMapping(policy);
    };
  }

  /**
   * Photos cost a call for every twenty people, so known ones are believed as long as no target is
   * due to be looked at and the policy is as it was; people who are new are always asked for.
   */
  private Source.PhotoReading photos(
      Environment environment,
      Policy policy,
      List<SourceRecord> records,
      List<CheckpointHead> heads,
      boolean everything,
      Instant reference) {
    Optional<Snapshot> last = lastApplied(heads);
    Map<RecordKey, DesiredRecord.Photo> known = new HashMap<>();
    last.ifPresent(
        snapshot ->
            snapshot
                .records()
                .forEach(r -> r.photo().ifPresent(photo -> known.put(r.key(), photo))));
    Fingerprint content = policy.contentFingerprint();
    boolean due =
        everything
            || heads.stream()
                .flatMap(head -> head.driftCheckedAt().stream())
                .allMatch(at -> !at.plus(policy.target().driftCheckEvery()).isAfter(reference))
            // Perhaps photos were not wanted before, and nobody was asked for one.
            || heads.stream()
                .flatMap(head -> head.applied().stream())
                .noneMatch(applied -> applied.policy().equals(content));
    List<RecordKey> asked =
        records.stream()
            .map(SourceRecord::key)
            .filter(key -> due || last.flatMap(snapshot -> snapshot.find(key)).isEmpty())
            .distinct()
            .sorted()
            .toList();
    Source.PhotoReading read =
        new PhotoDownload(ports.source(), ports.snapshots())
            .read(environment, policy, asked, known);
    Map<RecordKey, DesiredRecord.Photo> all = new HashMap<>(known);
    all.keySet().removeAll(asked);
    all.putAll(read.photos());
    return new Source.PhotoReading(all, List.of(), read.calls());
  }

  /** The snapshot that most targets were brought to. */
  private Optional<Snapshot> lastApplied(List<CheckpointHead> heads) {
    return heads.stream()
        .flatMap(head -> head.applied().stream())
        .collect(Collectors.groupingBy(CheckpointHead.Applied::snapshot, Collectors.counting()))
        .entrySet()
        .stream()
        .max(
            Map.Entry.<Fingerprint, Long>comparingByValue()
                .thenComparing(Map.Entry.comparingByKey(Comparator.naturalOrder())))
        .flatMap(most -> kept(most.getKey()));
  }

  /** An old snapshot only helps to foresee; one that cannot be read is as good as none. */
  private Optional<Snapshot> kept(Fingerprint id) {
    try {
      return ports.snapshots().get(id);
    } catch (StateUnreadable e) {
      return Optional.empty();
    }
  }

  /**
   * The time by which "due" and "waits" are decided. The run's own start, so that a redelivery
   * decides alike; for a run that carries out a preview, the preview's.
   */
  static Instant reference(RunRecord run) {
    return run.request().preview().orElse(run.id()).startedAt();
  }

  private static RunRecord.Reading readingOf(
      RunRecord.Mode mode, Read read, Snapshot snapshot, Assessment assessment) {
    List<String> hints = new ArrayList<>(read.hints());
    if (mode == RunRecord.Mode.PREVIEW) {
      assessment.reasons().forEach(reason -> hints.add("An apply stops and asks: " + reason));
    }
    return new RunRecord.Reading(
        snapshot.records().size(),
        read.dropped().size(),
        read.completeness().pages(),
        read.completeness().rows(),
        told(read.completeness().shortfalls()),
        told(hints),
        read.calls());
  }

  /** So many sentences as somebody reads; a run's row has no room for one about each record. */
  private static List<String> told(List<String> sentences) {
    if (sentences.size() <= TOLD) {
      return sentences;
    }
    List<String> told = new ArrayList<>(sentences.subList(0, TOLD));
    told.add("And " + (sentences.size() - TOLD) + " more like these.");
    return told;
  }

  private static Optional<RunRecord.Hold> holdOf(
      RunRecord run, RunRecord.Work work, List<String> reasons) {
    if (reasons.isEmpty()) {
      return Optional.empty();
    }
    Fingerprint plan =
        Fingerprint.of(
            String.join(
                "|",
                work.snapshot().hex(),
                work.policyPrint().hex(),
                work.targets().hex(),
                String.valueOf(run.request().decommission()),
                String.join("|", reasons)));
    return Optional.of(new RunRecord.Hold(plan, reasons, false));
  }

  private void finishAtOnce(Versioned<RunRecord> run, RunRecord planned, Journal journal) {
    RunRecord.Work work = planned.work().orElseThrow();
    long calls = planned.reading().orElseThrow().calls();
    RunRecord.Counts counts =
        new RunRecord.Counts(work.upToDate(), 0, 0, 0, 0, 0, 0, 0, 0, calls, 0, 0);
    RunRecord finished =
        AppCalls.counted(planned, List.of())
            .withCounts(counts)
            .moved(RunStatus.FINISHED, ports.clock().instant());
    if (ports.runs().update(run, finished).isPresent()) {
      lease.release(finished);
      new Decommission(ports).complete(finished);
      journal.write(summary(finished, "RunFinished"));
    }
  }

  /** Why the preview can no longer be carried out exactly, if it cannot. */
  private Optional<Problem> moved(
      RunRecord run, RunId previewId, RunRecord.Work work, List<CheckpointHead> heads) {
    Optional<RunRecord> preview = ports.runs().get(run.policy(), previewId).map(Versioned::value);
    Optional<RunRecord.Work> then =
        preview.filter(old -> old.purgedAt().isEmpty()).flatMap(RunRecord::work);
    if (then.isEmpty()) {
      return Optional.of(Moves.previewGone());
    }
    List<String> moves = new ArrayList<>();
    if (!then.get().policyPrint().equals(work.policyPrint())) {
      moves.add("The policy's content was changed.");
    }
    if (!then.get().snapshot().equals(work.snapshot())) {
      moves.add(Moves.ofSource(kept(then.get().snapshot()), kept(work.snapshot())));
    }
    if (!then.get().targets().equals(work.targets())) {
      moves.add("The list of mailboxes that need a visit is another one.");
    }
    Map<TargetId, CheckpointHead> now =
        heads.stream().collect(Collectors.toMap(CheckpointHead::target, Function.identity()));
    long touched = Moves.touchedSince(ports.runs(), previewId, now);
    if (touched > 0) {
      moves.add(touched + " mailboxes were written to by another run.");
    }
    return moves.isEmpty() ? Optional.empty() : Optional.of(Moves.refused(moves));
  }

  private void recordDropped(RunRecord run, List<Dropped> dropped, List<TargetId> leftInPlace) {
    List<RunChange> rows = new ArrayList<>(dropped.size() + leftInPlace.size());
    for (Dropped drop : dropped) {
      rows.add(skipped(rows.size(), drop.key(), drop.reason(), drop.selection(), drop.detail()));
    }
    for (TargetId target : leftInPlace) {
      rows.add(skipped(rows.size(), target.value(), SkipReason.LEFT_IN_PLACE, "/target", ""));
    }
    ports.runs().putChanges(run.id(), rows);
  }

  private static RunChange skipped(
      int sequence, String key, SkipReason reason, String selection, String detail) {
    return new RunChange(
        RunChange.SOURCE,
        sequence,
        "skip",
        key,
        "",
        List.of(),
        reason.name(),
        reason.sentence() + " " + selection + (detail.isEmpty() ? "" : ": " + detail),
        "skipped");
  }

  private void end(Versioned<RunRecord> run, RunStatus status, Problem problem, Journal journal) {
    RunRecord over = run.value().withProblem(problem).moved(status, ports.clock().instant());
    if (ports.runs().update(run, over).isPresent()) {
      lease.release(over);
      journal.write(
          summary(over, "RunEnded")
              .with(Field.REASON, problem.code())
              .with(Field.REMEDY, problem.remedy())
              .with(Field.SERVICE, problem.service()));
    }
  }

  private static Problem stillRunning() {
    return Problem.lasting(
        "stillRunning",
        "Another run of this policy was still under way.",
        "Nothing was changed. Wait for it to end, or cancel it, then start again.",
        "");
  }

  private static Event summary(RunRecord run, String name) {
    return RunEvents.of(run, name)
        .with(Field.RECORDS, run.reading().map(RunRecord.Reading::records).orElse(0))
        .with(Field.TARGETS, run.work().map(RunRecord.Work::targetCount).orElse(0));
  }
}
