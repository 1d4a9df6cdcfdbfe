package dev.rollcall.source.activedirectory;

import static dev.rollcall.source.activedirectory.DirectoryOffice.teams;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.localtenant.activedirectory.Acl;
import dev.rollcall.localtenant.activedirectory.LocalDirectory;
import dev.rollcall.mapping.SourceRecord;
import dev.rollcall.mapping.Trustee;
import dev.rollcall.mapping.Trustees;
import dev.rollcall.policy.Policy;
import dev.rollcall.policy.RecipientType;
import dev.rollcall.policy.Selection;
import dev.rollcall.source.SourceReading;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is behind shared mailboxes, by the permissions that Active Directory keeps. */
@Tag("S6")
@Tag("S7")
@Tag("P17")
class ActiveDirectoryTrusteesTest {

  private static final String OPENING = "msExchMailboxSecurityDescriptor";
  private static final String SENDING = "nTSecurityDescriptor";
  private static final byte[] SELF = LocalDirectory.wellKnownSid(5, 10);

  private final DirectoryOffice office = DirectoryOffice.small();

  @AfterEach
  void stop() {
    office.close();
  }

  @Test
  void fullAccessIsWhatWasGivenToPeopleAndNotWhatComesFromAboveOrIsDenied() {
    opening(
        new Acl()
            .fullAccess(SELF)
            .fullAccess(LocalDirectory.wellKnownSid(5, 18))
            .fullAccess(LocalDirectory.strangerSid(512))
            .fullAccess(sid("anna"))
            .inheritedFullAccess(sid("ben"))
            .fullAccess(sid("clara"))
            .noFullAccess(sid("clara"))
            .fullAccess(sid("info"))
            .line(0, 0, 0x20000, Optional.empty(), sid("david")));

    Trustees info = read(Policy.Trustees.FULL_ACCESS);

    assertEquals(List.of("Anna Ames"), names(info));
    assertTrue(info.complete());
    Trustee anna = info.people().get(0);
    assertEquals(office.directory.guid(office.address("anna")).toString(), anna.id());
    assertEquals("anna@contoso.example", anna.mail());
    assertEquals("anna@contoso.example", anna.userPrincipalName());
    assertEquals(List.of(), anna.path());
  }

  @Test
  void groupsAreExpandedWithTheWayAndCirclesEnd() {
    opening(new Acl().fullAccess(sid("staff")).fullAccess(sid("anna")));

    Trustees info = read(Policy.Trustees.FULL_ACCESS);

    assertEquals(List.of("Anna Ames", "Ben Bauer", "David O'Brien, Jr. (Sales)"), names(info));
    assertEquals(List.of(), way(info, "Anna Ames"), "the permission itself says more");
    assertEquals(List.of("Staff"), way(info, "Ben Bauer"));
    assertEquals(List.of("Staff", "Sales Team"), way(info, "David O'Brien, Jr. (Sales)"));
    assertTrue(info.complete());
  }

  @Test
  void whoIsDeniedDoesNotGetItThroughAGroup() {
    opening(new Acl().fullAccess(sid("staff")).noFullAccess(sid("ben")));

    assertFalse(names(read(Policy.Trustees.FULL_ACCESS)).contains("Ben Bauer"));
  }

  @Test
  void sendAsIsTheExtendedRightOfTheObject() {
    sending(
        new Acl()
            .sendAs(SELF)
            .sendAs(sid("ben"))
            .line(5, 0x10, Acl.EXTENDED_RIGHT, Optional.of(Acl.SEND_AS), sid("clara"))
            .line(5, 0x8, Acl.EXTENDED_RIGHT, Optional.of(Acl.SEND_AS), sid("clara"))
            .line(
                5,
                0,
                Acl.EXTENDED_RIGHT,
                Optional.of(UUID.fromString("00299570-246d-11d0-a768-00aa006e0529")),
                sid("david"))
            .line(5, 0, Acl.EXTENDED_RIGHT, Optional.empty(), sid("david"))
            .line(0, 0, 0xF01FF, Optional.empty(), sid("david")));

    Trustees info = read(Policy.Trustees.SEND_AS);

    assertEquals(List.of("Ben Bauer"), names(info));
    assertTrue(info.complete());
  }

  @Test
  void eitherOfTheTwoIsEnough() {
    opening(new Acl().fullAccess(sid("anna")).noFullAccess(sid("ben")));
    sending(new Acl().sendAs(sid("ben")));

    assertEquals(List.of("Anna Ames", "Ben Bauer"), names(read(Policy.Trustees.EITHER)));
  }

  @Test
  void whoIsGoneCountsForNobodyAndIsAHint() {
    opening(new Acl().fullAccess(LocalDirectory.strangerSid(99_999)).fullAccess(sid("anna")));

    SourceReading reading = reading(Policy.Trustees.FULL_ACCESS);

    assertEquals(List.of("Anna Ames"), names(trustees(reading)));
    assertTrue(reading.hints().stream().anyMatch(hint -> hint.startsWith("1 permission")));
  }

  @Test
  void howCurrentFullAccessIsIsSaidEveryTime() {
    opening(new Acl());
    sending(new Acl());

    assertTrue(
        reading(Policy.Trustees.FULL_ACCESS).hints().stream()
            .anyMatch(hint -> hint.contains(OPENING)));
    assertFalse(
        reading(Policy.Trustees.SEND_AS).hints().stream().anyMatch(hint -> hint.contains(OPENING)));
  }

  @Test
  void aMailboxWhosePermissionsAreNotShownIsNotComplete() {
    opening(new Acl().fullAccess(sid("anna")));
    office.directory.controllers().get(0).hide(OPENING);

    SourceReading reading = reading(Policy.Trustees.FULL_ACCESS);

    assertFalse(trustees(reading).complete());
    assertTrue(reading.hints().stream().anyMatch(hint -> hint.contains("could not be read")));
    assertTrue(reading.completeness().isComplete(), "the others do not suffer");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3, 19, 21, 60, -1})
  void aBrokenDescriptorIsNotComplete(int length) {
    byte[] whole = new Acl().fullAccess(sid("anna")).fullAccess(sid("ben")).bytes();
    byte[] broken = Arrays.copyOf(whole, length < 0 ? whole.length - 1 : length);
    office.directory.set(office.address("info"), OPENING, broken);

    assertFalse(read(Policy.Trustees.FULL_ACCESS).complete());
  }

  @Test
  void aMemberOfAGroupWhoIsNotShownMakesItIncomplete() {
    opening(new Acl().fullAccess(sid("sales")));
    office.directory.set(
        office.address("sales"),
        "member",
        office.directory.name(office.address("david")),
        "CN=Ghost,OU=Staff," + office.directory.base());

    assertFalse(read(Policy.Trustees.FULL_ACCESS).complete());
  }

  @Test
  void aGroupThatManyMailboxesNameIsReadOnce() {
    for (int i = 0; i < 30; i++) {
      office.people.addMailbox("box" + i, "Box " + i, "box" + i, "shared");
      office.directory.replicate();
    }
    for (int i = 0; i < 30; i++) {
      office.directory.set(
          office.address("box" + i), OPENING, new Acl().fullAccess(sid("staff")).bytes());
    }
    office.directory.controllers().get(0).forgetSearches();

    SourceReading reading =
        new ActiveDirectoryMailboxSource(office.source(), any -> office.client())
            .read(
                DirectoryOffice.environment(),
                teams(
                    Policy.Trustees.FULL_ACCESS,
                    new Selection.Query("Box*", EnumSet.of(RecipientType.SHARED_MAILBOX))));

    assertEquals(30, reading.records().size());
    reading.records().forEach(record -> assertEquals(3, record.trustees().get().people().size()));
    long ofGroups =
        office.directory.controllers().get(0).searches().stream()
            .filter(search -> search.contains("memberOf"))
            .count();
    assertEquals(2, ofGroups, "one for each level");
  }

  private void opening(Acl acl) {
    office.directory.set(office.address("info"), OPENING, acl.bytes());
  }

  private void sending(Acl acl) {
    office.directory.set(office.address("info"), SENDING, acl.bytes());
  }

  private byte[] sid(String local) {
    return office.directory.sid(office.address(local));
  }

  private Trustees read(Policy.Trustees access) {
    return trustees(reading(access));
  }

  private SourceReading reading(Policy.Trustees access) {
    return new ActiveDirectoryMailboxSource(office.source(), any -> office.client())
        .read(
            DirectoryOffice.environment(),
            teams(access, new Selection.Recipient(office.address("info"))));
  }

  private static Trustees trustees(SourceReading reading) {
    SourceRecord only = DirectoryOffice.only(reading);
    assertEquals("sharedMailbox", only.recipientType());
    return only.trustees().orElseThrow();
  }

  private static List<String> names(Trustees trustees) {
    return trustees.people().stream().map(Trustee::displayName).sorted().toList();
  }

  private static List<String> way(Trustees trustees, String name) {
    return trustees.people().stream()
        .filter(person -> person.displayName().equals(name))
        .findFirst()
        .orElseThrow()
        .path();
  }
}
