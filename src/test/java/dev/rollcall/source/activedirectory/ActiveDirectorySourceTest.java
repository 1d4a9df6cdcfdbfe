package dev.rollcall.source.activedirectory;

import static dev.rollcall.source.activedirectory.DirectoryOffice.everybody;
import static dev.rollcall.source.activedirectory.DirectoryOffice.members;
import static dev.rollcall.source.activedirectory.DirectoryOffice.names;
import static dev.rollcall.source.activedirectory.DirectoryOffice.only;
import static dev.rollcall.source.activedirectory.DirectoryOffice.policy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.unboundid.ldap.sdk.ResultCode;
import dev.rollcall.client.ldap.LdapSettings;
import dev.rollcall.localtenant.activedirectory.DomainController;
import dev.rollcall.localtenant.activedirectory.LocalDirectory;
import dev.rollcall.mapping.AccountMapping;
import dev.rollcall.mapping.SourceRecord;
import dev.rollcall.model.CallMeter;
import dev.rollcall.model.DesiredRecord;
import dev.rollcall.model.Location;
import dev.rollcall.model.Mailbox;
import dev.rollcall.model.RecordField;
import dev.rollcall.model.RecordKey;
import dev.rollcall.model.SkipReason;
import dev.rollcall.model.TargetId;
import dev.rollcall.policy.Environment;
import dev.rollcall.policy.Policy;
import dev.rollcall.policy.PolicyDocuments;
import dev.rollcall.policy.RecipientType;
import dev.rollcall.policy.Selection;
import dev.rollcall.policy.Selection.Depth;
import dev.rollcall.policy.Selection.Include;
import dev.rollcall.source.MailboxSelection.MailboxReading;
import dev.rollcall.source.Recollections;
import dev.rollcall.source.Source.PhotoReading;
import dev.rollcall.source.SourceReading;
import dev.rollcall.source.SourceUnavailable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What of an Active Directory becomes records. */
@Tag("S2")
class ActiveDirectorySourceTest {

  private final DirectoryOffice office = DirectoryOffice.small();

  @AfterEach
  void stop() {
    office.close();
  }

  @Tag("P3")
  @Test
  void everyAttributeOfAPersonIsTaken() {
    office.directory.set(
        office.address("anna"), "manager", office.directory.name(office.address("ben")));
    Map<String, String> values =
        Map.ofEntries(
            Map.entry("givenName", "Anna"),
            Map.entry("sn", "Ames"),
            Map.entry("initials", "AA"),
            Map.entry("personalTitle", "Dr."),
            Map.entry("company", "Contoso"),
            Map.entry("department", "Sales"),
            Map.entry("title", "Head"),
            Map.entry("physicalDeliveryOfficeName", "B 12"),
            Map.entry("telephoneNumber", "+49 30 1"),
            Map.entry("otherTelephone", "+49 30 2"),
            Map.entry("homePhone", "+49 30 3"),
            Map.entry("mobile", "+49 171 4"),
            Map.entry("facsimileTelephoneNumber", "+49 30 5"),
            Map.entry("streetAddress", "Main 1"),
            Map.entry("l", "Ulm"),
            Map.entry("st", "BW"),
            Map.entry("postalCode", "89073"),
            Map.entry("co", "Germany"),
            Map.entry("wWWHomePage", "https://contoso.example/anna"),
            Map.entry("info", "Likes tea"),
            Map.entry("extensionAttribute7", "x"),
            Map.entry("msRTCSIP-PrimaryUserAddress", "sip:anna@contoso.example"));
    values.forEach((name, value) -> office.directory.set(office.address("anna"), name, value));

    SourceRecord anna = only(office.read(new Selection.Recipient(office.address("anna"))));

    assertEquals(office.key("anna"), anna.key().value());
    assertEquals("user", anna.recipientType());
    Map<String, List<String>> expected =
        Map.ofEntries(
            Map.entry("displayName", List.of("Anna Ames")),
            Map.entry("givenName", List.of("Anna")),
            Map.entry("surname", List.of("Ames")),
            Map.entry("initials", List.of("AA")),
            Map.entry("honorific", List.of("Dr.")),
            Map.entry("companyName", List.of("Contoso")),
            Map.entry("department", List.of("Sales")),
            Map.entry("jobTitle", List.of("Head")),
            Map.entry("officeLocation", List.of("B 12")),
            Map.entry("businessPhones", List.of("+49 30 1", "+49 30 2")),
            Map.entry("homePhones", List.of("+49 30 3")),
            Map.entry("mobilePhone", List.of("+49 171 4")),
            Map.entry("faxNumber", List.of("+49 30 5")),
            Map.entry("streetAddress", List.of("Main 1")),
            Map.entry("city", List.of("Ulm")),
            Map.entry("state", List.of("BW")),
            Map.entry("postalCode", List.of("89073")),
            Map.entry("country", List.of("Germany")),
            Map.entry("webPage", List.of("https://contoso.example/anna")),
            Map.entry("notes", List.of("Likes tea")),
            Map.entry("extensionAttribute7", List.of("x")),
            Map.entry("imAddresses", List.of("anna@contoso.example")),
            Map.entry("mail", List.of("anna@contoso.example")),
            Map.entry("proxyAddresses", List.of("SMTP:anna@contoso.example")),
            Map.entry("userPrincipalName", List.of("anna@contoso.example")),
            Map.entry("manager", List.of("Ben Bauer")),
            Map.entry("accountEnabled", List.of("true")),
            Map.entry("hiddenFromAddressLists", List.of("false")));
    expected.forEach((name, value) -> assertEquals(value, anna.attributes().get(name), name));
  }

  @Tag("P2")
  @Test
  void aQueryTakesTheKindsItNames() {
    SourceReading reading =
        office.read(
            new Selection.Query("*", EnumSet.of(RecipientType.ROOM, RecipientType.MAIL_CONTACT)));

    assertEquals(List.of("Pia Partner", "Room Blue"), names(reading));
    assertTrue(reading.completeness().isComplete());
    assertTrue(
        reading.dropped().stream()
            .allMatch(left -> left.reason() == SkipReason.RECIPIENT_TYPE_NOT_SELECTED));
  }

  @Tag("P2")
  @ParameterizedTest
  @CsvSource({
    "a*,1",
    "*am*s,1",
    "anna ames,1",
    "clara c*,0",
    "clara ç*,1",
    "x*,0",
    "'* (sales)',1"
  })
  void aQuerysPatternFitsNames(String pattern, int found) {
    assertEquals(
        found,
        office.read(new Selection.Query(pattern, EnumSet.of(RecipientType.USER))).records().size());
  }

  @Tag("P2")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "*)(objectClass=*",
        "anna*)(|(mail=*",
        "\\2a",
        "(&(objectClass=user))",
        "anna@contoso.example)(mail=*",
        "CN=*,DC=corp"
      })
  void noNameInAPolicyBecomesACondition(String name) {
    assertEquals(List.of(), office.read(new Selection.Recipient(name)).records());
    assertEquals(
        List.of(),
        office.read(new Selection.Query(name, EnumSet.of(RecipientType.USER))).records());
  }

  @Tag("P2")
  @Test
  void aRecipientIsFoundByEveryNameItHas() {
    String address = office.address("anna");
    List<String> known =
        List.of(
            address,
            "ANNA@contoso.example",
            "anna",
            "CORP\\anna",
            office.directory.name(address),
            office.directory.guid(address).toString());

    for (String name : known) {
      assertEquals(
          office.key("anna"), only(office.read(new Selection.Recipient(name))).key().value(), name);
    }
  }

  @Tag("P2")
  @Test
  void whoIsNotThereIsToldAndNobodyElseSuffers() {
    SourceReading reading =
        office.read(
            new Selection.Recipient("nobody@contoso.example"),
            new Selection.Recipient(office.address("ben")));

    assertEquals(List.of("Ben Bauer"), names(reading));
    assertEquals(SkipReason.RECIPIENT_NOT_FOUND, reading.dropped().get(0).reason());
  }

  @Tag("P2")
  @Test
  void groupsInGroupsAreFollowedAndCirclesEnd() {
    SourceReading direct = office.read(members(office.address("staff"), false));
    SourceReading nested = office.read(members(office.address("staff"), true));

    assertEquals(List.of("Anna Ames", "Ben Bauer", "Sales Team"), names(direct));
    assertEquals(
        List.of("Anna Ames", "Ben Bauer", "David O'Brien, Jr. (Sales)", "Pia Partner"),
        names(nested));
    assertTrue(nested.completeness().isComplete());
  }

  @Tag("P2")
  @Test
  void aGroupItselfMayNameItsMembers() {
    SourceRecord group =
        only(office.read(new Selection.Group(office.address("staff"), Include.GROUP, true, true)));

    assertEquals("distributionGroup", group.recipientType());
    assertTrue(group.key().value().startsWith("group:"));
    assertEquals(
        List.of("Anna Ames", "Ben Bauer", "David O'Brien, Jr. (Sales)", "Pia Partner"),
        group.attributes().get("members"));
  }

  @Tag("P2")
  @Test
  void whosePrimaryGroupItIsIsInTheGroupThoughItListsNobody() {
    office.directory.set(office.address("sales"), "objectSid", LocalDirectory.strangerSid(7777));
    office.directory.set(office.address("clara"), "primaryGroupID", "7777");

    assertTrue(names(office.read(members(office.address("sales"), false))).contains("Clara Çelik"));
    assertTrue(names(office.read(members(office.address("staff"), true))).contains("Clara Çelik"));
  }

  @Tag("P2")
  @Test
  void aDynamicGroupsFilterIsAskedBelowItsPlace() {
    office.people.addGroup("ulm", "Everybody in Ulm", "ulm", "dynamicDistribution");
    office.people.change(office.id("anna"), "city", "Ulm");
    office.people.change(office.id("blue"), "city", "Ulm");
    office.directory.set(office.address("ulm"), "msExchDynamicDLFilter", "(&(l=Ulm)(mail=*))");
    office.directory.set(
        office.address("ulm"), "msExchDynamicDLBaseDN", "OU=Staff," + office.directory.base());

    assertEquals(List.of("Anna Ames"), names(office.read(members(office.address("ulm"), false))));
    assertEquals(
        "dynamicDistributionGroup",
        only(office.read(new Selection.Recipient(office.address("ulm")))).recipientType());
  }

  @Tag("P2")
  @Test
  void aDynamicGroupInAGroupAndAGroupInADynamicGroupAreFollowed() {
    office.people.addGroup("d", "Dynamic", "dynamic", "dynamicDistribution");
    office.directory.set(
        office.address("dynamic"),
        "msExchDynamicDLFilter",
        "(|(mailNickname=clara)(mailNickname=sales))");
    office.people.addGroup("outer", "Outer", "outer", "distribution");
    office.people.addMembers(office.id("outer"), List.of(office.id("dynamic")));
    office.directory.replicate();

    SourceReading reading = office.read(members(office.address("outer"), true));

    assertEquals(
        List.of(
            "Anna Ames", "Ben Bauer", "Clara Çelik", "David O'Brien, Jr. (Sales)", "Pia Partner"),
        names(reading));
    assertTrue(reading.completeness().isComplete());
  }

  @Tag("P2")
  @Test
  void aDynamicGroupWhoseFilterCannotBeReadIsNoEmptyGroup() {
    office.people.addGroup("d", "Dynamic", "dynamic", "dynamicDistribution");
    office.directory.set(office.address("dynamic"), "msExchDynamicDLFilter", "(&(broken");

    assertFalse(office.read(members(office.address("dynamic"), false)).completeness().isComplete());
  }

  @Tag("P2")
  @Test
  void organisationalUnitsAreReadAsDeepAsIsSaid() {
    office.people.change(office.id("clara"), "department", "Research");
    office.directory.replicate();
    String staff = "OU=Staff," + office.directory.base();

    assertEquals(
        List.of("Anna Ames", "Ben Bauer", "David O'Brien, Jr. (Sales)"),
        names(office.read(unit(staff, Depth.ONE_LEVEL, false))));
    assertEquals(
        List.of("Anna Ames", "Ben Bauer", "Clara Çelik", "David O'Brien, Jr. (Sales)"),
        names(office.read(unit(staff, Depth.SUBTREE, false))));
    assertEquals(
        List.of("Clara Çelik"),
        names(office.read(unit("ou=research, " + staff, Depth.SUBTREE, false))));
    assertEquals(
        List.of("Anna Ames"),
        names(
            office.read(unit(office.directory.name(office.address("anna")), Depth.OBJECT, false))));
  }

  @Tag("P2")
  @Test
  void groupsInAnOrganisationalUnitBringTheirMembersIfAskedTo() {
    String groups = "OU=Groups," + office.directory.base();

    assertEquals(
        List.of("Sales Team", "Staff"), names(office.read(unit(groups, Depth.SUBTREE, false))));
    assertEquals(
        List.of(
            "Anna Ames",
            "Ben Bauer",
            "David O'Brien, Jr. (Sales)",
            "Pia Partner",
            "Sales Team",
            "Staff"),
        names(office.read(unit(groups, Depth.SUBTREE, true))));
  }

  @Tag("P2")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "OU=Nowhere,DC=corp,DC=contoso,DC=example",
        "OU=Staff,DC=other,DC=example",
        "Staff"
      })
  void anUnknownOrganisationalUnitIsToldAndNothingIsRead(String name) {
    SourceUnavailable failure =
        assertThrows(SourceUnavailable.class, () -> office.read(unit(name, Depth.SUBTREE, false)));

    assertEquals("organisationalUnitNotFound", failure.problem().code());
    assertFalse(failure.problem().remedy().isBlank());
  }

  @Tag("P2")
  @Test
  void anUnknownUnitAmongOthersDeletesNobody() {
    SourceReading reading =
        office.read(
            unit("OU=Nowhere," + office.directory.base(), Depth.SUBTREE, false),
            new Selection.Recipient(office.address("ben")));

    assertEquals(List.of("Ben Bauer"), names(reading));
    assertFalse(reading.completeness().isComplete());
  }

  @Tag("P2")
  @Test
  void anUnknownGroupIsToldAndNothingIsRead() {
    assertEquals(
        "groupNotFound",
        assertThrows(SourceUnavailable.class, () -> office.read(members("nobody@x.example", true)))
            .problem()
            .code());
  }

  @Tag("P4")
  @Test
  void hiddenAndDisabledAreTakenOnlyIfAskedFor() {
    office.directory.set(office.address("anna"), "msExchHideFromAddressLists", "TRUE");
    office.people.disable(office.id("ben"));
    office.directory.replicate();
    Selection both = unit("OU=Staff," + office.directory.base(), Depth.SUBTREE, false);

    SourceReading usual = office.read(policy("", false, false, both));

    assertEquals(List.of("Clara Çelik", "David O'Brien, Jr. (Sales)"), names(usual));
    assertEquals(
        Set.of(SkipReason.HIDDEN_RECIPIENT, SkipReason.DISABLED_RECIPIENT),
        Set.copyOf(usual.dropped().stream().map(left -> left.reason()).toList()));
    assertTrue(names(office.read(policy("", true, false, both))).contains("Anna Ames"));
    assertTrue(names(office.read(policy("", false, true, both))).contains("Ben Bauer"));
  }

  @Tag("P4")
  @Test
  void aRoomsAccountIsAlwaysDisabledAndTheRoomIsTaken() {
    assertEquals(
        "room", only(office.read(new Selection.Recipient(office.address("blue")))).recipientType());
  }

  @Tag("P4")
  @Test
  void aFilterByMembershipKnowsGroupsAtAnyDepth() {
    SourceReading reading =
        office.read(
            policy(
                "memberOf eq \"sales@contoso.example\"",
                false,
                false,
                unit("OU=Staff," + office.directory.base(), Depth.SUBTREE, false)));

    List<String> inGroup = new ArrayList<>();
    for (SourceRecord record : reading.records()) {
      if (!record.first("memberOf").isEmpty()) {
        inGroup.add(record.first("displayName"));
      }
    }
    assertEquals(
        List.of("Anna Ames", "Ben Bauer", "David O'Brien, Jr. (Sales)"),
        inGroup.stream().sorted().toList());
  }

  @Test
  void aMemberThatIsNotShownSpeaksAgainstCompleteness() {
    office.directory.set(
        office.address("sales"),
        "member",
        office.directory.name(office.address("david")),
        "CN=Ghost,OU=Staff," + office.directory.base());

    SourceReading reading = office.read(members(office.address("sales"), false));

    assertFalse(reading.completeness().isComplete());
    assertTrue(
        reading.dropped().stream()
            .anyMatch(left -> left.reason() == SkipReason.MEMBER_NOT_READABLE));
  }

  @Tag("P2")
  @Test
  void groupsThatOnlyTheListsOfGroupsTellOfAreFollowedToTheEnd() {
    office.people.addGroup("outer", "Outer", "outer", "distribution");
    office.people.addGroup("middle", "Middle", "middle", "distribution");
    office.people.addGroup("inner", "Inner", "inner", "distribution");
    office.directory.replicate();
    office.directory.set(
        office.address("outer"), "member", office.directory.name(office.address("middle")));
    office.directory.set(
        office.address("middle"), "member", office.directory.name(office.address("inner")));
    office.directory.set(
        office.address("inner"),
        "member",
        office.directory.name(office.address("clara")),
        office.directory.name(office.address("outer")));

    SourceReading reading = office.read(members(office.address("outer"), true));

    assertEquals(List.of("Clara Çelik"), names(reading));
    assertTrue(reading.completeness().isComplete());
  }

  @Test
  void aGroupThatTheNextServerDoesNotKnowIsNoEmptyGroup() {
    try (DirectoryOffice two = DirectoryOffice.small(2)) {
      DomainController first = two.directory.controllers().get(0);
      two.people.addGroup("late", "Late", "late", "distribution");
      two.people.addMembers(two.id("late"), List.of(two.id("anna")));
      two.directory.replicate(first);
      first.hostility().answer().answer().breakConnection();

      MailboxReading reading =
          two.mailboxes(DirectoryOffice.environment(), members(two.address("late"), true));

      assertFalse(reading.completeness().isComplete());
    }
  }

  @Test
  void whatTwoServersKnowIsNotMixed() {
    try (DirectoryOffice two = DirectoryOffice.small(2)) {
      DomainController first = two.directory.controllers().get(0);
      two.people.leave(two.id("ben"));
      two.directory.replicate(two.directory.controllers().get(1));
      first.hostility().answer().answer().answer().breakConnection();

      SourceReading reading = two.read(benAndRooms(two));

      assertEquals(List.of("Room Blue"), names(reading));
      assertTrue(reading.completeness().isComplete());
      assertEquals(Map.of(), two.kept, "the number is the first server's");
    }
  }

  @Test
  void whereServersKeepChangingTheReadingIsNotComplete() {
    try (DirectoryOffice two = DirectoryOffice.small(2)) {
      two.directory.controllers().get(0).hostility().answer().answer().answer().breakConnection();
      two.directory.controllers().get(1).hostility().answer().answer().breakConnection();

      assertFalse(two.read(benAndRooms(two)).completeness().isComplete());
    }
  }

  @Test
  void aMemberOfAnotherDomainIsAHintAndDeletesNobodyNorStopsIt() {
    office.directory.set(
        office.address("sales"),
        "member",
        office.directory.name(office.address("david")),
        "CN=Somebody,OU=Staff,DC=child,DC=example");

    SourceReading reading = office.read(members(office.address("sales"), false));

    assertTrue(reading.completeness().isComplete());
    assertEquals(1, reading.hints().size());
  }

  @Test
  void whatIsKeptByAnotherServerIsAHint() {
    office
        .directory
        .controllers()
        .get(0)
        .refer(
            "ldap://ForestDnsZones.corp.contoso.example/DC=ForestDnsZones,DC=corp",
            "ldap://corp.contoso.example/CN=Configuration,DC=corp");
    SourceReading usual = office.read(everybody());
    office.directory.controllers().get(0).refer("ldap://child.corp.contoso.example/DC=child");

    assertEquals(List.of(), usual.hints());
    office.kept.clear();
    assertEquals(1, office.read(everybody()).hints().size());
  }

  @Test
  void aListThatBreaksOffDeletesNobody() {
    for (int i = 0; i < 1_500; i++) {
      office.people.join("more" + i, "More " + i, "more" + i);
    }
    office.directory.replicate();
    office.directory.controllers().get(0).hostility().answer().answer().answer();
    office
        .directory
        .controllers()
        .get(0)
        .hostility()
        .fail(ResultCode.TIME_LIMIT_EXCEEDED, "00000718");

    SourceReading reading = office.read(everybody());

    assertEquals(1_000, reading.completeness().rows());
    assertFalse(reading.completeness().isComplete());
    assertEquals(Map.of(), office.kept, "what is not complete is not kept");
  }

  @Test
  void aWrongBaseIsToldBeforeAnythingIsRead() {
    LdapSettings settings = office.client().settings();
    LdapSettings wrong =
        new LdapSettings(
            settings.servers(),
            settings.security(),
            "DC=corp,DC=contoso,DC=exmaple",
            settings.user(),
            settings.password(),
            settings.trust());
    ActiveDirectorySource source =
        new ActiveDirectorySource(any -> office.client(wrong), Recollections.none());

    SourceUnavailable failure =
        assertThrows(
            SourceUnavailable.class,
            () -> source.read(DirectoryOffice.environment(), policy(everybody())));

    assertEquals("ldapReferral", failure.problem().code());
  }

  @Test
  void aPasswordThatEndedIsToldBeforeAnythingIsRead() {
    office.directory.refuseLogins("532");

    assertEquals(
        "ldapPasswordEnded",
        assertThrows(SourceUnavailable.class, () -> office.read(everybody())).problem().code());
  }

  @Tag("P15")
  @Test
  void aReadingAfterWhichNothingChangedIsNotRepeated() {
    SourceReading first = office.read(everybody());
    office.directory.controllers().get(0).forgetSearches();

    SourceReading second = office.read(everybody());

    assertEquals(2, office.directory.controllers().get(0).searches().size());
    assertEquals(4, second.completeness().calls());
    assertEquals(first.records(), second.records());
    assertEquals(first.dropped(), second.dropped());
    assertTrue(second.completeness().isComplete());
  }

  @Tag("P15")
  @Test
  void whateverChangesAnywhereIsRead() {
    office.read(everybody());
    office.people.leave(office.id("ben"));
    office.directory.replicate();

    SourceReading later = office.read(everybody());

    assertFalse(names(later).contains("Ben Bauer"));
    office.directory.controllers().get(0).changeElsewhere();
    office.directory.controllers().get(0).forgetSearches();
    office.read(everybody());
    assertTrue(office.directory.controllers().get(0).searches().size() > 2);
  }

  @Tag("P15")
  @Test
  void aReadingOfAnotherBaseIsNotTakenUp() {
    LdapSettings settings = office.client().settings();
    LdapSettings below =
        new LdapSettings(
            settings.servers(),
            settings.security(),
            "OU=Groups," + settings.base(),
            settings.user(),
            settings.password(),
            settings.trust());
    office.read(everybody());

    SourceReading reading =
        new ActiveDirectorySource(any -> office.client(below), office.recollections())
            .read(DirectoryOffice.environment(), policy(everybody()));

    assertEquals(List.of("Sales Team", "Staff"), names(reading));
  }

  @Tag("P15")
  @Test
  void thatTheConnectionIsNotEncryptedIsToldOnceEachTimeAndNotKept() {
    LdapSettings settings = office.client().settings();
    LdapSettings plain =
        new LdapSettings(
            List.of(office.directory.controllers().get(0).plainAddress()),
            LdapSettings.Security.NONE,
            settings.base(),
            settings.user(),
            settings.password(),
            settings.trust());
    ActiveDirectorySource source =
        new ActiveDirectorySource(any -> office.client(plain), office.recollections());

    SourceReading first = source.read(DirectoryOffice.environment(), policy(everybody()));
    SourceReading second = source.read(DirectoryOffice.environment(), policy(everybody()));

    assertEquals(1, first.hints().size());
    assertEquals(first.hints(), second.hints());
  }

  @Tag("P15")
  @Test
  void anotherPolicysReadingOrADamagedOneIsNotTakenUp() {
    office.read(everybody());
    SourceReading other = office.read(new Selection.Recipient(office.address("anna")));
    assertEquals(List.of("Anna Ames"), names(other));
    office.kept.replaceAll(
        (id, kept) -> new Recollections.Recollection(kept.form(), new byte[] {1, 2, 3}));

    assertEquals(
        List.of("Anna Ames"), names(office.read(new Selection.Recipient(office.address("anna")))));
  }

  @Tag("P3")
  @Test
  void photosAreReadOnceAndAgainWhenThePersonChanged() {
    byte[] jpeg = {(byte) 0xff, (byte) 0xd8, 1, 2};
    office.people.setPhoto(office.id("anna"), Optional.of(jpeg));
    office.directory.replicate();
    List<RecordKey> keys =
        office.read(everybody()).records().stream().map(SourceRecord::key).toList();
    RecordKey anna = new RecordKey(office.key("anna"));

    PhotoReading first = photos(keys, Map.of());
    PhotoReading second = photos(keys, first.photos());
    office.people.setPhoto(office.id("anna"), Optional.of(new byte[] {1}));
    office.directory.replicate();
    PhotoReading third = photos(keys, first.photos());

    assertEquals(Set.of(anna), first.photos().keySet());
    assertEquals(1, first.downloaded().size());
    assertEquals(first.photos(), second.photos());
    assertEquals(List.of(), second.downloaded());
    assertEquals(1, third.downloaded().size());
  }

  @Tag("S5")
  @Tag("P17")
  @Test
  void whoHasAMailboxIsAUserOfAServiceThoughNoLicenceIsKnown() {
    String document =
        """
        { "id": "addresses", "name": "Addresses", "type": "accounts", "environment": "contoso",
          "source": { "kind": "activeDirectory", "select": [ { "query": "*" } ] },
          "target": { "kind": "file", "name": "addresses.csv" } }
        """;
    Policy accounts =
        PolicyDocuments.policy(document.getBytes(StandardCharsets.UTF_8))
            .match(
                valid -> valid.value(),
                invalid -> {
                  throw new AssertionError(invalid.problems());
                });
    office.people.disable(office.id("ben"));
    office.directory.replicate();

    Map<String, String> types = new TreeMap<>();
    for (SourceRecord record : office.read(accounts).records()) {
      new AccountMapping(accounts)
          .map(record)
          .content()
          .ifPresent(
              account ->
                  types.put(record.first("displayName"), account.text(RecordField.ACCOUNT_TYPE)));
    }

    assertEquals("user", types.get("Anna Ames"));
    assertTrue(types.containsKey("Ben Bauer"), "known, so that the service can disable it");
    assertEquals("resource", types.get("Room Blue"));
    assertEquals("list", types.get("Staff"));
  }

  @Tag("P5")
  @Test
  void mailboxesOfBothPlacesAreTargetsWithTheirPlace() {
    office.online.add(office.id("ben"));
    office.directory.replicate();

    MailboxReading hybrid =
        office.mailboxes(DirectoryOffice.environment(), members(office.address("staff"), true));
    MailboxReading own =
        office.mailboxes(
            DirectoryOffice.environment(Environment.Kind.ON_PREMISES),
            members(office.address("staff"), true));

    assertEquals(Location.ONLINE, location(hybrid, "ben"));
    assertEquals(Location.ON_PREMISES, location(hybrid, "anna"));
    assertEquals(3, hybrid.mailboxes().size());
    assertEquals(
        List.of(SkipReason.NO_MAILBOX),
        hybrid.dropped().stream().map(left -> left.reason()).toList());
    assertEquals(2, own.mailboxes().size());
    assertTrue(own.completeness().isComplete());
  }

  @Tag("P5")
  @Test
  void mailboxesComeWithWhatTheSynchronisationKnowsThemBy() {
    byte[] consistency = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};
    office.directory.set(office.id("ben"), "mS-DS-ConsistencyGuid", consistency);

    MailboxReading reading =
        office.mailboxes(DirectoryOffice.environment(), members(office.address("staff"), true));

    assertEquals(3, reading.anchors().size());
    assertEquals("AQIDBAUGBwgJCgsMDQ4PEA==", anchor(reading, "ben"));
    assertEquals(
        office.people.find(office.id("anna")).orElseThrow().text("onPremisesImmutableId"),
        anchor(reading, "anna"));
  }

  private String anchor(MailboxReading reading, String local) {
    return reading.mailboxes().stream()
        .filter(mailbox -> mailbox.address().equals(office.address(local)))
        .map(mailbox -> reading.anchors().get(mailbox.id()))
        .findFirst()
        .orElseThrow();
  }

  @Tag("P5")
  @Test
  void whereMailboxesLiveIsToldByTheirAddresses() {
    office.online.add(office.id("ben"));
    office.directory.replicate();
    CallMeter meter = new CallMeter();

    Set<String> found =
        new ActiveDirectoryLocations(any -> office.client())
            .onPremises(
                DirectoryOffice.environment(),
                List.of(
                    mailbox("Anna@contoso.example"),
                    mailbox(office.address("ben")),
                    mailbox("cloud@contoso.example")),
                meter);

    assertEquals(Set.of("anna@contoso.example"), found);
    assertEquals(3, meter.calls());
  }

  @Tag("P5")
  @Test
  void manyMailboxesAreLocatedByTheListOfAllOnPremises() {
    List<Mailbox> asked = new ArrayList<>();
    for (int i = 0; i < 1_200; i++) {
      office.people.join("more" + i, "More " + i, "more" + i);
      asked.add(mailbox(office.address("more" + i)));
    }
    office.online.add(office.id("more7"));
    office.directory.replicate();
    CallMeter meter = new CallMeter();

    Set<String> found =
        new ActiveDirectoryLocations(any -> office.client())
            .onPremises(DirectoryOffice.environment(), asked, meter);

    assertEquals(1_199, found.size());
    assertEquals(4, meter.calls(), "connecting, logging in, two pages");
  }

  private PhotoReading photos(List<RecordKey> keys, Map<RecordKey, DesiredRecord.Photo> known) {
    return office
        .source()
        .readPhotos(DirectoryOffice.environment(), policy(everybody()), keys, known);
  }

  private Location location(MailboxReading reading, String local) {
    return reading.mailboxes().stream()
        .filter(mailbox -> mailbox.address().equals(office.address(local)))
        .findFirst()
        .orElseThrow()
        .location();
  }

  private static Selection[] benAndRooms(DirectoryOffice office) {
    return new Selection[] {
      new Selection.Recipient(office.address("ben")),
      new Selection.Query("*", EnumSet.of(RecipientType.ROOM))
    };
  }

  private static Mailbox mailbox(String address) {
    return new Mailbox(new TargetId(address), address);
  }

  private static Selection unit(String dn, Depth depth, boolean groupMembers) {
    return new Selection.OrganisationalUnit(dn, depth, groupMembers);
  }
}
