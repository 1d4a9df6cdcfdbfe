package dev.rollcall.secrets;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Everything this process logs or prints, with the traces of what was thrown. */
final class Output implements AutoCloseable {

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final List<String> logged = new ArrayList<>();
  private final PrintStream out = System.out;
  private final PrintStream err = System.err;
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord entry) {
          StringWriter text = new StringWriter();
          text.write(entry.getLoggerName() + ": " + entry.getMessage());
          if (entry.getParameters() != null) {
            for (Object parameter : entry.getParameters()) {
              text.write(" " + parameter);
            }
          }
          if (entry.getThrown() != null) {
            entry.getThrown().printStackTrace(new PrintWriter(text));
          }
          synchronized (logged) {
            logged.add(text.toString());
          }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  private Output() {
    System.setOut(new PrintStream(new Both(out, printed), true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(new Both(err, printed), true, StandardCharsets.UTF_8));
    Logger.getLogger("").addHandler(handler);
  }

  static Output captured() {
    return new Output();
  }

  /** So far. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    synchronized (logged) {
      lines.addAll(logged);
    }
    synchronized (printed) {
      lines.addAll(printed.toString(StandardCharsets.ISO_8859_1).lines().toList());
    }
    return lines;
  }

  @Override
  public void close() {
    System.setOut(out);
    System.setErr(err);
    Logger.getLogger("").removeHandler(handler);
  }

  private static final class Both extends OutputStream {

    private final OutputStream shown;
    private final ByteArrayOutputStream kept;

    Both(OutputStream shown, ByteArrayOutputStream kept) {
      this.shown = shown;
      this.kept = kept;
    }

    @Override
    public void write(int b) throws java.io.IOException {
      shown.write(b);
      synchronized (kept) {
        kept.write(b);
      }
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws java.io.IOException {
      shown.write(bytes, from, length);
      synchronized (kept) {
        kept.write(bytes, from, length);
      }
    }
  }
}
