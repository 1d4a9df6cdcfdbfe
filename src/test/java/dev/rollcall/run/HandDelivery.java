package dev.rollcall.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.azure.core.http.HttpClient;
import com.azure.core.http.jdk.httpclient.JdkHttpClientProvider;
import com.azure.core.util.Context;
import com.azure.storage.queue.QueueClient;
import com.azure.storage.queue.QueueMessageEncoding;
import com.azure.storage.queue.QueueServiceClientBuilder;
import com.azure.storage.queue.models.QueueMessageItem;
import dev.rollcall.app.Rollcall;
import dev.rollcall.contract.memory.ManualClock;
import dev.rollcall.localhost.Azurite;
import dev.rollcall.localhost.LocalCloud;
import dev.rollcall.localtenant.LocalTenant;
import dev.rollcall.localtenant.LocalTenantOptions;
import dev.rollcall.localtenant.graph.mailbox.MailboxUser;
import dev.rollcall.localtenant.organisation.DirectoryObject;
import dev.rollcall.localtenant.organisation.Organisation;
import dev.rollcall.model.EnvironmentId;
import dev.rollcall.model.PolicyId;
import dev.rollcall.model.RunId;
import dev.rollcall.state.RunRecord;
import dev.rollcall.state.RunRecord.Mode;
import dev.rollcall.state.RunRecord.Trigger;
import dev.rollcall.state.RunStatus;
import dev.rollcall.telemetry.Journal;
import dev.rollcall.work.WorkMessages;
import dev.rollcall.work.WorkQueue;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import okhttp3.OkHttpClient;

/**
 * A {@link SmallOffice} whose messages are delivered by hand, one at a time, to workers that may
 * die: the same order every time, and time moves only when it is moved. What a worker waits for
 * passes at once.
 */
final class HandDelivery implements AutoCloseable {

  static final PolicyId POLICY = new PolicyId(SmallOffice.POLICY);

  private static final Journal SILENT = event -> {};
  private static final int MOST_MESSAGES = 400;

  /** No claim outlives its budget, and nothing is sent with a delay: the clock is moved instead. */
  private static final RunLimits LIMITS =
      new RunLimits(
          20,
          Duration.ofSeconds(60),
          Duration.ZERO,
          Duration.ofMinutes(15),
          Duration.ofHours(12),
          100);

  private final ManualClock clock = new ManualClock(Instant.now());
  private final HttpClient http = new JdkHttpClientProvider().createInstance();
  private final Organisation organisation;
  private final LocalTenant tenant;
  private final String storage;
  private final QueueClient queue;
  private final List<String> mailboxes;
  private final Rollcall survivor;
  private final Map<String, String> ids = new HashMap<>();
  private final Map<String, String> foreign = new HashMap<>();
  private int days;

  private HandDelivery(
      Organisation organisation,
      LocalTenantOptions options,
      Function<LocalTenant, Map<String, String>> environments,
      String policy) {
    this.organisation = organisation;
    this.tenant = LocalTenant.start(organisation, options.withClock(clock));
    this.storage = Azurite.shared().freshAccount();
    this.queue =
        new QueueServiceClientBuilder()
            .connectionString(storage)
            .httpClient(http)
            .messageEncoding(QueueMessageEncoding.BASE64)
            .buildClient()
            .getQueueClient(WorkQueue.NAME);
    this.mailboxes =
        organisation.members(Organisation.idOf("GROUP:field"), false).stream()
            .map(DirectoryObject::id)
            .toList();
    queue.createIfNotExists();
    this.survivor = worker(DoomedWorker.spared());
    StoreDocuments.Condition always = StoreDocuments.Condition.none();
    environments
        .apply(tenant)
        .forEach(
            (id, document) ->
                survivor
                    .documents()
                    .putEnvironment(
                        new EnvironmentId(id), document.getBytes(StandardCharsets.UTF_8), always));
    survivor.documents().putPolicy(POLICY, policy.getBytes(StandardCharsets.UTF_8), always);
  }

  /**
   * Opens an office; nothing was synchronised yet.
   *
   * @param policy its document
   */
  static HandDelivery open(Organisation organisation, LocalTenantOptions options, String policy) {
    return open(organisation, options, LocalCloud::sampleEnvironment, policy);
  }

  /**
   * Opens an office in an environment of its own.
   *
   * @param environment prepares the tenant and answers the environment's document
   */
  static HandDelivery open(
      Organisation organisation,
      LocalTenantOptions options,
      Function<LocalTenant, String> environment,
      String policy) {
    return openAll(
        organisation, options, tenant -> Map.of("contoso", environment.apply(tenant)), policy);
  }

  /**
   * Opens an office beside others.
   *
   * @param environments prepares the tenants and answers the documents of all environments, by id
   */
  static HandDelivery openAll(
      Organisation organisation,
      LocalTenantOptions options,
      Function<LocalTenant, Map<String, String>> environments,
      String policy) {
    return new HandDelivery(organisation, options, environments, policy);
  }

  LocalTenant tenant() {
    return tenant;
  }

  Organisation organisation() {
    return organisation;
  }

  /** The ids of the mailboxes the policy began with. */
  List<String> mailboxes() {
    return mailboxes;
  }

  MailboxUser.Folder folder(int mailbox) {
    return tenant.mailboxes().of(mailboxes.get(mailbox)).folder(SmallOffice.FOLDER);
  }

  Clock clock() {
    return clock;
  }

  void passes(Duration time) {
    clock.advance(time);
  }

  /** A worker nothing happens to, always the same one. */
  Rollcall worker() {
    return survivor;
  }

  Rollcall worker(DoomedWorker doomed) {
    return worker(doomed, doomed.graph());
  }

  /** A worker that waits no longer than this for an answer of Graph. */
  Rollcall impatientWorker(Duration patience) {
    DoomedWorker spared = DoomedWorker.spared();
    return worker(spared, spared.graph().readTimeout(patience));
  }

  private Rollcall worker(DoomedWorker doomed, OkHttpClient.Builder graph) {
    return LocalCloud.app(
        LocalCloud.settings(tenant, storage),
        doomed.azure(http),
        graph,
        () -> LocalCloud.hostIdentity(tenant, http),
        clock,
        clock::advance,
        LIMITS);
  }

  /** One joins, one leaves, one gets another number; answers which day it was, from 0. */
  int aDayPasses() {
    int day = days++;
    DirectoryObject joined = organisation.join("n" + day, "New" + day + " Comer", "n" + day);
    joined.properties().put("givenName", "New" + day).put("surname", "Comer");
    organisation.addMembers(Organisation.idOf("GROUP:staff"), List.of(joined.id()));
    if (day > 0) {
      organisation.leave(Organisation.idOf("USER:n" + (day - 1)));
    }
    organisation.change(SmallOffice.person(1), "mobilePhone", "+49 171 " + (2_000_000 + day));
    passes(Duration.ofMinutes(1));
    return day;
  }

  // --- running -------------------------------------------------------------------------------

  /** Runs the policy to its end with a worker that lives. */
  RunRecord apply() {
    Rollcall app = worker();
    RunId run = request(app);
    settle(app, run);
    return app.readRuns().get(POLICY, run).orElseThrow();
  }

  /** Asks for a run that looks at every mailbox. */
  RunId request(Rollcall app) {
    return app.requestRun()
        .execute(
            POLICY,
            new RunRecord.Request(Mode.APPLY, Trigger.MANUAL, true, Optional.empty(), false),
            SILENT);
  }

  /** A run that this worker begins and perhaps does not survive; another one ends it. */
  void applyWith(DoomedWorker doomed) {
    applyWithout(doomed, () -> {});
  }

  /**
   * The same.
   *
   * @param buried done when the worker is no more, before another one goes on
   */
  void applyWithout(DoomedWorker doomed, Runnable buried) {
    Optional<RunId> run = Optional.empty();
    try {
      Rollcall first = worker(doomed);
      run = Optional.of(request(first));
      settle(first, run.get());
    } catch (DoomedWorker.Killed | RuntimeException e) {
      // What it had in hand is delivered again, to somebody else, when its claims are over.
    }
    buried.run();
    passes(Duration.ofMinutes(2));
    goOn(run);
  }

  /**
   * Delivers messages until there are none, or the worker dies; what it held becomes visible again.
   */
  void settle(Rollcall app, RunId run) {
    for (int i = 0; i < MOST_MESSAGES; i++) {
      List<QueueMessageItem> messages =
          queue.receiveMessages(1, Duration.ofMinutes(5), null, Context.NONE).stream().toList();
      if (messages.isEmpty()) {
        return;
      }
      QueueMessageItem message = messages.get(0);
      try {
        deliver(app, message.getBody().toString());
      } catch (DoomedWorker.Killed | RuntimeException e) {
        queue.updateMessage(
            message.getMessageId(),
            message.getPopReceipt(),
            message.getBody().toString(),
            Duration.ZERO);
        if (e instanceof DoomedWorker.Killed) {
          throw e;
        }
        passes(Duration.ofMinutes(2));
        continue;
      }
      queue.deleteMessage(message.getMessageId(), message.getPopReceipt());
    }
    throw new IllegalStateException(run + " does not come to an end");
  }

  private void goOn(Optional<RunId> asked) {
    Rollcall app = worker();
    RunId run = asked.orElseGet(() -> latest(app));
    settle(app, run);
    if (!app.readRuns().get(POLICY, run).map(r -> r.status().isOver()).orElse(true)) {
      // A message was never sent: that is what the watchdog is for.
      passes(Duration.ofMinutes(16));
      app.watchdog().execute(SILENT);
      settle(app, run);
    }
    RunStatus status =
        app.readRuns().get(POLICY, run).map(RunRecord::status).orElse(RunStatus.FAILED);
    if (status != RunStatus.FINISHED) {
      // The run never came to be, or was given up; the next one does its work.
      settle(app, request(app));
    }
  }

  private RunId latest(Rollcall app) {
    List<RunRecord> runs = app.readRuns().list(POLICY, Optional.empty(), 1);
    return runs.isEmpty() || runs.get(0).status().isOver() ? request(app) : runs.get(0).id();
  }

  private static void deliver(Rollcall app, String message) {
    WorkMessages.decode(message)
        .match(
            start -> {
              app.startRun().execute(start, SILENT);
              return start;
            },
            sync -> {
              app.syncTargets().execute(sync, UUID.randomUUID().toString(), SILENT);
              return sync;
            },
            finish -> {
              app.finishRun().execute(finish, SILENT);
              return finish;
            });
  }

  /** Waits until more contacts are in a mailbox than people, which a test has brought about. */
  void awaitDoubles(int mailbox) {
    int people = organisation.members(Organisation.idOf("GROUP:staff"), true).size();
    long own = foreign.keySet().stream().filter(place -> place.startsWith(mailbox + "/")).count();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (folder(mailbox).contacts().size() <= people + own) {
      if (System.nanoTime() > end) {
        throw new AssertionError("there are no doubles");
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }

  // --- what must hold ------------------------------------------------------------------------

  /** A user's own contact in a mailbox, which nobody may touch from now on. */
  void addForeign(int mailbox, String name) {
    MailboxUser.Card card =
        folder(mailbox).add("{\"displayName\":\"" + name + "\",\"mobilePhone\":\"1\"}");
    foreign.put(mailbox + "/" + name, card.rawState());
  }

  /** That users' own contacts are what they were, byte for byte. */
  void assertForeignUntouched(String when) {
    foreign.forEach(
        (place, state) -> {
          int slash = place.indexOf('/');
          int mailbox = Integer.parseInt(place.substring(0, slash));
          assertEquals(state, folder(mailbox).contact(place.substring(slash + 1)).rawState(), when);
        });
  }

  /**
   * That these mailboxes hold all of the staff, each once, with number and photo, and everybody who
   * was there before under the id they had; and that users' own contacts were not touched.
   */
  void assertInStep(String when, int... inMailboxes) {
    List<DirectoryObject> staff =
        organisation.members(Organisation.idOf("GROUP:staff"), true).stream()
            .filter(member -> member.kind() == DirectoryObject.Kind.USER)
            .toList();
    for (int mailbox : inMailboxes) {
      Map<String, MailboxUser.Card> found = new HashMap<>();
      List<String> names = new ArrayList<>();
      for (MailboxUser.Card card : folder(mailbox).contacts()) {
        String name = card.text("displayName");
        if (!foreign.containsKey(mailbox + "/" + name)) {
          names.add(name);
          found.put(name, card);
        }
      }
      assertEquals(
          staff.stream().map(person -> person.text("displayName")).sorted().toList(),
          names.stream().sorted().toList(),
          when);
      for (DirectoryObject person : staff) {
        MailboxUser.Card card = found.get(person.text("displayName"));
        assertEquals(person.text("mobilePhone"), card.text("mobilePhone"), when);
        assertArrayEquals(
            person.photo().map(photo -> photo.jpeg()).orElse(null),
            card.photo().orElse(null),
            when);
        String known = ids.putIfAbsent(mailbox + "/" + person.id(), card.id());
        assertEquals(known == null ? card.id() : known, card.id(), when);
      }
    }
    assertForeignUntouched(when);
    assertEquals(List.of(), tenant.unexpectedRequests());
  }

  @Override
  public void close() {
    tenant.close();
  }
}
