package dev.rollcall.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.localhost.LocalCloud;
import dev.rollcall.localhost.RollcallApi;
import dev.rollcall.localservices.emailgistics.LocalEmailgistics;
import dev.rollcall.localservices.scim.LocalZivver;
import dev.rollcall.localtenant.LocalTenantOptions;
import dev.rollcall.localtenant.exchange.Committees;
import dev.rollcall.localtenant.hostility.Incident;
import dev.rollcall.localtenant.hostility.Moment;
import dev.rollcall.localtenant.organisation.CongressFile;
import dev.rollcall.localtenant.organisation.DirectoryObject;
import dev.rollcall.localtenant.organisation.DirectoryObject.Kind;
import dev.rollcall.localtenant.organisation.Organisation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The committees of a congress as shared mailboxes, whose members Exchange tells, become teams
 * downstream; then an election happens. Everything over HTTP.
 */
@Tag("P15")
final class CommitteeTeamsTest {

  private static final Path DATA = Path.of("../shared/data/congress");
  private static final String TOKEN = "emailgistics~committees";

  private Organisation congress;
  private LocalCloud cloud;
  private LocalEmailgistics emailgistics;

  @BeforeEach
  void open() {
    Assumptions.assumeTrue(Files.isDirectory(DATA), "the congress data is not here");
    congress = organisation("2024-12-15");
    cloud = LocalCloud.start(congress, LocalTenantOptions.defaults());
    emailgistics = LocalEmailgistics.start(TOKEN);
    cloud.tenant().vault().putSecret("emailgistics-token", TOKEN);
    cloud.tenant().app().grant("Exchange.ManageAsApp");
    grant();
    stored(
        "/api/environments/contoso",
        cloud.sampleEnvironment().replace("\"kind\"", "\"exchange\": true,\n  \"kind\""));
    stored(
        "/api/policies/committees",
        """
        { "id": "committees", "name": "Committees", "type": "mailboxTeams", "environment": "contoso",
          "source": { "kind": "directory", "hidden": true,
            "select": [ { "query": "*", "recipientTypes": ["sharedMailbox"] } ],
            "mailboxTypes": ["shared"], "trustees": "fullAccess" },
          "target": { "kind": "emailgistics", "syncUrl": "%s", "validUrl": "%s",
            "token": "emailgistics-token" } }
        """
            .formatted(emailgistics.syncUri(), emailgistics.validUri()));
  }

  @AfterEach
  void close() {
    if (cloud != null) {
      emailgistics.close();
      cloud.close();
    }
  }

  private static Organisation organisation(String date) {
    Organisation read = CongressFile.read(DATA.resolve("congress-" + date + ".json"));
    Committees.open(read);
    return read;
  }

  private void grant() {
    Committees.grant(congress, cloud.tenant().exchange().permissions());
  }

  private void stored(String path, String document) {
    RollcallApi.Answer answer = cloud.api().put(path, document);
    assertTrue(answer.status() < 300, answer.toString());
  }

  private JsonNode run() {
    JsonNode run = cloud.api().run("committees", "apply", false);
    if (run.path("status").asText().equals("held")) {
      throw new AssertionError(run.toPrettyString());
    }
    return run;
  }

  /** By the committee's mailbox: who is behind it, now. */
  private Map<String, Set<String>> expected() {
    Map<String, Set<String>> expected = new TreeMap<>();
    for (DirectoryObject committee : Committees.committees(congress)) {
      Set<String> members =
          congress.members(committee.id(), true).stream()
              .filter(member -> member.kind() == Kind.USER)
              .map(DirectoryObject::id)
              .collect(Collectors.toCollection(TreeSet::new));
      if (!members.isEmpty()) {
        expected.put(Committees.mailbox(committee.id()), members);
      }
    }
    return expected;
  }

  private Map<String, Set<String>> teams() {
    Map<String, Set<String>> teams = new TreeMap<>();
    emailgistics.teams().forEach((id, team) -> teams.put(id, team.members().keySet()));
    return teams;
  }

  @Test
  void theElectionLeavesExactlyTheRightTeams() {
    JsonNode first = run();
    assertEquals(expected(), teams(), first.toPrettyString());

    congress.becomes(organisation("2025-02-01"));
    grant();
    JsonNode second = run();

    Map<String, Set<String>> after = teams();
    // A team that has nobody any more, or whose committee is gone, is never sent empty.
    after.keySet().retainAll(expected().keySet());
    assertEquals(expected(), after, second.toPrettyString());
    emailgistics.counts().reset();
    run();
    assertEquals(0, emailgistics.counts().of("POST /api/userSync"), "nothing changed since");
  }

  @Test
  void theElectionLeavesExactlyTheRightFunctionalAccounts() {
    Organisation later = organisation("2025-02-01");
    try (LocalZivver zivver = LocalZivver.start(Clock.systemUTC()).claim(congress.domain())) {
      // Only people who have an account there can be delegates.
      Set<String> people = new TreeSet<>();
      for (Organisation date : List.of(congress, later)) {
        date.mailboxes().stream()
            .filter(person -> person.purpose().equals("user"))
            .forEach(person -> people.add(mail(person)));
      }
      people.forEach(person -> zivver.addUser(person, person));
      cloud.tenant().vault().putSecret("zivver-key", zivver.key());
      stored(
          "/api/policies/committees",
          """
          { "id": "committees", "name": "Committees", "type": "functionalAccounts",
            "environment": "contoso",
            "source": { "kind": "directory", "hidden": true,
              "select": [ { "query": "*", "recipientTypes": ["sharedMailbox"] } ],
              "mailboxTypes": ["shared"], "trustees": "fullAccess" },
            "target": { "kind": "scim", "dialect": "zivver", "url": "%s", "token": "zivver-key" } }
          """
              .formatted(zivver.uri()));

      JsonNode first = run();
      assertEquals(delegates(), delegates(zivver), first.toPrettyString());

      congress.becomes(later);
      grant();
      JsonNode second = run();

      Map<String, Set<String>> after = delegates(zivver);
      after.values().removeIf(Set::isEmpty);
      assertEquals(delegates(), after, second.toPrettyString());
    }
  }

  /** By address: whom a committee's account should have. */
  private Map<String, Set<String>> delegates() {
    Map<String, Set<String>> delegates = new TreeMap<>();
    expected()
        .forEach(
            (mailbox, members) ->
                delegates.put(
                    mail(congress.find(mailbox).orElseThrow()),
                    members.stream()
                        .map(id -> mail(congress.find(id).orElseThrow()))
                        .collect(Collectors.toCollection(TreeSet::new))));
    return delegates;
  }

  private static Map<String, Set<String>> delegates(LocalZivver zivver) {
    Map<String, String> people = new TreeMap<>();
    zivver.users().forEach(user -> people.put(user.id(), user.address()));
    Map<String, Set<String>> delegates = new TreeMap<>();
    zivver
        .groups()
        .forEach(
            account ->
                delegates.put(
                    account.address(),
                    account.members().stream()
                        .map(people::get)
                        .collect(Collectors.toCollection(TreeSet::new))));
    return delegates;
  }

  private static String mail(DirectoryObject object) {
    return object.text("mail").toLowerCase(Locale.ROOT);
  }

  @Test
  void aMailboxWhosePeopleCannotBeReadKeepsItsTeamAndTheOthersFollow() {
    run();
    Map<String, Set<String>> before = teams();
    congress.becomes(organisation("2025-02-01"));
    grant();
    String unreadable =
        Committees.committees(congress).stream()
            .map(committee -> Committees.mailbox(committee.id()))
            .filter(id -> expected().containsKey(id))
            .filter(id -> !expected().get(id).equals(before.get(id)))
            .filter(before::containsKey)
            .findFirst()
            .orElseThrow();
    cloud
        .tenant()
        .hostility()
        .onRequest(
            sighting -> sighting.mailbox().filter(unreadable::equals).isPresent(),
            Moment.BEFORE,
            sighting ->
                sighting.operation().endsWith("Get-MailboxPermission")
                    ? Incident.refused(403, "", "\0".repeat(512))
                    : Incident.NONE);

    JsonNode run = run();

    Map<String, Set<String>> expected = expected();
    expected.put(unreadable, before.get(unreadable));
    Map<String, Set<String>> after = teams();
    after.keySet().retainAll(expected.keySet());
    assertEquals(expected, after, run.toPrettyString());
    assertTrue(run.toString().contains("could not be read in full"), run.toPrettyString());

    cloud.tenant().hostility().calm();
    run();
    assertEquals(expected().get(unreadable), teams().get(unreadable));
    assertFalse(expected().get(unreadable).equals(before.get(unreadable)));
  }
}
