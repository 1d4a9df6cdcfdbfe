package dev.rollcall.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rollcall.localhost.LocalHost;
import dev.rollcall.localtenant.LocalTenant;
import dev.rollcall.localtenant.LocalTenantOptions;
import dev.rollcall.localtenant.vault.VaultCertificate;
import dev.rollcall.localtenant.vault.VaultCertificate.Format;
import dev.rollcall.localtenant.wire.CertificateMint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.KeyPair;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Certificates and client secrets that end, are rolled, disabled or come without their key: what
 * whole runs say of it. A run fails only if no version of the credential can be used.
 */
@Tag("E5")
class CredentialScenariosTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String NAME = "scenario";
  private static final KeyPair KEY = CertificateMint.rsaKey();
  private static final KeyPair NEXT = CertificateMint.rsaKey();

  /** What can be wrong with a credential, so that nobody can log in. */
  enum Trouble {
    ENDED(
        "certificateEnded",
        "has ended",
        "upload its public part",
        tenant -> {
          VaultCertificate ended = certificate(KEY, Duration.ofDays(-9), Duration.ofMinutes(-5));
          tenant.app().register(ended.certificate());
          tenant.vault().put(NAME, ended);
        }),
    NOT_REGISTERED(
        "certificateNotRegistered",
        "does not know the certificate",
        "Upload the certificate's public part",
        tenant -> tenant.vault().put(NAME, valid(KEY))),
    DISABLED(
        "certificateDisabled",
        "is disabled in Key Vault",
        "Enable it",
        tenant -> {
          VaultCertificate disabled = valid(KEY);
          tenant.app().register(disabled.certificate());
          tenant.vault().put(NAME, disabled);
          tenant.vault().disable(NAME);
        }),
    WITHOUT_KEY(
        "certificateWithoutKey",
        "without its private key",
        "exportable key",
        tenant -> {
          VaultCertificate keyless = valid(KEY).notExportable();
          tenant.app().register(keyless.certificate());
          tenant.vault().put(NAME, keyless);
        }),
    NOT_THERE(
        "certificateNotFound", "no certificate of this name", "Create or import", tenant -> {}),
    NO_CERTIFICATE(
        "certificateUnreadable",
        "is not a certificate",
        "Create or import",
        tenant -> tenant.vault().putSecret(NAME, "swordfish"));

    private final String code;
    private final String cause;
    private final String remedy;
    private final Consumer<LocalTenant> making;

    Trouble(String code, String cause, String remedy, Consumer<LocalTenant> making) {
      this.code = code;
      this.cause = cause;
      this.remedy = remedy;
      this.making = making;
    }
  }

  /** What can be wrong with a client secret. */
  enum SecretTrouble {
    WRONG("secretRefused", "does not know the client secret", "its value, not its id") {
      @Override
      void make(LocalTenant tenant) {
        tenant.vault().putSecret(NAME, "swordfish~wrong");
      }
    },
    ENDED("secretEnded", "has ended", "new version of the secret") {
      @Override
      void make(LocalTenant tenant) {
        tenant.app().addSecret("swordfish~ended", Instant.now().minusSeconds(60));
        tenant.vault().putSecret(NAME, "swordfish~ended");
      }
    },
    DISABLED("secretDisabled", "is disabled in Key Vault", "Enable it") {
      @Override
      void make(LocalTenant tenant) {
        tenant.app().addSecret("swordfish~off", Instant.now().plusSeconds(6_000));
        tenant.vault().putSecret(NAME, "swordfish~off");
        tenant.vault().disable(NAME);
      }
    },
    NOT_THERE("secretNotFound", "no secret of this name", "Store the client secret") {
      @Override
      void make(LocalTenant tenant) {}
    };

    private final String code;
    private final String cause;
    private final String remedy;

    SecretTrouble(String code, String cause, String remedy) {
      this.code = code;
      this.cause = cause;
      this.remedy = remedy;
    }

    abstract void make(LocalTenant tenant);
  }

  @ParameterizedTest
  @EnumSource
  void aRunThatCannotLogInWithItsCertificateSaysWhyAndWhatToDo(Trouble trouble) {
    try (SmallOffice office = SmallOffice.open(3, 1)) {
      trouble.making.accept(office.cloud().tenant());
      use(office, "certificate");

      JsonNode run = office.apply();

      isProblem(run, trouble.code, trouble.cause, trouble.remedy);
      assertEquals(List.of(), office.cloud().tenant().unexpectedRequests());
    }
  }

  @Tag("E3")
  @ParameterizedTest
  @EnumSource
  void aRunThatCannotLogInWithItsSecretSaysWhyAndWhatToDo(SecretTrouble trouble) {
    try (SmallOffice office = SmallOffice.open(3, 1);
        Events events = new Events()) {
      trouble.make(office.cloud().tenant());
      use(office, "secret");

      JsonNode run = office.apply();

      isProblem(run, trouble.code, trouble.cause, trouble.remedy);
      assertFalse(run.toString().contains("swordfish"), run.toString());
      assertFalse(events.text().contains("swordfish"), "no secret is logged");
    }
  }

  @Test
  void aRunGoesOnWhenItsCertificateIsRolledWhileItWrites() {
    try (SmallOffice office = slow()) {
      LocalTenant tenant = office.cloud().tenant();
      tenant.login().tokenLifetime(Duration.ofSeconds(60));
      AtomicBoolean rolled = new AtomicBoolean();
      int refused = tenant.login().refused();

      JsonNode run =
          office
              .api()
              .await(
                  office.api().startRun(SmallOffice.POLICY, "apply", false),
                  look -> {
                    if (look.path("status").asText().equals("applying")
                        && rolled.compareAndSet(false, true)) {
                      tenant.rollCertificate();
                    }
                  });

      assertTrue(rolled.get(), "it was rolled in mid-run");
      assertTrue(tenant.login().refused() > refused, "the old one was refused");
      isDone(office, run);
    }
  }

  @Tag("E3")
  @Test
  void aRunGoesOnWhenItsSecretIsRolledWhileItWrites() {
    try (SmallOffice office = slow()) {
      LocalTenant tenant = office.cloud().tenant();
      Instant ends = Instant.now().plus(Duration.ofDays(90));
      tenant.app().addSecret("swordfish~1", ends);
      tenant.vault().putSecret(NAME, "swordfish~1");
      use(office, "secret");
      tenant.login().tokenLifetime(Duration.ofSeconds(60));
      AtomicBoolean rolled = new AtomicBoolean();

      JsonNode run =
          office
              .api()
              .await(
                  office.api().startRun(SmallOffice.POLICY, "apply", false),
                  look -> {
                    if (look.path("status").asText().equals("applying")
                        && rolled.compareAndSet(false, true)) {
                      tenant.vault().putSecret(NAME, "swordfish~2");
                      tenant.app().addSecret("swordfish~2", ends).removeSecret("swordfish~1");
                    }
                  });

      assertTrue(rolled.get(), "it was rolled in mid-run");
      isDone(office, run);
    }
  }

  @Test
  void aNewVersionThatTheAppDoesNotKnowYetFailsNoRunAndIsTold() {
    try (SmallOffice office = SmallOffice.open(3, 1);
        Events events = new Events()) {
      LocalTenant tenant = office.cloud().tenant();
      VaultCertificate old = valid(KEY);
      tenant.app().register(old.certificate());
      tenant.vault().put(NAME, old);
      tenant.vault().put(NAME, valid(NEXT));
      use(office, "certificate");

      JsonNode run = office.apply();

      isDone(office, run);
      JsonNode told = events.named("CredentialFellBack").get(0);
      assertEquals(NAME, told.path("credential").asText());
      assertEquals(old.version(), told.path("version").asText());
      assertEquals("certificateNotRegistered", told.path("reason").asText());
      assertTrue(told.path("remedy").asText().contains("public part"), told.toString());
    }
  }

  @Test
  void aNewestVersionThatIsDisabledOrWithoutKeyFailsNoRun() {
    try (SmallOffice office = SmallOffice.open(3, 1);
        Events events = new Events()) {
      LocalTenant tenant = office.cloud().tenant();
      VaultCertificate old = valid(KEY);
      tenant.app().register(old.certificate());
      tenant.vault().put(NAME, old);
      tenant.vault().put(NAME, valid(NEXT).notExportable());
      use(office, "certificate");
      isDone(office, office.apply());
      tenant.vault().put("other", old);
      tenant.vault().put("other", valid(NEXT));
      tenant.vault().disableNewest("other");
      use(office, "certificate", "other");

      isDone(office, office.preview());

      assertEquals(
          List.of("certificateWithoutKey", "certificateDisabled"),
          events.named("CredentialFellBack").stream()
              .map(event -> event.path("reason").asText())
              .distinct()
              .toList());
    }
  }

  private static SmallOffice slow() {
    return SmallOffice.open(
        SmallOffice.organisation(12, 6),
        "",
        RunLimits.defaults(),
        LocalTenantOptions.defaults().withLatency(Duration.ofMillis(150)),
        Clock.systemUTC());
  }

  private static void use(SmallOffice office, String kind) {
    use(office, kind, NAME);
  }

  /** Makes the environment log in with this credential. */
  private static void use(SmallOffice office, String kind, String name) {
    String environment =
        office
            .cloud()
            .sampleEnvironment()
            .replaceAll(
                "\"credential\": \\{[^}]*}",
                "\"credential\": { \"" + kind + "\": \"" + name + "\" }");
    int status = office.api().put("/api/environments/contoso", environment).status();
    assertTrue(status == 200 || status == 201, environment);
  }

  private static void isProblem(JsonNode run, String code, String cause, String remedy) {
    assertEquals("failed", run.path("status").asText(), run.toString());
    JsonNode problem = run.path("problem");
    assertEquals(code, problem.path("code").asText(), run.toString());
    assertTrue(problem.path("cause").asText().contains(cause), run.toString());
    assertTrue(problem.path("remedy").asText().contains(remedy), run.toString());
  }

  private static void isDone(SmallOffice office, JsonNode run) {
    assertEquals("finished", run.path("status").asText(), run.toString());
    assertTrue(run.path("problem").isMissingNode(), run.toString());
    for (JsonNode target : office.api().all(SmallOffice.address(run) + "/targets")) {
      assertFalse(target.path("status").asText().equals("failed"), target.toString());
    }
  }

  private static VaultCertificate valid(KeyPair key) {
    return certificate(key, Duration.ofHours(-1), Duration.ofDays(200));
  }

  private static VaultCertificate certificate(KeyPair key, Duration begins, Duration ends) {
    Instant now = Instant.now();
    return new VaultCertificate(
        UUID.randomUUID().toString().replace("-", ""),
        CertificateMint.selfSigned(key, "rollcall", now.plus(begins), now.plus(ends)),
        key.getPrivate(),
        Format.PKCS12,
        true);
  }

  /** What functions logged while this was open. */
  private static final class Events extends Handler implements AutoCloseable {

    private final Logger logger = Logger.getLogger(LocalHost.LOGGER);
    private final ConcurrentLinkedQueue<String> lines = new ConcurrentLinkedQueue<>();

    Events() {
      logger.addHandler(this);
      logger.setUseParentHandlers(false);
    }

    String text() {
      return String.join("\n", lines);
    }

    List<JsonNode> named(String name) {
      return lines.stream()
          .filter(line -> line.startsWith("{\"event\":\"" + name + "\""))
          .map(Events::read)
          .toList();
    }

    private static JsonNode read(String line) {
      try {
        return JSON.readTree(line);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void publish(LogRecord line) {
      lines.add(line.getMessage());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
      logger.setUseParentHandlers(true);
      logger.removeHandler(this);
    }
  }
}
