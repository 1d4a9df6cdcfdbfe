package dev.rollcall.run;

import dev.rollcall.model.Fingerprint;
import dev.rollcall.policy.Environment;
import dev.rollcall.state.RunRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Gives the targets of a round to apps, and each app its lanes: at most {@code maxConnections} for
 * one app, at most the policy's {@code concurrency} for all, and no more than it has targets. Lanes
 * go one by one to the app with the most targets a lane. Pure.
 *
 * <p>An app that has targets has a lane, so no more apps take part than there may be lanes: the
 * first ones of the environment.
 */
final class Rounds {

  private Rounds() {}

  /**
   * Forms a round.
   *
   * @param firstLane the number of its first lane
   * @param list the hash of {@code targets}
   * @param apps the apps that may be used, at least one, in the environment's order
   * @param concurrency how many targets may be worked on at the same time
   */
  static RunRecord.Round form(
      int firstLane,
      Fingerprint list,
      TargetList targets,
      List<Environment.App> apps,
      int concurrency) {
    List<Environment.App> used = apps.subList(0, Math.min(apps.size(), Math.max(1, concurrency)));
    Rendezvous rendezvous = new Rendezvous(used.stream().map(Environment.App::clientId).toList());
    Map<String, Integer> counts = new HashMap<>();
    targets.entries().forEach(entry -> counts.merge(rendezvous.appOf(entry.id()), 1, Integer::sum));
    List<Share> shares = new ArrayList<>(used.size());
    int left = concurrency;
    for (Environment.App app : used) {
      Share share = new Share(app, counts.getOrDefault(app.clientId(), 0));
      left -= share.lanes;
      shares.add(share);
    }
    for (; left > 0; left--) {
      shares.stream()
          .filter(Share::takesMore)
          .reduce((first, second) -> second.isBusierThan(first) ? second : first)
          .ifPresent(share -> share.lanes++);
    }
    return new RunRecord.Round(
        firstLane,
        list,
        shares.stream()
            .map(share -> new RunRecord.Share(share.app.clientId(), share.lanes))
            .toList());
  }

  private static final class Share {
    private final Environment.App app;
    private final int targets;
    private int lanes;

    Share(Environment.App app, int targets) {
      this.app = app;
      this.targets = targets;
      this.lanes = Math.min(1, targets);
    }

    boolean takesMore() {
      return lanes < Math.min(targets, app.maxConnections());
    }

    boolean isBusierThan(Share other) {
      return (long) targets * other.lanes > (long) other.targets * lanes;
    }
  }
}
