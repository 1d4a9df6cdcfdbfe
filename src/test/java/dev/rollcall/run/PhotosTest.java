package dev.rollcall.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.localtenant.graph.Counts;
import dev.rollcall.localtenant.graph.mailbox.MailboxUser;
import dev.rollcall.localtenant.organisation.Organisation;
import dev.rollcall.localtenant.organisation.Photos;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Photos of contacts follow the directory's. */
@Tag("R18")
class PhotosTest {

  @Test
  void photosAreSetReplacedAndKept() {
    Organisation organisation = SmallOffice.organisation(4, 2);
    give(organisation, 0, 10);
    give(organisation, 1, 11);
    try (SmallOffice office = SmallOffice.open(organisation, "")) {
      JsonNode first = office.apply();
      assertEquals(8, first.path("counts").path("created").asInt(), first.toString());
      String id = card(office, 0, 0).id();
      for (int mailbox = 0; mailbox < 2; mailbox++) {
        assertPhoto(office, mailbox, 0, 10);
        assertPhoto(office, mailbox, 1, 11);
        assertEquals(Optional.empty(), card(office, mailbox, 2).photo());
      }
      assertEquals(0, office.apply().path("work").path("targets").asInt());

      // Another photo, a first one, and none any more.
      give(organisation, 0, 20);
      give(organisation, 2, 22);
      organisation.setPhoto(SmallOffice.person(1), Optional.empty());
      JsonNode second = office.applyLookingEverywhere();

      assertEquals("finished", second.path("status").asText(), second.toString());
      assertEquals(4, second.path("counts").path("updated").asInt(), second.toString());
      for (int mailbox = 0; mailbox < 2; mailbox++) {
        assertPhoto(office, mailbox, 0, 20);
        assertPhoto(office, mailbox, 1, 11);
        assertPhoto(office, mailbox, 2, 22);
        List<JsonNode> changes = office.changes(second, office.mailboxes().get(mailbox));
        assertEquals(
            List.of("skip PHOTO_NOT_REMOVABLE", "update ", "update "),
            changes.stream()
                .map(c -> c.path("kind").asText() + " " + c.path("reason").asText())
                .sorted()
                .toList());
        assertTrue(
            changes.stream()
                .filter(change -> change.path("kind").asText().equals("update"))
                .allMatch(change -> change.path("fields").toString().contains("\"photo\"")),
            changes.toString());
      }
      assertEquals(id, card(office, 0, 0).id());

      JsonNode third = office.applyLookingEverywhere();
      assertEquals(0, third.path("counts").path("updated").asInt(), third.toString());
      assertEquals(0, third.path("counts").path("skipped").asInt(), third.toString());
    }
  }

  @Test
  void whoJoinsBringsAPhotoAtOnceAndNobodyElseIsAskedForTheirs() {
    Organisation organisation = SmallOffice.organisation(25, 1);
    for (int person = 0; person < 25; person++) {
      give(organisation, person, person);
    }
    try (SmallOffice office = SmallOffice.open(organisation, "")) {
      office.apply();
      organisation.join("new", "New Comer", "new");
      organisation.addMembers(
          Organisation.idOf("GROUP:staff"), List.of(Organisation.idOf("USER:new")));
      organisation.setPhoto(Organisation.idOf("USER:new"), Optional.of(Photos.of(99)));
      office.cloud().tenant().counters().reset();

      JsonNode run = office.apply();

      assertEquals(1, run.path("counts").path("created").asInt(), run.toString());
      assertArrayEquals(Photos.of(99), office.folder(0).contact("New Comer").photo().orElseThrow());
      Counts counts = office.cloud().tenant().counters().counts();
      assertEquals(
          2,
          counts.itemsByOperation().entrySet().stream()
              .filter(entry -> entry.getKey().startsWith("GET /users/{id}/photo"))
              .mapToLong(Map.Entry::getValue)
              .sum(),
          counts.itemsByOperation().toString());
    }
  }

  @Test
  void aPolicyWithoutPhotosAsksForNone() {
    Organisation organisation = SmallOffice.organisation(3, 1);
    give(organisation, 0, 10);
    try (SmallOffice office =
        SmallOffice.open(organisation, "\"mapping\": { \"photo\": false },")) {
      office.apply();

      assertEquals(Optional.empty(), card(office, 0, 0).photo());
      assertTrue(
          office.cloud().tenant().counters().counts().itemsByOperation().keySet().stream()
              .noneMatch(operation -> operation.contains("photo")));

      office.policy("");
      office.apply();

      assertPhoto(office, 0, 0, 10);
    }
  }

  private static void give(Organisation organisation, int person, int photo) {
    organisation.setPhoto(SmallOffice.person(person), Optional.of(Photos.of(photo)));
  }

  private static MailboxUser.Card card(SmallOffice office, int mailbox, int person) {
    return office.folder(mailbox).contact("Given" + person + " Sur" + person);
  }

  private static void assertPhoto(SmallOffice office, int mailbox, int person, int photo) {
    assertArrayEquals(
        Photos.of(photo),
        card(office, mailbox, person).photo().orElseThrow(),
        "person " + person + " in mailbox " + mailbox);
  }
}
