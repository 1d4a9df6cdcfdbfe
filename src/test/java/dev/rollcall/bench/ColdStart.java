package dev.rollcall.bench;

import dev.rollcall.app.Rollcall;
import dev.rollcall.functions.Injector;
import dev.rollcall.functions.RunFunctions;
import dev.rollcall.functions.WorkFunctions;
import dev.rollcall.localhost.Azurite;
import dev.rollcall.localtenant.LocalTenant;
import dev.rollcall.localtenant.LocalTenantOptions;
import dev.rollcall.state.Documents;
import dev.rollcall.state.RunRecord;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** The first invocations of a process, with the JVM settings that the Functions worker has. */
final class ColdStart implements Measurement {

  private static final int PEOPLE = 500;
  private static final int MAX_HEAP_MIB = 512;
  private static final int MAILBOXES = 60;

  @Override
  public String name() {
    return "cold-start";
  }

  @Override
  public String title() {
    return "First invocation in a fresh JVM, after the function classes were loaded";
  }

  @Override
  public List<String> jvmOptions() {
    return Usage.workerOptions(MAX_HEAP_MIB);
  }

  @Override
  public Stage stage() {
    LocalTenant tenant =
        LocalTenant.start(Company.directory(PEOPLE, MAILBOXES), LocalTenantOptions.defaults());
    Map<String, String> given = AppProcess.given(tenant, Azurite.shared().freshAccount());
    AppProcess.configure(AppProcess.app(given), tenant);
    return new Stage(given, tenant::close);
  }

  @Override
  public List<Figure> measure(Map<String, String> given) {
    LongSupplier heap = Usage.watchHeap();
    for (Class<?> type : List.of(Injector.class, RunFunctions.class, WorkFunctions.class)) {
      initialise(type);
    }
    long began = System.nanoTime();
    Rollcall app = AppProcess.app(given);
    int policies = app.documents().list(Documents.Kind.POLICY).size();
    double answering = Usage.secondsSince(began);

    began = System.nanoTime();
    RunRecord run = AppProcess.begin(app, RunRecord.Mode.PREVIEW);
    double starting = Usage.secondsSince(began);
    int records = run.reading().map(RunRecord.Reading::records).orElse(0);

    began = System.nanoTime();
    app.documents().list(Documents.Kind.POLICY);
    double again = Usage.secondsSince(began);
    return List.of(
        Figure.of("an answer from storage, such as a list of policies", "%.2f s", answering)
            .wanted("one policy", policies == 1),
        Figure.of(
                "then a run begun: Key Vault, login, a directory of " + PEOPLE + ", queue",
                "%.2f s",
                starting)
            .wanted("all read", records == PEOPLE),
        Figure.of("the list of policies again", "%.3f s", again),
        Figure.of(
            "CPU until then, start of the JVM included", "%.1f s", Usage.seconds(Usage.cpu())),
        Figure.of("resident memory", "%d MiB", Usage.residentMib()),
        Figure.of("most heap in use, garbage included", "%d MiB", heap.getAsLong()));
  }

  private static void initialise(Class<?> type) {
    try {
      Class.forName(type.getName(), true, type.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }
}
