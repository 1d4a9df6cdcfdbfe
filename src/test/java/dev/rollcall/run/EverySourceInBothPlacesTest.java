package dev.rollcall.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.localtenant.graph.mailbox.Location;
import dev.rollcall.localtenant.graph.mailbox.MailboxUser;
import dev.rollcall.localtenant.organisation.DirectoryObject;
import dev.rollcall.localtenant.organisation.Organisation;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The same people, kept in several places, are the same contacts whichever they are read from. */
@Tag("S2")
@Tag("S3")
@Tag("S4")
class EverySourceInBothPlacesTest {

  private static final int PEOPLE = 500;
  private static final String NO_PHOTO = "\"mapping\": { \"photo\": false },";
  private static final Set<String> OF_THE_STORE =
      Set.of(
          "@odata.etag",
          "id",
          "changeKey",
          "createdDateTime",
          "lastModifiedDateTime",
          "parentFolderId");

  private static Organisation organisation() {
    Organisation organisation = ServersOffice.organisation(PEOPLE, 2);
    organisation.addMailbox("SHARED", "Shared", "shared", "shared");
    for (int i = 0; i < PEOPLE; i++) {
      DirectoryObject person = organisation.find(SmallOffice.person(i)).orElseThrow();
      person
          .properties()
          .put("companyName", "Contoso " + i % 7)
          .put("department", i % 3 == 0 ? "Łódź & Söhne" : "Sales")
          .put("officeLocation", "Room " + i)
          .put("streetAddress", i + " Main Street")
          .put("city", "Zürich")
          .put("state", "ZH")
          .put("postalCode", Integer.toString(8000 + i))
          .put("country", "Switzerland");
      person.properties().putArray("businessPhones").add("+41 44 " + (100_0000 + i));
    }
    return organisation;
  }

  @Test
  void allSourcesGiveTheSameContactsInBothPlaces() {
    try (ServersOffice office = ServersOffice.open(ServersOffice.Kind.HYBRID, organisation())) {
      office.move(Location.ON_PREMISES, 1);
      run(office, "directory", ServersOffice.tenantDirectory(NO_PHOTO));
      TreeMap<String, JsonNode> expected = contacts(office, 0, "directory");
      assertEquals(PEOPLE, expected.size());
      assertEquals(expected, contacts(office, 1, "directory"));
      MailboxUser.Folder shared =
          office.tenant().mailboxes().of(Organisation.idOf("USER:SHARED")).makeFolder("Offices");
      MailboxUser.Folder common =
          office
              .tenant()
              .ews()
              .publicFolders()
              .make("/Contacts/Offices", "pf1")
              .allow("p1@contoso.example")
              .contents();
      expected.values().forEach(shared::add);
      expected.values().forEach(common::add);

      run(
          office,
          "shared",
          source(
              "{ \"kind\": \"sharedMailbox\", \"mailbox\": \"shared@contoso.example\","
                  + " \"folder\": \"Offices\" }"));
      run(
          office,
          "public",
          source(
              "{ \"kind\": \"publicFolder\", \"mailbox\": \"p1@contoso.example\","
                  + " \"folder\": \"/Contacts/Offices\", \"location\": \"onPremises\" }"));
      run(
          office,
          "active",
          source(
              "{ \"kind\": \"activeDirectory\","
                  + " \"select\": [ { \"group\": \"staff@contoso.example\" } ] }"));

      for (String policy : List.of("shared", "public", "active")) {
        for (int mailbox = 0; mailbox < 2; mailbox++) {
          assertSame(expected, contacts(office, mailbox, policy), policy + " in " + mailbox);
        }
      }
      assertEquals(List.of(), office.tenant().unexpectedRequests());
    }
  }

  private static String source(String source) {
    return ServersOffice.policy(NO_PHOTO, source, "");
  }

  private static void run(ServersOffice office, String id, String policy) {
    office.put(
        "/api/policies/" + id,
        policy
            .replace("\"id\": \"office\"", "\"id\": \"" + id + "\"")
            .replace("\"folder\": \"Office\"", "\"folder\": \"" + id + "\""));
    JsonNode run = office.api().run(id, "apply", false);
    assertEquals("finished", run.path("status").asText(), run::toString);
    assertEquals(0, run.path("counts").path("failed").asInt(), run::toString);
    assertEquals(0, run.path("counts").path("targetsFailed").asInt(), run::toString);
  }

  /** The contacts of a folder by their names, without what the store itself says of them. */
  private static TreeMap<String, JsonNode> contacts(
      ServersOffice office, int mailbox, String folder) {
    TreeMap<String, JsonNode> contacts = new TreeMap<>();
    for (MailboxUser.Card card : office.user(mailbox).folder(folder).contacts()) {
      ObjectNode json = card.json();
      json.remove(OF_THE_STORE);
      contacts.put(card.text("displayName"), json);
    }
    return contacts;
  }

  private static void assertSame(
      TreeMap<String, JsonNode> expected, TreeMap<String, JsonNode> found, String where) {
    assertEquals(expected.keySet(), found.keySet(), where);
    expected.forEach(
        (name, contact) ->
            contact
                .properties()
                .forEach(
                    field ->
                        assertEquals(
                            field.getValue(),
                            found.get(name).get(field.getKey()),
                            where + ": " + field.getKey() + " of " + name)));
  }
}
