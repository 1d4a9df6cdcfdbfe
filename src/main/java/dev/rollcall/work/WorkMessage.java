package dev.rollcall.work;

import dev.rollcall.model.PolicyId;
import dev.rollcall.model.RunId;
import java.util.function.Function;

/** What the next invocation is to do. */
public sealed interface WorkMessage {

  /** Begin the run: its row exists. */
  record StartRun(PolicyId policy, RunId run) implements WorkMessage {
    @Override
    public <T> T match(
        Function<StartRun, T> start, Function<SyncTargets, T> sync, Function<FinishRun, T> finish) {
      return start.apply(this);
    }
  }

  /**
   * Do the next slice of a lane.
   *
   * @param lane the lane's number, from 0
   * @param seq the slice's number; older than the lane's row means it was done already
   */
  record SyncTargets(PolicyId policy, RunId run, int lane, int seq) implements WorkMessage {
    @Override
    public <T> T match(
        Function<StartRun, T> start, Function<SyncTargets, T> sync, Function<FinishRun, T> finish) {
      return sync.apply(this);
    }
  }

  /** Close the run if all its lanes are finished. */
  record FinishRun(PolicyId policy, RunId run) implements WorkMessage {
    @Override
    public <T> T match(
        Function<StartRun, T> start, Function<SyncTargets, T> sync, Function<FinishRun, T> finish) {
      return finish.apply(this);
    }
  }

  PolicyId policy();

  RunId run();

  /** One behaviour per case. */
  <T> T match(
      Function<StartRun, T> start, Function<SyncTargets, T> sync, Function<FinishRun, T> finish);
}
