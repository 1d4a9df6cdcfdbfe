package dev.rollcall.source.exchange;

import static dev.rollcall.source.exchange.ExchangeOffice.names;
import static dev.rollcall.source.exchange.ExchangeOffice.trustees;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.localtenant.hostility.Incident;
import dev.rollcall.localtenant.hostility.Moment;
import dev.rollcall.localtenant.hostility.Sighting;
import dev.rollcall.localtenant.organisation.DirectoryObject;
import dev.rollcall.localtenant.organisation.Organisation;
import dev.rollcall.mapping.SourceRecord;
import dev.rollcall.policy.Policy;
import dev.rollcall.policy.RecipientType;
import dev.rollcall.policy.Selection;
import dev.rollcall.source.SourceReading;
import dev.rollcall.source.SourceUnavailable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A short reading of who is behind mailboxes never looks like a complete one. */
@Tag("P15")
class TrusteeHostilityTest {

  private static final int MAILBOXES = 25;
  private static final Selection SHARED =
      new Selection.Query("*", Set.of(RecipientType.SHARED_MAILBOX));
  private static final Incident CUT =
      Incident.refused(400, "Client", "Expired or Invalid pagination request.");

  private final Organisation organisation = new Organisation("Contoso", "contoso.example");
  private final List<DirectoryObject> mailboxes = new ArrayList<>();
  private final DirectoryObject ann = organisation.join("ann", "Ann Archer", "ann");
  private final DirectoryObject team =
      organisation.addGroup("team", "Team", "team", "mailEnabledSecurity");
  private final DirectoryObject bob = organisation.join("bob", "Bob Baker", "bob");
  private final ExchangeOffice office;

  TrusteeHostilityTest() {
    for (int i = 0; i < MAILBOXES; i++) {
      mailboxes.add(organisation.addMailbox("m" + i, "Mailbox " + i, "m" + i, "shared"));
    }
    organisation.addMembers(team.id(), List.of(bob.id()));
    office = new ExchangeOffice(organisation);
    for (DirectoryObject mailbox : mailboxes) {
      office.permissions().fullAccess(mailbox.id(), "ann@contoso.example");
      office.permissions().fullAccess(mailbox.id(), "Team");
      office.permissions().sendAs(mailbox.id(), "ann@contoso.example");
    }
  }

  @AfterEach
  void close() {
    office.tenant.hostility().calm();
    office.close();
  }

  private static Predicate<Sighting> command(String name) {
    return sighting ->
        sighting.isRequest() && sighting.operation().equals("POST /adminapi/InvokeCommand " + name);
  }

  private Predicate<Sighting> permissionsOf(DirectoryObject mailbox) {
    return command("Get-MailboxPermission")
        .and(sighting -> sighting.mailbox().filter(mailbox.id()::equals).isPresent());
  }

  private SourceReading read(Policy.Trustees access) {
    return office.mailboxes(access, SHARED);
  }

  private SourceReading read() {
    return read(Policy.Trustees.FULL_ACCESS);
  }

  private static long complete(SourceReading reading) {
    return reading.records().stream()
        .map(SourceRecord::trustees)
        .filter(trustees -> trustees.orElseThrow().complete())
        .count();
  }

  @Test
  void throttlingAndFailuresOfTheServiceAreWaitedFor() {
    office
        .tenant
        .hostility()
        .times(
            7,
            command("Get-MailboxPermission"),
            Moment.BEFORE,
            sighting -> Incident.throttled(Duration.ofSeconds(2)));
    office.tenant.hostility().once(command("Get-Recipient"), Moment.BEFORE, Incident.unavailable());

    SourceReading reading = read();

    assertEquals(MAILBOXES, complete(reading));
    assertEquals(
        List.of("Ann Archer", "Bob Baker"), names(trustees(reading, mailboxes.get(24).id())));
    assertFalse(office.pauses.isEmpty());
  }

  @ParameterizedTest
  @ValueSource(ints = {403, 500, 429})
  void oneMailboxThatCannotBeReadIsIncompleteAlone(int status) {
    DirectoryObject unreadable = mailboxes.get(11);
    office
        .tenant
        .hostility()
        .onRequest(
            permissionsOf(unreadable),
            Moment.BEFORE,
            sighting -> Incident.refused(status, "", "\0".repeat(512)));

    SourceReading reading = read();

    assertEquals(MAILBOXES, reading.records().size());
    assertEquals(MAILBOXES - 1, complete(reading));
    assertFalse(trustees(reading, unreadable.id()).complete());
    assertTrue(reading.completeness().isComplete(), "the others are not held back");
    assertTrue(
        reading.hints().stream().anyMatch(hint -> hint.contains(unreadable.id())),
        reading.hints().toString());
  }

  @Test
  void aMailboxThatIsAnsweredWithAnotherOnesPermissionsIsIncomplete() {
    office.tenant.exchange().quirks().unknownIdentityMeansAll(true);
    DirectoryObject gone = mailboxes.get(3);
    // It leaves between the list and the question, and the service answers the first it has.
    office
        .tenant
        .hostility()
        .onRequest(
            permissionsOf(gone),
            Moment.BEFORE,
            sighting -> {
              organisation.find(gone.id()).ifPresent(any -> organisation.leave(gone.id()));
              return Incident.NONE;
            });

    SourceReading reading = read();

    assertFalse(trustees(reading, gone.id()).complete());
    assertEquals(List.of(), names(trustees(reading, gone.id())));
    assertEquals(MAILBOXES - 1, complete(reading));
  }

  @Test
  void aListOfRecipientsThatIsCutIsNoListAtAll() {
    office.tenant.exchange().quirks().pageCap(5);
    int[] pages = new int[1];
    office
        .tenant
        .hostility()
        .onRequest(
            command("Get-Recipient"),
            Moment.BEFORE,
            sighting -> ++pages[0] < 3 ? Incident.NONE : CUT);

    assertThrows(SourceUnavailable.class, this::read);
  }

  @Test
  void aListOfPermissionsToSendThatIsCutIsNoListAtAll() {
    office.tenant.exchange().quirks().pageCap(5);
    int[] pages = new int[1];
    office
        .tenant
        .hostility()
        .onRequest(
            command("Get-RecipientPermission"),
            Moment.BEFORE,
            sighting -> ++pages[0] < 3 ? Incident.NONE : CUT);

    assertThrows(SourceUnavailable.class, () -> read(Policy.Trustees.SEND_AS));
    pages[0] = 0;
    assertThrows(SourceUnavailable.class, () -> read(Policy.Trustees.EITHER));
  }

  @Test
  void aMailboxWhoseListIsCutIsIncompleteAlone() {
    DirectoryObject long1 = mailboxes.get(5);
    office.tenant.exchange().quirks().pageCap(2);
    int[] pages = new int[1];
    office
        .tenant
        .hostility()
        .onRequest(
            permissionsOf(long1), Moment.BEFORE, sighting -> ++pages[0] < 2 ? Incident.NONE : CUT);

    SourceReading reading = read();

    assertFalse(trustees(reading, long1.id()).complete());
    assertEquals(MAILBOXES - 1, complete(reading));
  }

  @Test
  void aGroupThatCannotBeReadMakesItsMailboxesIncomplete() {
    office.permissions().clear(mailboxes.get(0).id());
    office.permissions().fullAccess(mailboxes.get(0).id(), "ann@contoso.example");
    office
        .tenant
        .hostility()
        .onRequest(
            sighting ->
                sighting.isRequest() && sighting.operation().equals("GET /groups/{id}/members"),
            Moment.BEFORE,
            sighting -> Incident.refused(403, "Authorization_RequestDenied", "no"));

    SourceReading reading = read();

    assertTrue(trustees(reading, mailboxes.get(0).id()).complete());
    assertEquals(1, complete(reading));
    assertEquals(List.of("Ann Archer"), names(trustees(reading, mailboxes.get(1).id())));
  }

  @Test
  void aMemberThatTheAppMayNotSeeMakesItsMailboxesIncomplete() {
    organisation.setUnreadable(bob.id(), true);

    assertEquals(0, complete(read()));
  }

  @Test
  void withoutARoleNothingIsReadAndTheRunEndsWithTheRemedy() {
    office.tenant.exchange().removeRole(office.tenant.clientId());

    SourceUnavailable failure = assertThrows(SourceUnavailable.class, this::read);

    assertEquals("exchangeRoleMissing", failure.problem().code());
  }

  @Test
  void aRoleThatEndsInTheMiddleEndsTheRunToo() {
    office
        .tenant
        .hostility()
        .onRequest(
            command("Get-MailboxPermission"),
            Moment.BEFORE,
            sighting -> Incident.refused(403, "", "\0".repeat(512)));

    SourceUnavailable failure = assertThrows(SourceUnavailable.class, this::read);

    assertEquals("exchangeRoleMissing", failure.problem().code());
  }
}
