package dev.rollcall.policy;

/** JSON pointers (RFC 6901). */
final class Pointers {

  private Pointers() {}

  static String escaped(String segment) {
    String shown = segment.length() <= 80 ? segment : segment.substring(0, 80) + "…";
    return shown.replace("~", "~0").replace("/", "~1");
  }
}
