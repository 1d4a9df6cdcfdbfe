package dev.rollcall.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.localhost.LocalCloud;
import dev.rollcall.localhost.RollcallApi;
import dev.rollcall.localtenant.LocalTenantOptions;
import dev.rollcall.localtenant.graph.Counts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A first run against mailboxes that take their time, everything in one JVM beside Azurite. What
 * counts is how busy the lanes keep the mailboxes they are at: that is all a run can do about how
 * long it takes.
 */
final class FirstRun implements Measurement {

  private static final int MAILBOXES = 60;
  private static final int CONTACTS = 500;
  private static final int LANES = 20;
  private static final double BUSY = 0.85;
  private static final int BATCH_WIDTH = 4;

  @Override
  public String name() {
    return "first-run";
  }

  @Override
  public String title() {
    return "First run: "
        + MAILBOXES
        + " mailboxes, "
        + CONTACTS
        + " contacts each, "
        + LANES
        + " lanes, "
        + LocalTenantOptions.USUAL_LATENCY.toMillis()
        + " ms median latency with a long tail, limits on";
  }

  @Override
  public List<String> jvmOptions() {
    return List.of("-Xmx1500m");
  }

  @Override
  public Stage stage() {
    return Stage.empty();
  }

  @Override
  public List<Figure> measure(Map<String, String> given) {
    try (LocalCloud cloud =
        LocalCloud.start(
            Company.directory(CONTACTS, MAILBOXES), LocalTenantOptions.defaults().withLatency())) {
      RollcallApi api = cloud.api();
      api.put("/api/environments/contoso", cloud.sampleEnvironment());
      api.put("/api/policies/" + Company.POLICY, Company.policy());
      // As an administrator does it: what is to be written is looked at first.
      rest(api, api.startRun(Company.POLICY, "preview", false));
      cloud.tenant().counters().reset();
      LaneTime lanes = LaneTime.watch();
      JsonNode run = rest(api, api.startRun(Company.POLICY, "apply", false));
      return figures(run, cloud.tenant().counters().counts(), lanes.seconds());
    }
  }

  /** Looked at seldom: each look reads the run's rows. */
  private static JsonNode rest(RollcallApi api, String run) {
    JsonNode view = api.get(run).json();
    while (!view.has("finishedAt")) {
      LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(2));
      view = api.get(run).json();
    }
    return view;
  }

  private static List<Figure> figures(JsonNode run, Counts counts, double laneSeconds) {
    long created = run.path("counts").path("created").asLong();
    double wall =
        Usage.seconds(
            Duration.between(
                Instant.parse(run.path("startedAt").asText()),
                Instant.parse(run.path("finishedAt").asText())));
    double busy = counts.batchMillis() / 1000.0 / (LANES * wall);
    double ideal = counts.itemMillis() / 1000.0 / BATCH_WIDTH / LANES;
    int together =
        counts.mostBatchesAtOnce().values().stream().mapToInt(Integer::intValue).max().orElse(0);
    return List.of(
        Figure.of("contacts created", "%d", created)
            .wanted("= " + MAILBOXES * CONTACTS, created == (long) MAILBOXES * CONTACTS),
        Figure.of("time, from the request to the end", "%.1f s", wall),
        Figure.of("contacts a second", "%.0f", created / wall),
        Figure.of("lanes busy: time of batches in the service / (lanes x time)", "%.3f", busy)
            .wanted(">= " + BUSY, busy >= BUSY),
        Figure.of(
            "the same while they had mailboxes left; the rest is waiting for the last lane",
            "%.3f",
            counts.batchMillis() / 1000.0 / laneSeconds),
        Figure.of("answers 429", "%d", counts.throttled()).wanted("= 0", counts.throttled() == 0),
        Figure.of("most batches at one mailbox at a time", "%d", together)
            .wanted("<= 1", together <= 1),
        Figure.of("HTTP calls to Graph", "%d", counts.calls()),
        Figure.of(
            "against four requests always in flight in each lane (%.1f s)".formatted(ideal),
            "%.3f",
            ideal / wall));
  }
}
