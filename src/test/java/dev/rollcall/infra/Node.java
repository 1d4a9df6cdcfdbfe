package dev.rollcall.infra;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A node of a Bicep file's syntax tree.
 *
 * @param type the grammar's name for it, such as {@code resource_declaration}
 * @param line where it begins, from 1
 * @param text its source, if nothing is below it or it is a string; otherwise empty
 * @param below the nodes it consists of
 */
record Node(String type, int line, String text, List<Node> below) {

  Node {
    below = List.copyOf(below);
  }

  boolean is(String wanted) {
    return type.equals(wanted);
  }

  /** This node and all below it, in the order of the source. */
  Stream<Node> all() {
    return Stream.concat(Stream.of(this), below.stream().flatMap(Node::all));
  }

  /** All nodes of a type below this one, at any depth. */
  Stream<Node> all(String wanted) {
    return all().filter(node -> node.is(wanted));
  }

  /** The first node of a type directly below. */
  Optional<Node> first(String wanted) {
    return below.stream().filter(node -> node.is(wanted)).findFirst();
  }

  /** The last node directly below: the value of a declaration or property. */
  Node last() {
    return below.get(below.size() - 1);
  }

  /** The declared name, or a property's key. */
  String name() {
    Node first = below.get(0);
    return first.is("string") ? first.literal() : first.text();
  }

  /** A string's content as it is written. */
  String literal() {
    if (!is("string")) {
      throw new IllegalStateException("line " + line + ": a string was expected, not " + type);
    }
    return text.substring(1, text.length() - 1);
  }

  /** An object's properties, by their names. */
  Optional<Node> property(String name) {
    return below.stream()
        .filter(node -> node.is("object_property") && node.name().equals(name))
        .map(Node::last)
        .findFirst();
  }

  /** The text of the value at a path of properties. */
  Optional<String> at(String... path) {
    Optional<Node> node = Optional.of(this);
    for (String name : path) {
      node = node.flatMap(parent -> parent.property(name));
    }
    return node.map(value -> value.is("string") ? value.literal() : value.text());
  }

  /** The object that a resource or module consists of, also behind a loop or condition. */
  Node body() {
    Node last = last();
    while (!last.is("object")) {
      last = last.last();
    }
    return last;
  }
}
