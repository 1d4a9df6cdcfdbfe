package dev.rollcall.credential;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.client.http.ClientException;
import dev.rollcall.contract.memory.ManualClock;
import dev.rollcall.localtenant.login.AppRegistration;
import dev.rollcall.localtenant.vault.KeyVault;
import dev.rollcall.localtenant.vault.VaultCertificate;
import dev.rollcall.localtenant.vault.VaultCertificate.Format;
import dev.rollcall.policy.Environment;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Credentials that are renewed, end, and are disabled, at a real login with a real vault client.
 */
class RollingCredentialTest {

  private static final String NAME = VaultAndLogin.NAME;

  private final ManualClock clock = new ManualClock(Instant.now());
  private final VaultAndLogin cloud = new VaultAndLogin(clock);
  private final KeyVault vault = cloud.vault();
  private final AppRegistration app = cloud.app();

  /** Each request buys a token anew. */
  @BeforeEach
  void tokensDoNotLast() {
    cloud.login().tokenLifetime(Duration.ofSeconds(60));
  }

  @AfterEach
  void close() {
    cloud.close();
  }

  @Tag("E5")
  @Test
  void aNewVersionIsTakenUpWithinTheHourWhileTheOldOneWorks() {
    VaultCertificate old = stored("a");
    app.register(old.certificate());
    login();
    VaultCertificate renewed = stored("b");
    app.register(renewed.certificate());

    login();
    assertEquals("a".repeat(32), version());
    clock.advance(RollingCredential.LOOK_EVERY);
    login();

    assertEquals("b".repeat(32), version());
    assertEquals(List.of(), cloud.credentials().takeNotices());
  }

  @Tag("E5")
  @Test
  void aNewVersionThatIsNotRegisteredYetLeavesThePreviousInUseAndIsTold() {
    VaultCertificate old = stored("a");
    app.register(old.certificate());
    login();
    VaultCertificate renewed = stored("b");
    clock.advance(RollingCredential.LOOK_EVERY);

    login();

    assertEquals("a".repeat(32), version());
    CredentialNotice notice = onlyNotice();
    assertEquals(NAME, notice.credential());
    assertEquals("a".repeat(32), notice.version());
    assertEquals("certificateNotRegistered", notice.problem().code());

    app.register(renewed.certificate());
    clock.advance(RollingCredential.LOOK_EVERY);
    login();

    assertEquals("b".repeat(32), version());
    assertEquals(List.of(), cloud.credentials().takeNotices());
  }

  @Tag("E5")
  @Test
  void aProcessThatNeverSawThePreviousVersionFindsItInTheVault() {
    VaultCertificate old = stored("f");
    app.register(old.certificate());
    stored("b");
    stored("c");

    login();

    assertEquals("f".repeat(32), version());
    assertEquals("certificateNotRegistered", onlyNotice().problem().code());
  }

  @Tag("E5")
  @Test
  void onlySomeEarlierVersionsAreTried() {
    app.register(stored("f").certificate());
    for (String version : List.of("1", "2", "3", "4")) {
      stored(version);
    }

    assertEquals("certificateNotRegistered", refused().problem().code());
  }

  @Tag("E5")
  @Test
  void anEndedCertificateIsNamedBeforeAnybodyIsAsked() {
    VaultCertificate ended =
        VaultAndLogin.certificate(
            "a",
            Format.PEM,
            clock.instant().minus(Duration.ofDays(9)),
            clock.instant().minus(Duration.ofDays(1)));
    vault.put(NAME, ended);
    app.register(ended.certificate());

    assertEquals("certificateEnded", refused().problem().code());
    assertEquals(
        ended.certificate().getNotAfter().toInstant(),
        cloud
            .credentials()
            .inUse(cloud.environment(), cloud.environment().app())
            .ends()
            .orElseThrow());
  }

  @Tag("E5")
  @Test
  void aCertificateThatEndsWhileItIsUsedIsFollowedByItsNewVersionWithoutARefusedLogin() {
    VaultCertificate ending =
        VaultAndLogin.certificate(
            "a",
            Format.PKCS12,
            clock.instant().minus(Duration.ofDays(9)),
            clock.instant().plus(Duration.ofMinutes(10)));
    vault.put(NAME, ending);
    app.register(ending.certificate());
    login();
    app.register(stored("b").certificate()).unregister(ending.certificate());
    int refused = cloud.login().refused();

    clock.advance(Duration.ofMinutes(11));
    login();

    assertEquals("b".repeat(32), version());
    assertEquals(refused, cloud.login().refused());
  }

  @Tag("E5")
  @Test
  void aCertificateOfTomorrowWaitsWhileTheOneOfTodayIsUsed() {
    app.register(stored("a").certificate());
    vault.put(
        NAME,
        VaultAndLogin.certificate(
            "b",
            Format.PKCS12,
            clock.instant().plus(Duration.ofDays(1)),
            clock.instant().plus(Duration.ofDays(100))));

    login();

    assertEquals("a".repeat(32), version());
    assertEquals("certificateNotYetValid", onlyNotice().problem().code());
  }

  @Tag("E5")
  @Test
  void aCertificateThatIsDisabledIsNotUsedAnyMore() {
    app.register(stored("a").certificate());
    login();
    vault.disable(NAME);
    login();

    clock.advance(RollingCredential.LOOK_EVERY);

    assertEquals("certificateDisabled", refused().problem().code());
    assertEquals("certificateDisabled", refused().problem().code());
  }

  @Tag("E5")
  @Test
  void aNewestVersionThatIsDisabledLeavesThePreviousInUse() {
    app.register(stored("a").certificate());
    app.register(stored("b").certificate());
    vault.disableNewest(NAME);

    login();

    assertEquals("a".repeat(32), version());
    assertEquals("certificateDisabled", onlyNotice().problem().code());
  }

  @Tag("E5")
  @Test
  void aCertificateWithoutItsKeyIsNamed() {
    for (Format format : Format.values()) {
      VaultCertificate certificate = VaultAndLogin.certificate("a", format).notExportable();
      vault.put(NAME + format.ordinal(), certificate);
      Environment environment =
          new Environment(
              cloud.environment().id(),
              "",
              "",
              cloud.environment().cloud(),
              cloud.environment().tenant(),
              new Environment.App("Rollcall", app.appId(), NAME + format.ordinal(), 1));

      ClientException refused = assertThrows(ClientException.class, () -> cloud.token(environment));

      assertEquals("certificateWithoutKey", refused.problem().code(), format.name());
    }
  }

  @Tag("E5")
  @Test
  void aNewVersionWithoutItsKeyLeavesThePreviousInUse() {
    app.register(stored("a").certificate());
    login();
    vault.put(NAME, VaultAndLogin.certificate("b", Format.PKCS12).notExportable());
    clock.advance(RollingCredential.LOOK_EVERY);

    login();

    assertEquals("a".repeat(32), version());
    assertEquals("certificateWithoutKey", onlyNotice().problem().code());
  }

  @Tag("E2")
  @Test
  void aVaultThatCannotBeAskedLeavesTheCertificateInUse() {
    app.register(stored("a").certificate());
    login();
    vault.firewall(true);
    clock.advance(RollingCredential.LOOK_EVERY);

    login();

    assertEquals("keyVaultFirewall", onlyNotice().problem().code());
  }

  @Tag("E2")
  @Test
  void aCertificateThatWasDeletedIsNotUsedAnyMore() {
    app.register(stored("a").certificate());
    login();
    vault.delete(NAME);
    clock.advance(RollingCredential.LOOK_EVERY);

    assertEquals("certificateNotFound", refused().problem().code());
  }

  @Tag("E3")
  @Test
  void aClientSecretBuysATokenAndItsEndIsKnownIfSomebodyWroteItDown() {
    Instant ends = Instant.now().plus(Duration.ofDays(90));
    Instant written = Instant.ofEpochSecond(ends.getEpochSecond());
    app.addSecret("swordfish~1", ends);
    vault.putSecret(NAME, "swordfish~1\n", written);

    assertFalse(cloud.token(cloud.withSecret()).isEmpty());

    CredentialInUse used = cloud.credentials().inUse(cloud.withSecret(), cloud.withSecret().app());
    assertEquals(CredentialInUse.Kind.SECRET, used.kind());
    assertEquals(Optional.of(NAME), used.name());
    assertEquals(Optional.of(written), used.ends());
    assertTrue(used.thumbprints().isEmpty());
  }

  @Tag("E3")
  @Test
  void aClientSecretRolledInMidRunIsReadAgain() {
    Instant ends = Instant.now().plus(Duration.ofDays(90));
    app.addSecret("swordfish~1", ends);
    vault.putSecret(NAME, "swordfish~1");
    cloud.token(cloud.withSecret());

    app.removeSecret("swordfish~1").addSecret("swordfish~2", ends);
    vault.putSecret(NAME, "swordfish~2");

    assertFalse(cloud.token(cloud.withSecret()).isEmpty());
    assertEquals(List.of(), cloud.credentials().takeNotices());
  }

  @Tag("E3")
  @Test
  void whatIsWrongWithAClientSecretIsNamed() {
    assertEquals("secretNotFound", secretRefused().problem().code());

    vault.putSecret(NAME, " ");
    assertEquals("secretRefused", secretRefused().problem().code());

    vault.putSecret(NAME, "swordfish~wrong");
    ClientException wrong = secretRefused();
    assertEquals("secretRefused", wrong.problem().code());
    assertFalse(wrong.toString().contains("swordfish"));

    app.addSecret("swordfish~ended", Instant.now().minusSeconds(60));
    vault.putSecret(NAME, "swordfish~ended");
    assertEquals("secretEnded", secretRefused().problem().code());

    vault.disable(NAME);
    assertEquals("secretDisabled", secretRefused().problem().code());

    vault.deny(cloud.host().appId());
    assertEquals("keyVaultDenied", secretRefused().problem().code());
  }

  @Tag("E3")
  @Test
  void anExpirationDateInTheVaultIsNoReasonNotToTry() {
    app.addSecret("swordfish~1", Instant.now().plus(Duration.ofDays(90)));
    vault.putSecret(NAME, "swordfish~1", Instant.now().minus(Duration.ofDays(1)));

    assertFalse(cloud.token(cloud.withSecret()).isEmpty());
  }

  private VaultCertificate stored(String version) {
    VaultCertificate made = VaultAndLogin.certificate(version, Format.PKCS12);
    vault.put(NAME, made);
    return made;
  }

  private void login() {
    assertFalse(cloud.token(cloud.environment()).isEmpty());
  }

  private ClientException refused() {
    return assertThrows(ClientException.class, () -> cloud.token(cloud.environment()));
  }

  private ClientException secretRefused() {
    return assertThrows(ClientException.class, () -> cloud.token(cloud.withSecret()));
  }

  private String version() {
    return cloud
        .credentials()
        .inUse(cloud.environment(), cloud.environment().app())
        .version()
        .orElseThrow();
  }

  private CredentialNotice onlyNotice() {
    List<CredentialNotice> notices = cloud.credentials().takeNotices();
    assertEquals(1, notices.size(), notices.toString());
    return notices.get(0);
  }
}
