package dev.rollcall.target.file;

import dev.rollcall.client.http.ClientException;
import dev.rollcall.client.table.UnreadableFile;
import dev.rollcall.model.CallMeter;
import dev.rollcall.model.PolicyId;
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
import java.util.function.Function;

/**
 * One file with a line for each record, for whoever reads it, or for other installations of
 * Rollcall. Calls: one to look at it; two to write it, whatever the number of changes. A file that
 * would be the same is not written.
 *
 * <p>Writing twice does no harm: a line is known by policy and record, and a write succeeds only
 * upon the version that was read.
 */
public final class FileTarget implements Target {

  /** So often may somebody else write the file while we do. */
  private static final int TRIES = 5;

  private final FilePlace place;
  private final Function<Policy, Kept> kept;

  /** Which file a policy writes, and how. */
  private record Kept(String name, Layout layout) {}

  private FileTarget(FilePlace place, Function<Policy, Kept> kept) {
    this.place = place;
    this.kept = kept;
  }

  /**
   * The files that policies name.
   *
   * @param place where files are put
   */
  public static FileTarget of(FilePlace place) {
    return new FileTarget(place, FileTarget::named);
  }

  /**
   * What policies offer to other installations, a file for each policy.
   *
   * @param place where these are put, and nothing else
   * @see #offerOf
   */
  public static FileTarget ofOffers(FilePlace place) {
    return new FileTarget(
        place, policy -> new Kept(offerOf(policy.id()), new OfferLayout(policy.id())));
  }

  /** The file that has what a policy offers. */
  public static String offerOf(PolicyId policy) {
    return policy.value() + ".json";
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
                    Optional.of(kept.apply(policy).name()), seen.observed(), seen.deltaToken())));
    return observations;
  }

  @Override
  public ApplyResult apply(
      Environment environment, Policy policy, ApplyRequest request, CallMeter meter) {
    Kept file = kept.apply(policy);
    Layout layout = file.layout();
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
    Kept file = kept.apply(policy);
    try {
      Optional<FilePlace.Placed> placed = read(file, meter);
      List<ObservedItem> items = new ArrayList<>();
      if (placed.isPresent()) {
        Set<String> ids = new HashSet<>();
        for (Line line : lines(file.layout(), placed.get())) {
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

  private Optional<FilePlace.Placed> read(Kept file, CallMeter meter) {
    meter.count();
    return place.read(file.name());
  }

  private static List<Line> lines(Layout layout, FilePlace.Placed placed) {
    return layout.read(placed.bytes());
  }

  private static Kept named(Policy policy) {
    Service.File file =
        policy
            .target()
            .service()
            .filter(Service.File.class::isInstance)
            .map(Service.File.class::cast)
            .orElseThrow(() -> new IllegalArgumentException("the policy writes no file"));
    Layout layout =
        switch (file.format()) {
          case CSV -> new TableLayout(false);
          case XLSX -> new TableLayout(true);
          case JSON -> new JsonLayout();
        };
    return new Kept(file.name(), layout);
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
        "The file, or offer, would be larger than 16 MiB. It was left as it is.",
        "Spread the records over several policies, with a file or an offer each.",
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
