package dev.rollcall.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.localhost.RollcallApi;
import dev.rollcall.localtenant.activedirectory.LocalDirectory;
import dev.rollcall.localtenant.graph.mailbox.MailboxUser;
import dev.rollcall.localtenant.organisation.Organisation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** People of Active Directory in the mailboxes of a hybrid organisation. */
@Tag("S2")
class ActiveDirectoryContactsTest {

  private static final String FOLDER = "Corp";

  /** What a contact is known by, and what a client never sets. */
  private static final Set<String> OF_ITS_OWN =
      Set.of(
          "id",
          "changeKey",
          "createdDateTime",
          "lastModifiedDateTime",
          "parentFolderId",
          "@odata.etag",
          "singleValueExtendedProperties");

  private SmallOffice office;
  private LocalDirectory directory;

  @BeforeEach
  void open() throws Exception {
    Organisation organisation = SmallOffice.organisation(12, 2);
    organisation.addMailbox("MAILER", "Rollcall", "svc_rollcall", "shared");
    for (int i = 0; i < 12; i++) {
      String person = SmallOffice.person(i);
      organisation.change(person, "department", i % 2 == 0 ? "Sales" : "Research, Development");
      organisation.change(person, "city", "Ulm");
      organisation.change(person, "country", "Germany");
      organisation.change(person, "streetAddress", i + " Main \"Street\"; #" + i);
      organisation.change(person, "businessPhones", "+49 731 " + i);
      organisation.change(person, "companyName", "Contoso");
    }
    office = SmallOffice.open(organisation, "");
    directory = office.cloud().tenant().activeDirectory();
    office.cloud().tenant().addServiceAccount("svc-rollcall", "corp-reader");
    environment(directory.addresses());
    policy("{ \"group\": \"staff@contoso.example\" }", "");
  }

  @AfterEach
  void close() {
    office.close();
  }

  @Test
  void theSamePeopleAreTheSameContactsWhicheverDirectoryIsRead() {
    office.apply();
    JsonNode run = run();

    assertEquals("finished", run.path("status").asText(), run::toString);
    Map<String, JsonNode> fromTenant = cards(office.folder(0));
    Map<String, JsonNode> fromActiveDirectory = cards(corp(0));
    assertEquals(12, fromTenant.size());
    assertEquals(fromTenant, fromActiveDirectory);
  }

  @Test
  void whoLeavesIsGoneAndWhoComesIsThere() {
    run();
    office.organisation().leave(SmallOffice.person(3));
    String newcomer = office.organisation().join("new", "New Comer", "new").id();
    office.organisation().addMembers(Organisation.idOf("GROUP:staff"), List.of(newcomer));
    directory.replicate();

    JsonNode second = run();
    JsonNode third = run();

    assertEquals(2, second.path("counts").path("created").asInt(), second::toString);
    assertEquals(2, second.path("counts").path("deleted").asInt(), second::toString);
    assertEquals(0, third.path("counts").path("created").asInt(), third::toString);
    assertTrue(names(0).contains("New Comer"));
    assertFalse(names(0).contains("Given3 Sur3"));
  }

  @Test
  @Tag("P2")
  void anOrganisationalUnitIsReadAsDeepAsIsSaid() {
    policy(
        "{ \"ou\": \"OU=Sales,OU=Staff," + directory.base() + "\", \"depth\": \"subtree\" }", "");

    run();

    assertEquals(6, names(0).size());
  }

  @Test
  @Tag("R9")
  void aDirectoryThatIsDownOrRefusesDeletesNothing() {
    run();
    directory.refuseLogins("532");
    JsonNode refused = run();
    directory.refuseLogins("");
    directory.controllers().get(0).down();
    JsonNode down = run();

    assertEquals("failed", refused.path("status").asText());
    assertEquals("ldapPasswordEnded", refused.path("problem").path("code").asText());
    assertEquals("ldapUnreachable", down.path("problem").path("code").asText());
    assertFalse(refused.path("problem").path("remedy").asText().isBlank());
    assertEquals(12, names(0).size());
  }

  @Test
  @Tag("P5")
  void mailboxesAreSelectedInActiveDirectoryAndKnownByTheTenantsId() {
    policy("{ \"group\": \"staff@contoso.example\" }", "\"directory\": \"activeDirectory\",");

    JsonNode run = run();

    assertEquals("finished", run.path("status").asText(), run::toString);
    assertEquals(12, names(0).size());
    assertEquals(12, names(1).size());
  }

  @Test
  @Tag("P5")
  void aMailboxThatWasRenamedInActiveDirectoryIsTheSameTargetBeforeTheTenantHearsOfIt() {
    policy("{ \"group\": \"staff@contoso.example\" }", "\"directory\": \"activeDirectory\",");
    run();
    String id = corp(0).contacts().get(0).id();
    directory.set(SmallOffice.person(0), "mail", "married@contoso.example");
    directory.set(SmallOffice.person(0), "proxyAddresses", "SMTP:married@contoso.example");

    JsonNode run = run();

    assertEquals("finished", run.path("status").asText(), run::toString);
    assertEquals(2, run.path("work").path("targets").asInt(), run::toString);
    assertEquals(12, names(0).size());
    assertEquals(id, corp(0).contacts().get(0).id());
  }

  @Test
  @Tag("E9")
  @Tag("E15")
  void theConnectionTestTriesEveryServerByItself() {
    environment(List.of(directory.addresses().get(0), "localhost:1"));

    JsonNode report = office.api().post("/api/environments/contoso/test", "").json();

    assertEquals("ok", status(report, directory.addresses().get(0)), report::toPrettyString);
    assertEquals("failed", status(report, "localhost:1"), report::toPrettyString);
    assertEquals("ok", status(report, "recipients"), report::toPrettyString);
    assertEquals("ok", status(report, "corp /source/select/0"), report::toPrettyString);
    directory.refuseLogins("52e");
    JsonNode refused = office.api().post("/api/environments/contoso/test", "").json();
    assertTrue(refused.toString().contains("ldapPasswordWrong"), refused::toPrettyString);
  }

  private static String status(JsonNode report, String subject) {
    for (JsonNode line : report.path("lines")) {
      if (line.path("subject").asText().equals(subject)) {
        return line.path("status").asText();
      }
    }
    return "not there";
  }

  private JsonNode run() {
    return office.api().run("corp", "apply", false);
  }

  private MailboxUser.Folder corp(int mailbox) {
    return office.user(mailbox).folder(FOLDER);
  }

  private List<String> names(int mailbox) {
    return corp(mailbox).contacts().stream().map(card -> card.text("displayName")).toList();
  }

  private static Map<String, JsonNode> cards(MailboxUser.Folder folder) {
    Map<String, JsonNode> cards = new TreeMap<>();
    for (MailboxUser.Card card : folder.contacts()) {
      ObjectNode json = card.json().deepCopy();
      json.remove(OF_ITS_OWN);
      cards.put(card.text("displayName"), json);
    }
    return cards;
  }

  private void environment(List<String> servers) {
    try {
      ObjectNode json =
          (ObjectNode) new ObjectMapper().readTree(office.cloud().sampleEnvironment());
      json.put("kind", "hybrid");
      ObjectNode own = json.putObject("onPremises");
      own.putArray("accounts")
          .addObject()
          .put("name", "reader")
          .put("user", LocalDirectory.USER)
          .put("secret", "corp-reader");
      ObjectNode ldap = own.putObject("ldap");
      servers.forEach(ldap.putArray("servers")::add);
      ldap.put("security", "ldaps").put("base", directory.base()).put("account", "reader");
      own.putObject("ews")
          .put("url", "https://mail.contoso.example/EWS/Exchange.asmx")
          .put("authentication", "ntlm")
          .put("account", "reader");
      expect(office.api().put("/api/environments/contoso", json.toString()));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private void policy(String selection, String target) {
    List<String> parts = new ArrayList<>();
    parts.add("\"id\": \"corp\", \"name\": \"Corp\", \"type\": \"contacts\"");
    parts.add("\"environment\": \"contoso\"");
    parts.add("\"source\": { \"kind\": \"activeDirectory\", \"select\": [ " + selection + " ] }");
    parts.add(
        "\"target\": { \"kind\": \"mailboxes\", "
            + target
            + " \"select\": [ { \"group\": \"field@contoso.example\" } ], \"folder\": \"Corp\" }");
    expect(office.api().put("/api/policies/corp", "{ " + String.join(", ", parts) + " }"));
  }

  private static void expect(RollcallApi.Answer answer) {
    if (answer.status() != 200 && answer.status() != 201) {
      throw new IllegalStateException(answer.toString());
    }
  }
}
