package dev.rollcall.localtenant.ews;

import dev.rollcall.localtenant.graph.mailbox.ExtendedProperties;
import java.util.Locale;
import java.util.Map;
import org.w3c.dom.Element;

/** Which property of an item is meant. */
sealed interface PropertyPath {

  /** {@code contacts:GivenName}. */
  record Plain(String uri) implements PropertyPath {}

  /** {@code contacts:EmailAddress} with {@code EmailAddress1}. */
  record Indexed(String uri, String index) implements PropertyPath {}

  /**
   * A property of MAPI.
   *
   * @param id as Graph spells it
   */
  record Extended(String id) implements PropertyPath {}

  /** Sets of properties with names of their own, by what is behind them. */
  Map<String, String> SETS =
      Map.of(
          "Meeting", "6ed8da90-450b-101b-98da-00aa003f1305",
          "Appointment", "00062002-0000-0000-c000-000000000046",
          "Common", "00062008-0000-0000-c000-000000000046",
          "PublicStrings", "00020329-0000-0000-c000-000000000046",
          "Address", "00062004-0000-0000-c000-000000000046",
          "InternetHeaders", "00020386-0000-0000-c000-000000000046",
          "Task", "00062003-0000-0000-c000-000000000046");

  /** Reads {@code FieldURI}, {@code IndexedFieldURI} or {@code ExtendedFieldURI}. */
  static PropertyPath of(Element path) {
    return switch (path.getLocalName()) {
      case "FieldURI" -> new Plain(path.getAttribute("FieldURI"));
      case "IndexedFieldURI" ->
          new Indexed(path.getAttribute("FieldURI"), path.getAttribute("FieldIndex"));
      default -> new Extended(extended(path));
    };
  }

  private static String extended(Element path) {
    String type = path.getAttribute("PropertyType");
    if (type.endsWith("Array")) {
      throw SoapFault.notImplemented("extended properties of several values");
    }
    boolean tagged = path.hasAttribute("PropertyTag");
    boolean named = path.hasAttribute("PropertyName");
    boolean numbered = path.hasAttribute("PropertyId");
    boolean set = path.hasAttribute("PropertySetId");
    boolean known = path.hasAttribute("DistinguishedPropertySetId");
    boolean valid =
        tagged ? !named && !numbered && !set && !known : named != numbered && set != known;
    if (!valid) {
      throw new EwsFailure(
          "ErrorInvalidExtendedProperty", "Extended property attribute combination is invalid.");
    }
    if (tagged) {
      return ExtendedProperties.canonical(type + " " + hex(path.getAttribute("PropertyTag")));
    }
    String guid =
        set
            ? path.getAttribute("PropertySetId").toLowerCase(Locale.ROOT)
            : SETS.getOrDefault(path.getAttribute("DistinguishedPropertySetId"), "");
    if (guid.isEmpty()) {
      throw SoapFault.notImplemented("this set of properties");
    }
    return ExtendedProperties.canonical(
        type
            + " {"
            + guid
            + "} "
            + (named
                ? "Name " + path.getAttribute("PropertyName")
                : "Id " + hex(path.getAttribute("PropertyId"))));
  }

  private static String hex(String number) {
    return "0x" + Integer.toHexString(Integer.decode(number));
  }
}
