package dev.rollcall.client.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rollcall.model.Content;
import dev.rollcall.model.FieldValue;
import dev.rollcall.model.RecordField;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("P14")
class GraphContactsTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  static Set<RecordField> fields() {
    return RecordField.OF_CONTACTS;
  }

  /** A value of the field's kind. */
  static FieldValue sample(RecordField field) {
    return switch (field.kind()) {
      case TEXT -> new FieldValue.Text("Wörth " + field.document());
      case DATE -> new FieldValue.Text("1990-05-17");
      case TEXTS -> new FieldValue.Texts(List.of("one", "two"));
      case EMAILS ->
          new FieldValue.Emails(
              List.of(
                  new FieldValue.Email("Ada", "ada@contoso.example"),
                  new FieldValue.Email("", "a@contoso.example")));
      case ADDRESS -> new FieldValue.Address("Main St 1", "Ulm", "", "89073", "Germany");
      case MEMBERS -> throw new IllegalArgumentException("a contact has no members");
    };
  }

  @ParameterizedTest
  @MethodSource("fields")
  void everyFieldIsReadBackAsItWasWritten(RecordField field) {
    Content contact = Content.empty().with(field, sample(field));

    assertEquals(contact, GraphContacts.read(GraphContacts.created(contact)));
  }

  @ParameterizedTest
  @MethodSource("fields")
  void everyFieldIsClearedExplicitly(RecordField field) {
    JsonNode body = GraphContacts.updated(Content.empty(), 1L << field.code());

    JsonNode cleared = body.get(field.document());
    assertEquals(1, body.size());
    switch (field.kind()) {
      case TEXT, DATE -> assertTrue(cleared.isNull());
      case TEXTS, EMAILS, MEMBERS -> assertTrue(cleared.isArray() && cleared.isEmpty());
      case ADDRESS -> {
        assertEquals(5, cleared.size());
        cleared.forEach(part -> assertTrue(part.isNull()));
      }
    }
    assertEquals(Content.empty(), GraphContacts.read(body));
  }

  @Test
  void anUpdateHasOnlyTheFieldsAsked() {
    Content contact =
        Content.empty().toBuilder()
            .text(RecordField.GIVEN_NAME, "Ada")
            .text(RecordField.SURNAME, "Popa")
            .build();

    JsonNode body = GraphContacts.updated(contact, 1L << RecordField.SURNAME.code());

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
        Content.empty().toBuilder().text(RecordField.DISPLAY_NAME, "Ada").build(),
        GraphContacts.read(answer));
  }

  @Test
  void theBirthdayIsTheDayInUniversalTime() throws Exception {
    JsonNode answer = JSON.readTree("{\"birthday\":\"1990-05-17T11:59:00Z\"}");

    assertEquals("1990-05-17", GraphContacts.read(answer).text(RecordField.BIRTHDAY));
  }
}
