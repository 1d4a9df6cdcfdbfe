package dev.rollcall.localtenant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.core.credential.TokenRequestContext;
import com.azure.identity.ClientSecretCredentialBuilder;
import com.azure.security.keyvault.certificates.models.KeyVaultCertificateWithPolicy;
import com.azure.security.keyvault.secrets.models.KeyVaultSecret;
import com.microsoft.graph.models.Contact;
import com.microsoft.graph.models.ContactFolder;
import com.microsoft.graph.models.odataerrors.ODataError;
import com.microsoft.graph.serviceclient.GraphServiceClient;
import dev.rollcall.localtenant.vault.VaultCertificate;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("O6")
class LocalTenantTest {

  private final LocalTenant tenant = LocalTenant.start();
  private final RealClients clients = new RealClients(tenant);

  @AfterEach
  void stop() {
    tenant.close();
    assertEquals(List.of(), tenant.unexpectedRequests());
  }

  private TokenRequestContext graphToken() {
    return new TokenRequestContext().addScopes(tenant.graphScope());
  }

  @Test
  void theAppLogsInWithTheCertificateInTheVault() {
    String byId = clients.app().getTokenSync(graphToken()).getToken();
    String byDomain =
        clients
            .app(tenant.initialDomain(), tenant.clientId())
            .getTokenSync(graphToken())
            .getToken();

    assertEquals(3, byId.split("\\.").length);
    assertEquals(3, byDomain.split("\\.").length);
  }

  @Test
  void theVaultShowsTheCertificateThatIsRegistered() {
    KeyVaultCertificateWithPolicy certificate =
        clients.certificates().getCertificate(tenant.certificateName());
    KeyVaultSecret secret = clients.secrets().getSecret(tenant.certificateName());

    assertEquals("application/x-pkcs12", secret.getProperties().getContentType());
    assertEquals(certificate.getProperties().getVersion(), secret.getProperties().getVersion());
    assertEquals(
        tenant.app().certificates().get(0).getNotAfter().toInstant(),
        certificate.getProperties().getExpiresOn().toInstant());
    assertEquals(
        1,
        clients
            .certificates()
            .listPropertiesOfCertificateVersions(tenant.certificateName())
            .stream()
            .count());
  }

  @Test
  void aRolledCertificateEndsTheOldLogin() {
    var old = clients.app();

    tenant.rollCertificate();

    Exception refused = assertThrows(RuntimeException.class, () -> old.getTokenSync(graphToken()));
    assertTrue(refused.getMessage().contains("AADSTS700027"), refused.getMessage());
    assertEquals(3, clients.app().getTokenSync(graphToken()).getToken().split("\\.").length);
  }

  @Test
  void aCertificateCanBePem() {
    tenant.addCertificate(Duration.ofDays(10), VaultCertificate.Format.PEM);

    KeyVaultSecret secret = clients.secrets().getSecret(tenant.certificateName());

    assertEquals("application/x-pem-file", secret.getProperties().getContentType());
    assertTrue(secret.getValue().startsWith("-----BEGIN PRIVATE KEY-----"));
  }

  @Test
  void anUnknownTenantAndAnUnknownAppAreRefused() {
    Exception tenantUnknown =
        assertThrows(
            RuntimeException.class,
            () ->
                clients.app("other.onmicrosoft.com", tenant.clientId()).getTokenSync(graphToken()));
    Exception appUnknown =
        assertThrows(
            RuntimeException.class,
            () ->
                clients
                    .app(tenant.tenantId(), "00000000-0000-4000-8000-000000000000")
                    .getTokenSync(graphToken()));

    assertTrue(tenantUnknown.getMessage().contains("AADSTS90002"), tenantUnknown.getMessage());
    assertTrue(appUnknown.getMessage().contains("AADSTS700016"), appUnknown.getMessage());
  }

  @Test
  void aWrongSecretIsRefused() {
    var credential =
        new ClientSecretCredentialBuilder()
            .authorityHost(tenant.loginUri().toString())
            .disableInstanceDiscovery()
            .tenantId(tenant.tenantId())
            .clientId(tenant.hostCredential().clientId())
            .clientSecret("guessed")
            .build();

    Exception refused =
        assertThrows(RuntimeException.class, () -> credential.getTokenSync(graphToken()));

    assertTrue(refused.getMessage().contains("AADSTS7000215"), refused.getMessage());
  }

  @Test
  void aClockThatIsHoursOffIsRefused() {
    try (LocalTenant skewed =
        LocalTenant.start(
            LocalTenantOptions.defaults()
                .withLoginClock(Clock.offset(Clock.systemUTC(), Duration.ofHours(3))))) {

      Exception refused =
          assertThrows(
              RuntimeException.class,
              () ->
                  new RealClients(skewed)
                      .app()
                      .getTokenSync(new TokenRequestContext().addScopes(skewed.graphScope())));

      assertTrue(refused.getMessage().contains("AADSTS700024"), refused.getMessage());
    }
  }

  @Test
  void theAppMayNotReadTheVaultItself() {
    tenant.vault().deny(tenant.hostCredential().clientId());

    Exception refused =
        assertThrows(
            RuntimeException.class, () -> clients.secrets().getSecret(tenant.certificateName()));

    assertTrue(refused.getMessage().contains("403"), refused.getMessage());
  }

  @Test
  void theGraphClientWritesAContactIntoAFolder() {
    GraphServiceClient graph = clients.graph();
    String user = tenant.mailboxes().of("user1@contoso.onmicrosoft.com").id();
    ContactFolder folder = new ContactFolder();
    folder.setDisplayName("Company");
    Contact contact = new Contact();
    contact.setGivenName("Ada");
    contact.setSurname("Popa");

    String folderId = graph.users().byUserId(user).contactFolders().post(folder).getId();
    Contact made =
        graph
            .users()
            .byUserId(user)
            .contactFolders()
            .byContactFolderId(folderId)
            .contacts()
            .post(contact);
    Contact read =
        graph
            .users()
            .byUserId(user)
            .contactFolders()
            .byContactFolderId(folderId)
            .contacts()
            .byContactId(made.getId())
            .get();

    assertEquals("Popa, Ada", read.getFileAs());
    assertEquals("Ada Popa", read.getDisplayName());
    assertEquals(1, tenant.mailboxes().of(user).folder("Company").contacts().size());
    assertEquals(3, tenant.counters().counts().calls());
  }

  @Test
  void aMissingPermissionIsRefused() {
    tenant.app().revoke("Contacts.ReadWrite");
    GraphServiceClient graph = clients.graph();

    ODataError refused =
        assertThrows(
            ODataError.class,
            () -> graph.users().byUserId("user1@contoso.onmicrosoft.com").contactFolders().get());

    assertEquals(403, refused.getResponseStatusCode());
    assertEquals("ErrorAccessDenied", refused.getError().getCode());
  }

  @Test
  void theDirectoryIsReadAsItChanges() {
    GraphServiceClient graph = clients.graph();
    String user = tenant.mailboxes().of("user1@contoso.onmicrosoft.com").id();

    tenant.organisation().marry(user, "Popa");

    assertEquals("Popa", graph.users().byUserId(user).get().getSurname());
    tenant.organisation().unlicense(user);
    ODataError closed =
        assertThrows(ODataError.class, () -> graph.users().byUserId(user).contactFolders().get());
    assertEquals("MailboxNotEnabledForRESTAPI", closed.getError().getCode());
    tenant.organisation().leave(user);
    ODataError gone =
        assertThrows(ODataError.class, () -> graph.users().byUserId(user).contactFolders().get());
    assertEquals("Request_ResourceNotFound", gone.getError().getCode());
  }

  @Test
  void theAppsCredentialsAreShown() {
    var application = clients.graph().applicationsWithAppId(tenant.clientId()).get();

    assertEquals(1, application.getKeyCredentials().size());
    assertEquals(
        Optional.of(tenant.app().certificates().get(0).getNotAfter().toInstant()),
        Optional.of(application.getKeyCredentials().get(0).getEndDateTime().toInstant()));
  }

  @Test
  void startingIsQuickOnceTheJvmIsWarm() {
    LocalTenant.start().close();

    long before = System.nanoTime();
    LocalTenant.start().close();

    // Usually some 10 ms; the allowance is for busy build machines.
    assertTrue(Duration.ofNanos(System.nanoTime() - before).toMillis() < 1_000);
  }
}
