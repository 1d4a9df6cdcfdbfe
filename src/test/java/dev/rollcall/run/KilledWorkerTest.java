package dev.rollcall.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import dev.rollcall.localtenant.organisation.Photos;
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
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A worker dies at every single write of a run with creates, updates, deletes and photos in two
 * mailboxes, or loses that write's answer; the queue delivers again to another one. In the end
 * every contact is there once, and nobody else's was touched.
 */
@Tag("R10")
class KilledWorkerTest {

  private static final PolicyId POLICY = new PolicyId("office");
  private static final Journal SILENT = event -> {};
  private static final int PEOPLE = 5;

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
  private final Organisation organisation = SmallOffice.organisation(PEOPLE, 2);
  private final Map<String, String> ids = new HashMap<>();
  private LocalTenant tenant;
  private String storage;
  private QueueClient queue;
  private List<String> mailboxes;
  private int newcomers;

  @BeforeEach
  void anOfficeInStep() {
    tenant = LocalTenant.start(organisation, LocalTenantOptions.defaults().withoutLimits());
    storage = Azurite.shared().freshAccount();
    queue =
        new QueueServiceClientBuilder()
            .connectionString(storage)
            .httpClient(http)
            .messageEncoding(QueueMessageEncoding.BASE64)
            .buildClient()
            .getQueueClient(WorkQueue.NAME);
    queue.createIfNotExists();
    mailboxes =
        organisation.members(Organisation.idOf("GROUP:field"), false).stream()
            .map(DirectoryObject::id)
            .toList();
    organisation.setPhoto(SmallOffice.person(0), Optional.of(Photos.of(0)));
    Rollcall app = worker(DoomedWorker.spared());
    app.documents()
        .putEnvironment(
            new EnvironmentId("contoso"),
            LocalCloud.sampleEnvironment(tenant).getBytes(StandardCharsets.UTF_8),
            StoreDocuments.Condition.none());
    app.documents()
        .putPolicy(
            POLICY,
            SmallOffice.policyJson(
                    "\"guardrail\": { \"maxDeletes\": 50, \"maxDeletePercent\": 100 },")
                .getBytes(StandardCharsets.UTF_8),
            StoreDocuments.Condition.none());
    settle(app, request(app));
    folder(0).add("{\"displayName\":\"My dentist\",\"mobilePhone\":\"1\"}");
    rememberIds();
  }

  @AfterEach
  void close() {
    tenant.close();
  }

  @ParameterizedTest
  @EnumSource(
      value = DoomedWorker.Fate.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = "KILLED_WHEN_CUT")
  void everyWriteMayBeTheLast(DoomedWorker.Fate fate) {
    String dentist = folder(0).contact("My dentist").rawState();
    int at = 0;
    boolean met = true;
    while (met) {
      aDayPasses();
      DoomedWorker doomed = new DoomedWorker(fate, at);
      Optional<RunId> run = Optional.empty();
      Rollcall first = worker(doomed);
      try {
        run = Optional.of(request(first));
        settle(first, run.get());
      } catch (DoomedWorker.Killed | RuntimeException e) {
        // What it had in hand is delivered again, to somebody else, when its claims are over.
      }
      met = doomed.met();
      clock.advance(Duration.ofMinutes(2));
      Rollcall second = worker(DoomedWorker.spared());
      goOn(second, run);

      assertInStep(fate + " at write " + at);
      assertEquals(dentist, folder(0).contact("My dentist").rawState());
      at++;
    }
    assertTrue(at > 20, "a run with so many changes has more writes than " + at);
    assertEquals(List.of(), tenant.unexpectedRequests());
  }

  /** Of a batch's requests some took effect; nobody hears which. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aBatchMayBreakAnywhere(boolean killed) {
    int met = 0;
    for (int done = 0; done < 8; done++) {
      aDayPasses();
      DoomedWorker doomed =
          killed ? new DoomedWorker(DoomedWorker.Fate.KILLED_WHEN_CUT, 0) : DoomedWorker.spared();
      tenant.hostility().cutBatchAfter(done);
      Rollcall first = worker(doomed);
      RunId run = request(first);
      try {
        settle(first, run);
      } catch (DoomedWorker.Killed e) {
        met++;
      }
      tenant.hostility().calm();
      clock.advance(Duration.ofMinutes(2));
      goOn(worker(DoomedWorker.spared()), Optional.of(run));

      assertInStep("broken after " + done);
    }
    assertTrue(met > 2 || !killed, met + " batches were broken off");
    assertEquals(List.of(), tenant.unexpectedRequests());
  }

  /** One joins, one leaves, one gets another number, one another photo. */
  private void aDayPasses() {
    int day = newcomers++;
    DirectoryObject joined = organisation.join("n" + day, "New" + day + " Comer", "n" + day);
    joined.properties().put("givenName", "New" + day).put("surname", "Comer");
    organisation.addMembers(Organisation.idOf("GROUP:staff"), List.of(joined.id()));
    if (day > 0) {
      organisation.leave(Organisation.idOf("USER:n" + (day - 1)));
    }
    organisation.change(SmallOffice.person(1), "mobilePhone", "+49 171 " + (2_000_000 + day));
    organisation.setPhoto(SmallOffice.person(0), Optional.of(Photos.of(day + 1)));
    clock.advance(Duration.ofDays(2));
  }

  private void goOn(Rollcall app, Optional<RunId> asked) {
    RunId run = asked.orElseGet(() -> latest(app));
    settle(app, run);
    if (!app.readRuns().get(POLICY, run).map(r -> r.status().isOver()).orElse(true)) {
      // A message was never sent: that is what the watchdog is for.
      clock.advance(Duration.ofMinutes(16));
      app.watchdog().execute(SILENT);
      settle(app, run);
    }
    RunStatus status =
        app.readRuns().get(POLICY, run).map(RunRecord::status).orElse(RunStatus.FAILED);
    if (status != RunStatus.FINISHED) {
      // The day's run never came to be, or was given up; the next one does its work.
      settle(app, request(app));
    }
  }

  private RunId latest(Rollcall app) {
    List<RunRecord> runs = app.readRuns().list(POLICY, Optional.empty(), 1);
    return runs.isEmpty() || runs.get(0).status().isOver() ? request(app) : runs.get(0).id();
  }

  private RunId request(Rollcall app) {
    return app.requestRun()
        .execute(
            POLICY,
            new RunRecord.Request(Mode.APPLY, Trigger.MANUAL, true, Optional.empty(), false),
            SILENT);
  }

  /**
   * Delivers messages until there are none, or the worker dies; what it held becomes visible again.
   */
  private void settle(Rollcall app, RunId run) {
    for (int i = 0; i < 200; i++) {
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
        clock.advance(Duration.ofMinutes(2));
        continue;
      }
      queue.deleteMessage(message.getMessageId(), message.getPopReceipt());
    }
    throw new IllegalStateException(run + " does not come to an end");
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

  private void assertInStep(String when) {
    List<DirectoryObject> staff = organisation.members(Organisation.idOf("GROUP:staff"), false);
    TreeSet<String> wanted = new TreeSet<>();
    staff.forEach(person -> wanted.add(person.text("displayName")));
    for (int mailbox = 0; mailbox < mailboxes.size(); mailbox++) {
      List<String> found = new ArrayList<>();
      for (MailboxUser.Card card : folder(mailbox).contacts()) {
        if (!card.text("displayName").equals("My dentist")) {
          found.add(card.text("displayName"));
        }
      }
      assertEquals(List.copyOf(wanted), found.stream().sorted().toList(), when);
      MailboxUser.Card changed = folder(mailbox).contact("Given1 Sur1");
      assertEquals(
          organisation.find(SmallOffice.person(1)).orElseThrow().text("mobilePhone"),
          changed.text("mobilePhone"),
          when);
      assertEquals(
          new String(
              organisation.find(SmallOffice.person(0)).orElseThrow().photo().orElseThrow().jpeg(),
              StandardCharsets.ISO_8859_1),
          folder(mailbox)
              .contact("Given0 Sur0")
              .photo()
              .map(bytes -> new String(bytes, StandardCharsets.ISO_8859_1))
              .orElse("none"),
          when);
      for (int person = 0; person < PEOPLE; person++) {
        assertEquals(
            ids.get(mailbox + "/" + person),
            folder(mailbox).contact("Given" + person + " Sur" + person).id(),
            when);
      }
    }
  }

  private void rememberIds() {
    for (int mailbox = 0; mailbox < mailboxes.size(); mailbox++) {
      for (int person = 0; person < PEOPLE; person++) {
        ids.put(
            mailbox + "/" + person,
            folder(mailbox).contact("Given" + person + " Sur" + person).id());
      }
    }
  }

  private MailboxUser.Folder folder(int mailbox) {
    return tenant.mailboxes().of(mailboxes.get(mailbox)).folder(SmallOffice.FOLDER);
  }

  private Rollcall worker(DoomedWorker doomed) {
    return LocalCloud.app(
        LocalCloud.settings(tenant, storage),
        doomed.azure(http),
        doomed.graph(),
        () -> LocalCloud.hostIdentity(tenant, http),
        clock,
        clock::advance,
        LIMITS);
  }
}
