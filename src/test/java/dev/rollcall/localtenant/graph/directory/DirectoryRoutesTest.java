package dev.rollcall.localtenant.graph.directory;

import static dev.rollcall.localtenant.graph.directory.Asked.code;
import static dev.rollcall.localtenant.graph.directory.Asked.texts;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.localtenant.graph.GraphAnswer;
import dev.rollcall.localtenant.organisation.DirectoryObject;
import dev.rollcall.localtenant.organisation.DirectoryObject.Kind;
import dev.rollcall.localtenant.organisation.Generator;
import dev.rollcall.localtenant.organisation.Organisation;
import dev.rollcall.localtenant.organisation.Photos;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The local directory is held to what Graph documents. */
@Tag("O6")
class DirectoryRoutesTest {

  private final Organisation organisation = Generator.of(7, 250, 20);
  private final DirectoryQuirks quirks = new DirectoryQuirks();
  private final Asked graph = new Asked(new DirectoryRoutes(organisation, Asked.BASE, quirks));

  @Test
  void aPageHasAHundredRowsOfTheDefaultPropertiesAndALink() {
    JsonNode page = graph.json("/users");

    assertEquals(100, page.path("value").size());
    assertTrue(page.has("@odata.nextLink"));
    assertFalse(page.has("@odata.count"));
    Set<String> names = new HashSet<>();
    page.path("value").path(0).fieldNames().forEachRemaining(names::add);
    assertEquals(
        Set.of(
            "id",
            "displayName",
            "givenName",
            "surname",
            "mail",
            "userPrincipalName",
            "jobTitle",
            "officeLocation",
            "mobilePhone",
            "businessPhones",
            "preferredLanguage"),
        names);
  }

  @Test
  void allPagesTogetherHaveEverybodyOnce() {
    List<String> ids = texts(graph.rows("/users?$select=id&$top=99&$count=true"), "id");

    assertEquals(organisation.all(Kind.USER).size(), ids.size());
    assertEquals(ids.size(), new HashSet<>(ids).size());
  }

  @Test
  void aRowThatGoesBetweenPagesTakesNoOtherWithIt() {
    JsonNode page = graph.json("/users?$select=id&$top=50");
    organisation.leave(page.path("value").path(3).path("id").asText());

    JsonNode next = graph.json(Asked.below(page.path("@odata.nextLink").asText()));

    assertEquals(
        organisation.all(Kind.USER).get(49).id(), next.path("value").path(0).path("id").asText());
  }

  @Test
  void whatIsSelectedComesAndNothingElse() {
    JsonNode row =
        graph
            .json(
                "/users?$top=1&$select=proxyAddresses,assignedLicenses,onPremisesExtensionAttributes")
            .path("value")
            .path(0);

    assertEquals(4, row.size());
    assertTrue(row.path("proxyAddresses").path(0).asText().startsWith("SMTP:"));
    assertEquals(1, row.path("assignedLicenses").size());
    assertEquals(15, row.path("onPremisesExtensionAttributes").size());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/users?$select=shoeSize | 400 Request_BadRequest",
        "/users?$filter=shoeSize eq 'x' | 400 Request_BadRequest",
        "/users?$filter=mail eq | 400 Request_BadRequest",
        "/users?$filter=mail eq x@y | 400 Request_BadRequest",
        "/users?$filter=mail eq 'x' or | 400 Request_BadRequest",
        "/users?$filter=mail eq 'x') | 400 Request_BadRequest",
        "/users?$top=1000 | 400 Request_UnsupportedQuery",
        "/users?$top=0 | 400 Request_UnsupportedQuery",
        "/users?$top=many | 400 Request_BadRequest",
        "/users?$skip=10 | 400 Request_BadRequest",
        "/users?$expand=manager | 400 Request_BadRequest",
        "/users?$skiptoken=made-up | 400 Directory_ExpiredPageToken",
        "/users?$orderby=city | 400 Request_UnsupportedQuery",
        "/users?$search=\"displayName:a\" | 400 Request_UnsupportedQuery",
        "/users?$filter=mail ne 'x' | 400 Request_UnsupportedQuery",
        "/users?$filter=not (mail eq 'x') | 400 Request_UnsupportedQuery",
        "/users?$filter=endswith(mail,'x') | 400 Request_UnsupportedQuery",
        "/users?$filter=mail eq 'x'&$orderby=displayName | 400 Request_UnsupportedQuery",
        "/users?$filter=proxyAddresses/any(p:startswith(p,'smtp:a')) | 400 Request_UnsupportedQuery",
        "/users/$count | 400 Request_BadRequest",
        "/users/nobody@contoso.example | 404 Request_ResourceNotFound",
        "/groups/nobody/members | 404 Request_ResourceNotFound",
        "/contacts?$select=userPrincipalName | 400 Request_BadRequest"
      })
  void whatGraphRefusesIsRefused(String url, String refusal) {
    assertEquals(refusal, code(graph.get(url)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mail eq 'W.WANG@contoso.example' | 1",
        "surname eq 'O''Neill-D''Arcy' | 1",
        "displayName eq 'Jan de Vries' | 2",
        "startswith(displayName,'jan DE') | 2",
        "surname in ('王','כהן') | 2",
        "mail eq null | 1",
        "userType eq 'Guest' | 1",
        "not (userType eq 'Member') | 1",
        "userType ne 'Member' | 1",
        "accountEnabled eq false | 5",
        "accountEnabled eq false and startswith(displayName,'Meeting') | 2",
        "givenName eq '伟' or (givenName eq 'יעל' and surname eq 'x') | 1",
        "proxyAddresses/any(p:p eq 'smtp:w.wang@contoso.example') | 1",
        "proxyAddresses/any(p:startswith(p,'smtp:j.devries')) | 2",
        "businessPhones/any(p:p eq '+49 30 1005') | 1",
        "endswith(mail,'@partner.example') | 1",
        "assignedLicenses/$count eq 0 and userType eq 'Member' | 7",
        "onPremisesExtensionAttributes/extensionAttribute1 eq 'blue' | 1"
      })
  void filtersFindWhatTheyDescribe(String filter, int found) {
    organisation
        .find("w.wang@contoso.example")
        .orElseThrow()
        .properties()
        .putObject("onPremisesExtensionAttributes")
        .put("extensionAttribute1", "blue");

    JsonNode page =
        graph.eventually("/users?$count=true&$top=999&$filter=" + filter).json().orElseThrow();

    assertEquals(found, page.path("value").size());
    assertEquals(found, page.path("@odata.count").asInt());
    assertEquals(
        String.valueOf(found),
        new String(
            graph.eventually("/users/$count?$filter=" + filter).bytes().orElseThrow(),
            StandardCharsets.UTF_8));
  }

  @Test
  void searchesFindWordsByTheirBeginnings() {
    assertEquals(2, graph.rows("/users?$search=\"displayName:vri\"").size());
    assertEquals(
        List.of("Meeting Room Two"),
        texts(
            graph.rows("/users?$search=\"displayName:room\" AND \"displayName:two\""),
            "displayName"));
  }

  @Test
  void theCountComesWithTheFirstPageOnlyAndOnlyIfConsistencyIsEventual() {
    JsonNode first = graph.eventually("/users?$count=true").json().orElseThrow();
    JsonNode second =
        graph.eventually(Asked.below(first.path("@odata.nextLink").asText())).json().orElseThrow();

    assertEquals(organisation.all(Kind.USER).size(), first.path("@odata.count").asInt());
    assertFalse(second.has("@odata.count"));
    assertFalse(graph.json("/users?$count=true").has("@odata.count"));
  }

  @Test
  void peopleAreOrderedByNameIfAsked() {
    List<String> names = texts(graph.rows("/users?$orderby=displayName&$top=100"), "displayName");

    assertEquals(names.stream().sorted(String.CASE_INSENSITIVE_ORDER).toList(), names);
  }

  @Test
  void aUserIsAddressedByIdOrPrincipalNameButNotByAnAlias() {
    DirectoryObject wang = organisation.find("w.wang@contoso.example").orElseThrow();
    organisation.marry(wang.id(), "Li");

    assertEquals(wang.id(), graph.json("/users/W.Wang@contoso.example").path("id").asText());
    assertEquals(
        wang.id(), graph.json("/users/" + wang.id() + "?$select=mail").path("id").asText());
    assertEquals("404 Request_ResourceNotFound", code(graph.get("/users/" + wang.text("mail"))));
    assertEquals(
        "404 Request_ResourceNotFound",
        code(graph.get("/users/" + wang.text("mail") + "/mailboxSettings")));
  }

  @Tag("P2")
  @Test
  void membersWithoutCastSayWhatTheyAreAndHaveWhatTheirTypeHas() {
    String group = Organisation.idOf("GROUP:cycleb");

    List<JsonNode> rows =
        graph.rows("/groups/" + group + "/members?$select=displayName,userPrincipalName");

    assertEquals(
        Set.of("#microsoft.graph.user", "#microsoft.graph.group", "#microsoft.graph.orgContact"),
        new HashSet<>(texts(rows, "@odata.type")));
    rows.forEach(
        row ->
            assertEquals(
                row.path("@odata.type").asText().endsWith("user"), row.has("userPrincipalName")));
  }

  @Tag("P2")
  @Test
  void aCastLeavesOneTypeAndDropsItsName() {
    String group = Organisation.idOf("GROUP:cycleb");
    String cast = "/groups/" + group + "/transitiveMembers/microsoft.graph.user";

    List<JsonNode> rows = graph.rows(cast + "?$count=true&$select=mail");

    assertEquals(2, rows.size());
    assertFalse(rows.get(0).has("@odata.type"));
    assertEquals("400 Request_UnsupportedQuery", code(graph.get(cast)));
    assertEquals(
        "2",
        new String(
            graph.eventually(cast + "/$count").bytes().orElseThrow(), StandardCharsets.UTF_8));
  }

  @Tag("P2")
  @Test
  void nestedMembersComeOnceAndCyclesEnd() {
    List<String> ids =
        texts(
            graph.rows("/groups/" + Organisation.idOf("GROUP:all") + "/transitiveMembers?$top=999"),
            "id");

    assertEquals(ids.size(), new HashSet<>(ids).size());
    assertTrue(ids.contains(Organisation.idOf("GROUP:north")));
    assertEquals(
        List.of(Organisation.idOf("GROUP:cycleb")),
        texts(
                graph.rows("/groups/" + Organisation.idOf("GROUP:cyclea") + "/transitiveMembers"),
                "id")
            .stream()
            .filter(id -> organisation.find(id).orElseThrow().kind() == Kind.GROUP)
            .toList());
  }

  @Tag("P2")
  @Test
  void aMemberTheAppMayNotReadIsAnIdAndNulls() {
    String person = Organisation.idOf("USER:person0");
    organisation.setUnreadable(person, true);

    JsonNode row =
        graph
            .rows(
                "/groups/"
                    + Organisation.idOf("GROUP:cyclea")
                    + "/members?$select=displayName,mail")
            .stream()
            .filter(member -> member.path("id").asText().equals(person))
            .findFirst()
            .orElseThrow();

    assertEquals("#microsoft.graph.user", row.path("@odata.type").asText());
    assertTrue(row.path("displayName").isNull());
    assertTrue(row.path("mail").isNull());
    assertEquals(
        "Jan de Vries",
        graph.json("/users/j.devries1@contoso.example").path("displayName").asText());
  }

  @Tag("P2")
  @Test
  void dynamicDistributionGroupsAreNowhere() {
    String dynamic = Organisation.idOf("GROUP:dynamic");
    organisation.addMembers(Organisation.idOf("GROUP:mixed"), List.of(dynamic));

    assertFalse(texts(graph.rows("/groups?$top=999"), "id").contains(dynamic));
    assertEquals("404 Request_ResourceNotFound", code(graph.get("/groups/" + dynamic)));
    assertFalse(
        texts(graph.rows("/groups/" + Organisation.idOf("GROUP:mixed") + "/members"), "id")
            .contains(dynamic));
  }

  @Tag("P2")
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mail eq 'all-employees@contoso.example' | 1",
        "proxyAddresses/any(p:p eq 'smtp:field-staff@contoso.example') | 1",
        "startswith(displayName,'all') | 2",
        "mailEnabled eq true and securityEnabled eq true | 1",
        "groupTypes/any(c:c eq 'Unified') | 1",
        "mailEnabled eq true and not groupTypes/any(c:c eq 'Unified') | 4"
      })
  void groupsAreFoundByAddressNameAndKind(String filter, int found) {
    assertEquals(found, graph.rows("/groups?$count=true&$filter=" + filter).size());
  }

  @Tag("P2")
  @Test
  void mailContactsHavePhonesByType() {
    JsonNode contact =
        graph.rows("/contacts?$filter=mail eq 'paula@partner.example'&$select=phones").get(0);

    assertEquals("mobile", contact.path("phones").path(0).path("type").asText());
    assertEquals(
        contact.path("id").asText(),
        graph.json("/contacts/" + contact.path("id").asText()).path("id").asText());
  }

  @Test
  void whoHasNoMailboxHasNoPurpose() {
    assertEquals(
        "404 MailboxNotEnabledForRESTAPI",
        code(
            graph.get(
                "/users/" + Organisation.idOf("USER:mailuser") + "/mailboxSettings/userPurpose")));
    assertEquals(
        "room",
        graph.json("/users/room1@contoso.example/mailboxSettings").path("userPurpose").asText());
  }

  @Tag("R18")
  @Test
  void photosComeInSizesUpToTheirOwn() {
    String photo = "/users/w.wang@contoso.example/photo";
    assertEquals("404 ImageNotFound", code(graph.get(photo)));
    organisation.setPhoto(
        organisation.find("w.wang@contoso.example").orElseThrow().id(),
        Optional.of(Photos.scaled(Photos.of(3), 240)));

    JsonNode metadata = graph.json(photo);

    assertEquals("240x240", metadata.path("id").asText());
    assertEquals(240, metadata.path("width").asInt());
    assertEquals(240, side(graph.get(photo + "/$value")));
    assertEquals(48, side(graph.get(photo + "s/48x48/$value")));
    assertEquals("48x48", graph.json(photo + "s/48X48").path("id").asText());
    assertEquals(240, side(graph.get(photo + "s/648x648/$value")));
    assertEquals("404 ImageNotFound", code(graph.get(photo + "s/13x13/$value")));
    quirks.largerPhotosMissing(true);
    assertEquals("404 ImageNotFound", code(graph.get(photo + "s/648x648/$value")));
  }

  @Tag("R18")
  @Test
  void aNewPhotoHasANewTag() {
    String id = organisation.find("w.wang@contoso.example").orElseThrow().id();
    organisation.setPhoto(id, Optional.of(Photos.of(1)));
    String before = graph.json("/users/" + id + "/photo").path("@odata.mediaEtag").asText();
    organisation.change(id, "jobTitle", "Poet");
    String unchanged = graph.json("/users/" + id + "/photo").path("@odata.mediaEtag").asText();
    organisation.setPhoto(id, Optional.of(Photos.of(2)));

    assertEquals(before, unchanged);
    assertFalse(
        before.equals(graph.json("/users/" + id + "/photo").path("@odata.mediaEtag").asText()));
  }

  @Test
  void listsGoWrongOnDemand() {
    quirks.linksDropped(true);
    assertEquals(100, graph.rows("/users").size());
    quirks.linksDropped(false);
    quirks.cutAfter(Optional.of(120));
    assertEquals(120, graph.rows("/users").size());
    quirks.cutAfter(Optional.empty());
    quirks.countOff(-3);
    assertEquals(
        organisation.all(Kind.USER).size() - 3,
        graph.eventually("/users?$count=true").json().orElseThrow().path("@odata.count").asInt());
    quirks.failAfter(Optional.of(100));
    String next = graph.json("/users").path("@odata.nextLink").asText();
    assertEquals("500 Service_InternalServerError", code(graph.get(Asked.below(next))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/me", "/users/a/contacts", "/groups/a/owners", "/users/a/photo/$value/x"})
  void whatIsNotTheDirectorysIsLeftToOthers(String url) {
    assertEquals(Optional.empty(), graph.find(url.replace("/a/", "/w.wang@contoso.example/")));
  }

  private static int side(GraphAnswer answer) {
    return Photos.side(answer.bytes().orElseThrow());
  }
}
