package dev.rollcall.functions;

import dev.rollcall.policy.DocumentProblem;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Ids in addresses: whatever somebody types there is an id, or nothing. */
final class Paths {

  private Paths() {}

  static <T> Optional<T> id(Function<String, T> type, String text) {
    try {
      return Optional.of(type.apply(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  static List<DocumentProblem> badId(String id) {
    return List.of(
        new DocumentProblem(
            "/id",
            id.length() <= 80 ? id : id.substring(0, 80) + "…",
            "The id in the address is not one.",
            "1 to 63 of a-z, 0-9 and '-', beginning with a letter or digit."));
  }
}
