package dev.rollcall.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.localhost.LocalCloud;
import dev.rollcall.localhost.RollcallApi;
import dev.rollcall.localtenant.LocalTenant;
import dev.rollcall.localtenant.LocalTenantOptions;
import dev.rollcall.localtenant.graph.mailbox.Location;
import dev.rollcall.localtenant.graph.mailbox.MailboxUser;
import dev.rollcall.localtenant.organisation.DirectoryObject;
import dev.rollcall.localtenant.organisation.Organisation;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Contacts of a public folder in the mailboxes of a hybrid organisation, and the way from there
 * into a shared mailbox, as the guide describes it.
 */
@Tag("S4")
class PublicFolderContactsTest {

  private static final String READER = "reader@contoso.example";

  private LocalCloud cloud;
  private List<String> mailboxes;

  @BeforeEach
  void open() {
    Organisation organisation = SmallOffice.organisation(3, 2);
    organisation.addMailbox("reception", "Reception", "reception", "shared");
    organisation.addMailbox("reader", "Reader", "reader", "shared");
    cloud = LocalCloud.start(organisation, LocalTenantOptions.defaults());
    mailboxes =
        organisation.members(Organisation.idOf("GROUP:field"), false).stream()
            .map(DirectoryObject::id)
            .toList();
    tenant().addServiceAccount("svc-rollcall", "corp-reader");
    tenant().move(Location.ON_PREMISES, Organisation.idOf("USER:reader"));
    put("/api/environments/contoso", environment());
    publicFolder().add("{ \"displayName\": \"Ada\", \"mobilePhone\": \"+44 20 1\" }");
    publicFolder().add("{ \"displayName\": \"Ben\", \"categories\": [\"Partners\"] }");
    publicFolder().add("{ \"displayName\": \"Ben\", \"companyName\": \"Looms\" }");
    publicFolder().contact("Ada").photo(new byte[] {(byte) 0xff, (byte) 0xd8, 1, 2});
    policy(
        """
        { "kind": "publicFolder", "mailbox": "reader@contoso.example",
          "folder": "/Contacts/Offices" }
        """);
  }

  @AfterEach
  void close() {
    cloud.close();
  }

  @Test
  void thePublicFoldersContactsAreOnEveryPhoneAndFollowIt() {
    JsonNode first = run();
    assertEquals(6, count(first, "created"), first::toString);
    publicFolder().contact("Ada").edit("jobTitle", "Countess");

    JsonNode second = run();

    assertEquals(2, count(second, "updated"), second::toString);
    assertEquals("Countess", target(1).contact("Ada").text("jobTitle"));
    assertTrue(target(0).contact("Ada").photo().isPresent());
  }

  @Test
  void aRunWithoutChangesAsksTheFolderOnce() {
    run();
    run();
    tenant().ews().resetCounts();

    run();

    assertEquals(1, tenant().ews().counts().calls(), tenant().ews().counts()::toString);
  }

  @Test
  @Tag("S3")
  void aFolderThatMovesIntoASharedMailboxKeepsEveryContactOnThePhones() {
    run();
    List<String> before = ids();
    copyInto("Offices");
    policy(
        """
        { "kind": "sharedMailbox", "mailbox": "reception@contoso.example",
          "folder": "Offices" }
        """);

    JsonNode moved = run();

    assertEquals("finished", moved.path("status").asText(), moved::toString);
    assertEquals(0, count(moved, "created"), moved::toString);
    assertEquals(0, count(moved, "updated"), moved::toString);
    assertEquals(0, count(moved, "deleted"), moved::toString);
    assertEquals(before, ids());
  }

  @Test
  @Tag("S3")
  void afterTheMoveTheSharedMailboxIsWhatIsFollowed() {
    run();
    MailboxUser.Folder copy = copyInto("Offices");
    policy(
        """
        { "kind": "sharedMailbox", "mailbox": "reception@contoso.example",
          "folder": "Offices", "location": "online" }
        """);
    List<String> before = ids();
    copy.contact("Ada").edit("jobTitle", "Countess");
    publicFolder().contact("Ada").delete();

    JsonNode run = run();

    assertEquals(2, count(run, "updated"), run::toString);
    assertEquals(before, ids());
  }

  @Test
  @Tag("R9")
  void aFolderThatCannotBeReadDeletesNothing() {
    run();
    tenant().ews().quirks().enabled(false);

    JsonNode failed = run();

    assertEquals("failed", failed.path("status").asText(), failed::toString);
    assertEquals(3, target(0).contacts().size());
  }

  private MailboxUser.Folder copyInto(String folder) {
    MailboxUser.Folder copy =
        tenant().mailboxes().of(Organisation.idOf("USER:reception")).makeFolder(folder);
    publicFolder().contacts().forEach(copy::paste);
    return copy;
  }

  private MailboxUser.Folder publicFolder() {
    return tenant().ews().publicFolders().make("/Contacts/Offices", "pf1").allow(READER).contents();
  }

  private void policy(String source) {
    put(
        "/api/policies/offices",
        """
        { "id": "offices", "name": "Offices", "type": "contacts", "environment": "contoso",
          "source": %s,
          "target": { "kind": "mailboxes", "folder": "Field",
                      "select": [ { "group": "field@contoso.example" } ] } }
        """
            .formatted(source));
  }

  private String environment() {
    String servers =
        tenant().activeDirectory().addresses().stream()
            .map(address -> "\"" + address + "\"")
            .collect(Collectors.joining(", "));
    String own =
        """
        "kind": "hybrid",
        "onPremises": {
          "accounts": [ { "name": "reader", "user": "CORP\\\\svc-rollcall", "secret": "corp-reader" } ],
          "ldap": { "servers": [ %s ], "security": "ldaps", "base": "%s", "account": "reader" },
          "ews": { "url": "%s", "authentication": "ntlm", "account": "reader" } },
        """
            .formatted(servers, tenant().activeDirectory().base(), tenant().ews().uri());
    return LocalCloud.sampleEnvironment(tenant())
        .replace("@contoso.com", "@contoso.example")
        .replace("\"kind\": \"exchangeOnline\",", "")
        .replaceFirst("\\{", "{ " + own.replace("\\", "\\\\"));
  }

  private void put(String path, String document) {
    RollcallApi.Answer answer = cloud.api().put(path, document);
    assertTrue(answer.status() == 200 || answer.status() == 201, answer::toString);
  }

  private LocalTenant tenant() {
    return cloud.tenant();
  }

  private JsonNode run() {
    return cloud.api().run("offices", "apply", false);
  }

  private MailboxUser.Folder target(int mailbox) {
    return tenant().mailboxes().of(mailboxes.get(mailbox)).folder("Field");
  }

  private List<String> ids() {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < mailboxes.size(); i++) {
      target(i).contacts().forEach(card -> ids.add(card.id()));
    }
    return ids.stream().sorted().toList();
  }

  private static int count(JsonNode run, String what) {
    return run.path("counts").path(what).asInt();
  }
}
