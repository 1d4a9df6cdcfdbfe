package dev.rollcall.source.exchange;

import static dev.rollcall.source.exchange.ExchangeOffice.environment;
import static dev.rollcall.source.exchange.ExchangeOffice.names;
import static dev.rollcall.source.exchange.ExchangeOffice.teams;
import static dev.rollcall.source.exchange.ExchangeOffice.trustees;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.localtenant.exchange.Permissions.Entry;
import dev.rollcall.localtenant.organisation.DirectoryObject;
import dev.rollcall.localtenant.organisation.Organisation;
import dev.rollcall.mapping.SourceRecord;
import dev.rollcall.mapping.Trustee;
import dev.rollcall.mapping.Trustees;
import dev.rollcall.model.SkipReason;
import dev.rollcall.policy.Policy;
import dev.rollcall.policy.RecipientType;
import dev.rollcall.policy.Selection;
import dev.rollcall.source.SourceReading;
import dev.rollcall.source.SourceUnavailable;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is behind a shared mailbox, read from the local tenant. */
@Tag("P15")
class MailboxSourceTest {

  private static final Policy.Trustees FULL = Policy.Trustees.FULL_ACCESS;
  private static final Selection SHARED =
      new Selection.Query("*", Set.of(RecipientType.SHARED_MAILBOX));

  private final Organisation organisation = new Organisation("Contoso", "contoso.example");
  private final DirectoryObject info = shared("info", "Information");
  private final DirectoryObject sales = shared("sales", "Sales");
  private final DirectoryObject ann = organisation.join("ann", "Ann Archer", "ann");
  private final DirectoryObject bob = organisation.join("bob", "Bob Baker", "bob");
  private final DirectoryObject cleo = organisation.join("cleo", "Cleo Clark", "cleo");
  private final ExchangeOffice office = new ExchangeOffice(organisation);

  @AfterEach
  void close() {
    office.close();
  }

  private DirectoryObject shared(String localPart, String name) {
    return organisation.addMailbox(localPart, name, localPart, "shared");
  }

  private void open(DirectoryObject mailbox, DirectoryObject person) {
    office.permissions().fullAccess(mailbox.id(), person.text("userPrincipalName"));
  }

  private void nest(DirectoryObject group, DirectoryObject... members) {
    organisation.addMembers(
        group.id(), List.of(members).stream().map(DirectoryObject::id).toList());
  }

  @Test
  void aTrusteeIsThePersonWithNameAddressAndNoWay() {
    open(info, ann);

    SourceReading reading = office.mailboxes(FULL, SHARED);

    assertEquals(
        new Trustees(
            List.of(
                new Trustee(
                    ann.id(),
                    "Ann Archer",
                    "ann@contoso.example",
                    "ann@contoso.example",
                    List.of())),
            true),
        trustees(reading, info.id()));
    assertEquals(Trustees.NOBODY, trustees(reading, sales.id()));
    assertEquals(List.of(), reading.hints());
    assertTrue(reading.completeness().isComplete());
    SourceRecord record = reading.records().get(0);
    assertEquals("sharedMailbox", record.recipientType());
    assertTrue(record.key().value().startsWith("user:"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void itDoesNotMatterByWhichNameExchangeCallsAMailbox(boolean names) {
    office.tenant.exchange().quirks().identitiesAsNames(names);
    open(info, ann);
    office.permissions().sendAs(sales.id(), "bob@contoso.example");

    SourceReading reading = office.mailboxes(Policy.Trustees.EITHER, SHARED);

    assertEquals(List.of("Ann Archer"), names(trustees(reading, info.id())));
    assertEquals(List.of("Bob Baker"), names(trustees(reading, sales.id())));
    assertTrue(trustees(reading, info.id()).complete());
  }

  @Test
  void inheritedDeniedAndSystemEntriesAndTheGoneCountForNobody() {
    open(info, ann);
    office
        .permissions()
        .add(info.id(), new Entry("bob@contoso.example", "FullAccess", true, false));
    office
        .permissions()
        .add(info.id(), new Entry("cleo@contoso.example", "FullAccess", false, true));
    office
        .permissions()
        .add(info.id(), new Entry("cleo@contoso.example", "ReadPermission", false, false));
    for (String system :
        List.of(
            "NT AUTHORITY\\NETWORK SERVICE",
            "EURPR01A001\\Exchange Servers",
            "EURPR01A001\\Organization Management",
            "EURPR01A001\\Exchange Trusted Subsystem")) {
      office.permissions().fullAccess(info.id(), system);
    }
    office.permissions().fullAccess(info.id(), "S-1-5-21-1004336348-1177238915-682003330-512");
    office.permissions().fullAccess(info.id(), "left.long.ago@contoso.example");

    SourceReading reading = office.mailboxes(FULL, SHARED);

    assertEquals(List.of("Ann Archer"), names(trustees(reading, info.id())));
    assertTrue(trustees(reading, info.id()).complete());
    assertEquals(1, reading.hints().size(), reading.hints().toString());
    assertTrue(reading.hints().get(0).startsWith("2 permissions"), reading.hints().get(0));
  }

  @ParameterizedTest
  @EnumSource(Policy.Trustees.class)
  void theTargetSaysWhichPermissionCounts(Policy.Trustees access) {
    open(info, ann);
    office.permissions().sendAs(info.id(), "bob@contoso.example");
    office
        .permissions()
        .addSending(info.id(), new Entry("cleo@contoso.example", "SendAs", false, true));

    Trustees found = trustees(office.mailboxes(access, SHARED), info.id());

    assertEquals(
        switch (access) {
          case FULL_ACCESS -> List.of("Ann Archer");
          case SEND_AS -> List.of("Bob Baker");
          case EITHER -> List.of("Ann Archer", "Bob Baker");
        },
        names(found));
  }

  @Test
  void groupsAreGoneIntoAndTheWayIsKept() {
    DirectoryObject team = organisation.addGroup("team", "Team", "team", "mailEnabledSecurity");
    DirectoryObject north = organisation.addGroup("north", "North", "north", "security");
    DirectoryObject laptop = organisation.addDevice("laptop");
    nest(team, ann, north, laptop);
    nest(north, bob, ann);
    office.permissions().fullAccess(info.id(), "Team");
    open(info, cleo);

    Trustees found = trustees(office.mailboxes(FULL, SHARED), info.id());

    assertTrue(found.complete());
    assertEquals(
        Map.of(
            ann.id(), List.of("Team"),
            bob.id(), List.of("Team", "North"),
            cleo.id(), List.of()),
        found.people().stream().collect(Collectors.toMap(Trustee::id, Trustee::path)));
  }

  @Test
  void groupsInACircleEnd() {
    DirectoryObject one = organisation.addGroup("one", "One", "one", "mailEnabledSecurity");
    DirectoryObject two = organisation.addGroup("two", "Two", "two", "mailEnabledSecurity");
    nest(one, two, ann);
    nest(two, one, bob);
    office.permissions().fullAccess(info.id(), "one@contoso.example");

    Trustees found = trustees(office.mailboxes(FULL, SHARED), info.id());

    assertEquals(List.of("Ann Archer", "Bob Baker"), names(found));
    assertEquals(List.of("One"), found.people().get(0).path());
  }

  @Test
  void aSecurityGroupWithoutAddressAndAPersonWithoutMailboxAreFoundInTheDirectory() {
    DirectoryObject plain = organisation.addGroup("plain", "Plain Security", "plain", "security");
    nest(plain, bob);
    organisation.addWithoutMailbox("nomail", "Nora Nomail", Optional.empty(), "Member");
    office.permissions().fullAccess(info.id(), "Plain Security");
    office.permissions().fullAccess(info.id(), "nomail@contoso.example");

    Trustees found = trustees(office.mailboxes(FULL, SHARED), info.id());

    assertEquals(List.of("Bob Baker", "Nora Nomail"), names(found));
    assertTrue(found.complete());
  }

  @Test
  void aNameOfSeveralIsNobodysAndTheMailboxStaysAsItIs() {
    organisation.join("ann2", "Twin", "twin1");
    organisation.join("ann3", "Twin", "twin2");
    open(info, ann);
    office.permissions().fullAccess(info.id(), "Twin");

    SourceReading reading = office.mailboxes(FULL, SHARED);

    assertFalse(trustees(reading, info.id()).complete());
    assertEquals(List.of("Ann Archer"), names(trustees(reading, info.id())));
    assertTrue(trustees(reading, sales.id()).complete());
    assertTrue(reading.hints().get(0).contains("several recipients"), reading.hints().toString());
  }

  @Test
  void theMailboxItselfIsNobodyBehindIt() {
    open(info, info);
    open(info, sales);

    assertEquals(List.of("Sales"), names(trustees(office.mailboxes(FULL, SHARED), info.id())));
  }

  @Tag("P9")
  @Test
  void mailboxesOfTheWantedKindsAreTakenAndGroupsAreTheirMembers() {
    DirectoryObject room = organisation.addMailbox("room", "Blue Room", "blue", "room");
    DirectoryObject bookings =
        organisation.addMailbox("bookings", "Bookings", "bookings", "scheduling");
    DirectoryObject project =
        organisation.addGroup("project", "Project", "project", "microsoft365");
    nest(project, ann, bob);
    Selection all = new Selection.Query("*", EnumSet.allOf(RecipientType.class));

    SourceReading every = office.mailboxes(FULL, all);
    SourceReading some =
        office.mailboxes(
            environment(true),
            teams(EnumSet.of(Policy.MailboxType.SCHEDULING, Policy.MailboxType.GROUP), FULL, all));

    assertEquals(5, every.records().size());
    assertEquals(List.of("Ann Archer", "Bob Baker"), names(trustees(every, project.id())));
    assertEquals(List.of("Project"), trustees(every, project.id()).people().get(0).path());
    assertEquals(Trustees.NOBODY, trustees(every, room.id()));
    assertEquals(
        Set.of("scheduling", "microsoft365Group"),
        Set.copyOf(some.records().stream().map(SourceRecord::recipientType).toList()));
    assertEquals(Trustees.NOBODY, trustees(some, bookings.id()));
    assertTrue(
        some.dropped().stream()
            .anyMatch(
                dropped ->
                    dropped.key().equals("user:" + room.id())
                        && dropped.reason() == SkipReason.RECIPIENT_TYPE_NOT_SELECTED));
  }

  @Test
  void withoutLeaveToAskExchangeThePolicySaysWhatToDo() {
    SourceUnavailable refused =
        assertThrows(
            SourceUnavailable.class,
            () ->
                office.mailboxes(
                    environment(false),
                    teams(EnumSet.allOf(Policy.MailboxType.class), FULL, SHARED)));

    assertEquals("exchangeNotAsked", refused.problem().code());
    assertTrue(refused.problem().remedy().contains("\"exchange\": true"));
    assertEquals(Map.of(), office.tenant.exchange().counts());
  }
}
