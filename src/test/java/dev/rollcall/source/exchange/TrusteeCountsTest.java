package dev.rollcall.source.exchange;

import static dev.rollcall.source.exchange.ExchangeOffice.names;
import static dev.rollcall.source.exchange.ExchangeOffice.trustees;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.localtenant.exchange.Committees;
import dev.rollcall.localtenant.organisation.CongressFile;
import dev.rollcall.localtenant.organisation.DirectoryObject;
import dev.rollcall.localtenant.organisation.Organisation;
import dev.rollcall.mapping.Trustee;
import dev.rollcall.policy.Policy;
import dev.rollcall.policy.RecipientType;
import dev.rollcall.policy.Selection;
import dev.rollcall.source.SourceReading;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How many requests it takes to know who is behind many mailboxes. */
@Tag("P15")
class TrusteeCountsTest {

  private static final Selection SHARED =
      new Selection.Query("*", Set.of(RecipientType.SHARED_MAILBOX));
  private static final Path CONGRESS = Path.of("../shared/data/congress");

  @Test
  void aThousandMailboxesTakeAHundredBatchesAndEachGroupIsReadOnce() {
    Organisation organisation = new Organisation("Contoso", "contoso.example");
    List<DirectoryObject> people = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      people.add(organisation.join("p" + i, "Person " + i, "p" + i));
    }
    List<DirectoryObject> groups = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      DirectoryObject group =
          organisation.addGroup("g" + i, "Group " + i, "g" + i, "mailEnabledSecurity");
      organisation.addMembers(group.id(), List.of(people.get(i).id(), people.get(i + 1).id()));
      groups.add(group);
    }
    List<DirectoryObject> mailboxes = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      mailboxes.add(organisation.addMailbox("m" + i, "Mailbox " + i, "m" + i, "shared"));
    }
    try (ExchangeOffice office = new ExchangeOffice(organisation)) {
      for (int i = 0; i < 1_000; i++) {
        String id = mailboxes.get(i).id();
        office.permissions().fullAccess(id, "p" + i % 300 + "@contoso.example");
        office.permissions().fullAccess(id, "p" + (i + 100) % 300 + "@contoso.example");
        office.permissions().fullAccess(id, "Group " + i % 25);
      }
      office.tenant.counters().reset();

      SourceReading reading = office.mailboxes(Policy.Trustees.EITHER, SHARED);

      assertEquals(1_000, reading.records().size());
      assertTrue(
          reading.records().stream()
              .allMatch(record -> record.trustees().orElseThrow().complete()));
      assertEquals(
          List.of("Person 0", "Person 1", "Person 100"),
          names(trustees(reading, mailboxes.get(0).id())));
      Map<String, Integer> counts = office.tenant.exchange().counts();
      assertEquals(100, counts.get("$batch"));
      assertEquals(1_000, counts.get("Get-MailboxPermission"));
      assertEquals(2, counts.get("Get-Recipient"), "1,325 recipients, 1,000 a page");
      assertEquals(2, counts.get("Get-RecipientPermission"), "one list for all");
      assertEquals(
          25,
          office.tenant.counters().counts().itemsByOperation().get("GET /groups/{id}/members"),
          "each group once");
      assertEquals(groups.size(), 25);
      int others = counts.get("Get-Recipient") + counts.get("Get-RecipientPermission");
      assertTrue(reading.completeness().calls() <= 100 + others + 2 + 2, "and little else");
    }
  }

  /** Committees as shared mailboxes, members as trustees, before and after an election. */
  @Test
  void theCongressBehindItsCommitteesChangesWithTheElection() {
    Assumptions.assumeTrue(Files.isDirectory(CONGRESS), "the congress data is not here");
    Organisation congress = CongressFile.read(CONGRESS.resolve("congress-2024-12-15.json"));
    List<String> mailboxes = Committees.open(congress);
    try (ExchangeOffice office = new ExchangeOffice(congress)) {
      Committees.grant(congress, office.permissions());

      agrees(congress, office.mailboxes(Policy.Trustees.FULL_ACCESS, SHARED));

      Organisation later = CongressFile.read(CONGRESS.resolve("congress-2025-02-01.json"));
      List<String> laterMailboxes = Committees.open(later);
      congress.becomes(later);
      Committees.grant(congress, office.permissions());

      SourceReading after = office.mailboxes(Policy.Trustees.FULL_ACCESS, SHARED);
      agrees(congress, after);
      assertEquals(Set.copyOf(laterMailboxes).size(), after.records().size());
      assertTrue(mailboxes.size() >= 50, mailboxes.size() + " committees");
    }
  }

  private static void agrees(Organisation congress, SourceReading reading) {
    List<DirectoryObject> committees = Committees.committees(congress);
    assertEquals(committees.size(), reading.records().size());
    for (DirectoryObject committee : committees) {
      Set<String> expected =
          congress.members(committee.id(), true).stream()
              .filter(member -> member.kind() == DirectoryObject.Kind.USER)
              .map(DirectoryObject::id)
              .collect(Collectors.toCollection(TreeSet::new));
      var found = trustees(reading, Committees.mailbox(committee.id()));
      assertTrue(found.complete(), committee.text("displayName"));
      assertEquals(
          expected,
          found.people().stream().map(Trustee::id).collect(Collectors.toCollection(TreeSet::new)),
          committee.text("displayName"));
    }
  }
}
