package dev.rollcall.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.localtenant.graph.mailbox.MailboxUser;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("R12")
class UsersOwnChangesTest {

  private static final String NO_PHOTO = "\"mapping\": { \"photo\": false },";
  private static final String KEEP = NO_PHOTO + "\"changes\": { \"userEdits\": \"keep\" },";
  private static final String RESPECT = NO_PHOTO + "\"changes\": { \"userDeletes\": \"respect\" },";

  @Test
  void editsAreOverwrittenAndDeletedContactsComeBackByDefault() {
    try (SmallOffice office = SmallOffice.open(SmallOffice.organisation(5, 1), NO_PHOTO)) {
      office.apply();
      MailboxUser.Folder folder = office.folder(0);
      String id = folder.contact("Given1 Sur1").id();
      folder.contact("Given1 Sur1").edit("jobTitle", "Friend");
      folder.contact("Given2 Sur2").delete();
      folder.add("{\"displayName\":\"My dentist\"}");
      String dentist = folder.contact("My dentist").rawState();

      JsonNode run = office.applyLookingEverywhere();

      assertEquals("finished", run.path("status").asText(), run.toString());
      assertEquals(1, run.path("counts").path("updated").asInt(), run.toString());
      assertEquals(1, run.path("counts").path("created").asInt(), run.toString());
      assertEquals("Engineer", folder.contact("Given1 Sur1").text("jobTitle"));
      assertEquals(id, folder.contact("Given1 Sur1").id());
      assertTrue(office.names(0).contains("Given2 Sur2"));
      assertEquals(dentist, folder.contact("My dentist").rawState());
      assertEquals(List.of(), office.cloud().tenant().unexpectedRequests());
    }
  }

  @Test
  void keptEditsStayWhileOtherFieldsFollow() {
    try (SmallOffice office = SmallOffice.open(SmallOffice.organisation(5, 1), KEEP)) {
      office.apply();
      MailboxUser.Card card = office.folder(0).contact("Given1 Sur1");
      card.edit("jobTitle", "Friend");

      JsonNode seen = office.applyLookingEverywhere();

      assertEquals(0, seen.path("counts").path("updated").asInt(), seen.toString());
      assertEquals(List.of("EDITED_BY_USER"), reasons(office, seen));

      office.organisation().change(SmallOffice.person(1), "jobTitle", "Head");
      office.organisation().change(SmallOffice.person(1), "mobilePhone", "+49 171 5");
      office.apply();

      assertEquals("Friend", card.text("jobTitle"));
      assertEquals("+49 171 5", card.text("mobilePhone"));

      // The policy changes its mind: what is ours is ours again, without another look.
      office.policy(NO_PHOTO);
      office.apply();

      assertEquals("Head", card.text("jobTitle"));
    }
  }

  @Test
  void respectedDeletionsStayDeletedUntilThePolicyRestoresThem() {
    try (SmallOffice office = SmallOffice.open(SmallOffice.organisation(5, 1), RESPECT)) {
      office.apply();
      office.folder(0).contact("Given1 Sur1").delete();
      office.folder(0).contact("Given2 Sur2").delete();

      JsonNode seen = office.applyLookingEverywhere();

      assertEquals(0, seen.path("counts").path("created").asInt(), seen.toString());
      assertEquals(List.of("DELETED_BY_USER", "DELETED_BY_USER"), reasons(office, seen));

      office.organisation().change(SmallOffice.person(1), "jobTitle", "Head");
      office.organisation().leave(SmallOffice.person(2));
      office.apply();

      assertEquals(SmallOffice.namesOf(0, 3, 4), office.names(0));

      office.policy(NO_PHOTO);
      office.apply();

      assertEquals(SmallOffice.namesOf(0, 1, 3, 4), office.names(0));
      assertEquals("Head", office.folder(0).contact("Given1 Sur1").text("jobTitle"));
    }
  }

  @Test
  void notesBelowTheFenceStayTheUsers() {
    try (SmallOffice office =
        SmallOffice.open(
            SmallOffice.organisation(2, 1),
            "\"mapping\": { \"photo\": false,"
                + " \"fields\": { \"personalNotes\": { \"template\": \"{jobTitle}\" } } },")) {
      office.apply();
      MailboxUser.Card card = office.folder(0).contact("Given1 Sur1");
      String ours = card.text("personalNotes");
      assertTrue(ours.startsWith("Engineer\n-----"), ours);
      card.notes(ours + "Prefers tea.");

      office.applyLookingEverywhere();
      assertEquals(ours + "Prefers tea.", card.text("personalNotes"));

      office.organisation().change(SmallOffice.person(1), "jobTitle", "Head");
      office.apply();
      assertEquals(ours.replace("Engineer", "Head") + "Prefers tea.", card.text("personalNotes"));

      office.organisation().change(SmallOffice.person(1), "jobTitle", "");
      office.apply();
      assertEquals("Prefers tea.", card.text("personalNotes"));
    }
  }

  @Test
  void aFolderThatItsUserDeletedIsMadeAgain() {
    try (SmallOffice office = SmallOffice.open(SmallOffice.organisation(5, 2), NO_PHOTO)) {
      office.apply();
      office.folder(0).delete();

      JsonNode run = office.applyLookingEverywhere();

      assertEquals("finished", run.path("status").asText(), run.toString());
      assertEquals(0, run.path("counts").path("targetsFailed").asInt(), run.toString());
      assertEquals(5, run.path("counts").path("created").asInt(), run.toString());
      assertEquals(SmallOffice.namesOf(0, 1, 2, 3, 4), office.names(0));
    }
  }

  @Test
  void aFolderThatItsUserDeletedIsMadeAgainByAWrite() {
    try (SmallOffice office = SmallOffice.open(SmallOffice.organisation(5, 2), NO_PHOTO)) {
      office.apply();
      office.folder(0).delete();
      office.organisation().change(SmallOffice.person(1), "jobTitle", "Head");

      office.apply();
      JsonNode run = office.apply();

      assertEquals("finished", run.path("status").asText(), run.toString());
      assertEquals(0, run.path("counts").path("targetsFailed").asInt(), run.toString());
      assertEquals(SmallOffice.namesOf(0, 1, 2, 3, 4), office.names(0));
      assertEquals("Head", office.folder(0).contact("Given1 Sur1").text("jobTitle"));
    }
  }

  @Test
  void aFolderThatItsUserRenamedIsStillOurs() {
    try (SmallOffice office = SmallOffice.open(SmallOffice.organisation(5, 1), NO_PHOTO)) {
      office.apply();
      office.folder(0).rename("Colleagues");
      office.organisation().leave(SmallOffice.person(4));

      office.applyLookingEverywhere();

      assertEquals(List.of("Colleagues"), office.user(0).folders());
      assertEquals(4, office.user(0).folder("Colleagues").contacts().size());
    }
  }

  @Test
  void whenTheServiceForgetsItsChangesEverythingIsLookedAt() {
    try (SmallOffice office = SmallOffice.open(SmallOffice.organisation(5, 1), NO_PHOTO)) {
      office.apply();
      MailboxUser.Folder folder = office.folder(0);
      String id = folder.contact("Given0 Sur0").id();
      folder.contact("Given1 Sur1").edit("jobTitle", "Friend");
      folder.contact("Given2 Sur2").delete();
      String dentist = folder.add("{\"displayName\":\"My dentist\"}").rawState();
      folder.forgetChanges();

      JsonNode run = office.applyLookingEverywhere();

      assertEquals(1, run.path("counts").path("updated").asInt(), run.toString());
      assertEquals(1, run.path("counts").path("created").asInt(), run.toString());
      assertEquals("Engineer", folder.contact("Given1 Sur1").text("jobTitle"));
      assertEquals(id, folder.contact("Given0 Sur0").id());
      assertEquals(dentist, folder.contact("My dentist").rawState());
      assertEquals(6, folder.contacts().size());
    }
  }

  /** Why contacts of the first mailbox were left as they are. */
  private static List<String> reasons(SmallOffice office, JsonNode run) {
    return office.changes(run, office.mailboxes().get(0)).stream()
        .filter(change -> change.path("kind").asText().equals("skip"))
        .map(change -> change.path("reason").asText())
        .sorted()
        .toList();
  }
}
