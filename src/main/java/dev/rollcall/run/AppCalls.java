package dev.rollcall.run;

import dev.rollcall.model.Problem;
import dev.rollcall.policy.Environment;
import dev.rollcall.state.RunLane;
import dev.rollcall.state.RunRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How a run uses each app. Pure. */
final class AppCalls {

  private AppCalls() {}

  /** The apps of a run that begins. */
  static List<RunRecord.AppUse> of(Environment environment) {
    return with(List.of(), environment);
  }

  /** The same apps, and those of the environment that came since. */
  static List<RunRecord.AppUse> with(List<RunRecord.AppUse> known, Environment environment) {
    List<RunRecord.AppUse> uses = new ArrayList<>(known);
    for (Environment.App app : environment.apps()) {
      if (known.stream().noneMatch(use -> use.app().equals(app.clientId()))) {
        uses.add(new RunRecord.AppUse(app.clientId(), app.name(), 0, ""));
      }
    }
    return uses;
  }

  /**
   * The run with what it used each app for: the primary for what was read, each for its lanes.
   *
   * @param lanes all lanes of the run, of every round
   */
  static RunRecord counted(RunRecord run, List<RunLane> lanes) {
    if (run.work().isEmpty()) {
      return run;
    }
    RunRecord.Work work = run.work().get();
    List<RunRecord.AppUse> uses = new ArrayList<>();
    for (RunRecord.AppUse use : work.apps()) {
      boolean primary = uses.isEmpty();
      long reading = primary ? run.reading().map(RunRecord.Reading::calls).orElse(0L) : 0;
      uses.add(counted(use, reading, lanes));
    }
    return run.withWork(work.with(work.round(), uses));
  }

  private static RunRecord.AppUse counted(RunRecord.AppUse use, long reading, List<RunLane> lanes) {
    List<RunLane> own = lanes.stream().filter(lane -> lane.app().equals(use.app())).toList();
    Optional<Problem> refusal = own.stream().flatMap(lane -> lane.refused().stream()).findFirst();
    return new RunRecord.AppUse(
        use.app(),
        use.name(),
        reading + own.stream().mapToLong(RunLane::calls).sum(),
        refusal.map(problem -> problem.cause() + " " + problem.remedy()).orElse(""));
  }
}
