package dev.rollcall.source.exchange;

import static dev.rollcall.source.exchange.ExchangeOffice.environment;
import static dev.rollcall.source.exchange.ExchangeOffice.policy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.localtenant.hostility.Incident;
import dev.rollcall.localtenant.hostility.Moment;
import dev.rollcall.localtenant.organisation.DirectoryObject;
import dev.rollcall.localtenant.organisation.Organisation;
import dev.rollcall.mapping.Dropped;
import dev.rollcall.mapping.SourceRecord;
import dev.rollcall.model.SkipReason;
import dev.rollcall.policy.Policy;
import dev.rollcall.policy.RecipientType;
import dev.rollcall.policy.Selection;
import dev.rollcall.policy.Selection.Include;
import dev.rollcall.source.MailboxSelection.MailboxReading;
import dev.rollcall.source.SourceReading;
import dev.rollcall.source.SourceUnavailable;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the directory source knows where Exchange is asked, and what it says where not. */
class DirectoryWithExchangeTest {

  private static final Selection EVERYTHING =
      new Selection.Query("*", EnumSet.allOf(RecipientType.class));

  private final Organisation organisation = new Organisation("Contoso", "contoso.example");
  private final DirectoryObject ann = organisation.join("ann", "Ann Archer", "ann");
  private final DirectoryObject bob = organisation.join("bob", "Bob Baker", "bob");
  private final DirectoryObject paula =
      organisation.addContact("paula", "Paula Partner", "paula@partner.example");
  private final DirectoryObject team =
      organisation.addGroup("team", "Team", "team", "distribution");
  private final DirectoryObject staff =
      organisation.addGroup("staff", "All Staff", "staff", "dynamicDistribution");
  private final ExchangeOffice office = new ExchangeOffice(organisation);

  DirectoryWithExchangeTest() {
    organisation.addMembers(team.id(), List.of(ann.id(), bob.id()));
    organisation.addMembers(staff.id(), List.of(ann.id(), paula.id(), team.id()));
  }

  @AfterEach
  void close() {
    office.tenant.hostility().calm();
    office.close();
  }

  private static Selection group(Include include, boolean nested, boolean notes) {
    return new Selection.Group("staff@contoso.example", include, nested, notes);
  }

  private SourceReading read(Selection... selections) {
    return office.directory(environment(true), policy(selections));
  }

  private static Set<String> names(SourceReading reading) {
    Set<String> names = new TreeSet<>();
    reading.records().forEach(record -> names.add(record.first("displayName")));
    return names;
  }

  private static SourceRecord named(SourceReading reading, String name) {
    return reading.records().stream()
        .filter(record -> record.first("displayName").equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Tag("P11")
  @Test
  void hiddenRecipientsAreLeftOutUnlessAskedFor() {
    office.tenant.exchange().hide(bob.id());
    office.tenant.exchange().hide(paula.id());
    Selection members = new Selection.Group("team@contoso.example", Include.BOTH, false, true);
    Selection contact = new Selection.Recipient("paula@partner.example");

    SourceReading without = read(members, contact);
    SourceReading with =
        office.directory(environment(true), policy("", true, List.of(members, contact), List.of()));

    assertEquals(Set.of("Ann Archer", "Team"), names(without));
    assertEquals(
        Set.of(
            new Dropped("user:" + bob.id(), "/source/select/0", SkipReason.HIDDEN_RECIPIENT, ""),
            new Dropped(
                "contact:" + paula.id(), "/source/select/1", SkipReason.HIDDEN_RECIPIENT, "")),
        Set.copyOf(without.dropped()));
    assertEquals(List.of("Ann Archer"), named(without, "Team").attributes().get("members"));
    assertEquals(Set.of("Ann Archer", "Bob Baker", "Paula Partner", "Team"), names(with));
    assertEquals(List.of(), with.dropped());
    assertTrue(without.completeness().isComplete());
    assertEquals(List.of(), without.hints());
    assertEquals(Map.of("Get-Recipient", 1), countsOf("Get-Recipient", 2));
  }

  @Tag("S5")
  @Test
  void aServiceThatWouldRefuseTheMailOfHiddenOnesIsSpokenOf() {
    office.tenant.exchange().hide(bob.id());

    SourceReading reading =
        office.directory(environment(true), ExchangeOffice.accounts(EVERYTHING));

    assertEquals(1, reading.hints().size());
    assertTrue(reading.hints().get(0).contains("\"hidden\": true"), reading.hints().toString());
    assertTrue(
        reading.records().stream()
            .anyMatch(record -> record.recipientType().equals("dynamicDistributionGroup")),
        "no valid address is lost downstream");
  }

  private Map<String, Integer> countsOf(String cmdlet, int readings) {
    Map<String, Integer> counts = office.tenant.exchange().counts();
    assertEquals(Set.of(cmdlet), counts.keySet());
    return Map.of(cmdlet, counts.get(cmdlet) / readings);
  }

  @Tag("P11")
  @Test
  void withoutExchangeHiddenOnesAreTakenAndTheReadingSaysWhatToDo() {
    office.tenant.exchange().hide(bob.id());

    SourceReading reading =
        office.directory(
            environment(false),
            policy(new Selection.Group("team@contoso.example", Include.MEMBERS, false, false)));

    assertEquals(Set.of("Ann Archer", "Bob Baker"), names(reading));
    assertEquals(2, reading.hints().size());
    assertTrue(reading.hints().stream().allMatch(hint -> hint.contains("\"exchange\": true")));
    assertEquals(Map.of(), office.tenant.exchange().counts());
  }

  @Tag("P2")
  @ParameterizedTest
  @CsvSource({
    "MEMBERS, false, Ann Archer|Paula Partner|Team",
    "MEMBERS, true,  Ann Archer|Bob Baker|Paula Partner",
    "GROUP,   false, All Staff",
    "BOTH,    true,  All Staff|Ann Archer|Bob Baker|Paula Partner",
  })
  void aDynamicGroupIsTakenLikeAnyOther(Include include, boolean nested, String expected) {
    SourceReading reading = read(group(include, nested, false));

    assertEquals(Set.of(expected.split("\\|")), names(reading));
    assertEquals(List.of(), reading.dropped());
    assertTrue(reading.completeness().isComplete());
  }

  @Tag("P2")
  @Test
  void aDynamicGroupAsAContactNamesItsMembersInTheNotes() {
    office.tenant.exchange().hide(paula.id());

    SourceRecord staffContact = named(read(group(Include.GROUP, false, true)), "All Staff");

    assertEquals("dynamicDistributionGroup", staffContact.recipientType());
    assertEquals("group:" + staff.id(), staffContact.key().value());
    assertEquals("staff@contoso.example", staffContact.first("mail"));
    assertEquals(List.of("Ann Archer", "Team"), staffContact.attributes().get("members"));
  }

  @Tag("P2")
  @Test
  void aDynamicGroupMayBeNamedByIdAsRecipientByQueryAndInAFilter() {
    Selection byId = new Selection.Group(staff.id(), Include.MEMBERS, false, false);
    Selection recipient = new Selection.Recipient("staff@contoso.example");
    Selection query = new Selection.Query("All*", Set.of(RecipientType.DYNAMIC_DISTRIBUTION_GROUP));

    assertEquals(Set.of("Ann Archer", "Paula Partner", "Team"), names(read(byId)));
    assertEquals(Set.of("All Staff"), names(read(recipient)));
    assertEquals(Set.of("All Staff"), names(read(query)));
    SourceReading filtered =
        office.directory(
            environment(true),
            policy("memberOf eq \"staff@contoso.example\"", false, List.of(EVERYTHING), List.of()));
    Set<String> inStaff = new TreeSet<>();
    filtered.records().stream()
        .filter(record -> !record.first("memberOf").isEmpty())
        .forEach(record -> inStaff.add(record.first("displayName")));
    assertEquals(Set.of("Ann Archer", "Bob Baker", "Paula Partner", "Team"), inStaff);
  }

  @Tag("P2")
  @Test
  void dynamicGroupsInACircleEnd() {
    DirectoryObject other = organisation.addGroup("other", "Other", "other", "dynamicDistribution");
    organisation.addMembers(other.id(), List.of(staff.id(), bob.id()));
    organisation.addMembers(staff.id(), List.of(other.id()));

    assertEquals(
        Set.of("Ann Archer", "Bob Baker", "Paula Partner"),
        names(read(group(Include.MEMBERS, true, false))));
    assertEquals(
        Set.of("Ann Archer", "Other", "Paula Partner", "Team"),
        names(read(group(Include.MEMBERS, false, false))));
  }

  @Tag("P2")
  @Test
  void aDynamicGroupNamedWhereExchangeIsNotAskedSaysWhatToDo() {
    SourceUnavailable failure =
        assertThrows(
            SourceUnavailable.class,
            () ->
                office.directory(environment(false), policy(group(Include.MEMBERS, false, false))));

    assertEquals("groupNotFound", failure.problem().code());
    assertTrue(failure.problem().remedy().contains("\"exchange\": true"));
  }

  @Tag("P2")
  @Test
  void aListOfMembersThatIsCutEndsTheReading() {
    office.tenant.exchange().quirks().pageCap(2);
    int[] pages = new int[1];
    office
        .tenant
        .hostility()
        .onRequest(
            sighting -> sighting.operation().endsWith("Get-DynamicDistributionGroupMember"),
            Moment.BEFORE,
            sighting ->
                ++pages[0] < 2
                    ? Incident.NONE
                    : Incident.refused(400, "Client", "Expired or Invalid pagination request."));

    assertThrows(SourceUnavailable.class, () -> read(group(Include.MEMBERS, false, false)));
  }

  @Tag("P2")
  @Test
  void aMemberWhoLeftSinceExchangeNotedThemIsDropped() {
    office
        .tenant
        .hostility()
        .onRequest(
            sighting -> sighting.isRequest() && sighting.operation().startsWith("GET /users"),
            Moment.BEFORE,
            sighting -> {
              organisation.find(ann.id()).ifPresent(any -> organisation.leave(ann.id()));
              return Incident.NONE;
            });

    SourceReading reading = read(group(Include.MEMBERS, false, false));

    assertEquals(Set.of("Paula Partner", "Team"), names(reading));
    assertEquals(SkipReason.RECIPIENT_NOT_FOUND, reading.dropped().get(0).reason());
  }

  @Tag("P3")
  @Test
  void everyTypeIsTheOneThatExchangeHasAndNoMailboxIsAsked() {
    organisation.addMailbox("info", "Info", "info", "shared");
    organisation.addMailbox("room", "Blue Room", "blue", "room");
    organisation.addMailbox("car", "Car", "car", "equipment");
    organisation.addMailbox("bookings", "Bookings", "bookings", "scheduling");
    organisation.addWithoutMailbox(
        "guest", "Gustav Guest", Optional.of("gustav@partner.example"), "Guest");
    office.tenant.counters().reset();

    SourceReading reading = read(EVERYTHING);

    Map<String, String> types =
        reading.records().stream()
            .collect(
                Collectors.toMap(
                    record -> record.first("displayName"), SourceRecord::recipientType));
    assertEquals("user", types.get("Ann Archer"));
    assertEquals("sharedMailbox", types.get("Info"));
    assertEquals("room", types.get("Blue Room"));
    assertEquals("equipment", types.get("Car"));
    assertEquals("scheduling", types.get("Bookings"));
    assertEquals("mailUser", types.get("Gustav Guest"));
    assertEquals("mailContact", types.get("Paula Partner"));
    assertEquals("distributionGroup", types.get("Team"));
    assertEquals("dynamicDistributionGroup", types.get("All Staff"));
    SourceReading rooms =
        read(new Selection.Query("*", Set.of(RecipientType.ROOM, RecipientType.SCHEDULING)));
    assertEquals(Set.of("Blue Room", "Bookings"), names(rooms));
    assertTrue(
        office.tenant.counters().counts().itemsByOperation().keySet().stream()
            .noneMatch(operation -> operation.contains("mailboxSettings")));
  }

  @Tag("P6")
  @Test
  void filtersMayAskWhoIsHiddenAndWhereTheyAreKept() {
    office.tenant.exchange().hide(bob.id());
    office.tenant.exchange().keepIn(ann.id(), "contoso.example/Sales");
    Policy hiddenOnes =
        policy("hiddenFromAddressLists eq true", true, List.of(EVERYTHING), List.of());

    SourceReading reading = office.directory(environment(true), hiddenOnes);

    assertEquals("true", named(reading, "Bob Baker").first("hiddenFromAddressLists"));
    assertEquals("false", named(reading, "Ann Archer").first("hiddenFromAddressLists"));
    assertEquals("contoso.example/Sales", named(reading, "Ann Archer").first("organizationalUnit"));
    SourceUnavailable failure =
        assertThrows(
            SourceUnavailable.class, () -> office.directory(environment(false), hiddenOnes));
    assertEquals("exchangeNotAsked", failure.problem().code());
  }

  @Tag("P3")
  @Test
  void kindsThatOnlyExchangeKnowsNeedIt() {
    Selection scheduling = new Selection.Query("*", Set.of(RecipientType.SCHEDULING));

    SourceUnavailable failure =
        assertThrows(
            SourceUnavailable.class,
            () -> office.directory(environment(false), policy(scheduling)));

    assertEquals("exchangeNotAsked", failure.problem().code());
    assertEquals(
        5 - 1,
        office.directory(environment(false), policy(EVERYTHING)).records().size(),
        "all kinds are all that are known");
  }

  @Tag("P5")
  @Test
  void aDynamicGroupsMailboxesCanBeWrittenHiddenOnesToo() {
    office.tenant.exchange().hide(ann.id());

    MailboxReading reading =
        office.targets(
            environment(true),
            policy("", false, List.of(), List.of(group(Include.MEMBERS, true, false))));

    assertEquals(
        Set.of(ann.id(), bob.id()),
        Set.copyOf(reading.mailboxes().stream().map(mailbox -> mailbox.id().value()).toList()));
    assertTrue(reading.completeness().isComplete());
  }

  @Tag("P11")
  @Test
  void recipientsThatCannotBeReadToTheirEndEndTheReading() {
    office.tenant.exchange().quirks().pageCap(1);
    int[] pages = new int[1];
    office
        .tenant
        .hostility()
        .onRequest(
            sighting -> sighting.operation().endsWith("Get-Recipient"),
            Moment.BEFORE,
            sighting -> ++pages[0] < 3 ? Incident.NONE : Incident.refused(403, "", "\0"));

    assertThrows(SourceUnavailable.class, () -> read(EVERYTHING));
  }
}
