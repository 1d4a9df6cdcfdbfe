package dev.rollcall.client.offer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.Content;
import dev.rollcall.model.FieldValue;
import dev.rollcall.model.RecordField;
import dev.rollcall.model.RecordKey;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("S8")
class OfferedRecordsTest {

  private static final RecordKey ADA = new RecordKey("user:ada");
  private static final RecordKey BEN = new RecordKey("user:ben");

  @Test
  void everyFieldArrives() throws Refused {
    Content.Builder content = new Content.Builder();
    for (RecordField field : OfferedRecords.FIELDS) {
      switch (field.kind()) {
        case TEXTS -> content.texts(field, List.of("one", "\"two\""));
        case ADDRESS -> content.put(field, new FieldValue.Address("Hauptstr. 1", "", "", "", "DE"));
        default -> content.text(field, "Ä " + field.document());
      }
    }
    Map<RecordKey, Content> records = Map.of(ADA, content.build(), BEN, Content.empty());

    assertEquals(records, OfferedRecords.read(OfferedRecords.bytes(records)));
  }

  @Test
  void equalRecordsGiveEqualBytes() {
    Content name = named("Ada");
    Map<RecordKey, Content> one = new LinkedHashMap<>();
    one.put(ADA, name);
    one.put(BEN, name);
    Map<RecordKey, Content> other = new LinkedHashMap<>();
    other.put(BEN, name);
    other.put(ADA, name);

    assertArrayEquals(OfferedRecords.bytes(one), OfferedRecords.bytes(other));
  }

  @Test
  void whatIsNobodyElsesBusinessIsLeftOut() throws Refused {
    Content more = named("Ada").with(RecordField.EMPLOYEE_ID, new FieldValue.Text("100234"));

    byte[] bytes = OfferedRecords.bytes(Map.of(ADA, more));

    assertEquals(Map.of(ADA, named("Ada")), OfferedRecords.read(bytes));
    assertEquals(named("Ada"), OfferedRecords.normal(more));
  }

  @Test
  void whatALaterVersionSaysBesideIsPassedOver() throws Refused {
    String later =
        "{\"form\":1,\"records\":[{\"key\":\"user:ada\",\"displayName\":\"Ada\",\"pronouns\":\"she\"}]}";

    assertEquals(Map.of(ADA, named("Ada")), read(later));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "INCOMPLETE | ",
        "INCOMPLETE | {\"form\":1",
        "INCOMPLETE | {\"form\":1}",
        "INCOMPLETE | {\"form\":1,\"records\":{}}",
        "INCOMPLETE | {\"form\":1,\"records\":[{}]}",
        "INCOMPLETE | {\"form\":1,\"records\":[{\"key\":\"User:Ada\"}]}",
        "INCOMPLETE | {\"form\":1,\"records\":[{\"key\":\"user:ada\"},{\"key\":\"user:ada\"}]}",
        "INCOMPLETE | [[[[[[[[[[]]]]]]]]]]",
        "UNKNOWN_FORM | {\"form\":2,\"records\":[]}",
        "UNKNOWN_FORM | []"
      })
  void aPartIsNeverTakenForTheWhole(Refused.Reason reason, String text) {
    Refused refused = assertThrows(Refused.class, () -> read(text == null ? "" : text));

    assertTrue(
        refused.reason() == reason || refused.reason() == Refused.Reason.UNKNOWN_FORM,
        refused.reason()::name);
  }

  private static Map<RecordKey, Content> read(String text) throws Refused {
    return OfferedRecords.read(text.getBytes(StandardCharsets.UTF_8));
  }

  private static Content named(String name) {
    return new Content.Builder().text(RecordField.DISPLAY_NAME, name).build();
  }
}
