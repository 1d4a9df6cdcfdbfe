package dev.rollcall.credential;

import dev.rollcall.app.Rollcall;
import dev.rollcall.model.EnvironmentId;
import dev.rollcall.model.PolicyId;
import dev.rollcall.model.RunId;
import dev.rollcall.run.StoreDocuments;
import dev.rollcall.state.RunRecord;
import dev.rollcall.telemetry.Journal;
import dev.rollcall.work.WorkMessage;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A process like a function app's instance: settings and identity come from its environment's
 * variables, as in Azure. It stores two documents, begins a run and says how far that came.
 */
public final class KeylessWorker {

  static final String ENVIRONMENT = "TEST_ENVIRONMENT";
  static final String POLICY = "TEST_POLICY";

  private KeylessWorker() {}

  public static void main(String[] arguments) {
    Rollcall app = Rollcall.fromEnvironment();
    Journal silent = event -> {};
    PolicyId policy = new PolicyId("office");
    app.documents().putEnvironment(new EnvironmentId("contoso"), given(ENVIRONMENT), none());
    app.documents().putPolicy(policy, given(POLICY), none());
    RunId run =
        app.requestRun()
            .execute(
                policy,
                new RunRecord.Request(
                    RunRecord.Mode.PREVIEW,
                    RunRecord.Trigger.MANUAL,
                    false,
                    Optional.empty(),
                    false),
                silent);
    app.startRun().execute(new WorkMessage.StartRun(policy, run), silent);
    RunRecord begun = app.readRuns().get(policy, run).orElseThrow();
    System.out.println(
        begun.status()
            + " "
            + begun.reading().map(reading -> Integer.toString(reading.records())).orElse("none")
            + " "
            + begun.problem().map(problem -> problem.code()).orElse("noProblem"));
  }

  private static byte[] given(String variable) {
    return System.getenv(variable).getBytes(StandardCharsets.UTF_8);
  }

  private static StoreDocuments.Condition none() {
    return StoreDocuments.Condition.none();
  }
}
