package dev.rollcall.functions;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.azure.functions.annotation.QueueTrigger;
import dev.rollcall.app.Rollcall;
import dev.rollcall.telemetry.CallLog;
import dev.rollcall.telemetry.Event;
import dev.rollcall.telemetry.Field;
import dev.rollcall.telemetry.Journal;
import dev.rollcall.work.Posted;
import dev.rollcall.work.Postmark;
import dev.rollcall.work.UnreadableMessage;
import dev.rollcall.work.WorkMessage;
import dev.rollcall.work.WorkMessages;
import dev.rollcall.work.WorkQueue;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/** Takes work from the queue: one message, one short invocation. */
public final class WorkFunctions {

  private static final String CONNECTION = "AzureWebJobsStorage";

  private final Supplier<Rollcall> app;

  public WorkFunctions(Supplier<Rollcall> app) {
    this.app = app;
  }

  /** Does what a message says. A failure is thrown, so that the host delivers the message again. */
  @FunctionName("RunWorker")
  public void work(
      @QueueTrigger(name = "message", queueName = WorkQueue.NAME, connection = CONNECTION)
          String message,
      ExecutionContext context) {
    Posted posted = WorkMessages.posted(message);
    Invocation invocation =
        Invocation.of(context, posted.message().run(), posted.postmark().map(Postmark::sender));
    Rollcall during = invocation.in(app.get());
    Instant begun = during.clock().instant();
    boolean done = false;
    try {
      perform(posted.message(), during, context, invocation);
      done = true;
    } finally {
      tell(posted, begun, during.clock().instant(), done, invocation);
      during.tellCredentials().execute(invocation);
    }
  }

  private static void perform(
      WorkMessage message, Rollcall app, ExecutionContext context, Journal journal) {
    message.match(
        start -> {
          app.startRun().execute(start, journal);
          return start;
        },
        sync -> {
          app.syncTargets().execute(sync, context.getInvocationId(), journal);
          return sync;
        },
        finish -> {
          app.finishRun().execute(finish, journal);
          return finish;
        });
  }

  /** What the invocation took: time, calls, waiting, and how old its message was. */
  private static void tell(
      Posted posted, Instant begun, Instant ended, boolean done, Invocation invocation) {
    WorkMessage message = posted.message();
    CallLog calls = invocation.calls();
    calls.events(about(Event.info("Dependency"), message)).forEach(invocation::write);
    Event event =
        about(done ? Event.info("MessageDone") : Event.warn("MessageDone"), message)
            .with(Field.OUTCOME, done ? "done" : "failed")
            .with(Field.CALLS, calls.calls())
            .with(Field.THROTTLED, calls.throttled())
            .with(Field.WAIT_MS, calls.waited().toMillis())
            .with(Field.ELAPSED_MS, Duration.between(begun, ended).toMillis());
    invocation.write(
        posted
            .postmark()
            .map(Postmark::due)
            .map(due -> event.with(Field.QUEUE_MS, age(due, begun)))
            .orElse(event));
  }

  private static long age(Instant due, Instant begun) {
    return Math.max(0, Duration.between(due, begun).toMillis());
  }

  private static Event about(Event event, WorkMessage message) {
    Event told =
        event
            .with(Field.RUN_ID, message.run().value())
            .with(Field.POLICY, message.policy().value())
            .with(
                Field.STAGE,
                message.match(start -> "StartRun", sync -> "SyncTargets", end -> "FinishRun"));
    return message.match(
        start -> told,
        sync -> told.with(Field.LANE, sync.lane()).with(Field.SLICE, sync.seq()),
        finish -> told);
  }

  /** Settles a message that the host gave up on. */
  @FunctionName("RunWorkerPoison")
  public void settle(
      @QueueTrigger(
              name = "message",
              queueName = WorkQueue.NAME + "-poison",
              connection = CONNECTION)
          String message,
      ExecutionContext context) {
    Posted posted;
    try {
      posted = WorkMessages.posted(message);
    } catch (UnreadableMessage e) {
      Invocation.of(context)
          .write(
              Event.error("MessageUnreadable")
                  .with(Field.ERROR, e.getMessage() == null ? "" : e.getMessage())
                  .with(
                      Field.REMEDY,
                      "Somebody put a message on the queue that is not Rollcall's. It was dropped; no run"
                          + " was touched."));
      return;
    }
    Invocation invocation =
        Invocation.of(context, posted.message().run(), posted.postmark().map(Postmark::sender));
    invocation.in(app.get()).settlePoison().execute(posted.message(), invocation);
  }
}
