package dev.rollcall.bench;

import dev.rollcall.app.Rollcall;
import dev.rollcall.localhost.Azurite;
import dev.rollcall.localtenant.LocalTenant;
import dev.rollcall.localtenant.LocalTenantOptions;
import dev.rollcall.localtenant.organisation.DirectoryObject;
import dev.rollcall.localtenant.organisation.Organisation;
import dev.rollcall.model.TargetId;
import dev.rollcall.state.CheckpointHead;
import dev.rollcall.state.RunRecord;
import dev.rollcall.state.RunStatus;
import dev.rollcall.state.table.CheckpointSeed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/** A run for many mailboxes, none of which needs a visit: what doing nothing costs. */
final class NoChange implements Measurement {

  private static final int MAILBOXES = 10_000;
  private static final int CONTACTS = 500;
  private static final int MAX_CPU_SECONDS = 2;
  private static final int MAX_HEAP_MIB = 256;

  @Override
  public String name() {
    return "no-change";
  }

  @Override
  public String title() {
    return "Run with nothing changed: "
        + MAILBOXES
        + " mailboxes, "
        + CONTACTS
        + " contacts each, the app alone in its process";
  }

  @Override
  public List<String> jvmOptions() {
    return Usage.workerOptions(MAX_HEAP_MIB);
  }

  @Override
  public Stage stage() {
    Organisation organisation = Company.directory(CONTACTS, MAILBOXES);
    LocalTenant tenant = LocalTenant.start(organisation, LocalTenantOptions.defaults());
    RunRecord.Work wanted = work(tenant);
    String storage = Azurite.shared().freshAccount();
    Map<String, String> given = AppProcess.given(tenant, storage);
    AppProcess.configure(AppProcess.app(given), tenant);
    Instant now = Instant.now();
    List<CheckpointHead> heads = new ArrayList<>(MAILBOXES);
    for (DirectoryObject mailbox : organisation.mailboxes()) {
      heads.add(brought(mailbox.id(), wanted, now));
    }
    CheckpointSeed.put(AppProcess.tables(storage), "", AppProcess.POLICY, heads);
    return new Stage(given, tenant::close);
  }

  /** What a run wants, learned from a preview that goes no further than its plan. */
  private static RunRecord.Work work(LocalTenant tenant) {
    Rollcall app = AppProcess.app(AppProcess.given(tenant, Azurite.shared().freshAccount()));
    AppProcess.configure(app, tenant);
    return AppProcess.begin(app, RunRecord.Mode.PREVIEW).work().orElseThrow();
  }

  private static CheckpointHead brought(String mailbox, RunRecord.Work wanted, Instant now) {
    return new CheckpointHead(
        new TargetId(mailbox),
        Optional.of(new CheckpointHead.Applied(wanted.snapshot(), wanted.policyPrint())),
        CONTACTS,
        false,
        1,
        Optional.of("AAMkAGI2THVSAAA=" + mailbox),
        Optional.of("https://graph.microsoft.com/v1.0/delta?$deltatoken=" + mailbox),
        Optional.of(now),
        Optional.empty(),
        0,
        Optional.empty(),
        Optional.empty());
  }

  @Override
  public List<Figure> measure(Map<String, String> given) {
    LongSupplier heap = Usage.watchHeap();
    Rollcall app = AppProcess.app(given);
    // The first run of a process also loads classes, logs in and stores the snapshot.
    Cost first = cost(app);
    Cost second = cost(app);
    boolean nothingToDo =
        second.run().status() == RunStatus.FINISHED
            && second.run().work().orElseThrow().upToDate() == MAILBOXES;
    return List.of(
        Figure.of("mailboxes up to date", "%d", second.run().work().orElseThrow().upToDate())
            .wanted("= " + MAILBOXES, nothingToDo),
        Figure.of("HTTP calls to Graph", "%d", second.run().counts().calls()),
        Figure.of("CPU, first run of a process", "%.2f s", Usage.seconds(first.cpu())),
        Figure.of("CPU, next run", "%.2f s", Usage.seconds(second.cpu()))
            .wanted(
                "< " + MAX_CPU_SECONDS + " s",
                second.cpu().compareTo(Duration.ofSeconds(MAX_CPU_SECONDS)) < 0),
        Figure.of("time, first run and next", "%.1f s, %.1f s", first.wall(), second.wall()),
        Figure.of("most heap in use, garbage included", "%d MiB", heap.getAsLong())
            .wanted("<= " + MAX_HEAP_MIB + " MiB", heap.getAsLong() <= MAX_HEAP_MIB));
  }

  private record Cost(RunRecord run, Duration cpu, double wall) {}

  private static Cost cost(Rollcall app) {
    long began = System.nanoTime();
    Duration before = Usage.cpu();
    RunRecord run = AppProcess.begin(app, RunRecord.Mode.APPLY);
    return new Cost(run, Usage.cpu().minus(before), Usage.secondsSince(began));
  }
}
