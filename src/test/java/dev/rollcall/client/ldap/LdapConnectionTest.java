package dev.rollcall.client.ldap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedSimpleBindRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryOperationInterceptor;
import dev.rollcall.client.http.ClientException;
import dev.rollcall.client.http.Refusals;
import dev.rollcall.client.ldap.LdapSearch.Depth;
import dev.rollcall.client.ldap.LdapSettings.Security;
import dev.rollcall.localtenant.LocalTrust;
import dev.rollcall.localtenant.activedirectory.LocalDirectory;
import dev.rollcall.localtenant.organisation.Organisation;
import dev.rollcall.localtenant.wire.CertificateMint;
import dev.rollcall.model.CallMeter;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Connecting, encrypting, logging in; and what is told when that fails. */
@Tag("E15")
class LdapConnectionTest {

  private final DirectoryAccess access = new DirectoryAccess();
  private LocalDirectory directory = LocalDirectory.start(office(), id -> true);

  @AfterEach
  void stop() {
    directory.close();
  }

  @ParameterizedTest
  @CsvSource({"LDAPS", "START_TLS", "NONE"})
  void everyKindOfConnectionReads(Security security) {
    String server =
        security == Security.LDAPS
            ? directory.controllers().get(0).address()
            : directory.controllers().get(0).plainAddress();

    assertEquals("Anna Ames", nameOf(settings(server, security, directory.base())));
  }

  @Test
  void aUserPrincipalNameLogsInAsWell() {
    LdapSettings before = settings(directory.addresses().get(0), Security.LDAPS, directory.base());
    LdapSettings byName =
        new LdapSettings(
            before.servers(),
            before.security(),
            before.base(),
            "svc-rollcall@corp.contoso.example",
            before.password(),
            before.trust());

    assertEquals("Anna Ames", nameOf(byName));
  }

  @ParameterizedTest
  @CsvSource({
    "52e, ldapPasswordWrong",
    "525, ldapUserUnknown",
    "530, ldapLogonRestricted",
    "532, ldapPasswordEnded",
    "533, ldapAccountDisabled",
    "701, ldapAccountEnded",
    "773, ldapPasswordMustChange",
    "775, ldapAccountLocked"
  })
  void aRefusedLoginIsToldByWindowsReason(String data, String code) {
    directory.refuseLogins(data);

    assertEquals(code, failure(directory.addresses().get(0), Security.LDAPS));
  }

  @Test
  void aWrongPasswordIsNotSentAgainAndAgain() {
    access.secret(DirectoryAccess.SECRET, "wrong");
    LdapClient client = access.client(directory);

    for (int i = 0; i < 5; i++) {
      assertThrows(ClientException.class, () -> read(client));
    }

    assertEquals(1, directory.refusedLogins(), "the account would be locked");
  }

  @Test
  void manyThatLogInAtOnceSendAWrongPasswordOnlyOnce() throws Exception {
    access.secret(DirectoryAccess.SECRET, "wrong");
    LdapClient client = access.client(directory);
    ExecutorService many = Executors.newFixedThreadPool(8);
    List<Callable<String>> checks =
        Collections.nCopies(
            8, () -> assertThrows(ClientException.class, () -> read(client)).problem().code());

    List<Future<String>> codes = many.invokeAll(checks);
    many.shutdown();

    for (Future<String> code : codes) {
      assertEquals("ldapPasswordWrong", code.get());
    }
    assertEquals(1, directory.refusedLogins(), "the account would be locked");
  }

  @Test
  void aWrongPasswordIsTriedAgainOnlyAfterWindowsForgotTheLastAttempt() {
    assertTrue(Refusals.TIME.compareTo(Duration.ofMinutes(30)) > 0);
  }

  @Test
  void aPasswordThatWasRenewedIsTakenAtOnce() {
    directory.password("new-one-4");
    LdapClient client = access.client(directory);
    assertThrows(ClientException.class, () -> read(client));

    access.secret(DirectoryAccess.SECRET, "new-one-4");

    assertEquals("Anna Ames", read(client));
  }

  @Test
  void aDirectoryThatTakesNoPasswordsInTheClearSaysSo() {
    directory.refusePlainLogins();
    String plain = directory.controllers().get(0).plainAddress();

    assertEquals("ldapEncryptionRequired", failure(plain, Security.NONE));
  }

  @Test
  void aCertificateOfAnUnknownAuthorityIsNotBelievedUntilItIsNamed() throws Exception {
    KeyPair authorityKey = CertificateMint.ellipticKey();
    Instant from = Instant.now().minus(Duration.ofDays(1));
    Instant until = Instant.now().plus(Duration.ofDays(1));
    X509Certificate authority = CertificateMint.authority(authorityKey, "Corp Root", from, until);
    directory.close();
    directory = LocalDirectory.start(office(), id -> true, 1, server(authorityKey, authority));
    LdapSettings before = settings(directory.addresses().get(0), Security.LDAPS, directory.base());
    LdapSettings trusting =
        new LdapSettings(
            before.servers(),
            before.security(),
            before.base(),
            before.user(),
            before.password(),
            Optional.of("corp-root-ca"));

    String untrusted = failure(before);
    access.secret("corp-root-ca", "this is no certificate");
    String unreadable = failure(trusting);
    access.secret("corp-root-ca", pem(authority));

    assertEquals("ldapCertificateUntrusted", untrusted);
    assertEquals("ldapTrustUnreadable", unreadable);
    assertEquals("Anna Ames", nameOf(trusting));
  }

  @Test
  void aCertificateForAnotherNameIsNotTaken() {
    String other = directory.controllers().get(0).address().replace("localhost", "127.0.0.2");
    String otherPlain =
        directory.controllers().get(0).plainAddress().replace("localhost", "127.0.0.2");

    assertEquals("ldapCertificateOfAnother", failure(other, Security.LDAPS));
    assertEquals("ldapCertificateOfAnother", failure(otherPlain, Security.START_TLS));
  }

  @Test
  void aServerThatSpeaksNoTlsOnItsPortIsTold() {
    assertEquals(
        "ldapNotEncrypted", failure(directory.controllers().get(0).plainAddress(), Security.LDAPS));
  }

  @Test
  void noPasswordIsSentWhereEncryptionIsRefused() throws Exception {
    AtomicInteger logins = new AtomicInteger();
    InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig("dc=example");
    config.addInMemoryOperationInterceptor(
        new InMemoryOperationInterceptor() {
          @Override
          public void processSimpleBindRequest(InMemoryInterceptedSimpleBindRequest request) {
            logins.incrementAndGet();
          }
        });
    InMemoryDirectoryServer other = new InMemoryDirectoryServer(config);
    other.startListening();

    String code =
        failure(settings("localhost:" + other.getListenPort(), Security.START_TLS, "dc=example"));

    other.shutDown(true);
    assertEquals("ldapNotEncrypted", code);
    assertEquals(0, logins.get());
  }

  @Test
  void aServerThatIsDownIsToldAsUnreachable() {
    directory.controllers().get(0).down();

    assertEquals("ldapUnreachable", failure(directory.addresses().get(0), Security.LDAPS));
  }

  @Test
  void nothingThatIsToldNamesAnybody() {
    directory.refuseLogins("52e");

    ClientException failure =
        assertThrows(ClientException.class, () -> read(access.client(directory)));

    String told = failure + " " + failure.problem() + " " + failure.getCause();
    assertFalse(told.contains("svc-rollcall"), told);
    assertFalse(told.contains(LocalDirectory.PASSWORD), told);
  }

  @Test
  void everyRequestIsCounted() {
    CallMeter meter = new CallMeter();
    try (LdapSession session = access.client(directory).open(meter)) {
      session.search(people(directory.base()));
    }

    assertEquals(3, meter.calls(), "connecting, logging in, one page");
  }

  @Test
  void addressesMayHaveAPort() {
    LdapSettings settings = settings("dc1.corp.example", Security.LDAPS, "DC=x");

    assertEquals(636, settings.parsed().get(0).port());
    assertEquals(
        389, settings("dc1.corp.example", Security.START_TLS, "DC=x").parsed().get(0).port());
    assertEquals(
        3269, settings("dc1.corp.example:3269", Security.LDAPS, "DC=x").parsed().get(0).port());
    assertTrue(
        settings("dc1.corp.example:3268", Security.NONE, "DC=x")
            .parsed()
            .get(0)
            .isGlobalCatalogue());
    assertFalse(settings.parsed().get(0).isGlobalCatalogue());
    assertEquals("::1", settings("[::1]:3269", Security.LDAPS, "DC=x").parsed().get(0).host());
    assertTrue(
        assertThrows(
                IllegalArgumentException.class,
                () -> settings("dc1:x", Security.LDAPS, "DC=x").parsed())
            .getMessage()
            .contains("dc1:x"));
  }

  private String nameOf(LdapSettings settings) {
    return read(access.client(settings));
  }

  private String failure(String server, Security security) {
    return failure(settings(server, security, directory.base()));
  }

  private String failure(LdapSettings settings) {
    return assertThrows(ClientException.class, () -> nameOf(settings)).problem().code();
  }

  private static String read(LdapClient client) {
    try (LdapSession session = client.open(new CallMeter())) {
      return session.search(people(session.base())).entries().get(0).first("displayName");
    }
  }

  private static LdapSearch people(String base) {
    return new LdapSearch(
        base,
        Depth.SUBTREE,
        LdapFilter.is("mail", "anna.ames@contoso.example"),
        List.of("displayName"));
  }

  private static LdapSettings settings(String server, Security security, String base) {
    return DirectoryAccess.settings(List.of(server), security, base);
  }

  private static Organisation office() {
    LocalTrust.install();
    Organisation office = new Organisation("Contoso", "contoso.example");
    office.join("anna", "Anna Ames", "anna.ames");
    return office;
  }

  private static SSLContext server(KeyPair authorityKey, X509Certificate authority)
      throws Exception {
    KeyPair key = CertificateMint.ellipticKey();
    X509Certificate certificate =
        CertificateMint.loopback(
            key,
            authorityKey,
            authority,
            authority.getNotBefore().toInstant(),
            authority.getNotAfter().toInstant());
    KeyStore keys = KeyStore.getInstance("PKCS12");
    keys.load(null, null);
    keys.setKeyEntry(
        "server", key.getPrivate(), new char[0], new Certificate[] {certificate, authority});
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, new char[0]);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }

  private static String pem(X509Certificate certificate) throws Exception {
    return "-----BEGIN CERTIFICATE-----\n"
        + Base64.getMimeEncoder().encodeToString(certificate.getEncoded())
        + "\n-----END CERTIFICATE-----\n";
  }
}
