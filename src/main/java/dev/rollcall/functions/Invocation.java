package dev.rollcall.functions;

import com.microsoft.azure.functions.ExecutionContext;
import dev.rollcall.app.Rollcall;
import dev.rollcall.model.RunId;
import dev.rollcall.model.TraceContext;
import dev.rollcall.telemetry.CallLog;
import dev.rollcall.telemetry.Event;
import dev.rollcall.telemetry.Journal;
import dev.rollcall.telemetry.LoggerJournal;
import dev.rollcall.telemetry.TracedJournal;
import java.util.Optional;
import java.util.function.Supplier;

/** One invocation of a function, as telemetry sees it: its journal, its place in a trace. */
final class Invocation implements Journal {

  private final String spanId;
  private final CallLog calls = new CallLog();
  private final Journal journal;

  private Invocation(ExecutionContext context, TraceContext trace, Optional<String> parentSpan) {
    this.spanId = trace.spanId();
    this.journal = new TracedJournal(new LoggerJournal(context.getLogger()), trace, parentSpan);
  }

  /** An invocation that a caller or the clock began; it goes on in the trace the host gives it. */
  static Invocation of(ExecutionContext context) {
    String spanId = TraceContext.spanIdOf(context.getInvocationId());
    Optional<TraceContext> host =
        Optional.ofNullable(context.getTraceContext())
            .map(com.microsoft.azure.functions.TraceContext::getTraceparent)
            .flatMap(TraceContext::parse);
    String traceId =
        host.map(TraceContext::traceId)
            .orElseGet(() -> TraceContext.spanIdOf(context.getInvocationId()).repeat(2));
    return new Invocation(
        context, new TraceContext(traceId, spanId), host.map(TraceContext::spanId));
  }

  /** An invocation that does work for a run, begun by a message. */
  static Invocation of(ExecutionContext context, RunId run, Optional<TraceContext> sender) {
    return new Invocation(
        context,
        new TraceContext(
            TraceContext.traceIdOf(run), TraceContext.spanIdOf(context.getInvocationId())),
        sender.map(TraceContext::spanId));
  }

  /** The app, whose calls and messages are this invocation's. */
  Rollcall in(Rollcall app) {
    return app.during(spanId, calls);
  }

  /** Does what the clock or a caller asks for, and tells what that called, however it ends. */
  <T> T tellingCalls(Supplier<T> work) {
    try {
      return work.get();
    } finally {
      calls.events(Event.info("Dependency")).forEach(this::write);
    }
  }

  /** What it called so far. */
  CallLog calls() {
    return calls;
  }

  @Override
  public void write(Event event) {
    journal.write(event);
  }
}
