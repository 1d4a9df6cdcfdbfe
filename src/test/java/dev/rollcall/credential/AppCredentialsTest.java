package dev.rollcall.credential;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import dev.rollcall.client.http.ClientException;
import dev.rollcall.localtenant.login.AppRegistration;
import dev.rollcall.localtenant.login.LoginService;
import dev.rollcall.localtenant.vault.KeyVault;
import dev.rollcall.localtenant.vault.VaultCertificate;
import dev.rollcall.localtenant.vault.VaultCertificate.Format;
import dev.rollcall.model.Thumbprints;
import dev.rollcall.policy.Environment;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Real logins, with certificates that a real Key Vault client reads, at a login and vault of ours.
 */
@Tag("E2")
class AppCredentialsTest {

  private final VaultAndLogin cloud = new VaultAndLogin(Clock.systemUTC());
  private final KeyVault vault = cloud.vault();
  private final LoginService login = cloud.login();
  private final AppRegistration app = cloud.app();
  private final AppCredentials credentials = cloud.credentials();

  @AfterEach
  void close() {
    cloud.close();
  }

  @ParameterizedTest
  @EnumSource
  void aCertificateOfEitherFormBuysAToken(Format format) {
    VaultCertificate certificate = certificate("a1", format);
    vault.put("rollcall-contoso", certificate);
    app.register(certificate.certificate());

    String token = token();

    assertFalse(token.isEmpty());
    assertEquals(
        certificate.certificate().getNotAfter().toInstant(),
        credentials.inUse(environment(), environment().app()).ends().orElseThrow());
  }

  @Test
  @Tag("E6")
  void whatAnAppLogsInWithIsTold() throws Exception {
    VaultCertificate certificate = certificate("a1", Format.PKCS12);
    vault.put("rollcall-contoso", certificate);

    CredentialInUse used = credentials.inUse(environment(), environment().app());

    assertEquals(
        new CredentialInUse(
            CredentialInUse.Kind.CERTIFICATE,
            Optional.of("rollcall-contoso"),
            Optional.of("a1".repeat(16)),
            Optional.of(certificate.certificate().getNotAfter().toInstant()),
            Optional.of(Thumbprints.of(certificate.certificate().getEncoded()))),
        used);
  }

  @Test
  void aTokenIsKeptAndTheVaultAskedOnce() {
    VaultCertificate certificate = certificate("a1", Format.PKCS12);
    vault.put("rollcall-contoso", certificate);
    app.register(certificate.certificate());

    String first = token();
    int asked = vault.requests();
    String second = token();

    assertEquals(first, second);
    assertEquals(asked, vault.requests());
  }

  @Test
  void aCertificateRolledInMidRunIsReadAgain() {
    login.tokenLifetime(Duration.ofSeconds(60));
    VaultCertificate old = certificate("a1", Format.PKCS12);
    vault.put("rollcall-contoso", old);
    app.register(old.certificate());
    token();

    VaultCertificate renewed = certificate("b2", Format.PEM);
    vault.put("rollcall-contoso", renewed);
    app.unregister(old.certificate()).register(renewed.certificate());
    String token = token();

    assertFalse(token.isEmpty());
    assertEquals(
        renewed.certificate().getNotAfter().toInstant(),
        credentials.inUse(environment(), environment().app()).ends().orElseThrow());
  }

  @Test
  void aCertificateTheAppDoesNotHaveIsNamedWithoutAnyText() {
    vault.put("rollcall-contoso", certificate("a1", Format.PKCS12));

    ClientException refused = assertThrows(ClientException.class, this::token);

    assertEquals("certificateNotRegistered", refused.problem().code());
    assertFalse(refused.toString().contains("contoso"));
  }

  @Test
  void anAppTheTenantDoesNotKnowIsNamed() {
    VaultCertificate certificate = certificate("a1", Format.PKCS12);
    vault.put("rollcall-contoso", certificate);

    ClientException refused =
        assertThrows(
            ClientException.class,
            () ->
                cloud.token(
                    cloud.environment("contoso.onmicrosoft.com", new UUID(9, 9).toString())));

    assertEquals("appNotInTenant", refused.problem().code());
  }

  @Test
  void aTenantNobodyKnowsIsNamed() {
    vault.put("rollcall-contoso", certificate("a1", Format.PKCS12));

    ClientException refused =
        assertThrows(
            ClientException.class,
            () -> cloud.token(cloud.environment("fabrikam.onmicrosoft.com", app.appId())));

    assertEquals("tenantUnknown", refused.problem().code());
  }

  @Test
  void whatIsWrongWithTheVaultIsNamed() {
    assertEquals(
        "certificateNotFound", assertThrows(ClientException.class, this::token).problem().code());

    vault.deny(cloud.host().appId());
    assertEquals(
        "keyVaultDenied", assertThrows(ClientException.class, this::token).problem().code());
  }

  @Test
  void aSecretThatIsNoCertificateIsRefused() {
    vault.putSecret("rollcall-contoso", "swordfish");

    ClientException refused = assertThrows(ClientException.class, this::token);

    assertEquals("certificateUnreadable", refused.problem().code());
    assertFalse(refused.toString().contains("swordfish"));
  }

  @Tag("E8")
  @Test
  void aCustomCloudNeedsHosts() {
    AppCredentials none =
        AppCredentials.fromKeyVault(
            URI.create("https://vault.example"),
            request -> null,
            Optional.empty(),
            new JdkHttpClientBuilder().build(),
            Clock.systemUTC());

    assertEquals(
        "cloudUnknown",
        assertThrows(ClientException.class, () -> none.of(environment())).problem().code());
  }

  private String token() {
    return cloud.token(environment());
  }

  private Environment environment() {
    return cloud.environment();
  }

  private static VaultCertificate certificate(String version, Format format) {
    return VaultAndLogin.certificate(version, format);
  }
}
