package dev.rollcall.policy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Policies of the types that write accounts. */
class AccountPolicyTest {

  private static final String ZIVVER =
      """
      {"id": "zivver", "name": "Zivver", "type": "functionalAccounts", "environment": "contoso",
       "source": {"kind": "directory", "select": [{"query": "*"}], "mailboxTypes": ["shared"],
                  "trustees": "either", "domains": ["Contoso.com"], "hidden": true},
       "target": {"kind": "scim", "dialect": "zivver", "url": "https://app.zivver.com/api/scim/v2/",
                  "token": "zivver-key"},
       "division": {"by": "domain"}}
      """;
  private static final String FILTER =
      """
      {"id": "filter", "name": "Mail filter", "type": "accounts", "environment": "contoso",
       "source": {"kind": "spreadsheet", "file": "people.xlsx", "columns": {"E-mail": "mail"}},
       "target": {"kind": "mailprotector", "token": "mp-key", "domain": "contoso.com"},
       "destinations": {"rules": [{"where": "department eq \\"Sales\\"", "group": "Sales"}],
                        "otherwise": "Main"}}
      """;

  @Test
  @Tag("S6")
  void functionalAccountsAreNotDeletedUnlessThePolicySaysSo() {
    Policy policy = valid(ZIVVER);

    assertEquals(Policy.Type.FUNCTIONAL_ACCOUNTS, policy.type());
    assertFalse(policy.changes().delete());
    assertEquals(
        Optional.of(
            new Service.Scim(
                Service.Dialect.ZIVVER,
                URI.create("https://app.zivver.com/api/scim/v2/"),
                "zivver-key",
                false)),
        policy.target().service());
    assertEquals(List.of("contoso.com"), policy.accounts().domains());
    assertEquals(EnumSet.of(Policy.MailboxType.SHARED), policy.accounts().mailboxTypes());
    assertEquals(Policy.Division.By.DOMAIN, policy.accounts().division().by());
    assertTrue(policy.reading().hidden());
  }

  @Test
  @Tag("P10")
  void aMailFilterKnowsEveryAddressAndAServiceToSignInToKnowsPeople() {
    ObjectNode scim = document(ZIVVER).put("type", "accounts");
    scim.withObject("/source").remove(List.of("mailboxTypes", "trustees"));

    assertEquals(EnumSet.allOf(Policy.Include.class), valid(FILTER).accounts().include());
    assertEquals(EnumSet.of(Policy.Include.USERS), valid(scim.toString()).accounts().include());
  }

  @Test
  @Tag("R20")
  void accountsGoAfterASecondRunAndWhereTheyCanBeDisabledAfterThirtyDays() {
    ObjectNode scim = document(ZIVVER).put("type", "accounts");
    scim.withObject("/source").remove(List.of("mailboxTypes", "trustees"));

    assertEquals(new Policy.Removal(true, false, 0), valid(FILTER).changes().removal());
    assertEquals(new Policy.Removal(true, true, 30), valid(scim.toString()).changes().removal());
    ObjectNode contacts = Documents.smallestPolicy();
    assertEquals(Policy.Removal.atOnce(), valid(contacts.toString()).changes().removal());
  }

  @Test
  void aPolicyWrittenAsADocumentIsReadAsTheSamePolicy() {
    for (String document : List.of(ZIVVER, FILTER)) {
      Policy policy = valid(document);

      assertEquals(policy, valid(new String(PolicyDocuments.json(policy), UTF_8)));
    }
  }

  @Test
  void whatDecidesWhichAccountsThereAreIsPartOfAPolicysContent() {
    Policy policy = valid(ZIVVER);

    for (String[] change :
        new String[][] {
          {"/source", "trustees", "sendAs"},
          {"/target", "url", "https://elsewhere.example.com/scim"},
          {"/division", "by", "identifier"},
          {"/changes", "existing", "skip"}
        }) {
      ObjectNode changed = document(ZIVVER);
      changed.withObject(change[0]).put(change[1], change[2]);
      if (change[2].equals("identifier")) {
        changed.withObject(change[0]).put("value", "north");
      }
      assertNotEquals(
          policy.contentFingerprint(),
          valid(changed.toString()).contentFingerprint(),
          change[0] + "/" + change[1]);
    }
    ObjectNode calmer = document(ZIVVER);
    calmer.withObject("/target").put("driftCheckEvery", "P7D");
    assertEquals(policy.contentFingerprint(), valid(calmer.toString()).contentFingerprint());
  }

  @Test
  @Tag("P1")
  void oneServiceIsOnePlaceHoweverItsAddressIsWritten() {
    String other =
        ZIVVER.replace("https://app.zivver.com/api/scim/v2/", "https://App.Zivver.com/api/scim/v2");

    assertEquals(valid(ZIVVER).target().servicePlace(), valid(other).target().servicePlace());
  }

  @ParameterizedTest
  @CsvSource({
    "/target, dialect, , /target/dialect, 'dialect' is missing.",
    "/target, token, , /target/token, 'token' is missing.",
    "/target, folder, Staff, /target/folder, 'folder' says nothing for the target scim.",
    "/target, kind, mailprotector, /target/kind, A policy of type functionalAccounts does not write to mailprotector.",
    "/target, url, http://app.zivver.com/, /target/url, This does not have the form described.",
    "/target, url, https://user@app.zivver.com/, /target/url, This does not have the form described.",
    "/source, select, , /source/select, 'select' is missing.",
    "/source, file, people.csv, /source/file, 'file' says nothing for the source directory.",
    "/mapping, photo, true, /mapping/photo, 'photo' says something only for contacts.",
    "/division, value, north, /division/value, 'value' says nothing unless 'by' is identifier."
  })
  @Tag("P1")
  void whatDoesNotGoTogetherIsSaid(
      String object, String key, String value, String at, String message) {
    ObjectNode document = document(ZIVVER);
    ObjectNode part = document.withObject(object);
    if (value == null) {
      part.remove(key);
    } else if (value.equals("true")) {
      part.put(key, true);
    } else {
      part.put(key, value);
    }

    List<DocumentProblem> problems = problems(document.toString());

    assertEquals(1, problems.size(), problems::toString);
    assertEquals(at, problems.get(0).pointer());
    assertEquals(message, problems.get(0).message().replace('"', '\''));
    assertFalse(problems.get(0).allowed().isBlank());
  }

  @Test
  @Tag("P8")
  void aRuleThatCannotBeReadIsNamedWithItsPosition() {
    ObjectNode document = document(FILTER);
    ((ObjectNode) document.at("/destinations/rules/0")).put("where", "department eq");

    List<DocumentProblem> problems = problems(document.toString());

    assertEquals("/destinations/rules/0/where", problems.get(0).pointer());
  }

  private static ObjectNode document(String json) {
    try {
      return (ObjectNode) JsonText.MAPPER.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Policy valid(String json) {
    return PolicyDocuments.policy(json.getBytes(UTF_8))
        .match(
            valid -> valid.value(),
            invalid -> {
              throw new AssertionError(invalid.problems().toString());
            });
  }

  private static List<DocumentProblem> problems(String json) {
    return PolicyDocuments.policy(json.getBytes(UTF_8))
        .match(valid -> List.of(), invalid -> invalid.problems());
  }
}
