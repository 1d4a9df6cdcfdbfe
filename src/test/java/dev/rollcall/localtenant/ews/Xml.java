package dev.rollcall.localtenant.ews;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** Reads elements, whatever their prefixes. */
final class Xml {

  private Xml() {}

  static List<Element> children(Element parent) {
    List<Element> children = new ArrayList<>();
    for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element element) {
        children.add(element);
      }
    }
    return children;
  }

  static Optional<Element> child(Element parent, String name) {
    return children(parent).stream().filter(e -> e.getLocalName().equals(name)).findFirst();
  }

  /** A child the schema asks for. */
  static Element require(Element parent, String name) {
    return child(parent, name).orElseThrow(() -> new IllegalStateException("no " + name));
  }

  static Element first(Element parent) {
    return children(parent).get(0);
  }

  static Optional<String> text(Element parent, String name) {
    return child(parent, name).map(Element::getTextContent);
  }

  static Optional<String> attribute(Element element, String name) {
    return element.hasAttribute(name) ? Optional.of(element.getAttribute(name)) : Optional.empty();
  }
}
