package dev.rollcall.target.file;

import dev.rollcall.client.http.ClientException;
import dev.rollcall.client.table.UnreadableFile;
import dev.rollcall.model.CallMeter;
import dev.rollcall.model.Problem;
import dev.rollcall.model.TargetId;
import dev.rollcall.plan.Observed;
import dev.rollcall.plan.ObservedItem;
import dev.rollcall.plan.Plan;
import dev.rollcall.policy.Environment;
import dev.rollcall.policy.Policy;
import dev.rollcall.policy.Service;
import dev.rollcall.target.ApplyRequest;
import dev.rollcall.target.ApplyResult;
import dev.rollcall.target.Fault;
import dev.rollcall.target.FilePlace;
import dev.rollcall.target.Observation;
import dev.rollcall.target.ObserveRequest;
import dev.rollcall.target.Target;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One file with a line for each record. Calls: one to look at it; two to write it, whatever the
 * number of changes. A file that would be the same is not written.
 *
 * <p>Writing twice does no harm: a line is known by policy and record, and a write succeeds only
 * upon the version that was read.
 */
public final class FileTarget implements Target {

  /** So often may somebody else write the file while we do. */
  private static final int TRIES = 5;

  private final FilePlace place;

  /**
   * @param place where files are put
   */
  public FileTarget(FilePlace place) {
    this.place = place;
  }

  @Override
  public Map<TargetId, Observation> observe(
      Environment environment, Policy policy, List<ObserveRequest> requests, CallMeter meter) {
    Map<TargetId, Observation> observations = new LinkedHashMap<>();
    for (ObserveRequest request : requests) {
      observations.put(request.target(), look(policy, meter));
    }
    return observations;
  }

  @Override
  public Map<TargetId, Observation> prepare(
      Environment environment,
      Policy policy,
      Map<TargetId, Observation.Seen> targets,
      CallMeter meter) {
    // The first write makes the file.
    Map<TargetId, Observation> observations = new LinkedHashMap<>();
    targets.forEach(
        (target, seen) ->
            observations.put(
                target,
                new Observation.Seen(
                    Optional.of(file(policy).name()), seen.observed(), seen.deltaToken())));
    return observations;
  }

  @Override
  public ApplyResult apply(
      Environment environment, Policy policy, ApplyRequest request, CallMeter meter) {
    Service.File file = file(policy);
    Layout layout = layout(file);
    if (request.changes().isEmpty() || !request.budget().allowsAnother()) {
      return new ApplyResult(List.of(), Optional.empty(), Fault.TARGET, Optional.empty(), false);
    }
    try {
      for (int i = 0; i < TRIES; i++) {
        Optional<FilePlace.Placed> before = read(file, meter);
        Rewriting rewriting =
            new Rewriting(policy.id(), layout, before.map(p -> lines(layout, p)).orElse(List.of()));
        rewriting.carryOut(request);
        if (!rewriting.changed()) {
          return done(rewriting);
        }
        byte[] content = layout.write(rewriting.lines());
        if (content.length > FilePlace.MAX_BYTES) {
          return failed(tooLarge());
        }
        meter.count();
        if (place.replace(file.name(), content, before.map(FilePlace.Placed::version))) {
          return done(rewriting);
        }
      }
      return failed(busy());
    } catch (UnreadableFile e) {
      return failed(e.problem());
    } catch (ClientException e) {
      return new ApplyResult(
          List.of(), Optional.of(e.problem()), Fault.TARGET, e.retryAfter(), false);
    }
  }

  @Override
  public long predictCalls(Policy policy, Plan.Counts counts, int photos) {
    return counts.writes() == 0 ? 0 : 2;
  }

  private Observation look(Policy policy, CallMeter meter) {
    Service.File file = file(policy);
    try {
      Optional<FilePlace.Placed> placed = read(file, meter);
      List<ObservedItem> items = new ArrayList<>();
      if (placed.isPresent()) {
        Set<String> ids = new HashSet<>();
        for (Line line : lines(layout(file), placed.get())) {
          // Of lines with one id, which nobody but a person makes, the first counts.
          if (!line.isForeign() && ids.add(line.id())) {
            items.add(
                new ObservedItem(
                    line.id(),
                    line.keyOf(policy.id()),
                    line.content(),
                    line.content().prints(),
                    placed.get().changed()));
          }
        }
      }
      return new Observation.Seen(
          Optional.of(file.name()), new Observed.Whole(items), Optional.empty());
    } catch (UnreadableFile e) {
      return new Observation.Failed(e.problem());
    } catch (ClientException e) {
      return new Observation.Failed(e.problem());
    }
  }

  private Optional<FilePlace.Placed> read(Service.File file, CallMeter meter) {
    meter.count();
    return place.read(file.name());
  }

  private static List<Line> lines(Layout layout, FilePlace.Placed placed) {
    return layout.read(placed.bytes());
  }

  private static Layout layout(Service.File file) {
    return switch (file.format()) {
      case CSV -> new TableLayout(false);
      case XLSX -> new TableLayout(true);
      case JSON -> new JsonLayout();
    };
  }

  private static Service.File file(Policy policy) {
    return policy
        .target()
        .service()
        .filter(Service.File.class::isInstance)
        .map(Service.File.class::cast)
        .orElseThrow(() -> new IllegalArgumentException("the policy writes no file"));
  }

  private static ApplyResult done(Rewriting rewriting) {
    return new ApplyResult(
        rewriting.outcomes(), Optional.empty(), Fault.TARGET, Optional.empty(), false);
  }

  private static ApplyResult failed(Problem problem) {
    return new ApplyResult(List.of(), Optional.of(problem), Fault.TARGET, Optional.empty(), false);
  }

  private static Problem tooLarge() {
    return Problem.lasting(
        "fileWouldBeTooLarge",
        "The file would be larger than 16 MiB. It was left as it is.",
        "Spread the records over several policies with a file each.",
        "");
  }

  private static Problem busy() {
    return Problem.passing(
        "fileBusy",
        "Somebody else wrote the file again and again while the policy did. It was left as it is.",
        "Nothing: it is tried again. If it lasts, find out what else writes it.",
        "",
        Optional.empty());
  }
}
