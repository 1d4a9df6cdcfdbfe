package dev.rollcall.run.connection;

import dev.rollcall.run.connection.Finding.Point;
import dev.rollcall.state.Documents;
import dev.rollcall.work.WorkQueue;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Whether the app's own storage answers: tables and the work queue. */
public final class StorageChecks implements ConnectionProbe {

  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final Documents documents;
  private final WorkQueue queue;

  public StorageChecks(Documents documents, WorkQueue queue) {
    this.documents = documents;
    this.queue = queue;
  }

  @Override
  public List<ConnectionCheck> checks(Scope scope) {
    Point tables = new Point("storage", "tables");
    Point work = new Point("storage", "queue " + WorkQueue.NAME);
    return List.of(
        ConnectionCheck.of(
            tables,
            Set.of(),
            LIMIT,
            () -> {
              documents.get(Documents.Kind.ENVIRONMENT, scope.environment().id().value());
              return Finding.ok(tables, "The tables can be read.");
            }),
        ConnectionCheck.of(
            work,
            Set.of(),
            LIMIT,
            () -> {
              queue.check();
              return Finding.ok(work, "The queue answers.");
            }));
  }
}
