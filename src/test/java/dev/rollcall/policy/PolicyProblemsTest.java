package dev.rollcall.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with a policy, and where. */
@Tag("P1")
class PolicyProblemsTest {

  /** A place in the sample with every option, what is written there, and where the problem is. */
  @ParameterizedTest(name = "{1} at {0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          /id                             | "Company"                    | /id
          /id                             | "a b"                        | /id
          /id                             | "-a"                         | /id
          /id                             | "a\\n"                       | /id
          /id                             | ""                           | /id
          /id                             | 7                            | /id
          /name                           | ""                           | /name
          /name                           | " "                          | /name
          /name                           | "a\\n"                       | /name
          /name                           | "a\\u0000b"                  | /name
          /name                           | null                         | /name
          /description                    | []                           | /description
          /environment                    | "Contoso"                    | /environment
          /type                           | "people"                     | /type
          /source                         | "directory"                  | /source
          /source/kind                    | "ldap"                       | /source/kind
          /source/select                  | []                           | /source/select
          /source/select/0                | "all@contoso.com"            | /source/select/0
          /source/select/0                | {}                           | /source/select/0
          /source/select/0                | {"group":"a@b","query":"*"}  | /source/select/0
          /source/select/0/group          | "All employees"              | /source/select/0/group
          /source/select/0/include        | "all"                        | /source/select/0/include
          /source/select/0/include        | "members"                    | /source/select/0/membersInNotes
          /source/select/0/nested         | "true"                       | /source/select/0/nested
          /source/select/0/recipientTypes | ["user"]                     | /source/select/0/recipientTypes
          /source/select/1/nested         | true                         | /source/select/1/nested
          /source/select/1/recipient      | "*"                          | /source/select/1/recipient
          /source/select/1/recipient      | "a@b\\n"                     | /source/select/1/recipient
          /source/select/2/query          | ""                           | /source/select/2/query
          /source/select/2/recipientTypes | []                           | /source/select/2/recipientTypes
          /source/select/2/recipientTypes | ["room","room"]              | /source/select/2/recipientTypes
          /source/select/2/recipientTypes/0 | "printer"                  | /source/select/2/recipientTypes/0
          /source/select/3                | {"recipient":"Reception@contoso.com"} | /source/select/3
          /target/kind                    | "mailbox"                    | /target/kind
          /target/select/0/include        | "both"                       | /target/select/0/include
          /target/select/0/membersInNotes | true                         | /target/select/0/membersInNotes
          /target/folder                  | ""                           | /target/folder
          /target/folder                  | "a//b"                       | /target/folder
          /target/folder                  | "/a"                         | /target/folder
          /target/folder                  | "a\\tb"                      | /target/folder
          /target/folder                  | "1/2/3/4/5/6/7/8/9/10/11"    | /target/folder
          /target/concurrency             | 0                            | /target/concurrency
          /target/concurrency             | 51                           | /target/concurrency
          /target/concurrency             | 2.5                          | /target/concurrency
          /target/concurrency             | 1e400                        | /target/concurrency
          /target/concurrency             | 99999999999999999999999999   | /target/concurrency
          /target/whenMailboxLeaves       | "delete"                     | /target/whenMailboxLeaves
          /target/driftCheckEvery         | "daily"                      | /target/driftCheckEvery
          /target/driftCheckEvery         | "P32D"                       | /target/driftCheckEvery
          /target/driftCheckEvery         | "PT-5M"                      | /target/driftCheckEvery
          /target/driftCheckEvery         | "P1W"                        | /target/driftCheckEvery
          /mapping/displayName            | "{surname"                   | /mapping/displayName
          /mapping/displayName            | "{sirname}"                  | /mapping/displayName
          /mapping/fields                 | {"displayName":{"drop":true}} | /mapping/fields/displayName/drop
          /mapping/phones                 | "international"              | /mapping/phones
          /mapping/phones                 | "asIs"                       | /mapping/defaultRegion
          /mapping/defaultRegion          | "de"                         | /mapping/defaultRegion
          /mapping/defaultRegion          | "UK"                         | /mapping/defaultRegion
          /mapping/categories             | ["a","a"]                    | /mapping/categories
          /mapping/categories/1           | " a"                         | /mapping/categories/1
          /mapping/photo                  | "yes"                        | /mapping/photo
          /mapping/fields/companyname     | {"drop":true}                | /mapping/fields/companyname
          /mapping/fields/companyName     | {}                           | /mapping/fields/companyName
          /mapping/fields/companyName     | {"drop":false}               | /mapping/fields/companyName/drop
          /mapping/fields/companyName     | {"drop":true,"constant":"a"} | /mapping/fields/companyName
          /mapping/fields/fileAs/template | "{filedAs}"                  | /mapping/fields/fileAs/template
          /mapping/fields/nickName/write  | "once"                       | /mapping/fields/nickName/write
          /mapping/fields/birthday        | {"constant":"17.5.1990"}     | /mapping/fields/birthday/constant
          /mapping/fields/displayName     | {"constant":"Somebody"}      | /mapping/fields/displayName
          /mapping/fields/categories      | {"drop":true}                | /mapping/fields/categories
          /changes/delete                 | 1                            | /changes/delete
          /changes/userEdits              | "merge"                      | /changes/userEdits
          /changes/userDeletes            | "keep"                       | /changes/userDeletes
          /guardrail/maxDeletes           | -1                           | /guardrail/maxDeletes
          /guardrail/maxDeletePercent     | 101                          | /guardrail/maxDeletePercent
          /guardrail/maxDeletePercent     | "10%"                        | /guardrail/maxDeletePercent
          /schedule/every                 | "PT14M59S"                   | /schedule/every
          /schedule/every                 | "P31DT1S"                    | /schedule/every
          /schedule                       | {}                           | /schedule
          /schedule                       | {"every":null}               | /schedule/every
          /schedule                       | {"timeZone":"UTC","every":"PT4H"} | /schedule/timeZone
          /schedule/start                 | "2:30"                       | /schedule/start
          /schedule/start                 | "24:00"                      | /schedule/start
          /schedule/weekly                | []                           | /schedule/weekly
          /schedule/weekly/0              | "monday"                     | /schedule/weekly/0
          /schedule/weekly/0              | "tue"                        | /schedule/weekly
          /schedule/monthly               | [1]                          | /schedule/monthly
          /schedule                       | {"monthly":[0]}              | /schedule/monthly/0
          /schedule                       | {"monthly":["first"]}        | /schedule/monthly/0
          /schedule/every                 | "P1DT1S"                     | /schedule/every
          /schedule/timeZone              | "Berlin"                     | /schedule/timeZone
          /schedule/timeZone              | "+02:00"                     | /schedule/timeZone
          /a~1b                           | 1                            | /a~1b
          """)
  void aWrongValueIsTheOneProblem(String place, String json, String expected) {
    List<DocumentProblem> problems =
        Documents.policyProblems(Documents.with(Documents.everyOption(), place, json));

    assertEquals(List.of(expected), problems.stream().map(DocumentProblem::pointer).toList(), json);
    assertFalse(problems.get(0).message().isBlank());
    assertFalse(problems.get(0).allowed().isBlank(), problems.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"id", "name", "type", "environment", "source", "target"})
  void whatIsMissingIsNamed(String key) {
    ObjectNode document = Documents.smallestPolicy();
    document.remove(key);

    List<DocumentProblem> problems = Documents.policyProblems(document);

    assertEquals(List.of("/" + key), problems.stream().map(DocumentProblem::pointer).toList());
  }

  @Test
  void allProblemsAreToldAtOnce() {
    ObjectNode document = Documents.everyOption();
    Documents.with(document, "/id", "\"Nobody's\"");
    Documents.with(document, "/target/folder", "\"a//b\"");
    Documents.with(document, "/target/concurrency", "500");
    Documents.with(document, "/mapping/displayName", "\"{surnam}\"");
    Documents.with(document, "/schedule/every", "\"PT1S\"");
    Documents.with(document, "/colour", "\"green\"");
    document.remove("name");

    List<DocumentProblem> problems = Documents.policyProblems(document);

    assertEquals(
        List.of(
            "/colour",
            "/id",
            "/mapping/displayName",
            "/name",
            "/schedule/every",
            "/target/concurrency",
            "/target/folder"),
        problems.stream().map(DocumentProblem::pointer).toList());
  }

  @Test
  void problemsWithoutEndAreCounted() {
    ObjectNode document = Documents.smallestPolicy();
    IntStream.range(0, 4000).forEach(i -> document.put("unknown" + i, i));

    List<DocumentProblem> problems = Documents.policyProblems(document);

    assertEquals(201, problems.size());
    assertTrue(problems.get(0).message().contains("3800 more"), problems.get(0).message());
  }

  @ParameterizedTest
  @CsvSource({
    "/nmae, name",
    "/target/concurency, concurrency",
    "/source/select/0/nest, nested",
    "/mapping/photos, photo",
    "/mapping/fields/jobtitle, jobTitle",
    "/guardrail/maxDelete, maxDeletes"
  })
  void anUnknownKeyIsToldItsNearest(String place, String nearest) {
    DocumentProblem problem = only(Documents.with(Documents.everyOption(), place, "{}"));

    assertEquals(place, problem.pointer());
    assertTrue(problem.allowed().startsWith("Did you mean '" + nearest + "'?"), problem.allowed());
  }

  @ParameterizedTest
  @CsvSource({
    "/target/whenMailboxLeaves, removed, remove",
    "/changes/userEdits, overwrit, overwrite",
    "/source/select/2/recipientTypes/0, rooms, room",
    "/mapping/displayName, {sirname}, surname",
    "/mapping/fields/fileAs/template, {surname} {giveName}, givenName",
    "/mapping/defaultRegion, UK, GB"
  })
  void anUnknownValueIsToldItsNearest(String place, String value, String nearest) {
    DocumentProblem problem =
        only(Documents.with(Documents.everyOption(), place, "\"" + value + "\""));

    assertEquals(value, problem.found());
    assertTrue(problem.allowed().startsWith("Did you mean '" + nearest + "'?"), problem.allowed());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/target/adopt"})
  void aKeyOfALaterVersionIsRefusedAndSaysSo(String place) {
    DocumentProblem problem = only(Documents.with(Documents.everyOption(), place, "[]"));

    assertEquals(place, problem.pointer());
    assertTrue(problem.message().contains("not available in this version"), problem.message());
  }

  @Test
  void whatIsFoundIsShownShortened() {
    String longId = "x".repeat(5000);

    DocumentProblem problem =
        only(Documents.with(Documents.smallestPolicy(), "/environment", "\"" + longId + "\""));

    assertTrue(problem.found().length() <= 81, problem.found());
  }

  private static DocumentProblem only(ObjectNode document) {
    List<DocumentProblem> problems = Documents.policyProblems(document);
    assertEquals(1, problems.size(), problems.toString());
    return problems.get(0);
  }
}
