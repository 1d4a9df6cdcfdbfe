package dev.rollcall.run;

import dev.rollcall.model.TargetId;
import dev.rollcall.state.RunRecord;
import java.util.ArrayList;
import java.util.List;

/**
 * What one lane has to do: its app's targets, ascending by id, are spread over the app's lanes in
 * turn, so that lane <i>i</i> of <i>n</i> has the <i>i</i>th, the <i>i+n</i>th, the <i>i+2n</i>th.
 * Pure: it follows from the round and its targets alone, and is the same in every slice.
 */
record LaneTargets(List<TargetList.Entry> entries) {

  LaneTargets {
    entries = List.copyOf(entries);
  }

  /**
   * @param lane the lane's number in its run
   * @throws IllegalArgumentException if the round has no such lane
   */
  static LaneTargets of(RunRecord.Round round, TargetList targets, int lane) {
    int place = lane - round.firstLane();
    for (RunRecord.Share share : round.shares()) {
      if (place >= 0 && place < share.lanes()) {
        return new LaneTargets(
            every(share.lanes(), place, ofApp(round, targets.entries(), share.app())));
      }
      place -= share.lanes();
    }
    throw new IllegalArgumentException("the round has no lane " + lane);
  }

  /** Some of them, in order. */
  List<TargetList.Entry> slice(int from, int max) {
    return entries.subList(Math.min(from, size()), Math.min(from + max, size()));
  }

  int size() {
    return entries.size();
  }

  private static List<TargetList.Entry> ofApp(
      RunRecord.Round round, List<TargetList.Entry> all, String app) {
    Rendezvous apps = new Rendezvous(round.shares().stream().map(RunRecord.Share::app).toList());
    return apps.apps().size() == 1
        ? all
        : all.stream().filter(entry -> isOf(apps, entry.id(), app)).toList();
  }

  private static boolean isOf(Rendezvous apps, TargetId target, String app) {
    return apps.appOf(target).equals(app);
  }

  private static List<TargetList.Entry> every(int step, int first, List<TargetList.Entry> entries) {
    List<TargetList.Entry> taken = new ArrayList<>(entries.size() / step + 1);
    for (int i = first; i < entries.size(); i += step) {
      taken.add(entries.get(i));
    }
    return taken;
  }
}
