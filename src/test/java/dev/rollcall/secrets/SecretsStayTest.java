package dev.rollcall.secrets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.core.http.jdk.httpclient.JdkHttpClientProvider;
import com.azure.data.tables.TableServiceClient;
import com.azure.data.tables.TableServiceClientBuilder;
import com.azure.data.tables.models.TableEntity;
import com.azure.data.tables.models.TableItem;
import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.app.Rollcall;
import dev.rollcall.app.Settings;
import dev.rollcall.client.graph.GraphClient;
import dev.rollcall.client.http.Pause;
import dev.rollcall.localhost.Azurite;
import dev.rollcall.localhost.LocalCloud;
import dev.rollcall.localhost.LocalHost;
import dev.rollcall.localhost.RollcallApi;
import dev.rollcall.localhost.RollcallApi.Answer;
import dev.rollcall.localservices.scim.LocalZivver;
import dev.rollcall.localservices.webhook.LocalReceiver;
import dev.rollcall.localtenant.LocalTenant;
import dev.rollcall.localtenant.LocalTenantOptions;
import dev.rollcall.localtenant.LocalTrust;
import dev.rollcall.localtenant.graph.mailbox.MailboxState;
import dev.rollcall.localtenant.organisation.DirectoryObject;
import dev.rollcall.localtenant.organisation.Organisation;
import dev.rollcall.localtenant.wire.CertificateMint;
import dev.rollcall.run.RunLimits;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.interfaces.RSAPrivateCrtKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * The main job from the first document to the last, over HTTP, with secrets and people that can be
 * told apart from everything else; then everything that came out of it is searched for them.
 */
@Tag("R16")
@Tag("E3")
@Tag("E5")
@Tag("E6")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecretsStayTest {

  private static final String KEY = "MarkerFunctionKey-7Qx2Vd9LmZr4";
  private static final String CLIENT_SECRET = "MkR8Q~ClientSecretMarker.x7Tz_4bW9";
  private static final String SERVICE_KEY = "ZivverKeyMarker.9dKq27mTzR41";
  private static final String WEBHOOK_SECRET = "WebhookSecretMarker.5hVn83xLpC66";
  private static final String PASSWORD = "PfxPassword-Marker#3141";
  private static final KeyPair IMPORTED = CertificateMint.rsaKey();
  private static final String SURNAME = "Zwicklhuber";
  private static final String GIVEN_NAME = "Marqueline";
  private static final String PHONE = "15112345678";
  private static final String LOCAL_PART = "mzmarker77";

  /** Where people's data has to be, and nowhere else. */
  private static final Set<String> WITH_PEOPLE =
      Set.of("Environments", "Policies", "Snapshots", "RunChanges");

  private static final List<String> TIMERS =
      List.of("Scheduler", "CredentialWatch", "HistoryPurge");

  private final List<Marker> people =
      List.of(
          Marker.text("surname", SURNAME),
          Marker.text("given name", GIVEN_NAME),
          Marker.text("phone", PHONE),
          Marker.text("address", LOCAL_PART));
  private final List<Marker> secrets = new ArrayList<>();
  private final Map<String, byte[]> answers = new TreeMap<>();
  private Output output;
  private Overhearing overheard;
  private LocalTenant tenant;
  private LocalHost host;
  private RollcallApi api;
  private String storage;
  private List<String> mailboxes;
  private Organisation organisation;

  @BeforeAll
  void doTheMainJob() {
    output = Output.captured();
    LocalTrust.install();
    organisation = organisation();
    tenant = LocalTenant.start(organisation, LocalTenantOptions.defaults());
    storage = Azurite.shared().freshAccount();
    overheard = new Overhearing(new JdkHttpClientProvider().createInstance());
    Settings settings = LocalCloud.settings(tenant, storage);
    Rollcall app =
        LocalCloud.app(
            settings,
            overheard,
            GraphClient.transport(),
            () -> LocalCloud.hostIdentity(tenant, overheard),
            Clock.systemUTC(),
            Pause.onThisThread(),
            RunLimits.defaults());
    host = LocalHost.start(() -> app, storage, overheard, KEY, 0);
    api = new RollcallApi(host.address(), KEY);
    tenant.app().addSecret(CLIENT_SECRET, Instant.now().plus(Duration.ofDays(30)));
    tenant.vault().putSecret("marker-secret", CLIENT_SECRET);

    job();

    secrets.add(Marker.text("function key", KEY));
    secrets.add(Marker.text("client secret", CLIENT_SECRET));
    secrets.add(Marker.text("key of a service", SERVICE_KEY));
    secrets.add(Marker.text("secret of a webhook", WEBHOOK_SECRET));
    secrets.add(Marker.text("password of a PFX", PASSWORD));
    secrets.add(Marker.bytes("imported private key", part(IMPORTED.getPrivate())));
    secrets.add(Marker.text("the host's own secret", tenant.hostCredential().secret()));
    secrets.add(Marker.text("storage key", storage.replaceAll("(?s).*AccountKey=([^;]+).*", "$1")));
    secrets.add(
        Marker.bytes("private key", part(tenant.vault().current(tenant.certificateName()).key())));
    new TreeSet<>(overheard.tokens())
        .forEach(
            token ->
                secrets.add(Marker.text("token", token.substring(token.lastIndexOf('.') + 1))));
  }

  /** One of its primes: the modulus is in the certificate, for everybody. */
  private static byte[] part(PrivateKey key) {
    byte[] prime = ((RSAPrivateCrtKey) key).getPrimeP().toByteArray();
    return Arrays.copyOfRange(prime, prime.length - 64, prime.length);
  }

  private static Organisation organisation() {
    Organisation organisation = new Organisation("Contoso", "contoso.example");
    List<String> everybody = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      DirectoryObject person =
          organisation.join(
              "p" + i, GIVEN_NAME + i + " " + SURNAME + i, LOCAL_PART + (char) ('a' + i));
      person
          .properties()
          .put("givenName", GIVEN_NAME + i)
          .put("surname", SURNAME + i)
          .put("mobilePhone", "+49" + PHONE + i);
      everybody.add(person.id());
    }
    organisation.addMembers(
        organisation.addGroup("staff", "Staff", "staff", "distribution").id(), everybody);
    organisation.addMembers(
        organisation.addGroup("field", "Field", "field", "distribution").id(),
        everybody.subList(0, 4));
    return organisation;
  }

  /** What an administrator does in a year, in a minute. */
  private void job() {
    String certificate =
        LocalCloud.sampleEnvironment(tenant)
            .replace("svc_rollcall@contoso.com", LOCAL_PART + "a@contoso.example")
            .replace("admin@contoso.com", LOCAL_PART + "b@contoso.example");
    keep("put environment", api.put("/api/environments/contoso", certificate));
    keep(
        "put environment with a secret",
        api.put(
            "/api/environments/second",
            certificate
                .replace("\"id\": \"contoso\"", "\"id\": \"second\"")
                .replace(
                    "\"certificate\": \"" + tenant.certificateName() + "\"",
                    "\"secret\": \"marker-secret\"")));
    for (String environment : List.of("contoso", "second")) {
      stored(
          keep(
              "policy of " + environment,
              api.put("/api/policies/for-" + environment, policy(environment))));
      keep(
          "test of " + environment,
          api.post(
              "/api/environments/" + environment + "/test",
              "{\"policy\":\"for-" + environment + "\"}"));
      finished(api.run("for-" + environment, "preview", false));
      finished(api.run("for-" + environment, "apply", false));
    }
    mailboxes =
        organisation.members(Organisation.idOf("GROUP:field"), false).stream()
            .map(DirectoryObject::id)
            .toList();
    tenant.mailboxes().of(mailboxes.get(0)).state(MailboxState.FULL);
    tenant.mailboxes().of(mailboxes.get(1)).state(MailboxState.GONE);
    organisation.change(Organisation.idOf("USER:p0"), "jobTitle", "Head");
    finished(api.run("for-contoso", "apply", true));
    for (int i = 3; i < 6; i++) {
      organisation.leave(Organisation.idOf("USER:p" + i));
    }
    JsonNode held = api.run("for-contoso", "apply", false);
    assertEquals("held", held.path("status").asText(), held::toString);
    api.post(address(held) + "/approve", "{\"plan\":\"" + held.at("/hold/plan").asText() + "\"}");
    api.await(address(held));
    badRequests();
    certificates();
    services();
    for (String environment : List.of("contoso", "second")) {
      keep("test mail", api.post("/api/policies/for-" + environment + "/test-mail", ""));
    }
    for (String timer : TIMERS) {
      host.fireTimer(timer);
    }
    keep("import", api.post("/api/import", api.get("/api/export").json().toString()));
    keep("support bundle", api.get("/api/support-bundle"));
    keep("support bundle with people", api.get("/api/support-bundle?people=true"));
    keep("export", api.get("/api/export"));
    keep("list of environments", api.get("/api/environments"));
    // Logins that fail tell much, and must not tell too much.
    tenant.vault().disable(tenant.certificateName());
    tenant.app().removeSecret(CLIENT_SECRET);
    keep("disconnect", api.post("/api/environments/contoso/disconnect", ""));
    TIMERS.forEach(host::fireTimer);
    keep("test without a login", api.post("/api/environments/second/test", "{}"));
    for (String environment : List.of("contoso", "second")) {
      keep(
          "run of " + environment, api.get(address(api.run("for-" + environment, "apply", false))));
    }
    keep("support bundle at the end", api.get("/api/support-bundle"));
  }

  /** Accounts and events downstream, with keys that are good, then with one that is refused. */
  private void services() {
    tenant.vault().putSecret("zivver-key", SERVICE_KEY);
    tenant.vault().putSecret("webhook-secret", WEBHOOK_SECRET);
    try (LocalZivver zivver = LocalZivver.start(Clock.systemUTC()).claim("contoso.example");
        LocalReceiver receiver = LocalReceiver.start(WEBHOOK_SECRET, Clock.systemUTC())) {
      zivver.rollKey(SERVICE_KEY);
      stored(keep("policy of accounts", api.put("/api/policies/accounts", accounts(zivver.uri()))));
      stored(keep("policy of events", api.put("/api/policies/events", events(receiver.uri()))));
      finished(api.run("accounts", "apply", false));
      finished(api.run("events", "apply", false));
      assertFalse(zivver.users().isEmpty());
      assertFalse(receiver.records().isEmpty());
      keep("changes of accounts", api.get("/api/policies/accounts/runs"));
      zivver.rollKey("another");
      keep("test with a refused key", api.post("/api/environments/contoso/test", "{}"));
      keep("run with a refused key", api.get(address(api.run("accounts", "apply", true))));
    }
  }

  private static String accounts(URI zivver) {
    return """
        { "id": "accounts", "name": "Accounts", "type": "accounts", "environment": "contoso",
          "source": { "kind": "directory", "select": [ { "group": "staff@contoso.example" } ] },
          "target": { "kind": "scim", "dialect": "zivver", "url": "%s", "token": "zivver-key" } }
        """
        .formatted(zivver);
  }

  private static String events(URI receiver) {
    return """
        { "id": "events", "name": "Events", "type": "accounts", "environment": "contoso",
          "source": { "kind": "directory", "select": [ { "group": "staff@contoso.example" } ] },
          "target": { "kind": "webhook", "url": "%s", "secret": "webhook-secret" } }
        """
        .formatted(receiver);
  }

  /** A certificate taken in, one that cannot be, and one made there. */
  private void certificates() {
    String address = "/api/certificates/marker-certificate";
    Answer taken = keep("import a certificate", api.post(address + "/import", pfx(PASSWORD)));
    assertEquals(201, taken.status(), taken::toString);
    keep("import with another password", api.post(address + "/import", pfx(PASSWORD + "x")));
    keep("import of half a body", api.post(address + "/import", pfx(PASSWORD).substring(0, 3000)));
    keep(
        "import without a key",
        api.post(address + "/import", "{\"password\":\"" + PASSWORD + "\"}"));
    keep("a certificate", api.get(address));
    keep("its public part", api.get(address + "/cer"));
    keep("make a certificate", api.put("/api/certificates/made", "{\"months\":6}"));
    keep("certificates", api.get("/api/certificates"));
  }

  /** A body whose file has the password {@link #PASSWORD}. */
  private static String pfx(String password) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      Instant now = Instant.now();
      store.setKeyEntry(
          "it",
          IMPORTED.getPrivate(),
          PASSWORD.toCharArray(),
          new Certificate[] {
            CertificateMint.selfSigned(
                IMPORTED, "marker", now.minus(Duration.ofHours(1)), now.plus(Duration.ofDays(90)))
          });
      ByteArrayOutputStream file = new ByteArrayOutputStream();
      store.store(file, PASSWORD.toCharArray());
      return "{\"pfx\":\""
          + Base64.getEncoder().encodeToString(file.toByteArray())
          + "\",\"password\":\""
          + password
          + "\"}";
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Secrets sent where none belongs. */
  private void badRequests() {
    keep(
        "a secret in a document",
        api.put(
            "/api/policies/for-contoso",
            policy("contoso")
                .replace("\"type\"", "\"clientSecret\": \"" + CLIENT_SECRET + "\", \"type\"")));
    keep(
        "a secret in a file",
        api.post(
            "/api/import", "{\"format\":\"" + CLIENT_SECRET + "\",\"" + CLIENT_SECRET + "\":1}"));
    keep("a secret as JSON", api.post("/api/import", CLIENT_SECRET));
    keep("a secret as a body", api.post("/api/policies/for-contoso/runs", CLIENT_SECRET));
  }

  private static String policy(String environment) {
    return """
        { "id": "for-%s", "name": "Office", "type": "contacts", "environment": "%s",
          "source": { "kind": "directory", "select": [ { "group": "staff@contoso.example" },
                                                       { "recipient": "%sa@contoso.example" } ],
                      "where": "not (displayName eq \\"%s99\\")" },
          "target": { "kind": "mailboxes", "select": [ { "group": "field@contoso.example" } ], "folder": "%s" },
          "guardrail": { "maxDeletes": 1, "maxDeletePercent": 1 },
          "schedule": { "every": "PT1H" },
          "notify": { "to": [ "%sc@contoso.example" ], "subject": "For %s" } }
        """
        .formatted(
            environment, environment, LOCAL_PART, SURNAME, environment, LOCAL_PART, GIVEN_NAME);
  }

  @AfterAll
  void stop() {
    host.close();
    tenant.close();
    output.close();
  }

  @Test
  void theMarkersAreReal() {
    assertTrue(overheard.tokens().size() > 2, "tokens were overheard");
    assertTrue(overheard.messages().size() > 10, "messages were overheard");
    assertTrue(output.lines().stream().anyMatch(line -> line.contains("RunFinished")));
    Map<String, String> with = new TreeMap<>();
    files()
        .forEach((name, text) -> people.forEach(p -> p.in(text).ifPresent(f -> with.put(name, f))));
    assertTrue(
        with.keySet().stream().anyMatch(name -> name.contains("PEOPLE-changes")), with::toString);
    byte[] key = tenant.vault().current(tenant.certificateName()).key().getEncoded();
    assertEquals(
        2,
        found(
                List.of(Marker.latin(key), Base64.getEncoder().encodeToString(key)),
                secrets.stream().filter(marker -> marker.isCalled("private key")).toList())
            .size());
    // A form is found wherever in a text it begins.
    for (String before : List.of("", "x", "xy", "xyz")) {
      String text =
          Base64.getEncoder()
              .encodeToString((before + CLIENT_SECRET + "tail").getBytes(StandardCharsets.UTF_8));
      assertTrue(Marker.text("secret", CLIENT_SECRET).in(text).isPresent());
    }
  }

  @Test
  void noLogHasASecretOrAName() {
    assertEquals(Set.of(), found(output.lines(), secrets));
    assertEquals(Set.of(), found(output.lines(), people));
  }

  @Test
  void noMessageHasASecretOrAName() {
    List<String> messages = new ArrayList<>();
    for (String message : overheard.messages()) {
      messages.add(message);
      String text = message.replaceAll("(?s).*<MessageText>(.*)</MessageText>.*", "$1");
      if (!text.equals(message)) {
        messages.add(Marker.latin(Base64.getDecoder().decode(text.strip())));
      }
    }

    assertEquals(Set.of(), found(messages, secrets));
    assertEquals(Set.of(), found(messages, people));
  }

  @Test
  void noTableHasASecretAndOnlySomeHaveNames() {
    TableServiceClient tables =
        new TableServiceClientBuilder()
            .httpClient(overheard)
            .connectionString(storage)
            .buildClient();
    Set<String> found = new TreeSet<>();
    Set<String> seen = new TreeSet<>();
    for (TableItem table : tables.listTables()) {
      seen.add(table.getName());
      for (TableEntity row : tables.getTableClient(table.getName()).listEntities()) {
        for (Map.Entry<String, Object> column : row.getProperties().entrySet()) {
          Object value = column.getValue();
          String text = value instanceof byte[] bytes ? Marker.latin(bytes) : String.valueOf(value);
          String where = table.getName() + "." + column.getKey() + ": ";
          found(List.of(text), secrets).forEach(what -> found.add(where + what));
          if (!WITH_PEOPLE.contains(table.getName())) {
            found(List.of(text), people).forEach(what -> found.add(where + what));
          }
        }
      }
    }

    assertTrue(seen.containsAll(List.of("Runs", "RunTargets", "Checkpoints")), seen::toString);
    assertEquals(Set.of(), found);
  }

  @Test
  void noAnswerHasASecret() {
    Set<String> found = new TreeSet<>();
    answers.forEach(
        (name, body) ->
            found(List.of(Marker.latin(body)), secrets).forEach(w -> found.add(name + ": " + w)));
    files()
        .forEach(
            (name, text) ->
                found(List.of(text), secrets).forEach(what -> found.add(name + ": " + what)));

    assertEquals(Set.of(), found);
  }

  @Test
  void noMailHasASecret() {
    List<String> mails =
        tenant.sentMail().stream()
            .map(mail -> mail.subject() + "\n" + mail.content() + "\n" + mail.text())
            .toList();

    assertFalse(mails.isEmpty(), "mails were sent");
    assertEquals(Set.of(), found(mails, secrets));
  }

  @Test
  void noFileOfABundleHasANameUnlessItSaysSo() {
    Set<String> found = new TreeSet<>();
    files()
        .forEach(
            (name, text) -> {
              if (!name.contains("PEOPLE-")) {
                found(List.of(text), people).forEach(what -> found.add(name + ": " + what));
              }
            });

    assertEquals(Set.of(), found);
  }

  private Map<String, String> files() {
    Map<String, String> files = new TreeMap<>();
    answers.forEach(
        (name, body) -> {
          if (name.startsWith("support bundle")) {
            try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(body))) {
              for (ZipEntry file = zip.getNextEntry(); file != null; file = zip.getNextEntry()) {
                files.put(name + "/" + file.getName(), Marker.latin(zip.readAllBytes()));
              }
            } catch (IOException e) {
              throw new AssertionError(e);
            }
          }
        });
    assertFalse(files.isEmpty());
    return files;
  }

  /** What was found, and about where: never the text itself. */
  private static Set<String> found(List<String> texts, List<Marker> markers) {
    Set<String> found = new TreeSet<>();
    for (String text : texts) {
      for (Marker marker : markers) {
        marker.in(text).ifPresent(what -> found.add(what + " in " + begin(text)));
      }
    }
    return found;
  }

  /** Enough of it to tell which line it is. */
  private static String begin(String text) {
    String letters = text.replaceAll("[^a-zA-Z\"{:.]", "");
    return letters.substring(0, Math.min(40, letters.length()));
  }

  private Answer keep(String name, Answer answer) {
    answers.put(name, answer.body());
    return answer;
  }

  private static void stored(Answer answer) {
    assertTrue(List.of(200, 201).contains(answer.status()), () -> "status " + answer.status());
  }

  private static void finished(JsonNode run) {
    assertEquals("finished", run.path("status").asText(), run::toString);
  }

  private static String address(JsonNode run) {
    return "/api/runs/" + run.path("policy").asText() + "/" + run.path("id").asText();
  }
}
