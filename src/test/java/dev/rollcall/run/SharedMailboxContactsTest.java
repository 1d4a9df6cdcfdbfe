package dev.rollcall.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.localhost.RollcallApi;
import dev.rollcall.localtenant.graph.mailbox.MailboxState;
import dev.rollcall.localtenant.graph.mailbox.MailboxUser;
import dev.rollcall.localtenant.organisation.Organisation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Contacts of a shared mailbox's folder in the mailboxes of an organisation. */
@Tag("S3")
class SharedMailboxContactsTest {

  private static final String SHARED = Organisation.idOf("USER:reception");

  private SmallOffice office;

  @BeforeEach
  void open() {
    Organisation organisation = SmallOffice.organisation(3, 2);
    organisation.addMailbox("reception", "Reception", "reception", "shared");
    office = SmallOffice.open(organisation, "");
    folder().add("{ \"displayName\": \"Ada\", \"mobilePhone\": \"+44 20 1\" }");
    folder().add("{ \"displayName\": \"Ben\", \"categories\": [\"Partners\"] }");
    store("Offices/East", "");
  }

  @AfterEach
  void close() {
    office.close();
  }

  @Test
  void theFoldersContactsAreOnEveryPhoneAndFollowIt() {
    JsonNode first = run();
    assertEquals(4, created(first), first::toString);
    folder().contact("Ada").edit("jobTitle", "Countess");
    folder().contact("Ben").delete();
    folder().add("{ \"displayName\": \"Cy\" }");

    JsonNode second = run();

    assertEquals(2, created(second), second::toString);
    assertEquals(2, second.path("counts").path("updated").asInt(), second::toString);
    assertEquals(2, second.path("counts").path("deleted").asInt(), second::toString);
    assertEquals(List.of("Ada", "Cy"), names(0));
    assertEquals("Countess", target(1).contact("Ada").text("jobTitle"));
  }

  @Test
  @Tag("P14")
  void photosAndCategoriesComeAlong() {
    byte[] jpeg = {(byte) 0xff, (byte) 0xd8, 1, 2, 3};
    folder().contact("Ada").photo(jpeg);

    run();

    assertEquals(3, target(0).contact("Ada").photo().orElseThrow().length - 2);
    assertEquals("Partners", target(0).contact("Ben").json().path("categories").path(0).asText());
  }

  @Test
  void aRunWithoutChangesAsksTheFolderOnce() {
    run();
    run();
    long before = requestsToSource();

    run();

    assertEquals(1, requestsToSource() - before);
  }

  @Test
  @Tag("R9")
  void aMailboxThatCannotBeReadDeletesNothing() {
    run();
    office.cloud().tenant().mailboxes().of(SHARED).state(MailboxState.OUT_OF_SCOPE);

    JsonNode failed = run();

    assertEquals("failed", failed.path("status").asText(), failed::toString);
    assertTrue(failed.toString().contains("mailboxOutOfScope"), failed::toString);
    assertEquals(List.of("Ada", "Ben"), names(0));
  }

  @Test
  @Tag("R9")
  void anEmptiedFolderDeletesNothingWithoutApproval() {
    run();
    folder().contact("Ada").delete();
    folder().contact("Ben").delete();

    JsonNode stopped = run();

    assertEquals(0, stopped.path("counts").path("deleted").asInt(), stopped::toString);
    assertEquals(List.of("Ada", "Ben"), names(0));
  }

  @Test
  void aFolderCopiedToAnotherMailboxKeepsEveryContact() {
    run();
    List<String> before = ids();
    MailboxUser other = office.cloud().tenant().mailboxes().of(SmallOffice.person(2));
    MailboxUser.Folder copy = other.makeFolder("Moved");
    folder().contacts().forEach(copy::paste);
    store("Moved", "p2");

    JsonNode moved = run();

    assertEquals("finished", moved.path("status").asText(), moved::toString);
    assertEquals(0, created(moved), moved::toString);
    assertEquals(0, moved.path("counts").path("updated").asInt(), moved::toString);
    assertEquals(0, moved.path("counts").path("deleted").asInt(), moved::toString);
    assertEquals(before, ids());
  }

  @Test
  void whatAPolicyWroteIsNoSourceOfAnother() {
    store("Loop", "");
    office
        .cloud()
        .tenant()
        .mailboxes()
        .of(SHARED)
        .makeFolder("Loop")
        .add("{\"displayName\":\"X\"}");
    run();
    String loop =
        """
        { "id": "loop", "name": "Loop", "type": "contacts", "environment": "contoso",
          "source": { "kind": "sharedMailbox", "mailbox": "p0@contoso.example", "folder": "Field" },
          "target": { "kind": "mailboxes", "folder": "Loop",
                      "select": [ { "group": "field@contoso.example" } ] } }
        """;
    RollcallApi.Answer stored = office.api().put("/api/policies/loop", loop);
    assertEquals(201, stored.status(), stored::toString);

    JsonNode run = office.api().run("loop", "apply", false);

    assertEquals(0, created(run), run::toString);
    List<JsonNode> left = office.changes(run, "~source");
    assertTrue(left.toString().toUpperCase(Locale.ROOT).contains("WRITTEN"), left::toString);
  }

  private void store(String folder, String mailbox) {
    String address = mailbox.isEmpty() ? "reception" : mailbox;
    RollcallApi.Answer answer =
        office
            .api()
            .put(
                "/api/policies/offices",
                """
                { "id": "offices", "name": "Offices", "type": "contacts",
                  "environment": "contoso",
                  "source": { "kind": "sharedMailbox", "mailbox": "%s@contoso.example",
                              "folder": "%s" },
                  "target": { "kind": "mailboxes", "folder": "Field",
                              "select": [ { "group": "field@contoso.example" } ] } }
                """
                    .formatted(address, folder));
    assertTrue(answer.status() == 200 || answer.status() == 201, answer::toString);
  }

  private JsonNode run() {
    return office.api().run("offices", "apply", false);
  }

  private MailboxUser.Folder folder() {
    return office.cloud().tenant().mailboxes().of(SHARED).makeFolder("Offices/East");
  }

  private MailboxUser.Folder target(int mailbox) {
    return office.user(mailbox).folder("Field");
  }

  private List<String> names(int mailbox) {
    return target(mailbox).contacts().stream()
        .map(card -> card.text("displayName"))
        .sorted()
        .toList();
  }

  private List<String> ids() {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      target(i).contacts().forEach(card -> ids.add(card.id()));
    }
    return ids.stream().sorted().toList();
  }

  private long requestsToSource() {
    return office.cloud().tenant().counters().counts().callsByMailbox().getOrDefault(SHARED, 0L);
  }

  private static int created(JsonNode run) {
    return run.path("counts").path("created").asInt();
  }
}
