package dev.rollcall.model;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where something belongs in a distributed trace, as W3C Trace Context has it.
 *
 * <p>All of a run is one trace, whose id follows from the run's id: work that was lost and found
 * again by the watchdog, or approved a week later, still belongs to it.
 *
 * @param traceId 32 lower-case hex digits
 * @param spanId 16 lower-case hex digits: one invocation
 * @see <a href="https://www.w3.org/TR/trace-context/">Trace Context</a> (version 00)
 */
public record TraceContext(String traceId, String spanId) {

  private static final Pattern TRACE_ID = Pattern.compile("(?!0{32})[0-9a-f]{32}");
  private static final Pattern SPAN_ID = Pattern.compile("(?!0{16})[0-9a-f]{16}");
  private static final Pattern TRACEPARENT =
      Pattern.compile("00-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}");

  /**
   * @throws IllegalArgumentException if an id is not of its form, or all zeros
   */
  public TraceContext {
    if (!TRACE_ID.matcher(traceId).matches() || !SPAN_ID.matcher(spanId).matches()) {
      throw new IllegalArgumentException("a trace id has 32 hex digits, a span id 16, not all 0");
    }
  }

  /** The trace that all of a run belongs to. */
  public static String traceIdOf(RunId run) {
    return Fingerprint.of("run " + run.value()).hex();
  }

  /** A span id that follows from a name, such as an invocation's id. */
  public static String spanIdOf(String name) {
    return Fingerprint.of("span " + name).hex().substring(0, 16);
  }

  /** The context a {@code traceparent} names; empty if it is not one of version 00. */
  public static Optional<TraceContext> parse(String traceparent) {
    Matcher parts = TRACEPARENT.matcher(traceparent);
    if (!parts.matches()
        || !TRACE_ID.matcher(parts.group(1)).matches()
        || !SPAN_ID.matcher(parts.group(2)).matches()) {
      return Optional.empty();
    }
    return Optional.of(new TraceContext(parts.group(1), parts.group(2)));
  }

  /** Its {@code traceparent}, sampled. */
  public String traceparent() {
    return "00-" + traceId + "-" + spanId + "-01";
  }
}
