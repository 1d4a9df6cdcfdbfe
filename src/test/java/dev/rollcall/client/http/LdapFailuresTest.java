package dev.rollcall.client.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchScope;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What an LDAP server and its client really say. */
@Tag("R7")
class LdapFailuresTest {

  private InMemoryDirectoryServer server;
  private LDAPConnection connection;

  @BeforeEach
  void start() throws Exception {
    InMemoryDirectoryServerConfig config =
        new InMemoryDirectoryServerConfig("dc=contoso,dc=example");
    config.addAdditionalBindCredentials("cn=reader", "right");
    server = new InMemoryDirectoryServer(config);
    server.add("dn: dc=contoso,dc=example", "objectClass: domain", "dc: contoso");
    server.add("dn: ou=people,dc=contoso,dc=example", "objectClass: organizationalUnit");
    server.startListening();
    connection = server.getConnection();
  }

  @AfterEach
  void stop() {
    connection.close();
    server.shutDown(true);
  }

  @Test
  void aWrongPasswordIsALoginRefused() {
    assertEquals("ldapLoginRefused", met(() -> connection.bind("cn=reader", "wrong")));
  }

  @Test
  void aSearchBaseThatIsNotThereIsNamed() {
    assertEquals(
        "ldapPathMissing",
        met(() -> connection.search("ou=none,dc=contoso,dc=example", SearchScope.SUB, "(cn=*)")));
  }

  @Test
  void aSearchBaseThatIsNoNameIsNamed() {
    assertEquals(
        "ldapPathMalformed",
        met(() -> connection.search("people", SearchScope.SUB, "(objectClass=*)")));
  }

  @Test
  void aSizeLimitIsNamed() {
    SearchRequest all =
        new SearchRequest("dc=contoso,dc=example", SearchScope.SUB, filter(), "1.1");
    all.setSizeLimit(1);

    assertEquals("ldapTooMany", met(() -> connection.search(all)));
  }

  @Test
  void aFilterThatIsNoneIsNamed() {
    assertEquals(
        "ldapFilterRefused",
        met(() -> connection.search("dc=contoso,dc=example", SearchScope.SUB, "(cn=a")));
  }

  @Test
  void aServerThatIsNotThereIsNamed() {
    int port = server.getListenPort();
    server.shutDown(true);

    assertEquals("ldapUnreachable", met(() -> new LDAPConnection("127.0.0.1", port).close()));
  }

  private static Filter filter() {
    return Filter.createPresenceFilter("objectClass");
  }

  private static String met(Executable request) {
    LDAPException thrown = assertThrows(LDAPException.class, request);
    String text =
        thrown.getDiagnosticMessage() == null ? thrown.getMessage() : thrown.getDiagnosticMessage();
    return Failures.of(Symptom.answer(Service.LDAP, thrown.getResultCode().intValue(), "", text))
        .problem()
        .code();
  }
}
