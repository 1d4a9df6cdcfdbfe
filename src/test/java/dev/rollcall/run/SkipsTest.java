package dev.rollcall.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.localtenant.organisation.DirectoryObject;
import dev.rollcall.localtenant.organisation.Organisation;
import dev.rollcall.model.SkipReason;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whatever is left out is recorded with its reason, from one list. */
@Tag("R13")
class SkipsTest {

  private static final String STAFF = Organisation.idOf("GROUP:staff");
  private static final String FIELD = Organisation.idOf("GROUP:field");

  @Test
  @Tag("P2")
  @Tag("P3")
  @Tag("P5")
  @Tag("P16")
  void theSourceSaysWhatItLeftOutAndWhy() {
    Organisation organisation = SmallOffice.organisation(4, 2);
    DirectoryObject laptop = organisation.addDevice("laptop");
    DirectoryObject guest =
        organisation.addWithoutMailbox(
            "guest", "A Guest", Optional.of("guest@fabrikam.example"), "Guest");
    organisation.addMembers(STAFF, List.of(laptop.id()));
    organisation.addMembers(FIELD, List.of(guest.id()));
    DirectoryObject partner =
        organisation.addContact("partner", "A Partner", "partner@fabrikam.example");
    DirectoryObject twin = organisation.addContact("twin", "His Twin", "partner@fabrikam.example");
    organisation.addMembers(STAFF, List.of(partner.id(), twin.id()));
    organisation.addMailbox("room", "Meeting Room", "room", "room");
    organisation.addMailbox("desk", "Meeting Desk", "desk", "shared");
    organisation.change(SmallOffice.person(2), "mobilePhone", "extension 4711");
    organisation.change(SmallOffice.person(3), "jobTitle", "x".repeat(300));
    try (SmallOffice office = SmallOffice.open(organisation, "")) {
      String policy =
          SmallOffice.policyJson("\"mapping\": { \"photo\": false, \"phones\": \"e164\" },")
              .replace(
                  "{ \"group\": \"staff@contoso.example\" }",
                  "{ \"group\": \"staff@contoso.example\" },"
                      + " { \"recipient\": \"nobody@contoso.example\" },"
                      + " { \"query\": \"Meeting*\", \"recipientTypes\": [\"room\"] }");
      assertEquals(200, office.api().put("/api/policies/office", policy).status());

      JsonNode run = office.apply();

      assertEquals("finished", run.path("status").asText(), run.toString());
      List<JsonNode> skips = office.changes(run, "~source");
      assertReason(skips, laptop.id(), SkipReason.NOT_A_RECIPIENT, "/source/select/0");
      assertReason(skips, guest.id(), SkipReason.NO_MAILBOX, "/target/select/0");
      assertReason(skips, partner.id(), SkipReason.DUPLICATE_ADDRESS, "/source/select/0");
      assertReason(skips, twin.id(), SkipReason.DUPLICATE_ADDRESS, "/source/select/0");
      assertReason(
          skips, "nobody@contoso.example", SkipReason.RECIPIENT_NOT_FOUND, "/source/select/1");
      assertReason(
          skips,
          Organisation.idOf("USER:desk"),
          SkipReason.RECIPIENT_TYPE_NOT_SELECTED,
          "/source/select/2");
      assertReason(
          skips, SmallOffice.person(2), SkipReason.VALUE_NOT_NORMALISED, "/source/select/0");
      assertReason(skips, SmallOffice.person(3), SkipReason.VALUE_SPILLED, "/source/select/0");
      assertEquals(skips.size(), run.path("source").path("dropped").asInt(), run.toString());
      assertEquals(8, skips.size(), skips.toString());
      TreeSet<String> names = new TreeSet<>(office.names(0));
      assertTrue(names.containsAll(List.of("A Partner", "His Twin", "Meeting Room")));
      assertFalse(names.contains("Meeting Desk"));
    }
  }

  @Test
  @Tag("R9")
  void whoCannotBeReadIsSaidAndNobodyIsDeletedForIt() {
    try (SmallOffice office =
        SmallOffice.open(SmallOffice.organisation(4, 1), "\"mapping\": { \"photo\": false },")) {
      office.apply();
      office.organisation().setUnreadable(SmallOffice.person(2), true);

      JsonNode preview = office.preview();

      assertReason(
          office.changes(preview, "~source"),
          SmallOffice.person(2),
          SkipReason.MEMBER_NOT_READABLE,
          "/source/select/0");
      assertFalse(preview.path("source").path("complete").asBoolean(), preview.toString());
      assertEquals(0, preview.path("counts").path("deleted").asInt(), preview.toString());
      assertEquals("held", office.apply().path("status").asText());
      assertEquals(4, office.names(0).size());
    }
  }

  @Test
  @Tag("R4")
  void whatThePolicyDoesNotDoIsSaidForEachContact() {
    try (SmallOffice office =
        SmallOffice.open(SmallOffice.organisation(4, 1), "\"mapping\": { \"photo\": false },")) {
      office.apply();
      office.organisation().leave(SmallOffice.person(3));
      office.organisation().change(SmallOffice.person(2), "jobTitle", "Head");
      office.policy(
          "\"mapping\": { \"photo\": false },"
              + " \"changes\": { \"createAndUpdate\": false, \"delete\": false },");

      JsonNode run = office.apply();

      List<JsonNode> skips = office.changes(run, office.mailboxes().get(0));
      assertReason(skips, SmallOffice.person(2), SkipReason.CREATE_AND_UPDATE_OFF, "");
      assertReason(skips, SmallOffice.person(3), SkipReason.DELETE_OFF, "");
      assertEquals(2, run.path("counts").path("skipped").asInt(), run.toString());
      assertEquals("Engineer", office.folder(0).contact("Given2 Sur2").text("jobTitle"));
      assertEquals(4, office.names(0).size());
    }
  }

  private static void assertReason(
      List<JsonNode> skips, String key, SkipReason reason, String selection) {
    JsonNode skip =
        skips.stream()
            .filter(one -> one.path("key").asText().endsWith(key))
            .findFirst()
            .orElseThrow(() -> new AssertionError("nothing said of " + key + " in " + skips));
    assertEquals("skip", skip.path("kind").asText(), skip.toString());
    assertEquals("skipped", skip.path("outcome").asText(), skip.toString());
    assertEquals(reason.name(), skip.path("reason").asText(), skip.toString());
    assertTrue(skip.path("detail").asText().startsWith(reason.sentence()), skip.toString());
    assertTrue(skip.path("detail").asText().contains(selection), skip.toString());
  }
}
