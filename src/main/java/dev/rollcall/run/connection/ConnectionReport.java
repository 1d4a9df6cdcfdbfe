package dev.rollcall.run.connection;

import dev.rollcall.model.EnvironmentId;
import dev.rollcall.run.connection.Finding.Status;
import java.time.Duration;
import java.util.List;

/**
 * What a connection test found out.
 *
 * @param environment what was tested
 * @param lines one for each thing, in an order that does not change
 * @param took how long all of it took
 */
public record ConnectionReport(EnvironmentId environment, List<Line> lines, Duration took) {

  public ConnectionReport {
    lines = List.copyOf(lines);
  }

  /**
   * One line.
   *
   * @param took how long its check took, together with other lines of the same check
   */
  public record Line(Finding finding, Duration took) {}

  /** How many lines are so. */
  public long count(Status status) {
    return lines.stream().filter(line -> line.finding().status() == status).count();
  }

  /** Whether no line failed; then none was skipped either. */
  public boolean ok() {
    return count(Status.FAILED) == 0 && count(Status.SKIPPED) == 0;
  }

  /** The same as a table for people, no line longer than {@link TextTable#WIDTH}. */
  public String text() {
    TextTable table = new TextTable(7, 12, 30);
    table.row("", "check", "subject", "what was found");
    table.rule();
    for (Line line : lines) {
      Finding finding = line.finding();
      table.row(
          word(finding.status()),
          finding.point().check(),
          finding.point().subject(),
          said(finding));
      finding
          .problem()
          .ifPresent(
              problem -> {
                if (!problem.remedy().isEmpty()) {
                  table.row("", "", "", "-> " + problem.remedy());
                }
                if (!problem.service().isEmpty()) {
                  table.row("", "", "", "(" + problem.service() + ")");
                }
              });
    }
    return "Connection test of the environment " + environment + "\n\n" + table + "\n" + summary();
  }

  private String summary() {
    return count(Status.OK)
        + " ok, "
        + count(Status.WARNING)
        + " warnings, "
        + count(Status.FAILED)
        + " failed, "
        + count(Status.SKIPPED)
        + " skipped, in "
        + took.toMillis()
        + " ms\n";
  }

  private static String said(Finding finding) {
    return finding.detail();
  }

  private static String word(Status status) {
    return switch (status) {
      case OK -> "ok";
      case FAILED -> "FAILED";
      case WARNING -> "warning";
      case SKIPPED -> "skipped";
    };
  }
}
