package dev.rollcall.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What is measured where, as plain tables. */
final class Report {

  private static final Path PROCESSORS = Path.of("/proc/cpuinfo");
  private static final List<String> HEAD = List.of("figure", "measured", "to be", "is it");

  private final PrintStream out;

  Report(PrintStream out) {
    this.out = out;
  }

  /** The machine, and how busy it is: what else runs there shows in every figure. */
  void machine() {
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    out.println(
        String.format(
            Locale.ROOT,
            "%s, %d cores, %d GiB, %s %s, Java %s; load before it began %.1f",
            processor(),
            system.getAvailableProcessors(),
            Math.round(system.getTotalMemorySize() / (double) (1L << 30)),
            system.getName(),
            system.getVersion(),
            Runtime.version(),
            system.getSystemLoadAverage()));
  }

  void figures(String title, List<Figure> figures) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(HEAD);
    figures.forEach(figure -> rows.add(figure.row()));
    int[] widths = new int[HEAD.size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    out.println();
    out.println("== " + title);
    for (int r = 0; r < rows.size(); r++) {
      print(rows.get(r), widths);
      if (r == 0) {
        print(HEAD.stream().map(cell -> "-".repeat(widths[HEAD.indexOf(cell)])).toList(), widths);
      }
    }
  }

  void end(boolean met) {
    out.println();
    out.println(met ? "Everything is as it is to be." : "Not everything is as it is to be.");
  }

  private void print(List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder("  ");
    for (int i = 0; i < cells.size(); i++) {
      line.append(String.format(" %-" + widths[i] + "s ", cells.get(i)));
    }
    out.println(line.toString().stripTrailing());
  }

  private static String processor() {
    try {
      return Files.readAllLines(PROCESSORS).stream()
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(System.getProperty("os.arch"));
    } catch (IOException e) {
      return System.getProperty("os.arch");
    }
  }
}
