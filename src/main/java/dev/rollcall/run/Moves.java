package dev.rollcall.run;

import dev.rollcall.model.Problem;
import dev.rollcall.model.RunId;
import dev.rollcall.model.Snapshot;
import dev.rollcall.model.TargetId;
import dev.rollcall.state.CheckpointHead;
import dev.rollcall.state.RunTarget;
import dev.rollcall.state.Runs;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What moved between a preview and the wish to carry it out. */
final class Moves {

  private static final int PAGE = 1000;

  private Moves() {}

  static String ofSource(Optional<Snapshot> then, Optional<Snapshot> now) {
    if (then.isEmpty() || now.isEmpty()) {
      return "The source's records are others.";
    }
    Assessment.Difference difference = Assessment.Difference.between(then.get(), now.get());
    return "The source changed: "
        + difference.changes()
        + " records came, changed or went, "
        + difference.deletes()
        + " of them went.";
  }

  /** How many targets have another ledger than the one the preview was made from. */
  static long touchedSince(Runs runs, RunId preview, Map<TargetId, CheckpointHead> now) {
    long touched = 0;
    Optional<TargetId> after = Optional.empty();
    List<RunTarget> page = runs.targets(preview, after, PAGE);
    while (!page.isEmpty()) {
      for (RunTarget target : page) {
        CheckpointHead head = now.get(target.target());
        long generation = head == null ? 0 : head.generation();
        if (target.generation() != generation) {
          touched++;
        }
      }
      after = Optional.of(page.get(page.size() - 1).target());
      page = page.size() < PAGE ? List.of() : runs.targets(preview, after, PAGE);
    }
    return touched;
  }

  static Problem previewGone() {
    return Problem.lasting(
        "previewGone",
        "The preview to carry out is not kept any more, or was never finished.",
        "Nothing was changed. Make a new preview and apply that.",
        "");
  }

  static Problem refused(List<String> moves) {
    return Problem.lasting(
        "previewMoved",
        "What the preview showed is no longer what an apply would do. " + String.join(" ", moves),
        "Nothing was changed. Make a new preview, look at it and apply that.",
        "");
  }
}
