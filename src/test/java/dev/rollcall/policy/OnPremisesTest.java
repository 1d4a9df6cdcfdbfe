package dev.rollcall.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.model.Location;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Environments with servers of their own, and policies that use them. */
class OnPremisesTest {

  @Test
  @Tag("E1")
  @Tag("E15")
  void anEnvironmentWithoutATenantIsItsServers() {
    Environment servers = environment("contoso-servers");

    assertEquals(Environment.Kind.ON_PREMISES, servers.kind());
    assertFalse(servers.hasTenant());
    assertEquals(List.of(), servers.registrations());
    assertEquals("rollcall", servers.app().name());
    assertEquals(4, servers.app().maxConnections());
    assertTrue(servers.mailsThroughEws());
    OnPremises known = servers.onPremises().orElseThrow();
    assertEquals(Optional.of("contoso.com"), known.ews().orElseThrow().autodiscover());
    assertEquals(OnPremises.Authentication.KERBEROS, known.ews().orElseThrow().authentication());
    assertEquals(OnPremises.Security.LDAPS, known.ldap().orElseThrow().security());
    assertEquals("rollcall", known.ldap().orElseThrow().account());
  }

  @ParameterizedTest
  @CsvSource({"contoso-servers", "contoso-hybrid"})
  @Tag("E1")
  void writtenAndReadAgainItIsTheSame(String name) {
    Environment environment = environment(name);

    assertEquals(
        environment,
        Documents.valid(PolicyDocuments.environment(PolicyDocuments.json(environment))));
  }

  @ParameterizedTest(name = "{0}: {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          contoso-servers | /tenant                     | "contoso.onmicrosoft.com" | /tenant
          contoso-servers | /exchange                   | true                      | /exchange
          contoso-servers | /publicFoldersOnline        | true                      | /publicFoldersOnline
          contoso-servers | /onPremises/ews/mail        | true                      | /onPremises/ews/mail
          contoso-servers | /onPremises/ews/url         | "https://x.example/EWS"   | /onPremises/ews
          contoso-servers | /onPremises/accounts        | []                        | /onPremises/accounts
          contoso-servers | /onPremises/accounts/0/user | "a:b@c"                   | /onPremises/accounts/0/user
          contoso-servers | /onPremises/trust           | "a b"                     | /onPremises/trust
          contoso-hybrid  | /kind                       | "exchangeOnline"          | /onPremises
          contoso-hybrid  | /onPremises/ldap/account    | "reeder"                  | /onPremises/ldap/account
          contoso-hybrid  | /onPremises/ews/account     | "nobody"                  | /onPremises/ews/account
          contoso-hybrid  | /onPremises/accounts/1/name | "reader"                  | /onPremises/accounts/1/name
          contoso-hybrid  | /onPremises/ldap/servers/0  | "dc1:99999"               | /onPremises/ldap/servers/0
          contoso-hybrid  | /onPremises/ldap/servers/0  | "ldap://dc1"              | /onPremises/ldap/servers/0
          contoso-hybrid  | /onPremises/ldap/servers    | []                        | /onPremises/ldap/servers
          contoso-hybrid  | /onPremises/ldap/base       | "corp.contoso.com"        | /onPremises/ldap/base
          contoso-hybrid  | /onPremises/ldap/security   | "ssl"                     | /onPremises/ldap/security
          contoso-hybrid  | /onPremises/ews/url         | "http://mail.contoso.com" | /onPremises/ews/url
          contoso-hybrid  | /onPremises/ews/url         | "https://a:b@c/EWS"       | /onPremises/ews/url
          contoso-hybrid  | /onPremises/ews/authentication | "oauth"                | /onPremises/ews/authentication
          contoso-hybrid  | /onPremises/ews/maxConnections | 0                      | /onPremises/ews/maxConnections
          """)
  @Tag("E1")
  @Tag("E15")
  void aWrongValueIsToldWhereItStands(String sample, String place, String json, String expected) {
    List<DocumentProblem> problems =
        Documents.environmentProblems(Documents.with(document(sample), place, json));

    assertTrue(
        problems.stream().anyMatch(problem -> problem.pointer().equals(expected)),
        problems.toString());
    assertTrue(problems.stream().noneMatch(problem -> problem.allowed().isBlank()));
  }

  @Test
  @Tag("E1")
  void whatAKindNeedsIsMissed() {
    ObjectNode hybrid = document("contoso-hybrid");
    hybrid.remove(List.of("tenant", "apps", "onPremises"));

    List<String> missed =
        Documents.environmentProblems(hybrid).stream().map(DocumentProblem::pointer).toList();

    assertEquals(List.of("/apps", "/onPremises", "/tenant"), missed);
  }

  @Test
  @Tag("E2")
  void aPasswordIsRefusedWhereItsNameBelongs() {
    ObjectNode document = document("contoso-servers");
    Documents.with(document, "/onPremises/accounts/0/password", "\"Tr0ub4dor\"");

    List<DocumentProblem> problems = Documents.environmentProblems(document);

    assertTrue(problems.stream().anyMatch(p -> p.pointer().endsWith("/password")));
    assertTrue(problems.stream().noneMatch(p -> p.toString().contains("Tr0ub4dor")));
  }

  @Test
  @Tag("S3")
  void aFolderOfASharedMailboxIsRead() {
    Policy policy =
        policy(
            """
            "kind": "sharedMailbox", "mailbox": "offices@contoso.com", "folder": "Offices/East"
            """);

    Policy.Folder folder = policy.reading().folder().orElseThrow();
    assertEquals(Policy.SourceKind.SHARED_MAILBOX, policy.reading().kind());
    assertEquals("offices@contoso.com", folder.mailbox());
    assertEquals(List.of("Offices", "East"), folder.path());
    assertEquals(Optional.empty(), folder.location());
    assertEquals(policy, again(policy));
  }

  @Test
  @Tag("S4")
  void aPublicFolderIsRead() {
    Policy policy =
        policy(
            """
            "kind": "publicFolder", "mailbox": "svc@contoso.com", "folder": "/Contacts/Offices",
            "location": "onPremises", "contentMailbox": "pf2@contoso.com"
            """);

    Policy.Folder folder = policy.reading().folder().orElseThrow();
    assertEquals(List.of("Contacts", "Offices"), folder.path());
    assertEquals(Optional.of(Location.ON_PREMISES), folder.location());
    assertEquals(Optional.of("pf2@contoso.com"), folder.contentMailbox());
    assertEquals(policy, again(policy));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "kind": "sharedMailbox"                                                    | /source/mailbox
          "kind": "sharedMailbox", "mailbox": "a@b.example", "hidden": true          | /source/hidden
          "kind": "sharedMailbox", "mailbox": "a@b.example", "contentMailbox": "c@b.example" | /source/contentMailbox
          "kind": "sharedMailbox", "mailbox": "a@b.example", "folder": "a//b"        | /source/folder
          "kind": "publicFolder", "mailbox": "a@b.example"                           | /source/folder
          "kind": "publicFolder", "mailbox": "a@b.example", "folder": "/"            | /source/folder
          "kind": "activeDirectory"                                                  | /source/select
          "kind": "activeDirectory", "select": [{"ou": "Staff"}]                     | /source/select/0/ou
          "kind": "activeDirectory", "select": [{"group": "g@b.example", "depth": "subtree"}] | /source/select/0/depth
          "kind": "directory", "select": [{"ou": "OU=Staff,DC=b"}]                   | /source/select/0/ou
          "kind": "directory", "select": [{"query": "*"}], "disabled": true          | /source/disabled
          "kind": "directory", "select": [{"group": "CN=Staff,DC=b"}]                | /source/select/0/group
          "kind": "directory", "select": [{"recipient": "CORP\\\\anna"}]             | /source/select/0/recipient
          "kind": "activeDirectory", "select": [{"recipient": "anna"}]               | /source/select/0/recipient
          """)
  @Tag("P1")
  void aSourceThatSaysTooMuchOrTooLittleIsRefused(String source, String expected) {
    List<DocumentProblem> problems = Documents.policyProblems(policyDocument(source));

    assertEquals(List.of(expected), problems.stream().map(DocumentProblem::pointer).toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"CN=Anna Ames,OU=Staff,DC=b", "CORP\\\\anna", "anna@b.example"})
  @Tag("P2")
  void activeDirectoryKnowsPeopleAndGroupsByItsOwnNamesToo(String name) {
    String select = "\"select\": [{\"recipient\": \"%s\"}, {\"group\": \"%s\"}]";

    Policy policy = policy("\"kind\": \"activeDirectory\", " + select.formatted(name, name));

    assertEquals(2, policy.source().size());
    assertEquals(policy, again(policy));
  }

  @Test
  @Tag("P4")
  void anOrganisationalUnitIsTakenToTheDepthSaid() {
    Policy policy =
        Documents.valid(
            PolicyDocuments.policy(Documents.sample("policies/active-directory-contacts.json")));

    assertEquals(
        new Selection.OrganisationalUnit(
            "OU=Plants,DC=corp,DC=contoso,DC=com", Selection.Depth.SUBTREE, true),
        policy.source().get(0));
    assertEquals(Policy.Directory.ACTIVE_DIRECTORY, policy.target().directory());
    assertEquals(policy, again(policy));
  }

  @Test
  @Tag("E14")
  void mailboxesAreWrittenAsWhomThePolicySays() {
    Environment hybrid = environment("contoso-hybrid");
    Policy.Writers writers = new Policy.Writers(Optional.empty(), Optional.of("writer"));

    Environment writing = hybrid.writing(writers);

    assertEquals("writer", writing.onPremises().orElseThrow().ews().orElseThrow().account());
    assertEquals("reader", hybrid.onPremises().orElseThrow().ews().orElseThrow().account());
    assertEquals("reader", writing.onPremises().orElseThrow().ldap().orElseThrow().account());
    assertEquals(hybrid, hybrid.writing(Policy.Writers.usual()));
  }

  @ParameterizedTest(name = "{1} with {0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          contoso         | "kind": "activeDirectory", "select": [{"query": "*"}]                               | /source/kind
          contoso         | "kind": "publicFolder", "mailbox": "a@b.example", "folder": "x"                     | /source/kind
          contoso         | "kind": "sharedMailbox", "mailbox": "a@b.example", "location": "onPremises"          | /source/location
          contoso-servers | "kind": "directory", "select": [{"query": "*"}]                                     | /source/kind
          contoso-servers | "kind": "sharedMailbox", "mailbox": "a@b.example", "location": "online"              | /source/location
          contoso-hybrid  | "kind": "publicFolder", "mailbox": "a@b.example", "folder": "x", "location": "online" | /source/kind
          """)
  @Tag("E1")
  void whatAnEnvironmentDoesNotHaveIsRefused(String name, String source, String expected) {
    Policy policy = policy(source);

    List<DocumentProblem> misfits = PolicyRules.misfits(policy, environment(name));

    assertEquals(List.of(expected), misfits.stream().map(DocumentProblem::pointer).toList());
  }

  @ParameterizedTest(name = "{1} with {0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          contoso         | "kind": "sharedMailbox", "mailbox": "a@b.example"
          contoso-servers | "kind": "sharedMailbox", "mailbox": "a@b.example"
          contoso-servers | "kind": "publicFolder", "mailbox": "a@b.example", "folder": "x"
          contoso-hybrid  | "kind": "publicFolder", "mailbox": "a@b.example", "folder": "x"
          contoso-hybrid  | "kind": "activeDirectory", "select": [{"query": "*"}]
          contoso-hybrid  | "kind": "directory", "select": [{"query": "*"}]
          """)
  @Tag("E1")
  void whatAnEnvironmentHasIsTaken(String name, String source) {
    assertEquals(List.of(), PolicyRules.misfits(policy(source), environment(name)));
  }

  @Test
  @Tag("E14")
  void writersThatAreNotThereAreToldWithTheirNearest() {
    ObjectNode document =
        policyDocument("\"kind\": \"directory\", \"select\": [{\"query\": \"*\"}]");
    document.withObject("/target").put("account", "writter").put("app", "Rollcal");
    Policy policy = Documents.valid(PolicyDocuments.policy(Documents.bytes(document)));

    List<DocumentProblem> misfits = PolicyRules.misfits(policy, environment("contoso-hybrid"));

    assertEquals(
        List.of("/target/app", "/target/account"),
        misfits.stream().map(DocumentProblem::pointer).toList());
    assertTrue(misfits.get(0).allowed().startsWith("Did you mean 'Rollcall'?"));
    assertTrue(misfits.get(1).allowed().startsWith("Did you mean 'writer'?"));
  }

  @Test
  @Tag("E11")
  void permissionsAreThoseOfTheTenantsPartAlone() {
    Environment hybrid = environment("contoso-hybrid");
    ObjectNode document =
        policyDocument("\"kind\": \"activeDirectory\", \"select\": [{\"query\": \"*\"}]");
    document.put("environment", "contoso-hybrid");
    Policy own = Documents.valid(PolicyDocuments.policy(Documents.bytes(document)));

    assertEquals(
        List.of(
            Permission.READ_USERS,
            Permission.READ_GROUP_MEMBERS,
            Permission.READ_MAIL_CONTACTS,
            Permission.WRITE_CONTACTS,
            Permission.SEND_MAIL,
            Permission.READ_APPLICATIONS),
        NeededPermission.of(hybrid, hybrid.app(), List.of(own)).stream()
            .map(NeededPermission::permission)
            .toList());
  }

  @Test
  void unprotectedConnectionsAreHintedAt() {
    Environment open =
        Documents.valid(
            PolicyDocuments.environment(
                Documents.bytes(
                    Documents.with(
                        document("contoso-hybrid"), "/onPremises/ldap/security", "\"none\""))));
    Policy policy = policy("\"kind\": \"activeDirectory\", \"select\": [{\"query\": \"A*\"}]");

    List<String> hints = PolicyRules.hints(policy, open);

    assertTrue(hints.stream().anyMatch(hint -> hint.contains("not protected")), hints.toString());
  }

  private static Policy again(Policy policy) {
    return Documents.valid(PolicyDocuments.policy(PolicyDocuments.json(policy)));
  }

  private static Policy policy(String source) {
    return Documents.valid(PolicyDocuments.policy(Documents.bytes(policyDocument(source))));
  }

  private static ObjectNode policyDocument(String source) {
    ObjectNode document = Documents.smallestPolicy();
    document.set(
        "source",
        Documents.tree(("{" + source + "}").getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    return document;
  }

  private static ObjectNode document(String sample) {
    return (ObjectNode) Documents.tree(Documents.sample("environments/" + sample + ".json"));
  }

  private static Environment environment(String sample) {
    return Documents.valid(
        PolicyDocuments.environment(Documents.sample("environments/" + sample + ".json")));
  }
}
