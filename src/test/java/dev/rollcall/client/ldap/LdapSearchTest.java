package dev.rollcall.client.ldap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.unboundid.ldap.sdk.ResultCode;
import dev.rollcall.client.http.ClientException;
import dev.rollcall.client.ldap.LdapSearch.Depth;
import dev.rollcall.localtenant.activedirectory.LocalDirectory;
import dev.rollcall.localtenant.organisation.DirectoryObject;
import dev.rollcall.localtenant.organisation.Organisation;
import dev.rollcall.model.CallMeter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Searching, to the end or not at all, with servers that fail. */
@Tag("S2")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LdapSearchTest {

  private static final int PEOPLE = 2_600;

  private final DirectoryAccess access = new DirectoryAccess();
  private final Organisation office = new Organisation("Contoso", "contoso.example");
  private LocalDirectory directory;
  private LdapSession session;

  @BeforeAll
  void start() {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < PEOPLE; i++) {
      DirectoryObject person = office.join("p" + i, "Person " + i, "p" + i);
      ids.add(person.id());
    }
    office.addGroup("inner", "Inner", "inner", "distribution");
    office.addGroup("outer", "Outer", "outer", "distribution");
    office.addMembers(id("inner@contoso.example"), ids);
    office.addMembers(id("inner@contoso.example"), List.of(id("outer@contoso.example")));
    office.addMembers(id("outer@contoso.example"), List.of(id("inner@contoso.example")));
    directory = LocalDirectory.start(office, id -> true, 2);
  }

  @AfterAll
  void stop() {
    directory.close();
  }

  @BeforeEach
  void open() {
    directory.controllers().forEach(controller -> controller.up());
    session = access.client(directory).open(new CallMeter());
  }

  private String id(String address) {
    return office.find(address).orElseThrow().id();
  }

  @Test
  void moreThanAPageIsReadToItsEnd() {
    LdapResult found = session.search(users());

    assertEquals(PEOPLE, found.entries().size());
    assertEquals(3, found.pages());
    assertTrue(found.cut().isEmpty());
    assertEquals(PEOPLE, distinct(found).size());
  }

  @Test
  void aListThatBreaksOffIsNotAnsweredAsWhole() {
    directory
        .controllers()
        .get(0)
        .hostility()
        .answer()
        .fail(ResultCode.ADMIN_LIMIT_EXCEEDED, "00002024: SvcErr: data 0");

    LdapResult found = session.search(users());

    assertEquals(1_000, found.entries().size());
    assertEquals("ldapLimit", found.cut().orElseThrow().problem().code());
  }

  @ParameterizedTest
  @ValueSource(strings = {"busy", "unavailable", "broken"})
  void anotherServerTakesOverFromTheBeginning(String how) {
    var hostility = directory.controllers().get(0).hostility().answer();
    switch (how) {
      case "busy" -> hostility.fail(ResultCode.BUSY, "busy");
      case "unavailable" -> hostility.fail(ResultCode.UNAVAILABLE, "stopping");
      default -> hostility.breakConnection();
    }

    LdapResult found = session.search(users());

    assertEquals(PEOPLE, distinct(found).size());
    assertEquals(PEOPLE, found.entries().size(), "nobody twice");
    assertTrue(found.cut().isEmpty());
    assertEquals(1, session.changes());
  }

  @Test
  void aServerThatIsDownIsPassedOver() {
    directory.controllers().get(0).down();

    assertEquals(PEOPLE, session.search(users()).entries().size());
  }

  @Test
  void aTimeLimitIsTold() {
    directory
        .controllers()
        .get(0)
        .hostility()
        .fail(ResultCode.TIME_LIMIT_EXCEEDED, "00000718: SvcErr: data 0");

    ClientException failure = assertThrows(ClientException.class, () -> session.search(users()));

    assertEquals("ldapTooSlow", failure.problem().code());
  }

  @Test
  void aBaseThatIsNotThereIsTold() {
    assertEquals("ldapPathMissing", failure("OU=Nowhere," + directory.base()));
    assertEquals("ldapPathMalformed", failure("nowhere at all"));
    assertEquals("ldapReferral", failure("DC=elsewhere,DC=example"));
  }

  @Test
  void circlesOfGroupsEndAndEverybodyInThemIsFound() {
    LdapResult found =
        session.search(
            new LdapSearch(
                directory.base(),
                Depth.SUBTREE,
                LdapFilter.and(
                    LdapFilter.leadsTo("memberOf", directory.name("outer@contoso.example")),
                    LdapFilter.is("objectClass", "user")),
                List.of("objectGUID")));

    assertEquals(PEOPLE, found.entries().size());
  }

  @Test
  void aGroupsMembersAreReadToTheLast() {
    LdapEntry group =
        session.entry(directory.name("inner@contoso.example"), List.of("member")).orElseThrow();

    List<String> members = session.values(group, "member");

    assertEquals(PEOPLE + 1, members.size());
    assertFalse(group.has("member"), "it came in ranges");
  }

  @Test
  void aPartOfAGroupsMembersIsNeverAnsweredAsTheWhole() {
    LdapEntry group =
        session.entry(directory.name("inner@contoso.example"), List.of("member")).orElseThrow();
    try (LocalDirectory without =
            LocalDirectory.start(new Organisation("Contoso", "contoso.example"), id -> true);
        LdapSession other = new DirectoryAccess().client(without).open(new CallMeter())) {

      assertEquals(
          "ldapPartMissing",
          assertThrows(ClientException.class, () -> other.values(group, "member"))
              .problem()
              .code());
    }
  }

  @Test
  void bitsAreAskedForByTheServersRule() {
    office.disable(id("p7@contoso.example"));
    directory.replicate();

    LdapResult found =
        session.search(
            new LdapSearch(
                directory.base(),
                Depth.SUBTREE,
                LdapFilter.bits("userAccountControl", 2),
                List.of("displayName")));

    assertEquals(1, found.entries().size());
    assertEquals("Person 7", found.entries().get(0).first("displayName"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"*", "Person 1)(objectClass=*", "*)(|(mail=*", "\\2a", "Person 1\u0000", "(&)"})
  void noValueBecomesACondition(String name) {
    LdapResult found =
        session.search(
            new LdapSearch(
                directory.base(),
                Depth.SUBTREE,
                LdapFilter.and(
                    LdapFilter.is("objectClass", "user"), LdapFilter.is("displayName", name)),
                List.of("displayName")));

    assertEquals(List.of(), found.entries());
  }

  @Test
  void whereElseThingsAreIsToldAndNobodyGoesThere() {
    directory.controllers().get(0).refer("ldap://child.corp.contoso.example/DC=child");

    LdapResult found = session.search(users());

    directory.controllers().get(0).refer();
    assertEquals(List.of("ldap://child.corp.contoso.example/DC=child"), found.elsewhere());
    assertEquals(PEOPLE, found.entries().size());
  }

  @Test
  void serversThatPointAtEachOtherAreNotFollowedInCircles() {
    var first = directory.controllers().get(0);
    var second = directory.controllers().get(1);
    first.refer("ldap://" + second.plainAddress() + "/" + directory.base());
    second.refer("ldap://" + first.plainAddress() + "/" + directory.base());
    first.forgetSearches();
    second.forgetSearches();

    LdapResult found = session.search(users());

    first.refer();
    second.refer();
    assertEquals(PEOPLE, found.entries().size());
    assertEquals(3, first.searches().size(), "one for each page");
    assertEquals(List.of(), second.searches());
  }

  @Test
  void aControllersNumberGrowsWithEveryChange() {
    Controller before = session.controller().orElseThrow();
    office.change(id("p9@contoso.example"), "jobTitle", "Chief " + before.highestUsn());
    directory.replicate();
    Controller after = session.controller().orElseThrow();
    session.close();
    directory.controllers().get(0).down();
    Controller other = session.controller().orElseThrow();

    assertTrue(after.highestUsn() > before.highestUsn());
    assertEquals(before.invocation(), after.invocation());
    assertFalse(other.invocation().equals(before.invocation()));
  }

  private LdapSearch users() {
    return new LdapSearch(
        directory.base(),
        Depth.SUBTREE,
        LdapFilter.is("objectClass", "user"),
        List.of("displayName"));
  }

  private String failure(String base) {
    return assertThrows(
            ClientException.class,
            () -> session.search(new LdapSearch(base, Depth.SUBTREE, LdapFilter.all(), List.of())))
        .problem()
        .code();
  }

  private static Set<String> distinct(LdapResult found) {
    Set<String> names = new HashSet<>();
    found.entries().forEach(entry -> names.add(entry.dn()));
    return names;
  }
}
