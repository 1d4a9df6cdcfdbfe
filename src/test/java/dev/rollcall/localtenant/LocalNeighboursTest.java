package dev.rollcall.localtenant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.core.credential.TokenRequestContext;
import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.localtenant.organisation.Organisation;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Two organisations in one cloud, at the same addresses. */
@Tag("S8")
class LocalNeighboursTest {

  private static final String RECIPIENTS =
      """
      {"CmdletInput":{"CmdletName":"Get-Recipient","Parameters":{"ResultSize":"Unlimited"}}}
      """;

  private final LocalTenant contoso =
      LocalTenant.start(people("Contoso", "ann", "bob"), LocalTenantOptions.defaults());
  private final LocalTenant fabrikam = contoso.addTenant(people("Fabrikam", "zoe"));

  LocalNeighboursTest() {
    List.of(contoso, fabrikam).forEach(tenant -> tenant.app().grant("Exchange.ManageAsApp"));
  }

  @AfterEach
  void stop() {
    contoso.close();
    assertEquals(List.of(), contoso.unexpectedRequests());
  }

  @Test
  void theyShareAddressesAndTheVaultAndNothingElse() {
    assertEquals(contoso.loginUri(), fabrikam.loginUri());
    assertEquals(contoso.graphUri(), fabrikam.graphUri());
    assertEquals(contoso.exchangeUri(), fabrikam.exchangeUri());
    assertEquals(contoso.vault(), fabrikam.vault());
    assertNotEquals(contoso.tenantId(), fabrikam.tenantId());
    assertNotEquals(contoso.clientId(), fabrikam.clientId());
    assertEquals("rollcall-fabrikam", fabrikam.certificateName());
    assertEquals(
        fabrikam.app().certificates().get(0),
        contoso.vault().current("rollcall-fabrikam").certificate());
  }

  @Test
  void graphShowsTheOrganisationOfTheToken() {
    assertEquals(List.of("ann", "bob"), users(new RawGraph(contoso)));
    assertEquals(List.of("zoe"), users(new RawGraph(fabrikam)));
    assertEquals(1, fabrikam.counters().counts().calls());

    // Who is in the other one is not there, also not in a batch.
    String zoe = "/users/" + Organisation.idOf("USER:zoe");
    assertEquals(404, new RawGraph(contoso).get(zoe).status());
    assertEquals(200, new RawGraph(fabrikam).get(zoe).status());
    String batch = "{\"id\":\"1\",\"method\":\"GET\",\"url\":\"" + zoe + "\"}";
    assertEquals(404, status(new RawGraph(contoso).batch(batch)));
    assertEquals(200, status(new RawGraph(fabrikam).batch(batch)));
  }

  @Test
  void exchangeShowsTheOrganisationOfThePathToItsOwnTokensOnly() {
    RawGraph ours = RawGraph.ofExchange(contoso);
    RawGraph theirs = RawGraph.ofExchange(fabrikam);

    assertEquals(Set.of("ann", "bob"), names(ours.post(path(contoso.tenantId()), RECIPIENTS)));
    assertEquals(Set.of("zoe"), names(theirs.post(path(fabrikam.initialDomain()), RECIPIENTS)));
    assertEquals(401, ours.post(path(fabrikam.tenantId()), RECIPIENTS).status());
    assertEquals(401, theirs.post(path(contoso.initialDomain()), RECIPIENTS).status());
  }

  @Test
  void aBatchCannotReachOutOfItsOrganisation() {
    String own = "/adminapi/beta/" + contoso.tenantId() + "/$batch";

    assertEquals(200, status(RawGraph.ofExchange(contoso).post(own, batch(contoso.tenantId()))));
    assertEquals(401, status(RawGraph.ofExchange(contoso).post(own, batch(fabrikam.tenantId()))));
  }

  @Test
  void anAppIsKnownInItsOwnOrganisationOnly() {
    TokenRequestContext token = new TokenRequestContext().addScopes(contoso.graphScope());
    RealClients clients = new RealClients(contoso);

    Exception refused =
        assertThrows(
            RuntimeException.class,
            () -> clients.app(fabrikam.tenantId(), contoso.clientId()).getTokenSync(token));

    assertTrue(refused.getMessage().contains("AADSTS700016"), refused.getMessage());
    assertEquals(1, fabrikam.login().refused());
  }

  @Test
  void anOrganisationThatLeftIsKnownNoMore() {
    RawGraph graph = new RawGraph(fabrikam);
    RawGraph exchange = RawGraph.ofExchange(fabrikam);

    fabrikam.close();

    assertEquals(401, graph.get("/users").status());
    assertEquals(401, exchange.post(path(fabrikam.tenantId()), RECIPIENTS).status());
    assertEquals(List.of("ann", "bob"), users(new RawGraph(contoso)));
  }

  private static Organisation people(String name, String... people) {
    Organisation organisation = new Organisation(name, name.toLowerCase(Locale.ROOT) + ".example");
    List.of(people).forEach(person -> organisation.join(person, person, person));
    return organisation;
  }

  private static String path(String tenant) {
    return "/adminapi/beta/" + tenant + "/InvokeCommand";
  }

  private String batch(String tenant) {
    return "{\"requests\":[{\"id\":\"1\",\"method\":\"POST\",\"url\":\""
        + contoso.exchangeUri()
        + path(tenant)
        + "\",\"headers\":{},\"body\":"
        + RECIPIENTS
        + "}]}";
  }

  private static int status(RawGraph.Answer batch) {
    return batch.json().path("responses").path(0).path("status").asInt();
  }

  private static List<String> users(RawGraph graph) {
    return graph.get("/users").json().path("value").findValuesAsText("displayName");
  }

  private static Set<String> names(RawGraph.Answer rows) {
    Set<String> names = new TreeSet<>();
    for (JsonNode row : rows.json().path("value")) {
      names.add(row.path("DisplayName").asText());
    }
    return names;
  }
}
