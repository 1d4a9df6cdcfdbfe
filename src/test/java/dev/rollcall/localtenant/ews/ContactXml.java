package dev.rollcall.localtenant.ews;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.localtenant.graph.mailbox.ItemIds;
import dev.rollcall.localtenant.graph.mailbox.Mailbox;
import dev.rollcall.localtenant.graph.mailbox.StoredContact;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How contacts are answered, in the schema's order. */
final class ContactXml {

  private static final List<String> ADDRESS_PARTS =
      List.of("Street", "City", "State", "CountryOrRegion", "PostalCode");

  private final Out out;
  private final Mailbox mailbox;
  private final StoredContact contact;
  private final Shape shape;
  private final ObjectNode content;

  private ContactXml(Out out, Mailbox mailbox, StoredContact contact, Shape shape) {
    this.out = out;
    this.mailbox = mailbox;
    this.contact = contact;
    this.shape = shape;
    this.content = contact.content();
  }

  static void write(Out out, Mailbox mailbox, StoredContact contact, Shape shape) {
    String element = element(contact);
    out.start("t:" + element);
    ContactXml xml = new ContactXml(out, mailbox, contact, shape);
    xml.item();
    if (element.equals("Contact")) {
      xml.person();
    } else {
      xml.text("contacts:DisplayName", "DisplayName", "displayName");
    }
    out.end("t:" + element);
  }

  /** A contact in the answer to what was done to it: ids only. */
  static void writeId(Out out, Mailbox mailbox, StoredContact contact) {
    out.start("t:" + element(contact));
    itemId(out, "t:ItemId", mailbox, contact);
    out.end("t:" + element(contact));
  }

  private static String element(StoredContact contact) {
    return itemClass(contact).startsWith("IPM.DistList") ? "DistributionList" : "Contact";
  }

  private static void itemId(Out out, String name, Mailbox mailbox, StoredContact contact) {
    out.empty(
        name, "Id", id(mailbox, contact), "ChangeKey", ItemIds.changeKey(contact.changedAt()));
  }

  static String id(Mailbox mailbox, StoredContact contact) {
    return EwsIds.toEws(mailbox.ids().contact(contact.number(), false));
  }

  static String itemClass(StoredContact contact) {
    return contact.extended().getOrDefault(Properties.ITEM_CLASS, "IPM.Contact");
  }

  private void item() {
    itemId(out, "t:ItemId", mailbox, contact);
    if (shape.has("item:ParentFolderId")) {
      out.empty("t:ParentFolderId", "Id", EwsIds.toEws(contact.folder().id()), "ChangeKey", "AQ==");
    }
    if (shape.has("item:ItemClass")) {
      out.text("t:ItemClass", itemClass(contact));
    }
    if (shape.has("item:Subject")) {
      out.text(
          "t:Subject",
          contact
              .extended()
              .getOrDefault(Properties.SUBJECT, content.path("displayName").asText("")));
    }
    if (shape.has("item:Sensitivity")) {
      int sensitivity =
          Integer.parseInt(contact.extended().getOrDefault(Properties.SENSITIVITY, "0"));
      out.text("t:Sensitivity", Properties.SENSITIVITIES.get(sensitivity));
    }
    if (shape.has("item:Body")) {
      body();
    }
    if (shape.has("item:Attachments") && contact.photo().isPresent()) {
      out.start("t:Attachments");
      Attachments.facts(out, mailbox, contact);
      out.end("t:Attachments");
    }
    if (shape.has("item:Categories")) {
      strings("Categories", content.path("categories"));
    }
    if (shape.has("item:Importance")) {
      int importance =
          Integer.parseInt(contact.extended().getOrDefault(Properties.IMPORTANCE, "1"));
      out.text("t:Importance", List.of("Low", "Normal", "High").get(importance));
    }
    if (shape.has("item:DateTimeCreated")) {
      out.text("t:DateTimeCreated", contact.created().toString());
    }
    if (shape.has("item:HasAttachments")) {
      // A contact's picture does not count.
      out.text("t:HasAttachments", "false");
    }
    for (PropertyPath.Extended path : shape.extended()) {
      extended(path.id())
          .ifPresent(
              value -> {
                out.start("t:ExtendedProperty");
                ExtendedXml.uri(out, path.id());
                out.text("t:Value", value).end("t:ExtendedProperty");
              });
    }
    if (shape.has("item:Culture")) {
      out.text("t:Culture", "en-US");
    }
    if (shape.has("item:LastModifiedTime")) {
      out.text("t:LastModifiedTime", contact.modified().toString());
    }
  }

  private void body() {
    String notes = content.path("personalNotes").asText("");
    if (shape.bodyType().equals("HTML")) {
      out.text(
          "t:Body",
          "<html><body>" + notes.replace("&", "&amp;").replace("<", "&lt;") + "</body></html>",
          "BodyType",
          "HTML");
    } else {
      out.text("t:Body", notes, "BodyType", "Text");
    }
  }

  private void person() {
    text("contacts:FileAs", "FileAs", "fileAs");
    if (shape.has("contacts:FileAsMapping")) {
      out.text("t:FileAsMapping", contact.hasOwnFileAs() ? "None" : "LastCommaFirst");
    }
    text("DisplayName");
    text("GivenName");
    text("Initials");
    text("MiddleName");
    text("Nickname");
    completeName();
    text("CompanyName");
    emails();
    addresses();
    phones();
    text("AssistantName");
    day("Birthday", content.path("birthday").asText(""));
    text("BusinessHomePage");
    if (shape.has("contacts:Children")) {
      strings("Children", content.path("children"));
    }
    if (shape.has("contacts:Companies") && contact.extended().containsKey(Properties.COMPANIES)) {
      out.start("t:Companies");
      for (String company : contact.extended().getOrDefault(Properties.COMPANIES, "").split("\n")) {
        out.text("t:String", company);
      }
      out.end("t:Companies");
    }
    text("Department");
    text("Generation");
    ims();
    text("JobTitle");
    text("Manager");
    hidden("Mileage", Properties.MILEAGE);
    text("OfficeLocation");
    if (shape.has("contacts:PostalAddressIndex")) {
      int index =
          Integer.parseInt(contact.extended().getOrDefault(Properties.POSTAL_ADDRESS_INDEX, "0"));
      out.text("t:PostalAddressIndex", List.of("None", "Home", "Business", "Other").get(index));
    }
    text("Profession");
    text("SpouseName");
    text("Surname");
    day("WeddingAnniversary", contact.extended().getOrDefault(Properties.ANNIVERSARY, ""));
    if (shape.has("contacts:HasPicture")) {
      out.text("t:HasPicture", Boolean.toString(contact.photo().isPresent()));
    }
  }

  private void text(String element) {
    text("contacts:" + element, element, Properties.TEXTS.getOrDefault(element, ""));
  }

  private void text(String uri, String element, String name) {
    String value = content.path(name).asText("");
    if (shape.has(uri) && !value.isEmpty()) {
      out.text("t:" + element, value);
    }
  }

  private void hidden(String element, String id) {
    if (shape.has("contacts:" + element) && contact.extended().containsKey(id)) {
      out.text("t:" + element, contact.extended().getOrDefault(id, ""));
    }
  }

  private void day(String element, String value) {
    if (shape.has("contacts:" + element) && !value.isEmpty()) {
      out.text("t:" + element, value);
    }
  }

  private void completeName() {
    if (!shape.has("contacts:CompleteName")) {
      return;
    }
    Map<String, String> parts = new LinkedHashMap<>();
    parts.put("Title", "title");
    parts.put("FirstName", "givenName");
    parts.put("MiddleName", "middleName");
    parts.put("LastName", "surname");
    parts.put("Suffix", "generation");
    parts.put("Initials", "initials");
    parts.put("FullName", "displayName");
    parts.put("Nickname", "nickName");
    parts.put("YomiFirstName", "yomiGivenName");
    parts.put("YomiLastName", "yomiSurname");
    Out name = new Out();
    parts.forEach(
        (element, property) -> {
          String value = content.path(property).asText("");
          if (!value.isEmpty()) {
            name.text("t:" + element, value);
          }
        });
    if (!name.isEmpty()) {
      out.start("t:CompleteName").add(name).end("t:CompleteName");
    }
  }

  private void emails() {
    Out entries = new Out();
    for (int i = 0; i < 3; i++) {
      JsonNode email = content.path("emailAddresses").path(i);
      String key = "EmailAddress" + (i + 1);
      if (email.isObject() && asked("contacts:EmailAddresses", "contacts:EmailAddress", key)) {
        entries.text(
            "t:Entry",
            email.path("address").asText(),
            "Key",
            key,
            "Name",
            email.path("name").asText(),
            "RoutingType",
            "SMTP",
            "MailboxType",
            "Contact");
      }
    }
    wrapped("EmailAddresses", entries);
  }

  private void addresses() {
    Out entries = new Out();
    for (String key : List.of("Business", "Home", "Other")) {
      JsonNode address = content.path(Properties.addressName(key));
      Out parts = new Out();
      for (String part : ADDRESS_PARTS) {
        String value = address.path(Properties.lowered(part)).asText("");
        if (!value.isEmpty()
            && asked("contacts:PhysicalAddresses", "contacts:PhysicalAddress:" + part, key)) {
          parts.text("t:" + part, value);
        }
      }
      if (!parts.isEmpty()) {
        entries.start("t:Entry", "Key", key).add(parts).end("t:Entry");
      }
    }
    wrapped("PhysicalAddresses", entries);
  }

  private void phones() {
    Out entries = new Out();
    Properties.PHONES.forEach(
        (key, id) -> {
          if (asked("contacts:PhoneNumbers", "contacts:PhoneNumber", key)) {
            extended(id).ifPresent(number -> entries.text("t:Entry", number, "Key", key));
          }
        });
    wrapped("PhoneNumbers", entries);
  }

  private void ims() {
    Out entries = new Out();
    for (int i = 0; i < 3; i++) {
      JsonNode im = content.path("imAddresses").path(i);
      String key = "ImAddress" + (i + 1);
      if (im.isTextual() && asked("contacts:ImAddresses", "contacts:ImAddress", key)) {
        entries.text("t:Entry", im.asText(), "Key", key);
      }
    }
    wrapped("ImAddresses", entries);
  }

  private boolean asked(String all, String one, String key) {
    return shape.has(all) || shape.has(one, key);
  }

  private void wrapped(String element, Out entries) {
    if (!entries.isEmpty()) {
      out.start("t:" + element).add(entries).end("t:" + element);
    }
  }

  private void strings(String element, JsonNode values) {
    Out entries = new Out();
    values.forEach(value -> entries.text("t:String", value.asText()));
    wrapped(element, entries);
  }

  private Optional<String> extended(String id) {
    return extended(contact, id);
  }

  /** A property of MAPI, whether it has a name of its own or not. */
  static Optional<String> extended(StoredContact contact, String id) {
    Optional<Properties.Stored> stored = Properties.stored(id);
    if (stored.isEmpty()) {
      return id.equals(Properties.ITEM_CLASS)
          ? Optional.of(itemClass(contact))
          : contact.property(id);
    }
    JsonNode value = contact.content().path(stored.get().name());
    String text =
        stored.get().slot() < 0
            ? value.asText("")
            : value.path(stored.get().slot()).isTextual()
                ? value.path(stored.get().slot()).asText()
                : "";
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }
}
