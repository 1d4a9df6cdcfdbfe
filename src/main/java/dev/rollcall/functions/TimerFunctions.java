package dev.rollcall.functions;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.azure.functions.annotation.TimerTrigger;
import dev.rollcall.app.Rollcall;
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
    Invocation invocation = Invocation.of(context);
    Rollcall during = invocation.in(app.get());
    telling(
        invocation,
        () -> {
          during.scheduleDue().execute(invocation);
          during.watchdog().execute(invocation);
        });
  }

  /** Once a day, when nobody looks: how long credentials last. */
  @FunctionName("CredentialWatch")
  public void watchCredentials(
      @TimerTrigger(name = "timer", schedule = "0 17 4 * * *") String timer,
      ExecutionContext context) {
    Invocation invocation = Invocation.of(context);
    Rollcall during = invocation.in(app.get());
    telling(
        invocation,
        () -> {
          during.watchCredentials().execute(invocation);
          during.tellCredentials().execute(invocation);
        });
  }

  /** Once a day: deletes history that is older than it is to be kept. */
  @FunctionName("HistoryPurge")
  public void purgeHistory(
      @TimerTrigger(name = "timer", schedule = "0 47 3 * * *") String timer,
      ExecutionContext context) {
    Invocation invocation = Invocation.of(context);
    telling(invocation, () -> invocation.in(app.get()).purgeHistory().execute(invocation));
  }

  private static void telling(Invocation invocation, Runnable work) {
    invocation.tellingCalls(
        () -> {
          work.run();
          return invocation;
        });
  }
}
