package dev.rollcall.run.connection;

import dev.rollcall.model.FileName;
import dev.rollcall.model.Problem;
import dev.rollcall.run.connection.Finding.Point;
import dev.rollcall.state.Documents;
import dev.rollcall.state.Files;
import dev.rollcall.state.StateUnavailable;
import dev.rollcall.work.QueueUnavailable;
import dev.rollcall.work.WorkQueue;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Whether the app's own storage answers: tables and the work queue. */
public final class StorageChecks implements ConnectionProbe {

  private static final Duration LIMIT = Duration.ofSeconds(10);

  /** Whether it is there does not matter. */
  private static final FileName ANY_FILE = new FileName("any.csv");

  private final Documents documents;
  private final WorkQueue queue;
  private final Files files;
  private final Function<Throwable, Optional<Problem>> known;

  /**
   * @param known what the storage clients' exceptions say, where that is known
   */
  public StorageChecks(
      Documents documents,
      WorkQueue queue,
      Files files,
      Function<Throwable, Optional<Problem>> known) {
    this.documents = documents;
    this.queue = queue;
    this.files = files;
    this.known = known;
  }

  @Override
  public List<ConnectionCheck> checks(Scope scope) {
    Point tables = new Point("storage", "tables");
    Point work = new Point("storage", "queue " + WorkQueue.NAME);
    Point stored = new Point("storage", "files");
    return List.of(
        ConnectionCheck.of(
            tables,
            Set.of(),
            LIMIT,
            () ->
                looked(
                    tables,
                    "The tables can be read.",
                    () ->
                        documents.get(
                            Documents.Kind.ENVIRONMENT, scope.environment().id().value()))),
        ConnectionCheck.of(
            work, Set.of(), LIMIT, () -> looked(work, "The queue answers.", queue::check)),
        ConnectionCheck.of(
            stored,
            Set.of(),
            LIMIT,
            () -> looked(stored, "Files can be read.", () -> files.look(ANY_FILE))));
  }

  private Finding looked(Point point, String well, Runnable look) {
    try {
      look.run();
      return Finding.ok(point, well);
    } catch (StateUnavailable | QueueUnavailable e) {
      return Finding.failed(point, known.apply(e).orElseGet(() -> Problems.of(e)));
    }
  }
}
