package dev.rollcall.bench;

import dev.rollcall.localhost.LocalHost;
import dev.rollcall.localtenant.LocalTrust;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Measures what the README states, each measurement in a JVM of its own, and prints plain tables.
 * Ends with status 0, or 1 if a figure is not what it is to be.
 *
 * <p>An argument, or {@code rollcall.bench}, names one measurement to make alone.
 */
public final class Bench {

  /** Before a measurement's name: make it in this process, against the stage that stdin names. */
  private static final String HERE = "--here";

  private static final List<Measurement> ALL =
      List.of(
          new FirstRun(),
          new NoChange(),
          new LargeSnapshot(),
          new LargeLedger(),
          new Reconciling(),
          new ColdStart());

  private static final Logger LOG = Logger.getLogger(LocalHost.LOGGER);

  private Bench() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    LOG.setLevel(Boolean.getBoolean("rollcall.log") ? Level.ALL : Level.OFF);
    if (arguments.length == 2 && arguments[0].equals(HERE)) {
      measureHere(named(arguments[1]));
      System.exit(0);
    }
    String only = arguments.length > 0 ? arguments[0] : System.getProperty("rollcall.bench", "");
    List<Measurement> chosen = only.isEmpty() ? ALL : List.of(named(only));
    LocalTrust trust = LocalTrust.install();
    Report report = new Report(new PrintStream(System.out, true, StandardCharsets.UTF_8));
    report.machine();
    boolean met = true;
    for (Measurement measurement : chosen) {
      List<Figure> figures = measureApart(measurement, trust.trustStore());
      report.figures(measurement.title(), figures);
      met &= figures.stream().allMatch(Figure::met);
    }
    report.end(met);
    System.exit(met ? 0 : 1);
  }

  private static Measurement named(String name) {
    return ALL.stream()
        .filter(measurement -> measurement.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "There is no measurement '"
                        + name
                        + "'. There are: "
                        + String.join(", ", ALL.stream().map(Measurement::name).toList())));
  }

  private static void measureHere(Measurement measurement) throws IOException {
    Properties read = new Properties();
    read.load(System.in);
    Map<String, String> given = new TreeMap<>();
    read.stringPropertyNames().forEach(name -> given.put(name, read.getProperty(name)));
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    measurement.measure(given).forEach(figure -> out.println(figure.line()));
  }

  private static List<Figure> measureApart(Measurement measurement, Path trustStore)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(measurement.jvmOptions());
    command.add("-Djavax.net.ssl.trustStore=" + trustStore);
    command.add("-Djavax.net.ssl.trustStorePassword=changeit");
    command.addAll(List.of("-classpath", System.getProperty("java.class.path")));
    command.addAll(List.of(Bench.class.getName(), HERE, measurement.name()));
    try (Measurement.Stage stage = measurement.stage()) {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      Properties given = new Properties();
      given.putAll(stage.given());
      try (OutputStream in = process.getOutputStream()) {
        given.store(in, null);
      }
      List<Figure> figures = new ArrayList<>();
      try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
        for (String line = out.readLine(); line != null; line = out.readLine()) {
          Figure.parse(line).ifPresent(figures::add);
        }
      }
      int status = process.waitFor();
      if (status != 0) {
        figures.add(Figure.of("status of its process", "%d", status).wanted("= 0", false));
      }
      return figures;
    }
  }
}
