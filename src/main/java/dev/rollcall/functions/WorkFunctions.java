package dev.rollcall.functions;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.azure.functions.annotation.QueueTrigger;
import dev.rollcall.app.Rollcall;
import dev.rollcall.telemetry.Event;
import dev.rollcall.telemetry.Field;
import dev.rollcall.telemetry.Journal;
import dev.rollcall.telemetry.LoggerJournal;
import dev.rollcall.work.UnreadableMessage;
import dev.rollcall.work.WorkMessage;
import dev.rollcall.work.WorkMessages;
import dev.rollcall.work.WorkQueue;
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
    Journal journal = new LoggerJournal(context.getLogger());
    WorkMessages.decode(message)
        .match(
            start -> {
              app.get().startRun().execute(start, journal);
              return start;
            },
            sync -> {
              app.get().syncTargets().execute(sync, context.getInvocationId(), journal);
              return sync;
            },
            finish -> {
              app.get().finishRun().execute(finish, journal);
              return finish;
            });
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
    Journal journal = new LoggerJournal(context.getLogger());
    WorkMessage decoded;
    try {
      decoded = WorkMessages.decode(message);
    } catch (UnreadableMessage e) {
      journal.write(
          Event.error("MessageUnreadable")
              .with(Field.ERROR, e.getMessage() == null ? "" : e.getMessage())
              .with(
                  Field.REMEDY,
                  "Somebody put a message on the queue that is not Rollcall's. It was dropped; no run"
                      + " was touched."));
      return;
    }
    app.get().settlePoison().execute(decoded, journal);
  }
}
