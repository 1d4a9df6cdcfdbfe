package dev.rollcall.localtenant.organisation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Contacts as somebody keeps them in a shared mailbox or a public folder: offices with their
 * telephones and addresses, as Graph's JSON.
 */
public final class OfficeContacts {

  private static final List<String> TEXTS =
      List.of("displayName", "companyName", "givenName", "surname", "jobTitle", "officeLocation");

  private static final List<String> CITIES =
      List.of("Zürich", "São Paulo", "Łódź", "東京", "Reykjavík", "Cork", "Αθήνα");

  private OfficeContacts() {}

  /** The {@code officeContacts} of an organisation's file. */
  public static List<ObjectNode> of(Path file) {
    JsonNode json;
    try {
      json = Organisation.JSON.readTree(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(file + " can not be read as JSON", e);
    }
    List<ObjectNode> contacts = new ArrayList<>();
    json.path("officeContacts").forEach(office -> contacts.add(contact(office)));
    return List.copyOf(contacts);
  }

  /** So many invented ones, the same every time. */
  public static List<ObjectNode> generated(int count) {
    List<ObjectNode> contacts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String city = CITIES.get(i % CITIES.size());
      ObjectNode office = Organisation.JSON.createObjectNode();
      office
          .put("displayName", city + " office " + (i + 1))
          .put("companyName", "Contoso " + city)
          .put("jobTitle", "Branch office")
          .put("faxNumber", "+49 30 " + (8_000_000 + i))
          .put("streetAddress", (i + 1) + " Main Street")
          .put("city", city)
          .put("postalCode", Integer.toString(10_000 + i))
          .put("notes", i % 3 == 0 ? "Ring twice.\nAsk for the porter." : "");
      office.putArray("businessPhones").add("+49 30 " + (9_000_000 + i));
      contacts.add(contact(office));
    }
    return List.copyOf(contacts);
  }

  private static ObjectNode contact(JsonNode office) {
    ObjectNode contact = Organisation.JSON.createObjectNode();
    for (String text : TEXTS) {
      put(contact, text, office.path(text).asText(""));
    }
    put(contact, "personalNotes", office.path("notes").asText(""));
    ArrayNode phones = contact.putArray("businessPhones");
    office.path("businessPhones").forEach(phones::add);
    ObjectNode address = contact.putObject("businessAddress");
    put(address, "street", office.path("streetAddress").asText(""));
    put(address, "city", office.path("city").asText(""));
    put(address, "state", office.path("state").asText(""));
    put(address, "postalCode", office.path("postalCode").asText(""));
    put(address, "countryOrRegion", office.path("country").asText(""));
    if (!office.path("faxNumber").asText("").isEmpty()) {
      contact
          .putArray("singleValueExtendedProperties")
          .addObject()
          .put("id", "String 0x3A24")
          .put("value", office.path("faxNumber").asText());
    }
    return contact;
  }

  private static void put(ObjectNode object, String name, String value) {
    if (!value.isEmpty()) {
      object.put(name, value);
    }
  }
}
