package dev.rollcall.target.mailbox.ews;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.client.ews.EwsClient;
import dev.rollcall.client.ews.EwsLogin;
import dev.rollcall.client.ews.EwsServer;
import dev.rollcall.client.ews.EwsTransport;
import dev.rollcall.client.graph.GraphContacts;
import dev.rollcall.contract.MailboxTargetContract;
import dev.rollcall.localtenant.ews.ServiceAccount;
import dev.rollcall.localtenant.graph.mailbox.MailboxUser;
import dev.rollcall.localtenant.hostility.Sighting;
import dev.rollcall.model.Content;
import dev.rollcall.model.DesiredRecord;
import dev.rollcall.model.Location;
import dev.rollcall.model.RecordField;
import dev.rollcall.model.RecordKey;
import dev.rollcall.model.SkipReason;
import dev.rollcall.model.TargetId;
import dev.rollcall.plan.Change;
import dev.rollcall.plan.Observed;
import dev.rollcall.plan.Plan;
import dev.rollcall.target.Fault;
import dev.rollcall.target.Observation;
import dev.rollcall.target.ObserveRequest.Depth;
import dev.rollcall.target.Target;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Mailboxes on the organisation's own Exchange: NTLM, SOAP, sockets. */
@Tag("P5")
@Tag("E15")
class EwsMailboxTargetTest extends MailboxTargetContract {

  private final ServiceAccount account = tenant.addServiceAccount("svc-rollcall", "corp-writer");

  @Override
  protected Target open() {
    EwsClient client =
        new EwsClient(
            EwsServer.at(tenant.ews().uri()),
            new EwsLogin.Account(EwsLogin.Scheme.NTLM, account.name(), account::password),
            EwsTransport.of(Optional.empty(), 4, false, Clock.systemUTC()),
            clock,
            new Random(1),
            clock::advance);
    return new EwsMailboxTarget(environment -> client, clock, new Random(1), clock::advance);
  }

  @Override
  protected Location home() {
    return Location.ON_PREMISES;
  }

  @Override
  protected boolean is(Write write, Sighting request) {
    return request
        .operation()
        .equals(
            switch (write) {
              case CREATE -> "EWS CreateItem";
              case UPDATE -> "EWS UpdateItem";
              case DELETE -> "EWS DeleteItem";
              case PHOTO -> "EWS CreateAttachment";
            });
  }

  @Tag("R21")
  @Test
  void theCallsAreThoseThatWerePromised() {
    policy = policy("staff", List.of("Company"));
    MailboxUser user = user(1);
    List<DesiredRecord> records = records(1_100);

    sync(user, records);
    long written = tenant.ews().counts().writes() - 1;
    tenant.ews().resetCounts();
    sync(user, records);
    long shown = tenant.ews().counts().calls();
    tenant.ews().resetCounts();
    sync(user, records);
    long unchanged = tenant.ews().counts().calls();
    tenant.ews().resetCounts();
    look(user, Depth.WHOLE, records);
    long whole = tenant.ews().counts().calls();
    tenant.ews().resetCounts();
    write(user, changed(records, 250));
    long changed = tenant.ews().counts().calls();

    assertEquals(11, written);
    assertTrue(shown <= 3 + 11, "what was written is shown once: " + shown);
    assertEquals(1, unchanged);
    assertTrue(whole <= 3 + 11, "reading in full: " + whole);
    assertTrue(changed <= 3 + 2, "writing: " + changed);
  }

  @Test
  void aContactReadsTheSameInBothWays() {
    policy = policy("staff", List.of("Company"));
    MailboxUser user = user(1);
    Content.Builder everything = Content.empty().toBuilder();
    RecordField.OF_CONTACTS.forEach(field -> everything.put(field, value(field, 1)));
    sync(user, record("user:1", everything.build()));

    Observation.Seen seen = (Observation.Seen) observe(List.of(user), Depth.WHOLE).get(id(user));
    Content throughEws = ((Observed.Whole) seen.observed()).items().get(0).content();
    Content throughGraph = GraphContacts.read(user.folder("Company").contacts().get(0).json());

    for (RecordField field : RecordField.OF_CONTACTS) {
      if (field != RecordField.PERSONAL_NOTES) {
        assertEquals(throughGraph.get(field), throughEws.get(field), field.document());
      }
    }
    assertEquals(RecordField.OF_CONTACTS, throughEws.fields());
  }

  @Tag("R21")
  @Test
  void mixedWritesStayWithinThePromise() {
    policy = policy("staff", List.of("Company"));
    MailboxUser user = user(1);
    sync(user, records(30));
    sync(user, records(30));
    tenant.ews().resetCounts();
    List<DesiredRecord> then = new ArrayList<>(changed(records(40), 5));
    then.subList(20, 25).clear();
    long before = meter.calls();

    write(user, then);

    assertTrue(meter.calls() - before <= 1 + 2, "calls: " + (meter.calls() - before));
    assertNothingLeftToDo(user, then);
  }

  @Tag("R10")
  @Tag("R14")
  @ParameterizedTest
  @ValueSource(strings = {"ErrorInternalServerError", "ErrorCorruptData"})
  void aContactThatCannotBeReadIsToldAndLeftAloneAndTheOthersAreWritten(String code) {
    policy = policy("staff", List.of("Company"));
    MailboxUser user = user(1);
    List<DesiredRecord> records = records(3);
    sync(user, records);
    sync(user, records);
    MailboxUser.Folder folder = user.folder("Company");
    folder.contact("P1").edit("jobTitle", "Friend");
    folder.contact("P2").edit("jobTitle", "Friend");
    String damaged = folder.contact("P1").rawState();
    tenant.ews().quirks().unreadable("P1", code);

    Plan drift = look(user, Depth.DRIFT, records);
    Plan whole = look(user, Depth.WHOLE, records);
    Plan withoutIt = look(user, Depth.WHOLE, records.subList(2, 3));
    sync(user, records);
    String then = folder.contact("P1").rawState();
    List<Change> still = look(user, Depth.DRIFT, records).changes();
    tenant.ews().quirks().repaired();
    sync(user, records);

    List<Change> told =
        List.of(new Change.Skip(new RecordKey("user:1"), SkipReason.ITEM_UNREAD, 0L));
    assertEquals(new Plan.Counts(0, 1, 0, 0, 1), drift.counts());
    assertEquals(drift.counts(), whole.counts());
    assertEquals(new Plan.Counts(0, 1, 0, 1, 1), withoutIt.counts());
    assertEquals("Tester", folder.contact("P2").text("jobTitle"));
    assertEquals(damaged, then);
    assertEquals(told, still);
    assertEquals("Tester", folder.contact("P1").text("jobTitle"));
    assertEquals(3, folder.contacts().size());
  }

  @Tag("R10")
  @Test
  void aContactThatADeadInvocationWroteAndNobodyCanReadIsNotWrittenAgain() {
    policy = policy("staff", List.of("Company"));
    MailboxUser user = user(1);
    sync(user, records(2));
    forget(user);
    tenant.ews().quirks().unreadable("P1", "ErrorInternalServerError");

    Plan plan = look(user, Depth.WHOLE, records(2));

    assertEquals(0, plan.counts().creates());
    assertTrue(
        plan.changes()
            .contains(new Change.Skip(new RecordKey("user:1"), SkipReason.ITEM_UNREAD, 0L)));
  }

  @Tag("R14")
  @Test
  void aServerThatCanReadNothingIsNotTakenForDamagedContacts() {
    policy = policy("staff", List.of("Company"));
    MailboxUser user = user(1);
    sync(user, records(2));
    tenant.ews().quirks().unreadable("P0", "ErrorInternalServerError");
    tenant.ews().quirks().unreadable("P1", "ErrorInternalServerError");

    Observation seen = observe(List.of(user), Depth.WHOLE).get(id(user));

    assertEquals("ewsTransient", ((Observation.Failed) seen).problem().code());
  }

  @Tag("R14")
  @Test
  void aMailboxThatMayNotBeActedForIsItsOwnTrouble() {
    List<MailboxUser> users = users(3);
    account.impersonates(address -> !address.startsWith("user2@"));

    Map<TargetId, Observation> observed = observe(users, Depth.WHOLE);

    assertTrue(observed.get(id(users.get(0))) instanceof Observation.Seen);
    assertTrue(observed.get(id(users.get(2))) instanceof Observation.Seen);
    Observation.Failed failed = (Observation.Failed) observed.get(id(users.get(1)));
    assertEquals("ewsImpersonationMissing", failed.problem().code());
    assertEquals(Fault.ACCESS, failed.fault());
  }

  @Test
  void thePredictionIsWhatItTakes() {
    policy = policy("staff", List.of("Company"));
    MailboxUser user = user(1);
    sync(user, List.of());
    observe(List.of(user), Depth.WHOLE);
    long before = meter.calls();

    write(user, records(450));

    assertEquals(
        meter.calls() - before, open().predictCalls(policy, new Plan.Counts(450, 0, 0, 0, 0), 0));
  }
}
