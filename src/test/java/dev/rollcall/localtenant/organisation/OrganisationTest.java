package dev.rollcall.localtenant.organisation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rollcall.localtenant.organisation.DirectoryObject.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What happens to an organisation, and where one comes from. */
@Tag("O6")
class OrganisationTest {

  private static final Path CONGRESS = Path.of("../shared/data/congress");

  @Test
  void theSameSeedMakesTheSameOrganisation() {
    assertEquals(content(Generator.of(3, 80, 10)), content(Generator.of(3, 80, 10)));
    assertNotEquals(content(Generator.of(3, 80, 10)), content(Generator.of(4, 80, 10)));
  }

  @Test
  void noTwoObjectsShareAnAddress() {
    Organisation organisation = Generator.of(3, 2000, 10);
    Set<String> seen = new HashSet<>();
    for (Kind kind : Kind.values()) {
      for (DirectoryObject object : organisation.all(kind)) {
        object
            .properties()
            .path("proxyAddresses")
            .forEach(proxy -> assertTrue(seen.add(proxy.asText().toLowerCase()), proxy.asText()));
      }
    }
  }

  @Test
  void whoMarriesKeepsTheIdAndTheOldAddress() {
    Organisation organisation = Generator.standard();
    DirectoryObject person = organisation.find("w.wang@contoso.example").orElseThrow();
    person.properties().put("givenName", "Wei");
    person.properties().withArray("proxyAddresses").add("X500:/o=Contoso/cn=wang");

    organisation.marry(person.id(), "Li");

    DirectoryObject married = organisation.find("wei.li@contoso.example").orElseThrow();
    assertEquals(person.id(), married.id());
    assertEquals("Wei Li", married.text("displayName"));
    assertEquals(
        List.of(
            "SMTP:wei.li@contoso.example",
            "smtp:w.wang@contoso.example",
            "X500:/o=Contoso/cn=wang"),
        proxies(married));
  }

  @Test
  void anAddressSomebodyHasIsNotTakenByMarriage() {
    Organisation organisation = new Organisation("Contoso", "contoso.example");
    organisation.join("a", "Ann Lee", "ann.lee");
    DirectoryObject other = organisation.join("b", "Ann Ray", "ann.ray");
    other.properties().put("givenName", "Ann");

    organisation.marry(other.id(), "Lee");

    assertEquals("ann.lee2@contoso.example", other.text("mail"));
    assertEquals(
        Organisation.idOf("USER:a"),
        organisation.find("ann.lee@contoso.example").orElseThrow().id());
  }

  @Test
  void whoLeavesIsInNoGroupAnyMore() {
    Organisation organisation = Generator.standard();
    String person = organisation.members(Organisation.idOf("GROUP:field"), false).get(0).id();
    int before = organisation.members(Organisation.idOf("GROUP:all"), true).size();

    organisation.leave(person);

    assertEquals(Optional.empty(), organisation.find(person));
    assertEquals(before - 1, organisation.members(Organisation.idOf("GROUP:all"), true).size());
  }

  @Test
  void membersOfALargeOrganisationAreFoundAtEveryDepth() {
    Organisation organisation = Generator.of(1, 20_000, 1000);

    assertEquals(1000, organisation.members(Organisation.idOf("GROUP:field"), false).size());
    assertEquals(20_012, organisation.members(Organisation.idOf("GROUP:all"), true).size());
  }

  @Test
  void realPeopleHaveStableIdsAndAMailboxEach() {
    Organisation congress = congress("2024-12-15");

    assertEquals(537, congress.mailboxes().size());
    assertEquals(
        537,
        congress
            .members(congress.find("all-members@congress.example").orElseThrow().id(), false)
            .size());
    assertEquals(ids(congress), ids(congress("2024-12-15")));
    assertFalse(congress.all(Kind.GROUP).stream().anyMatch(DirectoryObject::isDynamic));
    for (DirectoryObject group : congress.all(Kind.GROUP)) {
      assertEquals(group.members().size(), congress.members(group.id(), false).size(), group.id());
    }
  }

  @Test
  void anElectionKeepsTheIdsOfThoseWhoStay() {
    Organisation congress = congress("2024-12-15");
    Organisation later = congress("2025-02-01");
    Set<String> before = ids(congress);
    String stays = before.stream().filter(ids(later)::contains).findFirst().orElseThrow();
    congress.setPhoto(stays, Optional.of(new byte[] {1}));

    congress.becomes(later);

    assertEquals(ids(later), ids(congress));
    assertEquals(70, before.stream().filter(id -> !ids(congress).contains(id)).count());
    assertEquals(72, ids(congress).stream().filter(id -> !before.contains(id)).count());
    assertArrayEquals(
        new byte[] {1}, congress.find(stays).orElseThrow().photo().orElseThrow().jpeg());
    for (DirectoryObject person : congress.all(Kind.USER)) {
      assertEquals(person.id(), congress.find(person.text("mail")).orElseThrow().id());
    }
  }

  private static Organisation congress(String date) {
    Path file = CONGRESS.resolve("congress-" + date + ".json");
    assumeTrue(Files.exists(file), () -> file + " is not here: it is no part of the project");
    return CongressFile.read(file);
  }

  private static Set<String> ids(Organisation organisation) {
    return organisation.all(Kind.USER).stream()
        .map(DirectoryObject::id)
        .collect(Collectors.toSet());
  }

  private static List<String> proxies(DirectoryObject object) {
    return Organisation.JSON.convertValue(
        object.properties().path("proxyAddresses"),
        Organisation.JSON.getTypeFactory().constructCollectionType(List.class, String.class));
  }

  private static Map<String, String> content(Organisation organisation) {
    Map<String, String> content = new TreeMap<>();
    for (Kind kind : Kind.values()) {
      organisation
          .all(kind)
          .forEach(
              object -> content.put(object.id(), object.properties() + " " + object.members()));
    }
    return content;
  }
}
