package dev.rollcall.run;

import dev.rollcall.contract.WorkInbox.Delivery;
import dev.rollcall.contract.memory.InMemoryCheckpoints;
import dev.rollcall.contract.memory.InMemoryDocuments;
import dev.rollcall.contract.memory.InMemoryLeases;
import dev.rollcall.contract.memory.InMemoryNotices;
import dev.rollcall.contract.memory.InMemoryRuns;
import dev.rollcall.contract.memory.InMemorySnapshots;
import dev.rollcall.contract.memory.InMemoryWorkQueue;
import dev.rollcall.contract.memory.ManualClock;
import dev.rollcall.mapping.ContactMapping;
import dev.rollcall.mapping.Desired;
import dev.rollcall.model.Content;
import dev.rollcall.model.DesiredRecord;
import dev.rollcall.model.EnvironmentId;
import dev.rollcall.model.Fingerprint;
import dev.rollcall.model.PolicyId;
import dev.rollcall.model.RecordField;
import dev.rollcall.model.RecordKey;
import dev.rollcall.model.RunId;
import dev.rollcall.plan.SimulatedFolder;
import dev.rollcall.policy.Policy;
import dev.rollcall.policy.PolicyDocuments;
import dev.rollcall.source.Recollections;
import dev.rollcall.state.CheckpointHead;
import dev.rollcall.state.Checkpoints;
import dev.rollcall.state.Documents;
import dev.rollcall.state.Leases;
import dev.rollcall.state.Notices;
import dev.rollcall.state.RunChange;
import dev.rollcall.state.RunRecord;
import dev.rollcall.state.RunRecord.Mode;
import dev.rollcall.state.RunRecord.Trigger;
import dev.rollcall.state.RunStatus;
import dev.rollcall.state.RunTarget;
import dev.rollcall.state.Runs;
import dev.rollcall.state.Snapshots;
import dev.rollcall.telemetry.Journal;
import dev.rollcall.work.WorkMessage;
import dev.rollcall.work.WorkQueue;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * The use cases over ports in memory: a policy over a few people and mailboxes, whose runs take
 * milliseconds. The same random source gives the same office.
 */
final class MemoryOffice {

  static final PolicyId POLICY = new PolicyId("office");

  /** Anything may be deleted without asking. */
  static final String FREELY =
      "\"guardrail\": { \"maxDeletes\": 100000, \"maxDeletePercent\": 100 }";

  private static final Journal SILENT = event -> {};
  private static final int MOST_DELIVERIES = 5000;

  private final Random random;
  private final ManualClock clock = new ManualClock(Instant.parse("2026-03-02T08:00:00Z"));
  private final InMemoryDocuments documents = new InMemoryDocuments();
  private final InMemoryCheckpoints checkpoints = new InMemoryCheckpoints();
  private final InMemoryRuns runs = new InMemoryRuns();
  private final InMemoryWorkQueue queue = new InMemoryWorkQueue(clock);
  private final Mortality life = new Mortality();
  private final MemoryMails mails = new MemoryMails();
  private final MemoryDirectory directory;
  private final MemoryFolders folders;
  private final Policy policy;
  private final RunPorts ports;
  private final List<WorkMessage> delivered = new ArrayList<>();
  private final Random chance = new Random(0);
  private double doubled;
  private int invocations;

  /**
   * @param rules further keys of the policy, without a comma at the end
   */
  MemoryOffice(Random random, String rules) {
    this(random, rules, 1, 3);
  }

  /**
   * @param apps how many apps serve its mailboxes, each two at a time
   * @param mostLanes how many mailboxes are served at a time at most
   */
  MemoryOffice(Random random, String rules, int apps, int mostLanes) {
    this.random = random;
    this.directory = new MemoryDirectory(random, 1 + random.nextInt(4));
    this.folders = new MemoryFolders(new Random(random.nextLong()), random.nextBoolean(), life);
    RunLimits limits =
        new RunLimits(
            1 + random.nextInt(3),
            Duration.ofMinutes(1),
            Duration.ofMinutes(1),
            Duration.ofMinutes(15),
            Duration.ofHours(12),
            1000);
    this.ports =
        new RunPorts(
            life.mortal(Documents.class, documents),
            life.mortal(Checkpoints.class, checkpoints),
            life.mortal(Snapshots.class, new InMemorySnapshots()),
            life.mortal(Leases.class, new InMemoryLeases()),
            life.mortal(Runs.class, runs),
            life.mortal(Notices.class, new InMemoryNotices()),
            life.mortal(WorkQueue.class, queue),
            directory,
            directory.selection(),
            folders,
            life.mortal(Announcer.class, mails),
            clock,
            new Random(random.nextLong()),
            limits);
    byte[] json =
        policyJson(rules, apps + random.nextInt(mostLanes)).getBytes(StandardCharsets.UTF_8);
    StoreDocuments store = new StoreDocuments(ports);
    store.putEnvironment(
        new EnvironmentId("contoso"),
        environment(apps).getBytes(StandardCharsets.UTF_8),
        StoreDocuments.Condition.none());
    store.putPolicy(POLICY, json, StoreDocuments.Condition.none());
    this.policy =
        PolicyDocuments.policy(json)
            .match(
                valid -> valid.value(),
                invalid -> {
                  throw new IllegalArgumentException(invalid.problems().toString());
                });
    folders.mostPerCall(1 + random.nextInt(8));
  }

  private static String environment(int apps) {
    String one =
        """
        { "name": "App %d", "clientId": "%s", "credential": { "certificate": "certificate-%d" } }
        """;
    String all =
        String.join(
            ",", IntStream.range(0, apps).mapToObj(i -> one.formatted(i, appId(i), i)).toList());
    return """
        { "id": "contoso", "name": "Contoso", "kind": "exchangeOnline", "cloud": "global",
          "tenant": "contoso.onmicrosoft.com", "apps": [ %s ] }
        """
        .formatted(all);
  }

  /** The client id of an app, from 0. */
  static String appId(int app) {
    return new UUID(0x4000L, 0x8000000000000000L + app).toString();
  }

  private static String policyJson(String rules, int concurrency) {
    return """
        { "id": "office", "name": "Office", "type": "contacts", "environment": "contoso",
          "source": { "kind": "directory", "select": [ { "group": "staff@contoso.com" } ] },
          "target": { "kind": "mailboxes", "select": [ { "group": "field@contoso.com" } ],
                      "folder": "Office", "concurrency": %d },
          "mapping": { "photo": false }, %s }
        """
        .formatted(concurrency, rules);
  }

  MemoryDirectory directory() {
    return directory;
  }

  MemoryFolders folders() {
    return folders;
  }

  MemoryMails mails() {
    return mails;
  }

  Mortality life() {
    return life;
  }

  /** Of messages, so many are delivered twice from now on. */
  void doubled(double share) {
    doubled = share;
  }

  // --- days ----------------------------------------------------------------------------------

  /** People come, go and change; users edit, delete and add contacts. */
  void aDayPasses() {
    directory.changes(random);
    usersAct();
    clock.advance(Duration.ofHours(1 + random.nextInt(30)));
  }

  void usersAct() {
    for (String mailbox : directory.mailboxes()) {
      SimulatedFolder folder = folders.of(mailbox);
      for (SimulatedFolder.Item item : List.copyOf(folder.ours())) {
        if (random.nextInt(6) == 0) {
          RecordField field = random.nextBoolean() ? RecordField.JOB_TITLE : RecordField.NICK_NAME;
          Content edited =
              item.content().toBuilder().text(field, "edit " + random.nextInt(3)).build();
          folder.set(item.id(), edited, item.photo());
        } else if (random.nextInt(8) == 0) {
          folder.remove(item.id());
        }
      }
      if (random.nextInt(3) == 0) {
        folder.add(
            Optional.empty(),
            new Content.Builder().text(RecordField.DISPLAY_NAME, "My dentist").build(),
            Optional.empty());
      }
    }
  }

  // --- runs ----------------------------------------------------------------------------------

  RunRecord apply(boolean checkDrift) {
    return run(request(Mode.APPLY, checkDrift, Optional.empty()));
  }

  RunRecord preview(boolean checkDrift) {
    return run(request(Mode.PREVIEW, checkDrift, Optional.empty()));
  }

  /** Carries out a preview. */
  RunRecord carryOut(RunRecord preview) {
    return run(request(Mode.APPLY, preview.request().checkDrift(), Optional.of(preview.id())));
  }

  static RunRecord.Request request(Mode mode, boolean checkDrift, Optional<RunId> preview) {
    return new RunRecord.Request(mode, Trigger.MANUAL, checkDrift, preview, false);
  }

  RunRecord run(RunRecord.Request request) {
    clock.advance(Duration.ofSeconds(1));
    RunId run = new RequestRun(ports).execute(POLICY, request, SILENT);
    return settle(run);
  }

  ApproveRun.Result approve(RunRecord held, Fingerprint plan) {
    return new ApproveRun(ports).execute(POLICY, held.id(), plan, SILENT);
  }

  /** Delivers until the run rests; whoever dies is followed by somebody to whom nothing happens. */
  RunRecord settle(RunId run) {
    for (int i = 0; i < MOST_DELIVERIES; i++) {
      Optional<Instant> next = queue.nextVisibleAt();
      RunRecord now = stored(run);
      if (next.isPresent()) {
        clock.advanceTo(next.get());
        deliverNext();
      } else if (now.status().isOver() || now.status() == RunStatus.HELD) {
        return now;
      } else {
        clock.advance(Duration.ofMinutes(16));
        new Watchdog(ports).execute(SILENT);
      }
    }
    throw new AssertionError("the run does not come to rest: " + stored(run));
  }

  /** Time passes until nobody tries to send a mail any more. */
  void mailsSettle() {
    for (int i = 0; i < 48; i++) {
      clock.advance(Duration.ofMinutes(30));
      new Watchdog(ports).execute(SILENT);
    }
  }

  /** Brings everything that was ever begun to an end. */
  void settleAll() {
    runs.list(POLICY, Optional.empty(), 1000).forEach(run -> settle(run.id()));
  }

  private void deliverNext() {
    Optional<Delivery> delivery = queue.receive(Duration.ofMinutes(5));
    if (delivery.isEmpty()) {
      return;
    }
    WorkMessage message = delivery.get().message();
    try {
      execute(message);
      if (chance.nextDouble() < doubled) {
        execute(message);
      }
    } catch (DoomedWorker.Killed e) {
      life.revived();
      return;
    }
    delivered.add(message);
    queue.delete(delivery.get());
  }

  /** Delivers everything that was ever delivered once more, in any order, and what comes of it. */
  void deliverEverythingAgain(RunId run) {
    List<WorkMessage> again = new ArrayList<>(delivered);
    Collections.shuffle(again, chance);
    again.forEach(this::execute);
    settle(run);
  }

  private void execute(WorkMessage message) {
    message.match(
        start -> {
          new StartRun(ports).execute(start, SILENT);
          return start;
        },
        sync -> {
          invocations++;
          new SyncTargets(ports).execute(sync, "invocation-" + invocations, SILENT);
          return sync;
        },
        finish -> {
          new FinishRun(ports).execute(finish, SILENT);
          return finish;
        });
  }

  // --- time ----------------------------------------------------------------------------------

  ManualClock clock() {
    return clock;
  }

  /** What the use cases reach the world through; whoever dies, dies there. */
  RunPorts ports() {
    return ports;
  }

  /** A purge of what ended longer ago; whoever dies at it is not followed by anybody. */
  void purge(Duration kept) {
    try {
      new PurgeHistory(ports, kept, Recollections.none()).execute(SILENT);
    } catch (DoomedWorker.Killed e) {
      life.revived();
    }
  }

  // --- looking -------------------------------------------------------------------------------

  RunRecord stored(RunId run) {
    return runs.get(POLICY, run).orElseThrow().value();
  }

  List<RunTarget> targets(RunRecord run) {
    return runs.targets(run.id(), Optional.empty(), 1000);
  }

  /** The writes that a run shows for a target: kind and record. */
  List<String> shown(RunRecord run, RunTarget target) {
    return runs
        .changes(run.id(), Optional.of(target.target().value()), Optional.empty(), 1000)
        .stream()
        .filter(change -> !change.kind().equals("skip"))
        .map(MemoryOffice::told)
        .sorted()
        .toList();
  }

  private static String told(RunChange change) {
    return change.kind() + " " + change.key();
  }

  /** What is remembered of targets, but for whose turn it is. */
  List<CheckpointHead> remembered() {
    return checkpoints.list(POLICY).stream()
        .map(head -> head.withClaim(Optional.empty()))
        .filter(head -> !head.equals(CheckpointHead.unknown(head.target())))
        .toList();
  }

  /** What every mailbox should say of each record now, but for what a mailbox makes of it. */
  Map<RecordKey, String> desiredNames() {
    Map<RecordKey, String> names = new TreeMap<>();
    desired().forEach(record -> names.put(record.key(), told(record.content())));
    return names;
  }

  /** Name and number of a contact. */
  static String told(Content contact) {
    return contact.text(RecordField.DISPLAY_NAME) + " " + contact.text(RecordField.MOBILE_PHONE);
  }

  /** The records as they should stand in every mailbox now. */
  List<DesiredRecord> desired() {
    return Desired.assemble(new ContactMapping(policy.mapping()), directory.records(), Map.of())
        .records();
  }
}
