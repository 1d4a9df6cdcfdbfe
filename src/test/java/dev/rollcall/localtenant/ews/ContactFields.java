package dev.rollcall.localtenant.ews;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.w3c.dom.Element;

/** Takes the elements of {@code t:Contact} into a contact. */
final class ContactFields {

  /** Set by the service. */
  private static final Set<String> READ_ONLY =
      Set.of(
          "ItemId",
          "ParentFolderId",
          "DateTimeReceived",
          "Size",
          "DateTimeSent",
          "DateTimeCreated",
          "HasAttachments",
          "LastModifiedName",
          "LastModifiedTime",
          "CompleteName",
          "ContactSource",
          "HasPicture",
          "PhoneticFullName",
          "PhoneticFirstName",
          "PhoneticLastName",
          "Alias",
          "Notes",
          "Photo");

  /** What an update names by one slot at a time. */
  private static final Map<String, String> DICTIONARIES =
      Map.of(
          "contacts:EmailAddress", "EmailAddresses",
          "contacts:PhoneNumber", "PhoneNumbers",
          "contacts:ImAddress", "ImAddresses",
          "contacts:PhysicalAddress:Street", "PhysicalAddresses",
          "contacts:PhysicalAddress:City", "PhysicalAddresses",
          "contacts:PhysicalAddress:State", "PhysicalAddresses",
          "contacts:PhysicalAddress:CountryOrRegion", "PhysicalAddresses",
          "contacts:PhysicalAddress:PostalCode", "PhysicalAddresses");

  private ContactFields() {}

  /** A whole contact as it is created. */
  static void create(ContactDraft draft, Element contact) {
    for (Element property : Xml.children(contact)) {
      if (!property.getLocalName().equals("Attachments")) {
        take(draft, property);
      }
    }
  }

  /** One change of an update. */
  static void change(ContactDraft draft, Element change) {
    List<Element> parts = Xml.children(change);
    PropertyPath path = PropertyPath.of(parts.get(0));
    switch (change.getLocalName()) {
      case "SetItemField" -> set(draft, path, parts.get(1));
      case "DeleteItemField" -> delete(draft, path);
      default ->
          throw new EwsFailure(
              "ErrorInvalidPropertyAppend", "Append action is invalid for property.");
    }
  }

  private static void set(ContactDraft draft, PropertyPath path, Element contact) {
    List<Element> given = Xml.children(contact);
    if (given.size() != 1) {
      throw new EwsFailure(
          "ErrorIncorrectUpdatePropertyCount",
          "An object within a change description must contain one and only one property to"
              + " modify.");
    }
    Element property = given.get(0);
    if (!isMeant(path, property)) {
      throw new EwsFailure(
          "ErrorUpdatePropertyMismatch",
          "A property in the update object does not match the path it is for.");
    }
    take(draft, property);
  }

  private static boolean isMeant(PropertyPath path, Element property) {
    String name = property.getLocalName();
    if (path instanceof PropertyPath.Plain plain) {
      return plain.uri().equals("contacts:" + name) || plain.uri().equals("item:" + name);
    }
    if (path instanceof PropertyPath.Extended extended) {
      return name.equals("ExtendedProperty")
          && PropertyPath.of(Xml.first(property)).equals(extended);
    }
    PropertyPath.Indexed indexed = (PropertyPath.Indexed) path;
    if (!name.equals(DICTIONARIES.get(indexed.uri()))) {
      return false;
    }
    List<Element> entries = Xml.children(property);
    if (entries.size() != 1 || !entries.get(0).getAttribute("Key").equals(indexed.index())) {
      return false;
    }
    List<Element> parts = Xml.children(entries.get(0));
    return !name.equals("PhysicalAddresses")
        || parts.size() == 1 && indexed.uri().endsWith(":" + parts.get(0).getLocalName());
  }

  private static void take(ContactDraft draft, Element property) {
    String name = property.getLocalName();
    String text = property.getTextContent();
    if (READ_ONLY.contains(name)) {
      throw new EwsFailure("ErrorInvalidPropertySet", "Set action is invalid for property.");
    }
    if (Properties.TEXTS.containsKey(name)) {
      draft.text(Properties.TEXTS.getOrDefault(name, ""), text);
      return;
    }
    switch (name) {
      case "ExtendedProperty" -> extended(draft, property);
      case "ItemClass" -> itemClass(draft, text);
      case "Subject" -> draft.extended(Properties.SUBJECT, text);
      case "Sensitivity" ->
          draft.extended(
              Properties.SENSITIVITY, Integer.toString(Properties.SENSITIVITIES.indexOf(text)));
      case "Importance" ->
          draft.extended(
              Properties.IMPORTANCE,
              Integer.toString(List.of("Low", "Normal", "High").indexOf(text)));
      case "Body" -> draft.notes(notes(property));
      case "Categories" -> draft.texts("categories", strings(property));
      case "Children" -> draft.texts("children", strings(property));
      case "Companies" ->
          draft.extended(Properties.COMPANIES, String.join("\n", strings(property)));
      case "Birthday" -> draft.put("birthday", day(text));
      case "WeddingAnniversary" -> draft.extended(Properties.ANNIVERSARY, day(text));
      case "Mileage" -> draft.extended(Properties.MILEAGE, text);
      case "PostalAddressIndex" ->
          draft.extended(
              Properties.POSTAL_ADDRESS_INDEX,
              Integer.toString(List.of("None", "Home", "Business", "Other").indexOf(text)));
      case "FileAsMapping" -> {
        if (!text.equals("None")) {
          draft.fileAsIsMade();
        }
      }
      case "EmailAddresses" -> {
        for (Element entry : Xml.children(property)) {
          draft.email(
              Properties.slot(entry.getAttribute("Key")),
              entry.getTextContent(),
              Xml.attribute(entry, "Name"));
        }
      }
      case "PhoneNumbers" -> {
        for (Element entry : Xml.children(property)) {
          phone(draft, entry.getAttribute("Key"), entry.getTextContent());
        }
      }
      case "ImAddresses" -> {
        for (Element entry : Xml.children(property)) {
          draft.slot(
              "imAddresses", Properties.slot(entry.getAttribute("Key")), entry.getTextContent());
        }
      }
      case "PhysicalAddresses" -> {
        for (Element entry : Xml.children(property)) {
          String address = Properties.addressName(entry.getAttribute("Key"));
          for (Element part : Xml.children(entry)) {
            draft.addressPart(
                address, Properties.lowered(part.getLocalName()), part.getTextContent());
          }
        }
      }
      case "Culture" -> {}
      default -> throw SoapFault.notImplemented("how " + name + " of a contact is written");
    }
  }

  private static void delete(ContactDraft draft, PropertyPath path) {
    if (path instanceof PropertyPath.Extended extended) {
      draft.removeExtended(extended.id());
    } else if (path instanceof PropertyPath.Indexed indexed) {
      deleteIndexed(draft, indexed);
    } else {
      deletePlain(draft, ((PropertyPath.Plain) path).uri());
    }
  }

  private static void deleteIndexed(ContactDraft draft, PropertyPath.Indexed indexed) {
    switch (indexed.uri()) {
      case "contacts:EmailAddress" ->
          draft.email(Properties.slot(indexed.index()), "", Optional.empty());
      case "contacts:PhoneNumber" -> phone(draft, indexed.index(), "");
      case "contacts:ImAddress" -> draft.slot("imAddresses", Properties.slot(indexed.index()), "");
      default ->
          draft.addressPart(
              Properties.addressName(indexed.index()),
              Properties.lowered(indexed.uri().substring(indexed.uri().lastIndexOf(':') + 1)),
              "");
    }
  }

  private static void deletePlain(ContactDraft draft, String uri) {
    String name = uri.substring(uri.indexOf(':') + 1);
    String text = Properties.TEXTS.get(name);
    if (text != null && uri.startsWith("contacts:")) {
      draft.text(text, "");
      return;
    }
    switch (uri) {
      case "item:Body" -> draft.notes("");
      case "item:Categories" -> draft.texts("categories", List.of());
      case "item:Subject" -> draft.removeExtended(Properties.SUBJECT);
      case "contacts:Children" -> draft.texts("children", List.of());
      case "contacts:Companies" -> draft.removeExtended(Properties.COMPANIES);
      case "contacts:Birthday" -> draft.put("birthday", "");
      case "contacts:WeddingAnniversary" -> draft.removeExtended(Properties.ANNIVERSARY);
      case "contacts:Mileage" -> draft.removeExtended(Properties.MILEAGE);
      case "contacts:PostalAddressIndex" -> draft.removeExtended(Properties.POSTAL_ADDRESS_INDEX);
      default ->
          throw new EwsFailure(
              "ErrorInvalidPropertyDelete", "Delete action is invalid for property.");
    }
  }

  private static void extended(ContactDraft draft, Element property) {
    List<Element> parts = Xml.children(property);
    PropertyPath.Extended path = (PropertyPath.Extended) PropertyPath.of(parts.get(0));
    if (!parts.get(1).getLocalName().equals("Value")) {
      throw new EwsFailure(
          "ErrorInvalidExtendedPropertyValue",
          "Extended property values could not be converted to the specified property type.");
    }
    draft.extended(path.id(), parts.get(1).getTextContent());
  }

  private static void itemClass(ContactDraft draft, String text) {
    if (!text.equals("IPM.Contact") && !text.startsWith("IPM.Contact.")) {
      throw new EwsFailure(
          "ErrorObjectTypeChanged", "The requested item class is not valid for this item.");
    }
    if (!text.equals("IPM.Contact")) {
      draft.extended(Properties.ITEM_CLASS, text);
    }
  }

  private static void phone(ContactDraft draft, String key, String number) {
    String id = Properties.PHONES.getOrDefault(key, "");
    if (number.isEmpty()) {
      draft.removeExtended(id);
    } else {
      draft.extended(id, number);
    }
  }

  private static String notes(Element body) {
    String text = body.getTextContent();
    return body.getAttribute("BodyType").equals("Text")
        ? text
        : text.replaceAll("(?is)<head>.*?</head>", "")
            .replaceAll("(?i)<br\\s*/?>", "\n")
            .replaceAll("<[^>]+>", "")
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&nbsp;", " ")
            .replace("&amp;", "&")
            .strip();
  }

  private static List<String> strings(Element array) {
    return Xml.children(array).stream().map(Element::getTextContent).toList();
  }

  /** Exchange keeps a day as a time shortly before noon in UTC. */
  private static String day(String time) {
    try {
      OffsetDateTime at =
          time.matches(".*(Z|[+-]\\d\\d:\\d\\d)")
              ? OffsetDateTime.parse(time)
              : LocalDateTime.parse(time).atOffset(ZoneOffset.UTC);
      return at.withOffsetSameInstant(ZoneOffset.UTC).toLocalDate() + "T11:59:00Z";
    } catch (DateTimeException e) {
      throw new EwsFailure("ErrorInvalidPropertySet", "The time is not valid.");
    }
  }
}
