package dev.rollcall.localtenant.organisation;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An object as a file describes it.
 *
 * @param place in the file, such as {@code row 3}
 * @param key what it is known by in the file; its id follows from it
 * @param values by the names Graph gives them, none empty
 */
record FileEntry(
    String place, Type type, String key, Map<String, List<String>> values, Optional<byte[]> photo) {

  /** What kinds of objects files have. */
  enum Type {
    USER("user"),
    SHARED("shared"),
    ROOM("room"),
    EQUIPMENT("equipment"),
    MAIL_USER(""),
    GUEST(""),
    MAIL_CONTACT("");

    private final String purpose;

    Type(String purpose) {
      this.purpose = purpose;
    }

    /** Of its mailbox; empty if it has none. */
    String purpose() {
      return purpose;
    }
  }

  String first(String name) {
    return values.getOrDefault(name, List.of("")).get(0);
  }
}
