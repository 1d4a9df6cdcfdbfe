package dev.rollcall.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Contacts of a spreadsheet in the mailboxes of an organisation. */
@Tag("P17")
class SpreadsheetContactsTest {

  @Test
  void suppliersOfASpreadsheetAreOnEveryPhone() {
    try (SmallOffice office = SmallOffice.open(3, 2)) {
      office
          .api()
          .send(
              "PUT",
              "/api/files/suppliers.csv",
              "id;name;company;phone\n1;Ada;Engines;+44 20 7946 0001\n2;Ben;Looms;\n"
                  .getBytes(UTF_8),
              Map.of("Content-Type", "application/octet-stream"));
      var stored =
          office
              .api()
              .put(
                  "/api/policies/suppliers",
                  """
                  { "id": "suppliers", "name": "Suppliers", "type": "contacts",
                    "environment": "contoso",
                    "source": { "kind": "spreadsheet", "file": "suppliers.csv" },
                    "target": { "kind": "mailboxes", "folder": "Suppliers",
                                "select": [ { "group": "field@contoso.example" } ] } }
                  """);
      assertEquals(201, stored.status(), stored::toString);

      JsonNode run = office.api().run("suppliers", "apply", false);

      assertEquals("finished", run.path("status").asText(), run::toString);
      assertEquals(4, run.path("counts").path("created").asInt(), run::toString);
      JsonNode again = office.api().run("suppliers", "apply", true);
      assertEquals(0, again.path("counts").path("created").asInt(), again::toString);
      assertEquals(0, again.path("counts").path("updated").asInt(), again::toString);
    }
  }
}
