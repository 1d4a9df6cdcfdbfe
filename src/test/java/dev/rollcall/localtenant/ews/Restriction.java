package dev.rollcall.localtenant.ews;

import dev.rollcall.localtenant.graph.mailbox.StoredContact;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.w3c.dom.Element;

/** Which items a search finds. */
final class Restriction {

  private Restriction() {}

  static Predicate<StoredContact> of(Element expression) {
    List<Element> parts = Xml.children(expression);
    return switch (expression.getLocalName()) {
      case "And" -> parts.stream().map(Restriction::of).reduce(all -> true, Predicate::and);
      case "Or" -> parts.stream().map(Restriction::of).reduce(none -> false, Predicate::or);
      case "Not" -> of(parts.get(0)).negate();
      case "Exists" -> contact -> value(parts.get(0), contact).isPresent();
      case "IsEqualTo" -> contact -> isEqual(parts, contact);
      case "IsNotEqualTo" -> contact -> !isEqual(parts, contact);
      case "Contains" -> contact -> contains(expression, parts, contact);
      default -> throw SoapFault.notImplemented("the restriction " + expression.getLocalName());
    };
  }

  private static boolean isEqual(List<Element> parts, StoredContact contact) {
    Element other = Xml.first(parts.get(1));
    Optional<String> expected =
        other.getLocalName().equals("Constant")
            ? Optional.of(other.getAttribute("Value"))
            : value(other, contact);
    // Exchange compares texts without regard to case.
    return expected.isPresent()
        && value(parts.get(0), contact).filter(expected.get()::equalsIgnoreCase).isPresent();
  }

  private static boolean contains(Element expression, List<Element> parts, StoredContact contact) {
    boolean exact =
        Xml.attribute(expression, "ContainmentComparison").orElse("Exact").equals("Exact");
    String wanted = cased(parts.get(1).getAttribute("Value"), exact);
    Optional<String> value = value(parts.get(0), contact).map(text -> cased(text, exact));
    return switch (Xml.attribute(expression, "ContainmentMode").orElse("FullString")) {
      case "FullString" -> value.filter(wanted::equals).isPresent();
      case "Prefixed" -> value.filter(text -> text.startsWith(wanted)).isPresent();
      case "Substring" -> value.filter(text -> text.contains(wanted)).isPresent();
      default -> throw SoapFault.notImplemented("this mode of containment");
    };
  }

  private static String cased(String text, boolean exact) {
    return exact ? text : text.toLowerCase(Locale.ROOT);
  }

  static Optional<String> value(Element path, StoredContact contact) {
    PropertyPath property = PropertyPath.of(path);
    if (property instanceof PropertyPath.Extended extended) {
      return ContactXml.extended(contact, extended.id());
    }
    if (property instanceof PropertyPath.Plain plain) {
      if (plain.uri().equals("item:ItemClass")) {
        return Optional.of(ContactXml.itemClass(contact));
      }
      String name = Properties.TEXTS.get(plain.uri().substring(plain.uri().indexOf(':') + 1));
      if (name != null && plain.uri().startsWith("contacts:")) {
        String value = contact.content().path(name).asText("");
        return value.isEmpty() ? Optional.empty() : Optional.of(value);
      }
    }
    throw new EwsFailure(
        "ErrorUnsupportedPathForQuery", "The property can not be used in a restriction.");
  }
}
