package dev.rollcall.bench;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** {@link ReconcilerBench}, as one of the measurements. */
final class Reconciling implements Measurement {

  private static final double WANTED = 2_000_000;

  @Override
  public String name() {
    return "reconciler";
  }

  @Override
  public String title() {
    return "Reconciler, on one core (JMH)";
  }

  @Override
  public List<String> jvmOptions() {
    return List.of("-Xmx1g");
  }

  @Override
  public Stage stage() {
    return Stage.empty();
  }

  @Override
  public List<Figure> measure(Map<String, String> given) {
    Collection<RunResult> results;
    try {
      results =
          new Runner(
                  new OptionsBuilder()
                      .include(ReconcilerBench.class.getName())
                      .verbosity(VerboseMode.SILENT)
                      .build())
              .run();
    } catch (RunnerException e) {
      throw new IllegalStateException("JMH failed", e);
    }
    List<Figure> figures = new ArrayList<>();
    for (RunResult result : results) {
      String changed = result.getParams().getParam("changedOneIn");
      double score = result.getPrimaryResult().getScore();
      figures.add(
          Figure.of(
                  changed.equals("0") ? "nothing changed" : "one record in " + changed + " changed",
                  "%.1f million records a second",
                  score / 1e6)
              .wanted(">= 2 million", score >= WANTED));
    }
    return figures;
  }
}
