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
}
