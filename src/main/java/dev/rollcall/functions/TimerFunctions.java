package dev.rollcall.functions;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.azure.functions.annotation.TimerTrigger;
import dev.rollcall.app.Rollcall;
import dev.rollcall.telemetry.Journal;
import dev.rollcall.telemetry.LoggerJournal;
import java.util.function.Supplier;

/** What happens by the clock. */
public final class TimerFunctions {

  private final Supplier<Rollcall> app;

  public TimerFunctions(Supplier<Rollcall> app) {
    this.app = app;
  }

  /** Every five minutes: starts the policies that are due, then wakes runs that stand still. */
  @FunctionName("Scheduler")
  public void tick(
      @TimerTrigger(name = "timer", schedule = "0 */5 * * * *") String timer,
      ExecutionContext context) {
    Journal journal = new LoggerJournal(context.getLogger());
    app.get().scheduleDue().execute(journal);
    app.get().watchdog().execute(journal);
  }
}
