package dev.rollcall.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.model.EnvironmentId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
