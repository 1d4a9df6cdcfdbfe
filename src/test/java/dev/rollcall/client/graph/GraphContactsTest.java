package dev.rollcall.client.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rollcall.model.Contact;
import dev.rollcall.model.ContactField;
import dev.rollcall.model.FieldValue;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("P14")
class GraphContactsTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** A value of the field's kind. */
  static FieldValue sample(ContactField field) {
    return switch (field.kind()) {
      case TEXT -> new FieldValue.Text("Wörth " + field.graphName());
      case DATE -> new FieldValue.Text("1990-05-17");
      case TEXTS -> new FieldValue.Texts(List.of("one", "two"));
      case EMAILS ->
          new FieldValue.Emails(
              List.of(
                  new FieldValue.Email("Ada", "ada@contoso.example"),
                  new FieldValue.Email("", "a@contoso.example")));
      case ADDRESS -> new FieldValue.Address("Main St 1", "Ulm", "", "89073", "Germany");
    };
  }

  @ParameterizedTest
  @EnumSource
  void everyFieldIsReadBackAsItWasWritten(ContactField field) {
    Contact contact = Contact.empty().with(field, sample(field));

    assertEquals(contact, GraphContacts.read(GraphContacts.created(contact)));
  }

  @ParameterizedTest
  @EnumSource
  void everyFieldIsClearedExplicitly(ContactField field) {
    JsonNode body = GraphContacts.updated(Contact.empty(), 1L << field.code());

    JsonNode cleared = body.get(field.graphName());
    assertEquals(1, body.size());
    switch (field.kind()) {
      case TEXT, DATE -> assertTrue(cleared.isNull());
      case TEXTS, EMAILS -> assertTrue(cleared.isArray() && cleared.isEmpty());
      case ADDRESS -> {
        assertEquals(5, cleared.size());
        cleared.forEach(part -> assertTrue(part.isNull()));
      }
    }
    assertEquals(Contact.empty(), GraphContacts.read(body));
  }

  @Test
  void anUpdateHasOnlyTheFieldsAsked() {
    Contact contact =
        Contact.empty().toBuilder()
            .text(ContactField.GIVEN_NAME, "Ada")
            .text(ContactField.SURNAME, "Popa")
            .build();

    JsonNode body = GraphContacts.updated(contact, 1L << ContactField.SURNAME.code());

    assertEquals("{\"surname\":\"Popa\"}", body.toString());
  }

  @Test
  void everyWayOfSayingNothingIsNothing() throws Exception {
    JsonNode answer =
        JSON.readTree(
            """
            {"id":"AAMk","displayName":"Ada","givenName":null,"personalNotes":"","businessPhones":[],
             "homePhones":[""],"homeAddress":{},"businessAddress":{"street":null,"city":""},
             "emailAddresses":[{"name":"Ada","address":null}],"birthday":null,"children":null}
            """);

    assertEquals(
        Contact.empty().toBuilder().text(ContactField.DISPLAY_NAME, "Ada").build(),
        GraphContacts.read(answer));
  }

  @Test
  void theBirthdayIsTheDayInUniversalTime() throws Exception {
    JsonNode answer = JSON.readTree("{\"birthday\":\"1990-05-17T11:59:00Z\"}");

    assertEquals("1990-05-17", GraphContacts.read(answer).text(ContactField.BIRTHDAY));
  }
}
