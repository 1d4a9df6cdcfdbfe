package dev.rollcall.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.localtenant.graph.mailbox.MailboxUser;
import dev.rollcall.localtenant.organisation.DirectoryObject;
import dev.rollcall.localtenant.organisation.Organisation;
import dev.rollcall.model.RecordField;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Every field a contact has, from the directory into the mailbox, as the tenant holds it. */
@Tag("P14")
class EveryFieldTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ADA = Organisation.idOf("USER:p1");

  /** What users of the directory have no property for comes from extension attributes. */
  private static final String MAPPING =
      """
      "mapping": { "photo": false, "fields": {
        "middleName": { "template": "{extensionAttribute1}" },
        "initials": { "template": "{extensionAttribute2}" },
        "title": { "template": "{extensionAttribute3}" },
        "generation": { "template": "{extensionAttribute4}" },
        "nickName": { "template": "{extensionAttribute5}" },
        "yomiGivenName": { "template": "{extensionAttribute6}" },
        "yomiSurname": { "template": "{extensionAttribute7}" },
        "yomiCompanyName": { "template": "{extensionAttribute8}" },
        "manager": { "template": "{extensionAttribute9}" },
        "assistantName": { "template": "{extensionAttribute10}" },
        "profession": { "template": "{extensionAttribute11}" },
        "businessHomePage": { "template": "{extensionAttribute12}" },
        "birthday": { "template": "{extensionAttribute13}" },
        "spouseName": { "template": "{extensionAttribute14}" },
        "homePhones": { "template": "{faxNumber}; {extensionAttribute15}" },
        "children": { "template": "{otherMails}" },
        "categories": { "template": "{employeeId}; {department}" },
        "personalNotes": { "template": "{employeeType}" },
        "homeAddress": { "template": "{officeLocation}; {city}; {state}; {postalCode}; {country}" },
        "otherAddress": { "template": "{streetAddress}; {city}" } } },
      """;

  private static final String DIRECTORY =
      """
      { "displayName": "Ada Lovelace", "givenName": "Ada", "surname": "Lovelace",
        "companyName": "Contoso", "department": "Engines", "jobTitle": "Engineer",
        "officeLocation": "Room 1", "businessPhones": ["+44 20 1", "+44 20 2"],
        "mobilePhone": "+44 77 1", "faxNumber": "+44 20 8", "mail": "ada@contoso.example",
        "imAddresses": ["ada@chat.example"], "otherMails": ["Byron", "Annabella"],
        "streetAddress": "1 Main Street", "city": "London", "state": "Greater London",
        "postalCode": "EC1", "country": "UK", "employeeId": "4711", "employeeType": "Analyst",
        "onPremisesExtensionAttributes": {
          "extensionAttribute1": "Augusta", "extensionAttribute2": "A. A.",
          "extensionAttribute3": "Countess", "extensionAttribute4": "II",
          "extensionAttribute5": "Addie", "extensionAttribute6": "eida",
          "extensionAttribute7": "rabureisu", "extensionAttribute8": "kontoso",
          "extensionAttribute9": "Charles", "extensionAttribute10": "Mary",
          "extensionAttribute11": "Mathematician", "extensionAttribute12": "https://ada.example",
          "extensionAttribute13": "1990-12-10", "extensionAttribute14": "William",
          "extensionAttribute15": "+44 20 9" } }
      """;

  private static final String CONTACT =
      """
      { "displayName": "Ada Lovelace", "givenName": "Ada", "middleName": "Augusta",
        "surname": "Lovelace", "initials": "A. A.", "title": "Countess", "generation": "II",
        "nickName": "Addie", "fileAs": "Lovelace, Ada", "yomiGivenName": "eida",
        "yomiSurname": "rabureisu", "yomiCompanyName": "kontoso", "companyName": "Contoso",
        "department": "Engines", "jobTitle": "Engineer", "officeLocation": "Room 1",
        "manager": "Charles", "assistantName": "Mary", "profession": "Mathematician",
        "businessHomePage": "https://ada.example", "businessPhones": ["+44 20 1", "+44 20 2"],
        "homePhones": ["+44 20 8", "+44 20 9"], "mobilePhone": "+44 77 1",
        "emailAddresses": [ { "name": "Ada Lovelace", "address": "ada@contoso.example" } ],
        "imAddresses": ["ada@chat.example"],
        "businessAddress": { "street": "1 Main Street", "city": "London",
          "state": "Greater London", "postalCode": "EC1", "countryOrRegion": "UK" },
        "homeAddress": { "street": "Room 1", "city": "London",
          "state": "Greater London", "postalCode": "EC1", "countryOrRegion": "UK" },
        "otherAddress": { "street": "1 Main Street", "city": "London" },
        "birthday": "1990-12-10T11:59:00Z", "spouseName": "William",
        "children": ["Byron", "Annabella"], "personalNotes": "Analyst",
        "categories": ["4711", "Engines"] }
      """;

  private static final String CHANGED_DIRECTORY =
      """
      { "displayName": "Ada King", "givenName": "Augusta", "surname": "King",
        "companyName": "Fabrikam", "department": "Poetry", "jobTitle": "Head",
        "officeLocation": "Room 2", "businessPhones": ["+44 20 3"],
        "mobilePhone": "+44 77 2", "faxNumber": "", "mail": "ada.king@contoso.example",
        "imAddresses": ["king@chat.example", "ada@chat.example"], "otherMails": ["Ralph"],
        "streetAddress": "2 Side Street", "city": "Paris", "state": "",
        "postalCode": "75001", "country": "FR", "employeeId": "4712", "employeeType": "Poet",
        "onPremisesExtensionAttributes": {
          "extensionAttribute1": "Byron", "extensionAttribute2": "A. B.",
          "extensionAttribute3": "Lady", "extensionAttribute4": "III",
          "extensionAttribute5": "Gus", "extensionAttribute6": "ougasuta",
          "extensionAttribute7": "kingu", "extensionAttribute8": "faburikamu",
          "extensionAttribute9": "Michael", "extensionAttribute10": "John",
          "extensionAttribute11": "Programmer", "extensionAttribute12": "https://king.example",
          "extensionAttribute13": "1991-01-31", "extensionAttribute14": "Will",
          "extensionAttribute15": "+44 20 7" } }
      """;

  private static final String CHANGED_CONTACT =
      """
      { "displayName": "Ada King", "givenName": "Augusta", "middleName": "Byron",
        "surname": "King", "initials": "A. B.", "title": "Lady", "generation": "III",
        "nickName": "Gus", "fileAs": "King, Augusta", "yomiGivenName": "ougasuta",
        "yomiSurname": "kingu", "yomiCompanyName": "faburikamu", "companyName": "Fabrikam",
        "department": "Poetry", "jobTitle": "Head", "officeLocation": "Room 2",
        "manager": "Michael", "assistantName": "John", "profession": "Programmer",
        "businessHomePage": "https://king.example", "businessPhones": ["+44 20 3"],
        "homePhones": ["+44 20 7"], "mobilePhone": "+44 77 2",
        "emailAddresses": [ { "name": "Ada King", "address": "ada.king@contoso.example" } ],
        "imAddresses": ["king@chat.example", "ada@chat.example"],
        "businessAddress": { "street": "2 Side Street", "city": "Paris",
          "postalCode": "75001", "countryOrRegion": "FR" },
        "homeAddress": { "street": "Room 2", "city": "Paris",
          "postalCode": "75001", "countryOrRegion": "FR" },
        "otherAddress": { "street": "2 Side Street", "city": "Paris" },
        "birthday": "1991-01-31T11:59:00Z", "spouseName": "Will",
        "children": ["Ralph"], "personalNotes": "Poet",
        "categories": ["4712", "Poetry"] }
      """;

  private static final String EMPTIED_DIRECTORY =
      """
      { "displayName": "Ada", "givenName": "", "surname": "", "companyName": "", "department": "",
        "jobTitle": "", "officeLocation": "", "businessPhones": [], "mobilePhone": "",
        "faxNumber": "", "mail": "", "proxyAddresses": [], "imAddresses": [], "otherMails": [],
        "streetAddress": "", "city": "", "state": "", "postalCode": "", "country": "",
        "employeeId": "", "employeeType": "", "onPremisesExtensionAttributes": {} }
      """;

  /** A name is never empty: it tells the contact from others, and so does what it is filed as. */
  private static final String EMPTIED_CONTACT =
      """
      { "displayName": "Ada", "fileAs": "Ada" }
      """;

  @Test
  void everyFieldIsCreatedChangedAndCleared() {
    assertEquals(
        new TreeSet<>(RecordField.OF_CONTACTS.stream().map(RecordField::document).toList()),
        names(parsed(CONTACT)),
        "a field is missing in this test");
    Organisation organisation = SmallOffice.organisation(2, 1);
    become(organisation, DIRECTORY);
    try (SmallOffice office = SmallOffice.open(organisation, MAPPING)) {
      office.apply();
      MailboxUser.Card card = office.folder(0).contact("Ada Lovelace");
      assertContact(CONTACT, card);

      become(organisation, CHANGED_DIRECTORY);
      assertUpdated(office.apply());
      assertContact(CHANGED_CONTACT, card);

      become(organisation, EMPTIED_DIRECTORY);
      assertUpdated(office.apply());
      assertContact(EMPTIED_CONTACT, card);

      become(organisation, DIRECTORY);
      assertUpdated(office.apply());
      assertContact(CONTACT, card);
      assertEquals(card.id(), office.folder(0).contact("Ada Lovelace").id());
      assertEquals(0, office.apply().path("work").path("targets").asInt());
      assertEquals(0, office.applyLookingEverywhere().path("counts").path("updated").asInt());
    }
  }

  @Test
  void whatTheContactCannotHoldIsLeftOutAndSaid() {
    Organisation organisation = SmallOffice.organisation(2, 1);
    List<String> many = IntStream.range(0, 30).mapToObj(i -> "m" + i + "@contoso.example").toList();
    organisation.change(ADA, "otherMails", many);
    organisation.change(ADA, "businessPhones", List.of("+44 20 1", "+44 20 2", "+44 20 3"));
    organisation.change(ADA, "imAddresses", List.of("a@x", "b@x", "c@x", "d@x"));
    organisation.change(ADA, "jobTitle", "Engineer ".repeat(40).strip());
    organisation.change(ADA, "streetAddress", "Street ".repeat(60).strip());
    organisation.change(ADA, "mobilePhone", "1".repeat(300));
    organisation.change(ADA, "employeeType", "Notes ".repeat(6_000).strip());
    try (SmallOffice office =
        SmallOffice.open(
            organisation,
            """
            "mapping": { "photo": false, "fields": {
              "emailAddresses": { "template": "{mail}; {otherMails}" },
              "homePhones": { "template": "{otherMails}" },
              "children": { "template": "{otherMails}" },
              "categories": { "template": "{otherMails}" },
              "otherAddress": { "constant": "1; 2; 3; 4; 5; 6" },
              "personalNotes": { "template": "{employeeType}" } } },
            """)) {

      JsonNode run = office.apply();

      assertEquals("finished", run.path("status").asText(), run.toString());
      assertEquals(0, run.path("counts").path("failed").asInt(), run.toString());
      JsonNode contact = office.folder(0).contact("Given1 Sur1").json();
      assertEquals("[\"+44 20 1\",\"+44 20 2\"]", contact.path("businessPhones").toString());
      assertEquals(
          List.of("p1@contoso.example", "m0@contoso.example", "m1@contoso.example"),
          contact.path("emailAddresses").findValuesAsText("address"));
      assertEquals(2, contact.path("homePhones").size());
      assertEquals(3, contact.path("imAddresses").size());
      assertEquals(20, contact.path("children").size());
      assertEquals(25, contact.path("categories").size());
      assertTrue(contact.path("jobTitle").asText().length() > 240);
      assertTrue(contact.path("jobTitle").asText().length() <= 255);
      assertTrue(contact.path("businessAddress").path("street").asText().length() <= 255);
      assertTrue(contact.path("mobilePhone").isNull(), "half a number is none");
      assertEquals("5", contact.path("otherAddress").path("countryOrRegion").asText());
      int notes = shown(contact).path("personalNotes").asText().length();
      assertTrue(notes > 29_900 && notes <= 30_000, "notes of " + notes);
      assertEquals(
          List.of(
              "businessAddress",
              "businessPhones",
              "categories",
              "children",
              "emailAddresses",
              "homePhones",
              "imAddresses",
              "jobTitle",
              "mobilePhone",
              "otherAddress",
              "personalNotes"),
          spilled(office, run, ADA));
      assertEquals(0, office.apply().path("work").path("targets").asInt());
    }
  }

  @Test
  void aFieldIsWrittenWhenThePolicySaysSo() {
    try (SmallOffice office =
        SmallOffice.open(
            SmallOffice.organisation(2, 1),
            """
            "mapping": { "photo": false, "displayName": "{surname}, {givenName}", "phones": "e164",
              "categories": ["Company"], "fields": {
              "companyName": { "constant": "Contoso Ltd" },
              "jobTitle": { "write": "leave" },
              "surname": { "drop": true },
              "mobilePhone": { "write": "fillIfEmpty" } } },
            """)) {
      office.apply();
      MailboxUser.Card card = office.folder(0).contact("Sur1, Given1");
      assertEquals("Contoso Ltd", card.text("companyName"));
      assertEquals("[\"Company\"]", card.json().path("categories").toString());
      assertEquals("", card.text("surname"));
      assertEquals("Engineer", card.text("jobTitle"));
      assertEquals("+491711000001", card.text("mobilePhone"));

      card.edit("jobTitle", "Friend").edit("mobilePhone", "0171").edit("companyName", "Home");
      office.organisation().change(ADA, "jobTitle", "Head");
      office.organisation().change(ADA, "mobilePhone", "+49 171 5");
      office.applyLookingEverywhere();

      assertEquals("Friend", card.text("jobTitle"));
      assertEquals("0171", card.text("mobilePhone"));
      assertEquals("Contoso Ltd", card.text("companyName"));

      card.edit("{\"displayName\":\"Sur1, Given1\",\"mobilePhone\":null,\"jobTitle\":null}");
      office.applyLookingEverywhere();

      assertEquals("", card.text("jobTitle"));
      assertEquals("+491715", card.text("mobilePhone"));
    }
  }

  @Test
  @Tag("P13")
  void foldersAreMadeWhereTheyAreMissing() {
    Organisation organisation = SmallOffice.organisation(3, 2);
    try (SmallOffice office = SmallOffice.open(organisation, "")) {
      office.user(1).makeFolder("Company").add("{\"displayName\":\"My dentist\"}");
      String policy =
          SmallOffice.policyJson("\"mapping\": { \"photo\": false },")
              .replace("\"folder\": \"Office\"", "\"folder\": \"Company/Our people\"");
      assertEquals(200, office.api().put("/api/policies/office", policy).status());

      office.apply();

      for (int mailbox = 0; mailbox < 2; mailbox++) {
        assertEquals(
            List.of("Company", "Company/Our people"), office.user(mailbox).folders(), "" + mailbox);
        assertEquals(3, office.user(mailbox).folder("Company/Our people").contacts().size());
        assertEquals(mailbox, office.user(mailbox).folder("Company").contacts().size());
      }
    }
  }

  @Test
  @Tag("P13")
  void theContactsFolderItselfIsSharedWithItsUser() {
    try (SmallOffice office = SmallOffice.open(SmallOffice.organisation(3, 1), "")) {
      String dentist = office.user(0).contacts().add("{\"displayName\":\"My dentist\"}").rawState();
      String policy =
          SmallOffice.policyJson("\"mapping\": { \"photo\": false },")
              .replace("\"folder\": \"Office\"", "\"folder\": \"/\"");
      assertEquals(200, office.api().put("/api/policies/office", policy).status());

      office.apply();
      office.organisation().leave(SmallOffice.person(2));
      office.apply();

      assertEquals(
          List.of("Given0 Sur0", "Given1 Sur1", "My dentist"),
          office.user(0).contacts().contacts().stream()
              .map(card -> card.text("displayName"))
              .sorted()
              .toList());
      assertEquals(dentist, office.user(0).contacts().contact("My dentist").rawState());
      assertEquals(List.of(), office.user(0).folders());
    }
  }

  /** Gives the person these properties; an empty text is no value. */
  private static void become(Organisation organisation, String properties) {
    DirectoryObject ada = organisation.find(ADA).orElseThrow();
    parsed(properties)
        .properties()
        .forEach(
            property -> {
              JsonNode value = property.getValue();
              if (value.isTextual() && value.textValue().isEmpty()) {
                ada.properties().putNull(property.getKey());
              } else {
                ada.properties().set(property.getKey(), value);
              }
            });
  }

  private static void assertUpdated(JsonNode run) {
    assertEquals("finished", run.path("status").asText(), run.toString());
    assertEquals(1, run.path("counts").path("updated").asInt(), run.toString());
    assertEquals(0, run.path("counts").path("created").asInt(), run.toString());
    assertEquals(0, run.path("counts").path("deleted").asInt(), run.toString());
  }

  private static void assertContact(String expected, MailboxUser.Card card) {
    assertEquals(sorted(parsed(expected)), sorted(shown(card.json())));
  }

  /** The contact's fields that have a value, the notes as far as they are ours. */
  private static ObjectNode shown(JsonNode contact) {
    ObjectNode shown = JSON.createObjectNode();
    for (RecordField field : RecordField.OF_CONTACTS) {
      JsonNode value = contact.path(field.document());
      boolean isEmpty = value.isContainerNode() ? value.isEmpty() : value.asText("").isEmpty();
      if (!isEmpty && !value.isNull()) {
        shown.set(field.document(), value);
      }
    }
    String notes = shown.path("personalNotes").asText("");
    if (notes.contains("\n-----")) {
      shown.put("personalNotes", notes.substring(0, notes.indexOf("\n-----")));
    }
    return shown;
  }

  private static String sorted(JsonNode object) {
    return object.properties().stream()
        .map(property -> property.getKey() + ": " + property.getValue())
        .sorted()
        .collect(Collectors.joining("\n"));
  }

  private static TreeSet<String> names(JsonNode object) {
    TreeSet<String> names = new TreeSet<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  /** The fields of this person of which something was left out, as the run says. */
  private static List<String> spilled(SmallOffice office, JsonNode run, String person) {
    return office.changes(run, "~source").stream()
        .filter(change -> change.path("reason").asText().equals("VALUE_SPILLED"))
        .filter(change -> change.path("key").asText().equals("user:" + person))
        .map(EveryFieldTest::fieldNamed)
        .distinct()
        .sorted()
        .toList();
  }

  private static String fieldNamed(JsonNode change) {
    String detail = change.path("detail").asText();
    return RecordField.OF_CONTACTS.stream()
        .map(RecordField::document)
        .filter(name -> detail.contains(": " + name + ":"))
        .findFirst()
        .orElse(detail);
  }

  private static JsonNode parsed(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
