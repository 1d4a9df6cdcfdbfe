package dev.rollcall.policy;

import com.networknt.schema.path.NodePath;

/**
 * JSON pointers (RFC 6901) to places in a document. A key that is very long, or may be a secret, is
 * not repeated in them.
 */
final class Pointers {

  private Pointers() {}

  /** The pointer to this key of what {@code parent} points to. */
  static String to(String parent, String key) {
    return parent + "/" + Shown.text(key).replace("~", "~0").replace("/", "~1");
  }

  /** The pointer to this place of what {@code parent} points to. */
  static String to(String parent, int index) {
    return parent + "/" + index;
  }

  /** The validator's path as a pointer. */
  static String of(NodePath path) {
    String pointer = "";
    for (int i = 0; i < path.getNameCount(); i++) {
      pointer = to(pointer, String.valueOf(path.getElement(i)));
    }
    return pointer;
  }
}
