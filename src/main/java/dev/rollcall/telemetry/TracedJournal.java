package dev.rollcall.telemetry;

import dev.rollcall.model.RunId;
import dev.rollcall.model.TraceContext;
import java.util.Optional;

/**
 * Adds to every event where it belongs: to the trace of its run, or of the invocation if it is of
 * no run; and to the invocation as a span.
 */
public final class TracedJournal implements Journal {

  private final Journal journal;
  private final TraceContext invocation;
  private final Optional<String> parentSpan;

  /**
   * @param invocation the invocation's own trace and span
   * @param parentSpan the span that caused it: the sender of its message, the caller of its
   *     endpoint
   */
  public TracedJournal(Journal journal, TraceContext invocation, Optional<String> parentSpan) {
    this.journal = journal;
    this.invocation = invocation;
    this.parentSpan = parentSpan;
  }

  @Override
  public void write(Event event) {
    Object run = event.fields().get(Field.RUN_ID);
    String traceId =
        run == null ? invocation.traceId() : TraceContext.traceIdOf(new RunId(run.toString()));
    Event traced = event.with(Field.TRACE_ID, traceId).with(Field.SPAN_ID, invocation.spanId());
    journal.write(parentSpan.map(span -> traced.with(Field.PARENT_SPAN_ID, span)).orElse(traced));
  }
}
