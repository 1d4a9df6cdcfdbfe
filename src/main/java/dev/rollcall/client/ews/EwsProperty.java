package dev.rollcall.client.ews;

import java.util.Locale;
import java.util.Optional;

/**
 * A property of an item that has no element of its own; its value is text, or written as text.
 *
 * @param set the property set's GUID; empty for a tagged property
 * @param name its name in the set; empty if it is known by a number
 * @param number its tag, or its number in the set; 0 if it is known by a name
 * @param type what its value is, as the schema names it
 * @see <a
 *     href="https://learn.microsoft.com/exchange/client-developer/web-service-reference/extendedfielduri">ExtendedFieldURI</a>
 *     (read 2026-11-21)
 */
public record EwsProperty(String set, String name, int number, String type) {

  private static final String ADDRESS_SET = "00062004-0000-0000-C000-000000000046";

  private static final String STRING = "String";

  /** What an item and its copies have in common; base64. */
  public static final EwsProperty SEARCH_KEY = new EwsProperty("", "", 0x300B, "Binary");

  /** What stands before a name, such as Dr; the element of that name can only be read. */
  static final EwsProperty TITLE = tagged(0x3A45);

  static final EwsProperty YOMI_GIVEN_NAME = new EwsProperty(ADDRESS_SET, "", 0x802C, STRING);
  static final EwsProperty YOMI_SURNAME = new EwsProperty(ADDRESS_SET, "", 0x802D, STRING);
  static final EwsProperty YOMI_COMPANY_NAME = new EwsProperty(ADDRESS_SET, "", 0x802E, STRING);

  /** A property of a set of somebody's own, by its name. */
  public static EwsProperty named(String set, String name) {
    return new EwsProperty(set, name, 0, STRING);
  }

  private static EwsProperty tagged(int tag) {
    return new EwsProperty("", "", tag, STRING);
  }

  void write(SoapWriter xml) {
    xml.begin("t:ExtendedFieldURI");
    if (set.isEmpty()) {
      xml.attribute("PropertyTag", "0x" + Integer.toHexString(number).toUpperCase(Locale.ROOT));
    } else {
      xml.attribute("PropertySetId", set);
      if (name.isEmpty()) {
        xml.attribute("PropertyId", Integer.toString(number));
      } else {
        xml.attribute("PropertyName", name);
      }
    }
    xml.attribute("PropertyType", type).end();
  }

  /** The property and its value, as an item's element has it. */
  void write(SoapWriter xml, String value) {
    xml.begin("t:ExtendedProperty");
    write(xml);
    xml.text("t:Value", value).end();
  }

  /** The value that an item has; empty if it has none. */
  Optional<String> on(XmlElement item) {
    for (XmlElement property : item.children("ExtendedProperty")) {
      if (isNamedBy(property.child("ExtendedFieldURI"))) {
        return Optional.of(property.child("Value").text()).filter(text -> !text.isEmpty());
      }
    }
    return Optional.empty();
  }

  private boolean isNamedBy(XmlElement uri) {
    return set.isEmpty()
        ? number(uri.attribute("PropertyTag")) == number
        : set.equalsIgnoreCase(uri.attribute("PropertySetId"))
            && (name.isEmpty()
                ? number(uri.attribute("PropertyId")) == number
                : name.equalsIgnoreCase(uri.attribute("PropertyName")));
  }

  /** Servers answer in hexadecimal what they were asked in decimal, and the other way round. */
  private static int number(String text) {
    try {
      return text.isEmpty() ? -1 : Integer.decode(text);
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
