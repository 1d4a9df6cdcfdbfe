package dev.rollcall.run;

import static dev.rollcall.run.TwoInstallations.OFFER;
import static dev.rollcall.run.TwoInstallations.TAKEN;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.storage.blob.BlobServiceClientBuilder;
import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.client.offer.OfferRequest;
import dev.rollcall.client.offer.Partners;
import dev.rollcall.client.offer.SigningKey;
import dev.rollcall.localhost.LocalCloud;
import dev.rollcall.localhost.RollcallApi;
import dev.rollcall.localtenant.LocalTenant;
import dev.rollcall.localtenant.organisation.DirectoryObject.Kind;
import dev.rollcall.localtenant.organisation.Organisation;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Two installations, from the first agreement to its end: each gives and takes what it wants. */
@Tag("S8")
class OfferRunTest {

  private TwoInstallations both;

  @BeforeEach
  void open() {
    both = TwoInstallations.open(4);
  }

  @AfterEach
  void close() {
    both.close();
  }

  @Test
  void peopleJoinChangeAndLeaveAndAreSeenOnceOverThere() {
    both.agreed();
    give();
    JsonNode first = take();
    assertEquals(4, count(first, "created"), first::toString);
    assertEquals(partners("c0", "c1", "c2", "c3"), both.fabrikam().made());

    both.contoso()
        .organisation()
        .change(Organisation.idOf("USER:c1"), "displayName", "Given c1-new");
    both.contoso().join("c4");
    both.contoso().leave("c0");
    give();
    JsonNode second = take();
    assertEquals(1, count(second, "created"), second::toString);
    assertEquals(1, count(second, "updated"), second::toString);
    assertEquals(1, count(second, "deleted"), second::toString);
    assertEquals(partners("c1-new", "c2", "c3", "c4"), both.fabrikam().made());

    JsonNode third = take();
    assertEquals(0, written(third), third::toString);
  }

  @Test
  void onePolicyFeedsSeveralOrganisationsAndWhoStopsTakingTakesOnlyItsOwnAway() {
    both.agreed();
    give();
    assertEquals(4, count(take(), "created"));
    Organisation northwind = new Organisation("Northwind", "northwind.example");
    LocalTenant tenant = both.fabrikam().cloud().addTenant(northwind);
    tenant.app().grant("Exchange.ManageAsApp");
    RollcallApi api = both.fabrikam().api();
    String environment = LocalCloud.addressListEnvironment(tenant, "northwind");
    assertEquals(201, api.put("/api/environments/northwind", environment).status());
    both.fabrikam()
        .store(
            "second",
            TwoInstallations.taking(both.fabrikam(), both.contoso(), signer())
                .replace("\"partners\"", "\"second\"")
                .replace("\"fabrikam\"", "\"northwind\""));

    assertEquals(4, count(both.fabrikam().run("second"), "created"));
    assertEquals(4, northwind.all(Kind.CONTACT).size());
    JsonNode held = api.await(RollcallApi.location(api.delete("/api/policies/second")));
    JsonNode done = api.await(api.approve(held));

    assertEquals("finished", done.path("status").asText(), done::toString);
    assertEquals(0, northwind.all(Kind.CONTACT).size());
    assertEquals(4, both.fabrikam().made().size());
    assertEquals(0, written(take()));
  }

  @Test
  void aQuietRunCostsOneSmallCallAndWritesNothing() {
    both.agreed();
    give();
    take();
    both.fabrikam().cloud().tenant().exchange().resetCounts();

    give();
    JsonNode quiet = take();

    assertEquals(0, written(quiet), quiet::toString);
    assertEquals(1, quiet.path("source").path("calls").asInt(), quiet::toString);
    assertEquals(Map.of(), both.fabrikam().cloud().tenant().exchange().counts());
  }

  @Test
  void eachSeesTheOthersAndNobodySeesTheirOwnAgain() {
    both.agreedBothWays();

    for (int day = 0; day < 3; day++) {
      both.contoso().join("c1" + day);
      both.fabrikam().join("f1" + day);
      for (TwoInstallations.Site site : List.of(both.contoso(), both.fabrikam())) {
        JsonNode given = site.run(OFFER);
        assertEquals("finished", given.path("status").asText(), given::toString);
      }
      for (TwoInstallations.Site site : List.of(both.contoso(), both.fabrikam())) {
        JsonNode taken = site.run(TAKEN);
        assertEquals(day == 0 ? 5 : 1, written(taken), taken::toString);
      }
    }

    assertEquals(partners("f0", "f1", "f10", "f11", "f12", "f2", "f3"), both.contoso().made());
    assertEquals(partners("c0", "c1", "c10", "c11", "c12", "c2", "c3"), both.fabrikam().made());
  }

  /** All of the directory is offered, which has the other one's people as mail contacts. */
  @Test
  void whatCameFromAnOfferIsNeverOffered() {
    both.agreedBothWays();
    String everything =
        TwoInstallations.offer(both.fabrikam(), both.contoso().certificate("takes-2"))
            .replace("{ \"group\": \"staff@fabrikam.example\" }", "{ \"query\": \"*\" }");
    give();
    take();

    both.fabrikam().store(OFFER, everything);
    JsonNode given = both.fabrikam().run(OFFER);

    List<JsonNode> changes =
        both.fabrikam().api().all(SmallOffice.address(given) + "/changes?target=~source");
    assertEquals(
        4,
        changes.stream().filter(c -> c.toString().contains("MADE_BY_ROLLCALL")).count(),
        changes::toString);
    assertEquals(5, count(given, "created"), given + " four people and their list");
  }

  @Test
  void theOneWhoTakesChoosesToo() {
    both.agreed();
    both.contoso().organisation().change(Organisation.idOf("USER:c2"), "department", "Board");
    give();
    both.fabrikam()
        .store(
            TAKEN,
            TwoInstallations.taking(
                both.fabrikam(),
                both.contoso().cloud().host().address() + "/api/offers/" + OFFER,
                ", \"where\": \"not (department eq \\\"Board\\\") and recipientType eq \\\"user\\\"\","
                    + " \"addressFilter\": { \"exclude\": \"c3@\" }",
                signer()));

    take();

    assertEquals(partners("c0", "c1"), both.fabrikam().made());
  }

  @Test
  void anOfferBeforeItsFirstRunIsNotTakenForNobody() {
    both.agreed();

    assertFails("offerUnready", both.fabrikam().run(TAKEN));

    give();
    assertEquals(4, count(take(), "created"));
  }

  @Test
  void anOfferThatWasWithdrawnChangesNothing() {
    both.agreed();
    give();
    take();
    RollcallApi.Answer deleted = both.contoso().api().delete("/api/policies/" + OFFER);
    JsonNode held = both.contoso().api().await(RollcallApi.location(deleted));
    assertEquals("held", held.path("status").asText(), held::toString);
    assertFails("offerRefused", both.fabrikam().run(TAKEN));
    String plan = "{\"plan\":\"" + held.path("hold").path("plan").asText() + "\"}";
    both.contoso().api().post(SmallOffice.address(held) + "/approve", plan);
    JsonNode gone = both.contoso().api().await(SmallOffice.address(held));
    assertEquals("finished", gone.path("status").asText(), gone::toString);

    assertFails("offerRefused", both.fabrikam().run(TAKEN));
    assertEquals(4, both.fabrikam().made().size());
  }

  @Test
  void anOfferStandsAgainOnceItsRemovalIsCancelled() {
    both.agreed();
    give();
    take();
    RollcallApi.Answer deleted = both.contoso().api().delete("/api/policies/" + OFFER);
    JsonNode held = both.contoso().api().await(RollcallApi.location(deleted));
    assertFails("offerRefused", both.fabrikam().run(TAKEN));

    RollcallApi.Answer cancelled =
        both.contoso().api().post(SmallOffice.address(held) + "/cancel", "");

    assertEquals(202, cancelled.status(), cancelled::toString);
    give();
    assertEquals(0, written(take()));
  }

  @Test
  void anOfferThatStorageLostIsNotTakenForNobody() {
    both.agreed();
    give();
    take();
    new BlobServiceClientBuilder()
        .connectionString(both.contoso().cloud().storage())
        .buildClient()
        .getBlobContainerClient("offers")
        .getBlobClient(OFFER + ".json")
        .delete();

    assertFails("offerUnready", both.fabrikam().run(TAKEN));
    assertEquals(4, both.fabrikam().made().size());
  }

  @Test
  void anEmptiedOfferIsHeld() {
    both.agreed();
    give();
    take();
    both.contoso()
        .store(
            OFFER,
            TwoInstallations.offer(both.contoso(), partner())
                .replace("\"maxDeletes\": 2", "\"maxDeletes\": 100")
                .replace("\"maxDeletePercent\": 50", "\"maxDeletePercent\": 100"));
    IntStream.range(0, 4).forEach(i -> both.contoso().leave("c" + i));
    JsonNode given = both.contoso().run(OFFER);
    approve(both.contoso(), given);

    JsonNode taken = both.fabrikam().run(TAKEN);

    assertEquals("held", taken.path("status").asText(), taken::toString);
    assertEquals(4, both.fabrikam().made().size());
  }

  @Test
  void aRunThatIsHeldOverThereChangesNothingHere() {
    both.agreed();
    give();
    take();
    IntStream.range(0, 3).forEach(i -> both.contoso().leave("c" + i));
    JsonNode held = both.contoso().run(OFFER);
    assertEquals("held", held.path("status").asText(), held::toString);

    assertEquals(0, written(take()));
    assertEquals(4, both.fabrikam().made().size());
  }

  @Test
  void aCertificateIsRenewedWithoutAGap() {
    both.agreed();
    give();
    take();

    String next = both.contoso().certificate("gives-2");
    String now = signer();
    both.fabrikam()
        .store(TAKEN, TwoInstallations.taking(both.fabrikam(), both.contoso(), now, next));
    assertEquals(0, written(take()));
    both.contoso()
        .store(
            OFFER,
            TwoInstallations.offer(both.contoso(), partner())
                .replace("\"certificate\": \"gives\"", "\"certificate\": \"gives-2\""));
    assertEquals(0, written(take()));
    both.fabrikam().store(TAKEN, TwoInstallations.taking(both.fabrikam(), both.contoso(), next));
    assertEquals(0, written(take()));
  }

  @Test
  void whoIsNotNamedLearnsNothing() {
    both.agreed();
    give();
    both.contoso().store(OFFER, TwoInstallations.offer(both.contoso(), "ab".repeat(32)));
    assertFails("offerRefused", both.fabrikam().run(TAKEN));
    assertEquals(List.of(), both.fabrikam().made());

    RollcallApi.Answer known = ask("people", "eyJhbGciOiJub25lIn0.e30.");
    for (RollcallApi.Answer answer :
        List.of(
            ask("people", ""),
            ask("people", "x".repeat(100_000)),
            ask("nobody", "eyJhbGciOiJub25lIn0.e30."),
            ask("No-Policy!", "eyJhbGciOiJub25lIn0.e30."))) {
      assertEquals(403, answer.status());
      assertArrayEquals(known.body(), answer.body());
    }
  }

  @Test
  void whoIsNotNamedIsNotToldWhichPoliciesThereAre() {
    both.agreed();
    give();
    both.contoso()
        .store(
            "plain",
            TwoInstallations.taking(both.contoso(), both.contoso(), signer())
                .replace("\"id\": \"partners\"", "\"id\": \"plain\""));
    SigningKey stranger = Partners.at(Instant.now());

    RollcallApi.Answer first = ask("people", request("people").signed(stranger));
    assertEquals(403, first.status());
    for (RollcallApi.Answer answer :
        List.of(
            ask("plain", request("plain").signed(stranger)),
            ask("nobody", request("nobody").signed(stranger)),
            ask("people", "x"))) {
      assertEquals(first.status(), answer.status());
      assertArrayEquals(first.body(), answer.body());
    }
  }

  @Test
  void aPartnersCertificateUnderAnothersSignatureIsOfNoUse() {
    both.agreed();
    give();
    SigningKey partner = Partners.at(Instant.now());
    both.contoso().store(OFFER, TwoInstallations.offer(both.contoso(), partner.thumbprint()));
    SigningKey forged = new SigningKey(Partners.at(Instant.now()).key(), partner.certificate());

    assertEquals(200, ask("people", request("people").signed(partner)).status());
    RollcallApi.Answer refused = ask("people", request("people").signed(forged));

    assertEquals(403, refused.status());
    assertArrayEquals(ask("nobody", request("nobody").signed(forged)).body(), refused.body());
  }

  private OfferRequest request(String offer) {
    List<String> audience = List.of(signer().toLowerCase(Locale.ROOT));
    return new OfferRequest(offer, audience, "n", Optional.empty(), Instant.now());
  }

  @Test
  void anAnswerOfSomebodyElseIsRefused() {
    both.agreed();
    give();
    both.fabrikam()
        .store(
            TAKEN,
            TwoInstallations.taking(both.fabrikam(), both.contoso(), signer(), "cd".repeat(32)));
    assertEquals(4, count(take(), "created"));

    both.fabrikam()
        .store(TAKEN, TwoInstallations.taking(both.fabrikam(), both.contoso(), "cd".repeat(32)));
    assertFails("offerRefused", both.fabrikam().run(TAKEN));
    assertEquals(4, both.fabrikam().made().size());
  }

  @Test
  void theConnectionTestAsksThePartner() {
    both.agreed();
    JsonNode unready = both.fabrikam().api().post("/api/environments/fabrikam/test", "{}").json();
    give();
    JsonNode ready = both.fabrikam().api().post("/api/environments/fabrikam/test", "{}").json();
    JsonNode giver = both.contoso().api().post("/api/environments/contoso/test", "{}").json();

    assertTrue(unready.toString().contains("offerUnready"), unready::toString);
    assertFalse(ready.toString().contains("offer" + "Unready"), ready::toString);
    assertTrue(ready.toString().contains("4 records"), ready::toString);
    assertTrue(giver.toString().contains("offer people"), giver::toString);
  }

  private String signer() {
    return both.contoso()
        .api()
        .get("/api/certificates/gives")
        .json()
        .path("thumbprints")
        .path("sha256")
        .asText();
  }

  private String partner() {
    return both.fabrikam()
        .api()
        .get("/api/certificates/takes")
        .json()
        .path("thumbprints")
        .path("sha256")
        .asText();
  }

  private RollcallApi.Answer ask(String policy, String text) {
    return both.contoso()
        .api()
        .send(
            "POST",
            "/api/offers/" + policy,
            text.getBytes(StandardCharsets.UTF_8),
            Map.of("Content-Type", "application/jose"));
  }

  private void approve(TwoInstallations.Site site, JsonNode run) {
    if (run.path("status").asText().equals("held")) {
      String plan = "{\"plan\":\"" + run.path("hold").path("plan").asText() + "\"}";
      site.api().post(SmallOffice.address(run) + "/approve", plan);
      JsonNode done = site.api().await(SmallOffice.address(run));
      assertEquals("finished", done.path("status").asText(), done::toString);
    }
  }

  private void give() {
    JsonNode given = both.contoso().run(OFFER);
    assertEquals("finished", given.path("status").asText(), given::toString);
  }

  private JsonNode take() {
    JsonNode taken = both.fabrikam().run(TAKEN);
    assertEquals("finished", taken.path("status").asText(), taken::toString);
    return taken;
  }

  private static void assertFails(String code, JsonNode run) {
    assertEquals("failed", run.path("status").asText(), run::toString);
    assertEquals(code, run.path("problem").path("code").asText(), run::toString);
  }

  private static List<String> partners(String... ids) {
    return Arrays.stream(ids).map(id -> "Given " + id + " (partner)").sorted().toList();
  }

  private static int written(JsonNode run) {
    return count(run, "created") + count(run, "updated") + count(run, "deleted");
  }

  private static int count(JsonNode run, String what) {
    return run.path("counts").path(what).asInt();
  }
}
