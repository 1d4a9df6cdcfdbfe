package dev.rollcall.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.model.EnvironmentId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Policies that feed another organisation's address list. */
@Tag("S8")
class GalPolicyTest {

  @Test
  void whatIsNotSaidIsTakenForTheUsual() {
    ObjectNode document = sample();
    ((ObjectNode) document.path("target")).remove(List.of("attribute", "suffix"));
    ((ObjectNode) document.path("changes")).remove("existing");

    Policy policy = Documents.valid(PolicyDocuments.policy(Documents.bytes(document)));

    assertEquals(
        new Service.MailContact(new EnvironmentId("fabrikam"), 15, false, "", "", Optional.empty()),
        policy.target().addressList().orElseThrow());
    assertEquals(Policy.Existing.SKIP, policy.changes().existing());
    assertTrue(policy.changes().removal().secondRun());
    assertEquals(Policy.WhenMailboxLeaves.REMOVE, policy.target().whenMailboxLeaves());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/target/environment | \"contoso\"",
        "/target/attribute | 16",
        "/target/attribute | 0",
        "/target/folder | \"Company\"",
        "/source/domains | [\"contoso.com\"]",
        "/source/include | [\"users\"]",
        "/mapping/categories | [\"Company\"]",
        "/mapping/photo | true",
        "/mapping/fields/birthday | { \"drop\": true }",
        "/changes/existing | \"replace\"",
        "/changes/removal/disableFirst | true"
      })
  void whatSaysNothingThereIsRefused(String pointer, String value) {
    List<DocumentProblem> problems =
        Documents.policyProblems(Documents.with(sample(), pointer, value));

    assertEquals(List.of(pointer), problems.stream().map(DocumentProblem::pointer).toList());
  }

  @Test
  void contactsAreNotWrittenIntoAnAddressListByAnotherType() {
    List<DocumentProblem> problems =
        Documents.policyProblems(Documents.with(sample(), "/type", "\"contacts\""));

    assertEquals(List.of("/target/kind"), problems.stream().map(DocumentProblem::pointer).toList());
  }

  @Test
  void anAccountIsNotRenamed() {
    ObjectNode filter = (ObjectNode) JsonText.MAPPER.valueToTree(sample());
    filter.put("type", "accounts");
    filter.putObject("target").put("kind", "mailprotector").put("token", "key").put("domain", "7");
    filter.putObject("mapping");
    filter.putObject("changes").put("existing", "rename");

    assertEquals(
        List.of("/changes/existing"),
        Documents.policyProblems(filter).stream().map(DocumentProblem::pointer).toList());
  }

  @Test
  void bothOrganisationsHaveToBeKnown() {
    Policy policy = Documents.valid(PolicyDocuments.policy(Documents.bytes(sample())));
    EnvironmentId contoso = new EnvironmentId("contoso");
    EnvironmentId fabrikam = new EnvironmentId("fabrikam");

    assertEquals(
        List.of("/target/environment"),
        PolicyRules.check(policy, List.of(contoso)).stream()
            .map(DocumentProblem::pointer)
            .toList());
    assertEquals(List.of(), PolicyRules.check(policy, List.of(contoso, fabrikam)));
    assertTrue(policy.uses(contoso) && policy.uses(fabrikam));
  }

  @Test
  void nobodyIsPutIntoTheirOwnAddressList() {
    Policy policy = Documents.valid(PolicyDocuments.policy(Documents.bytes(sample())));
    Environment contoso = environment("contoso", "contoso.onmicrosoft.com");
    Environment fabrikam = environment("fabrikam", "fabrikam.onmicrosoft.com");
    Environment same = environment("fabrikam", "Contoso.onmicrosoft.com");

    assertEquals(List.of(), PolicyRules.misfits(policy, contoso, fabrikam));
    DocumentProblem problem = PolicyRules.misfits(policy, contoso, same).get(0);
    assertEquals("/target/environment", problem.pointer());
    assertTrue(problem.message().contains("contoso"), problem.message());
    Environment servers =
        Documents.valid(
            PolicyDocuments.environment(Documents.sample("environments/contoso-servers.json")));
    assertEquals(1, PolicyRules.misfits(policy, contoso, servers).size());
  }

  @Test
  void whatAnotherInstallationOffersMayComeFromAnywhere() {
    Policy takes = Documents.valid(PolicyDocuments.policy(Documents.bytes(taker())));
    Environment fabrikam = environment("fabrikam", "fabrikam.onmicrosoft.com");

    assertEquals(List.of(), PolicyRules.misfits(takes, fabrikam, fabrikam));
  }

  private static Environment environment(String id, String tenant) {
    ObjectNode document = Documents.environment();
    document.put("id", id).put("tenant", tenant);
    return Documents.valid(PolicyDocuments.environment(Documents.bytes(document)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"offer-to-fabrikam", "people-of-contoso"})
  void offersAreReadAsTheyAreWritten(String name) {
    byte[] sample = Documents.sample("policies/" + name + ".json");
    Policy policy = Documents.valid(PolicyDocuments.policy(sample));

    assertEquals(policy, Documents.valid(PolicyDocuments.policy(PolicyDocuments.json(policy))));
  }

  @Test
  void anOfferNeedsNoOtherEnvironmentThanItsOwn() {
    Policy gives = Documents.valid(PolicyDocuments.policy(Documents.bytes(giver())));
    Policy takes = Documents.valid(PolicyDocuments.policy(Documents.bytes(taker())));

    assertEquals(List.of(), PolicyRules.check(gives, List.of(new EnvironmentId("contoso"))));
    assertEquals(List.of(), PolicyRules.check(takes, List.of(new EnvironmentId("fabrikam"))));
    assertEquals("offer-to-fabrikam", gives.target().offer().orElseThrow().place());
    assertEquals(Policy.WhenMailboxLeaves.REMOVE, gives.target().whenMailboxLeaves());
  }

  @Test
  void thumbprintsAreTheSameInCapitals() {
    ObjectNode capitals = taker();
    String thumbprint = capitals.path("source").path("signers").path(0).asText();
    ((ObjectNode) capitals.path("source"))
        .putArray("signers")
        .add(thumbprint.toUpperCase(Locale.ROOT));

    assertEquals(
        Documents.valid(PolicyDocuments.policy(Documents.bytes(taker()))),
        Documents.valid(PolicyDocuments.policy(Documents.bytes(capitals))));
  }

  /** So that nothing is rewritten for it, and no preview is asked for. */
  @Test
  void aRenewedCertificateChangesNothingOfWhatIsWritten() {
    String thumbprint = "\"" + "a1".repeat(32) + "\"";

    assertEquals(
        fingerprint(taker()),
        fingerprint(Documents.with(taker(), "/source/signers", "[" + thumbprint + "]")));
    assertEquals(
        fingerprint(taker()), fingerprint(Documents.with(taker(), "/source/certificate", "\"b\"")));
    assertEquals(
        fingerprint(giver()),
        fingerprint(Documents.with(giver(), "/target/partners", "[" + thumbprint + "]")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/target/partners | []",
        "/target/partners/0 | \"12:34\"",
        "/target/environment | \"fabrikam\"",
        "/target/prefix | \"X\"",
        "/source/url | \"https://contoso.example/api/offers/people\""
      })
  void whatSaysNothingForAnOfferIsRefused(String pointer, String value) {
    assertEquals(List.of(pointer), pointers(Documents.with(giver(), pointer, value)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/source/url | \"http://contoso.example/api/offers/people\"",
        "/source/url | \"https://contoso.example/people\"",
        "/source/signers | []",
        "/source/where | \"memberOf eq \\\"board@contoso.com\\\"\"",
        "/source/select | [{ \"query\": \"*\" }]",
        "/source/hidden | true",
        "/target/environment | \"contoso\""
      })
  void whatSaysNothingOfAnOfferIsRefused(String pointer, String value) {
    assertEquals(List.of(pointer), pointers(Documents.with(taker(), pointer, value)));
  }

  @Test
  void everythingThatIsWrongIsToldAtOnce() {
    ObjectNode wrong = taker();
    ((ObjectNode) wrong.path("source")).put("url", "ftp://contoso.example").remove("signers");
    ((ObjectNode) wrong.path("target")).put("environment", "contoso");

    assertEquals(List.of("/source/signers", "/source/url", "/target/environment"), pointers(wrong));
  }

  @Test
  void anOfferIsForAddressListsAndGoesNoFurther() {
    assertEquals(
        List.of("/target/kind"), pointers(Documents.with(giver(), "/type", "\"accounts\"")));
    ObjectNode further = taker();
    further.set("target", giver().path("target"));
    assertEquals(List.of("/target/kind"), pointers(further));
  }

  private static List<String> pointers(ObjectNode document) {
    return Documents.policyProblems(document).stream()
        .map(DocumentProblem::pointer)
        .sorted()
        .toList();
  }

  private static Object fingerprint(ObjectNode document) {
    return Documents.valid(PolicyDocuments.policy(Documents.bytes(document))).contentFingerprint();
  }

  private static ObjectNode giver() {
    return (ObjectNode) Documents.tree(Documents.sample("policies/offer-to-fabrikam.json"));
  }

  private static ObjectNode taker() {
    return (ObjectNode) Documents.tree(Documents.sample("policies/people-of-contoso.json"));
  }

  @Test
  void whatIsWrittenIsReadAgain() {
    Policy policy = Documents.valid(PolicyDocuments.policy(Documents.bytes(sample())));

    assertEquals(
        policy,
        Documents.valid(PolicyDocuments.policy(Documents.bytes(DocumentWriter.policy(policy)))));
  }

  private static ObjectNode sample() {
    return (ObjectNode) Documents.tree(Documents.sample("policies/people-for-fabrikam.json"));
  }
}
