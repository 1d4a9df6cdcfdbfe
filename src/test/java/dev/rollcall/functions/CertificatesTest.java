package dev.rollcall.functions;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.localhost.LocalCloud;
import dev.rollcall.localhost.RollcallApi;
import dev.rollcall.localhost.RollcallApi.Answer;
import dev.rollcall.localtenant.LocalTenantOptions;
import dev.rollcall.localtenant.organisation.DirectoryObject;
import dev.rollcall.localtenant.organisation.Organisation;
import dev.rollcall.localtenant.vault.KeyVault;
import dev.rollcall.localtenant.wire.CertificateMint;
import dev.rollcall.model.Thumbprints;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Certificates over HTTP, with the real client at a vault on sockets. */
@Tag("E5")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CertificatesTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PASSWORD = "swordfish-1848";
  private static final KeyPair KEY = CertificateMint.rsaKey();
  private static final KeyPair OTHER = CertificateMint.rsaKey();

  private LocalCloud cloud;
  private RollcallApi api;
  private KeyVault vault;

  @BeforeAll
  void open() {
    Organisation organisation = new Organisation("Contoso", "contoso.example");
    DirectoryObject ada = organisation.join("ada", "Ada Adler", "ada");
    organisation.addMembers(
        organisation.addGroup("staff", "Staff", "staff", "distribution").id(), List.of(ada.id()));
    cloud = LocalCloud.start(organisation, LocalTenantOptions.defaults());
    api = cloud.api();
    vault = cloud.tenant().vault();
  }

  @AfterAll
  void close() {
    assertEquals(List.of(), cloud.tenant().unexpectedRequests());
    cloud.close();
  }

  @Test
  void aCertificateIsMadeShownAndDownloaded() throws Exception {
    Answer made =
        api.put(
            "/api/certificates/made",
            "{\"subject\": \"CN=Rollcall, O=Contoso\", \"months\": 6, \"keySize\": 2048}");

    assertEquals(201, made.status(), made.toString());
    JsonNode shown = made.json();
    X509Certificate stored = vault.current("made").certificate();
    Thumbprints thumbprints = Thumbprints.of(stored.getEncoded());
    assertEquals("made", shown.path("name").asText());
    assertEquals(vault.current("made").version(), shown.path("version").asText());
    assertEquals("O=Contoso,CN=Rollcall", canonical(shown.path("subject").asText()));
    assertEquals(thumbprints.sha1(), shown.path("thumbprints").path("sha1").asText());
    assertEquals(thumbprints.sha256(), shown.path("thumbprints").path("sha256").asText());
    assertEquals(stored.getNotAfter().toInstant(), Instant.parse(shown.path("notAfter").asText()));
    assertEquals(
        stored.getNotBefore().toInstant(), Instant.parse(shown.path("notBefore").asText()));
    assertTrue(
        shown.path("daysLeft").asInt() >= 179 && shown.path("daysLeft").asInt() <= 184,
        shown.toString());
    assertEquals("RSA", shown.path("keyType").asText());
    assertEquals(2048, shown.path("keySize").asInt());
    assertTrue(shown.path("hasPrivateKey").asBoolean());
    assertTrue(shown.path("exportable").asBoolean());
    assertTrue(shown.path("enabled").asBoolean());
    String next = shown.path("next").toString();
    assertTrue(next.contains("/api/certificates/made/cer"), next);
    assertTrue(next.contains("--cert made"), next);

    Answer read = api.get("/api/certificates/made");
    assertEquals(200, read.status());
    assertEquals(shown.path("thumbprints"), read.json().path("thumbprints"));
    JsonNode listed = api.get("/api/certificates").json().path("value");
    assertTrue(names(listed).containsAll(List.of("made", "rollcall-contoso")), listed.toString());

    HttpResponse<byte[]> cer = bytes("/api/certificates/made/cer");
    assertEquals(200, cer.statusCode());
    assertEquals("application/pkix-cert", cer.headers().firstValue("content-type").orElseThrow());
    assertEquals(
        "attachment; filename=\"made.cer\"",
        cer.headers().firstValue("content-disposition").orElseThrow());
    assertArrayEquals(stored.getEncoded(), cer.body());
  }

  @Test
  void theSameTwiceIsOnceUntilItIsToBeRenewed() {
    String wish = "{\"months\": 12, \"keySize\": 2048}";
    Answer first = api.put("/api/certificates/twice", wish);
    Answer second = api.put("/api/certificates/twice", wish);
    Answer other = api.put("/api/certificates/twice", "{\"months\": 24, \"keySize\": 2048}");
    Answer renewed =
        api.put("/api/certificates/twice", "{\"months\": 24, \"keySize\": 2048, \"renew\": true}");

    assertEquals(201, first.status(), first.toString());
    assertEquals(200, second.status(), second.toString());
    assertEquals(version(first), version(second));
    assertEquals(409, other.status(), other.toString());
    assertTrue(other.json().path("detail").asText().contains("renew"), other.toString());
    assertEquals(201, renewed.status(), renewed.toString());
    assertFalse(version(first).equals(version(renewed)));
    assertEquals(version(renewed), vault.current("twice").version());
  }

  @Test
  void aCertificateMadeHereWorksOnceItIsRegistered() {
    api.put("/api/certificates/working", "{\"keySize\": 2048}");
    cloud.tenant().app().register(vault.current("working").certificate());

    Answer stored =
        api.put(
            "/api/environments/working",
            cloud
                .sampleEnvironment()
                .replace("\"id\": \"contoso\"", "\"id\": \"working\"")
                .replace("rollcall-contoso", "working"));

    assertTrue(stored.status() == 201 || stored.status() == 200, stored.toString());
  }

  @Test
  void fourThousandBitsAreUsual() {
    Answer made = api.put("/api/certificates/usual", "");

    assertEquals(201, made.status(), made.toString());
    assertEquals(4096, made.json().path("keySize").asInt());
    assertEquals("CN=Rollcall", made.json().path("subject").asText());
  }

  @Test
  void everythingThatIsWrongWithAWishIsToldAtOnce() {
    Answer wrong =
        api.put(
            "/api/certificates/wrong",
            "{\"subject\": \"Rollcall\", \"months\": 0, \"keySize\": 1024, \"colour\": \"red\"}");

    assertEquals(400, wrong.status());
    assertEquals(
        List.of("/colour", "/keySize", "/months", "/subject"), pointers(wrong), wrong.toString());
    for (JsonNode problem : wrong.json().path("problems")) {
      assertFalse(problem.path("allowed").asText().isEmpty(), problem.toString());
    }
    assertEquals(400, api.put("/api/certificates/a_b", "{}").status());
    assertEquals(404, api.get("/api/certificates/a_b").status());
    assertEquals(404, api.get("/api/certificates/nobody").status());
    assertEquals(404, api.get("/api/certificates/nobody/cer").status());
  }

  @Test
  void aPfxIsTakenInWithItsPassword() throws Exception {
    X509Certificate certificate = lasting(KEY, Duration.ofDays(90));

    Answer taken = take("taken", pfx(KEY.getPrivate(), certificate, PASSWORD), PASSWORD);

    assertEquals(201, taken.status(), taken.toString());
    assertEquals(
        Thumbprints.of(certificate.getEncoded()).sha256(),
        taken.json().path("thumbprints").path("sha256").asText());
    assertEquals(KEY.getPrivate(), vault.current("taken").key());
  }

  @Test
  void aPemIsTakenIn() throws Exception {
    X509Certificate certificate = lasting(KEY, Duration.ofDays(90));

    Answer taken =
        api.post(
            "/api/certificates/pem/import",
            body("pem", pem(KEY.getPrivate(), certificate)).toString());

    assertEquals(201, taken.status(), taken.toString());
    assertEquals("application/x-pem-file", vault.current("pem").format().contentType());
    assertEquals(KEY.getPrivate(), vault.current("pem").key());
  }

  @Test
  void whatCannotBeTakenInIsToldPlainlyAndNothingIsStored() throws Exception {
    X509Certificate valid = lasting(KEY, Duration.ofDays(90));
    X509Certificate ended =
        CertificateMint.selfSigned(
            KEY, "old", Instant.now().minusSeconds(90_000), Instant.now().minusSeconds(60));
    KeyPair small = CertificateMint.rsaKey(1024);
    KeyPair curve = CertificateMint.ellipticKey();

    refused("/password", "does not open", pfx(KEY.getPrivate(), valid, PASSWORD), "wrong");
    refused("/pfx", "holds no private key", publicPfx(valid), PASSWORD);
    refused("/pfx", "has ended", pfx(KEY.getPrivate(), ended, PASSWORD), PASSWORD);
    refused(
        "/pfx",
        "key of this kind",
        pfx(small.getPrivate(), lasting(small, Duration.ofDays(9)), PASSWORD),
        PASSWORD);
    refused(
        "/pfx",
        "key of this kind",
        pfx(curve.getPrivate(), lasting(curve, Duration.ofDays(9)), PASSWORD),
        PASSWORD);
    refused("/pfx", "is not a PFX", new byte[] {1, 2, 3}, PASSWORD);
    refused("/pfx", "too large", new byte[65 * 1024], PASSWORD);
    refused("/pem", "holds no private key", body("pem", pemOf("CERTIFICATE", valid.getEncoded())));
    refused("/pem", "does not belong", body("pem", pem(OTHER.getPrivate(), valid)));
    refused(
        "/pem",
        "is encrypted",
        body(
            "pem",
            pemOf("ENCRYPTED PRIVATE KEY", new byte[9]) + pemOf("CERTIFICATE", new byte[9])));
    refused(
        "/pem",
        "PKCS #8",
        body("pem", pemOf("RSA PRIVATE KEY", new byte[9]) + pemOf("CERTIFICATE", new byte[9])));
    refused("/pem", "cannot be read", body("pem", pem(new byte[9], new byte[9])));
    refused(
        "/password",
        "without a password",
        body("pem", pem(KEY.getPrivate(), valid)).put("password", PASSWORD));
    refused("/pfx", "not base64", body("pfx", "!").put("password", PASSWORD));
    refused("", "one certificate", JSON.createObjectNode());
    refused("", "one certificate", body("pfx", "AA==").put("pem", "x"));
    refused("/pfx", "not a text", JSON.createObjectNode().put("pfx", 7).put("pem", "x"));
    refused("", "too long", body("pem", "x".repeat(200_000)));
    assertEquals(404, api.get("/api/certificates/refused").status());
  }

  @Test
  void noPasswordOrKeyIsLoggedOrAnswered() throws Exception {
    List<String> logged = new ArrayList<>();
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord entry) {
            synchronized (logged) {
              logged.add(entry.getMessage() + " " + entry.getThrown());
            }
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    Logger root = Logger.getLogger("");
    root.addHandler(handler);
    X509Certificate certificate = lasting(KEY, Duration.ofDays(90));
    byte[] pfx = pfx(KEY.getPrivate(), certificate, PASSWORD);
    String key = Base64.getEncoder().encodeToString(KEY.getPrivate().getEncoded());
    List<Answer> answers = new ArrayList<>();
    try {
      answers.add(take("secret", pfx, PASSWORD));
      answers.add(take("secret", pfx, PASSWORD + "x"));
      answers.add(
          api.post("/api/certificates/secret/import", "{\"password\": \"" + PASSWORD + "\", x"));
      answers.add(
          api.post(
              "/api/certificates/secret/import",
              JSON.createObjectNode().put(PASSWORD, "x").toString()));
      vault.denyCertificates(cloud.tenant().hostCredential().clientId());
      answers.add(take("secret", pfx, PASSWORD));
      vault.allowCertificates(cloud.tenant().hostCredential().clientId());
      vault.delete("secret");
      answers.add(take("secret", pfx, PASSWORD));
    } finally {
      root.removeHandler(handler);
      vault.allowCertificates(cloud.tenant().hostCredential().clientId());
    }

    assertEquals(
        List.of(201, 400, 400, 400, 502, 409), answers.stream().map(Answer::status).toList());
    List<String> seen = new ArrayList<>(logged);
    answers.forEach(answer -> seen.add(answer.json() + " " + answer.headers()));
    // A key's name is repeated, as every unknown key's is; its value is not.
    seen.set(seen.size() - 3, "");
    for (String text : seen) {
      assertFalse(text.contains(PASSWORD), text);
      assertFalse(text.contains(key.substring(100, 140)), text);
    }
  }

  @Test
  void whatIsWrongWithTheVaultIsToldWithItsRemedy() {
    String host = cloud.tenant().hostCredential().clientId();
    vault.denyCertificates(host);
    Answer denied = api.get("/api/certificates");
    vault.allowCertificates(host);
    vault.firewall(true);
    Answer closed = api.get("/api/certificates");
    vault.firewall(false);
    vault.throttle(100);
    Answer throttled = api.get("/api/certificates/rollcall-contoso");
    vault.throttle(0);
    api.put("/api/certificates/deleted", "{\"keySize\": 2048}");
    vault.delete("deleted");
    Answer deleted = api.put("/api/certificates/deleted", "{\"keySize\": 2048}");

    isFailure(502, "certificatesDenied", denied);
    assertTrue(
        denied.json().path("remedy").asText().contains("Key Vault Certificates Officer"),
        denied.toString());
    isFailure(502, "keyVaultFirewall", closed);
    isFailure(503, "keyVaultThrottled", throttled);
    isFailure(409, "certificateDeleted", deleted);
  }

  @Test
  void allPagesOfTheVaultAreListed() throws Exception {
    byte[] pfx = pfx(KEY.getPrivate(), lasting(KEY, Duration.ofDays(90)), "");
    for (int i = 0; i < 30; i++) {
      assertEquals(201, take("many-" + i, pfx, "").status());
    }

    List<String> names = names(api.get("/api/certificates").json().path("value"));

    assertTrue(names.size() > 30, names.toString());
    assertEquals(30, names.stream().filter(name -> name.startsWith("many-")).count());
  }

  private void refused(String pointer, String words, byte[] pfx, String password) {
    refused(
        pointer,
        words,
        body("pfx", Base64.getEncoder().encodeToString(pfx)).put("password", password));
  }

  private void refused(String pointer, String words, ObjectNode body) {
    Answer answer = api.post("/api/certificates/refused/import", body.toString());

    assertEquals(400, answer.status(), answer.toString());
    JsonNode first = answer.json().path("problems").path(0);
    assertEquals(pointer, first.path("pointer").asText(), answer.toString());
    assertTrue(first.path("message").asText().contains(words), answer.toString());
    assertFalse(first.path("allowed").asText().isEmpty(), answer.toString());
  }

  private static void isFailure(int status, String code, Answer answer) {
    assertEquals(status, answer.status(), answer.toString());
    assertEquals(code, answer.json().path("code").asText(), answer.toString());
    assertFalse(answer.json().path("cause").asText().isEmpty());
    assertFalse(answer.json().path("remedy").asText().isEmpty());
  }

  private Answer take(String name, byte[] pfx, String password) {
    return api.post(
        "/api/certificates/" + name + "/import",
        body("pfx", Base64.getEncoder().encodeToString(pfx)).put("password", password).toString());
  }

  private static ObjectNode body(String key, String value) {
    return JSON.createObjectNode().put(key, value);
  }

  private HttpResponse<byte[]> bytes(String path) throws Exception {
    URI address = cloud.host().address().resolve(path);
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(address).header("x-functions-key", LocalCloud.KEY).build(),
            HttpResponse.BodyHandlers.ofByteArray());
  }

  private static X509Certificate lasting(KeyPair key, Duration lifetime) {
    return CertificateMint.selfSigned(
        key, "imported", Instant.now().minusSeconds(3_600), Instant.now().plus(lifetime));
  }

  private static byte[] pfx(PrivateKey key, X509Certificate certificate, String password)
      throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry("it", key, password.toCharArray(), new Certificate[] {certificate});
    return written(store, password);
  }

  private static byte[] publicPfx(X509Certificate certificate) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setCertificateEntry("it", certificate);
    return written(store, PASSWORD);
  }

  private static byte[] written(KeyStore store, String password) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    store.store(out, password.toCharArray());
    return out.toByteArray();
  }

  private static String pem(PrivateKey key, X509Certificate certificate) throws Exception {
    return pem(key.getEncoded(), certificate.getEncoded());
  }

  private static String pem(byte[] key, byte[] certificate) {
    return pemOf("PRIVATE KEY", key) + pemOf("CERTIFICATE", certificate);
  }

  private static String pemOf(String kind, byte[] content) {
    return "-----BEGIN "
        + kind
        + "-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content)
        + "\n-----END "
        + kind
        + "-----\n";
  }

  private static String canonical(String subject) {
    return subject.equals("O=Contoso,CN=Rollcall") || subject.equals("CN=Rollcall,O=Contoso")
        ? "O=Contoso,CN=Rollcall"
        : subject;
  }

  private static String version(Answer answer) {
    return answer.json().path("version").asText();
  }

  private static List<String> names(JsonNode list) {
    List<String> names = new ArrayList<>();
    list.forEach(one -> names.add(one.path("name").asText()));
    return names;
  }

  private static List<String> pointers(Answer answer) {
    List<String> pointers = new ArrayList<>();
    answer.json().path("problems").forEach(one -> pointers.add(one.path("pointer").asText()));
    return pointers.stream().sorted().toList();
  }
}
