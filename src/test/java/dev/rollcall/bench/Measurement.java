package dev.rollcall.bench;

import java.util.List;
import java.util.Map;

/**
 * Something measured in a JVM of its own, so that its heap can be bounded and nothing before it
 * counts.
 */
interface Measurement {

  /** What it is called on the command line. */
  String name();

  /** What is measured, in a few words. */
  String title();

  /** How its JVM is started. */
  List<String> jvmOptions();

  /** Puts up, in the process that starts it, what it is measured against. */
  Stage stage();

  /**
   * Measures.
   *
   * @param given what the stage is reached by
   */
  List<Figure> measure(Map<String, String> given);

  /**
   * What something is measured against.
   *
   * @param given what it is reached by
   * @param end takes it down
   */
  record Stage(Map<String, String> given, Runnable end) implements AutoCloseable {

    public Stage {
      given = Map.copyOf(given);
    }

    /** Nothing. */
    static Stage empty() {
      return new Stage(Map.of(), () -> {});
    }

    @Override
    public void close() {
      end.run();
    }
  }
}
