package dev.rollcall.functions;

import com.microsoft.azure.functions.HttpRequestMessage;
import dev.rollcall.run.StoreDocuments.Condition;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** {@code If-Match} and {@code If-None-Match} (RFC 9110 §13). */
final class Conditions {

  private Conditions() {}

  static Condition of(HttpRequestMessage<?> request) {
    Optional<String> match = header(request, "if-match");
    Optional<String> noneMatch = header(request, "if-none-match");
    if (noneMatch.filter("*"::equals).isPresent()) {
      return new Condition(Optional.empty(), false, true);
    }
    if (match.filter("*"::equals).isPresent()) {
      return new Condition(Optional.empty(), true, false);
    }
    return match
        .map(version -> new Condition(Optional.of(version), true, false))
        .orElseGet(Condition::none);
  }

  /** Hosts differ in the case they pass headers on in. */
  static Optional<String> header(HttpRequestMessage<?> request, String name) {
    return request.getHeaders().entrySet().stream()
        .filter(entry -> entry.getKey().toLowerCase(Locale.ROOT).equals(name))
        .map(Map.Entry::getValue)
        .map(String::strip)
        .filter(value -> !value.isEmpty())
        .findFirst();
  }
}
