package dev.rollcall.client.ews;

import java.util.List;
import java.util.Map;

/**
 * An element of an answer. Elements are known by their local names: no answer has two of one name
 * in different namespaces.
 *
 * @param name the local name
 * @param attributes by local name
 * @param text what is written in it, its children's left out
 * @param children the elements in it, in their order
 */
record XmlElement(
    String name, Map<String, String> attributes, String text, List<XmlElement> children) {

  private static final XmlElement NONE = new XmlElement("", Map.of(), "", List.of());

  /** The first child of this name; one without anything if there is none. */
  XmlElement child(String wanted) {
    for (XmlElement child : children) {
      if (child.name.equals(wanted)) {
        return child;
      }
    }
    return NONE;
  }

  /** The children of this name. */
  List<XmlElement> children(String wanted) {
    return children.stream().filter(child -> child.name.equals(wanted)).toList();
  }

  /** Whether there is such an element. */
  boolean exists() {
    return !name.isEmpty();
  }

  /** The attribute's value; empty if it has none. */
  String attribute(String wanted) {
    return attributes.getOrDefault(wanted, "");
  }

  /** The text of a child; empty if there is none. */
  String text(String child) {
    return child(child).text();
  }

  /** The first element of this name, however deep; one without anything if there is none. */
  XmlElement find(String wanted) {
    for (XmlElement child : children) {
      if (child.name.equals(wanted)) {
        return child;
      }
      XmlElement below = child.find(wanted);
      if (below.exists()) {
        return below;
      }
    }
    return NONE;
  }
}
