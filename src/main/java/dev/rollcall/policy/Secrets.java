package dev.rollcall.policy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Finds what must never stand in a document: keys, passwords, tokens. Credentials are names in Key
 * Vault.
 */
final class Secrets {

  private static final Pattern PEM = Pattern.compile("-----BEGIN [A-Z0-9 ]+-----");
  private static final Pattern JWT =
      Pattern.compile("eyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]*");
  private static final Pattern LONG_BASE64 = Pattern.compile("[A-Za-z0-9+/_~.-]{40,}={0,2}");
  private static final List<String> TELLING =
      List.of("password", "passwd", "pwd", "secretvalue", "clientsecret", "privatekey", "apikey");

  private Secrets() {}

  /**
   * Adds a problem for everything below {@code node} that looks like a secret; its value is not
   * repeated.
   */
  static void find(JsonNode node, String pointer, List<DocumentProblem> problems) {
    if (node.isObject()) {
      for (Map.Entry<String, JsonNode> entry : node.properties()) {
        String at = pointer + "/" + Pointers.escaped(entry.getKey());
        String name = entry.getKey().toLowerCase(Locale.ROOT).replace("-", "").replace("_", "");
        if (entry.getValue().isTextual() && TELLING.stream().anyMatch(name::contains)) {
          problems.add(problem(at));
        } else {
          find(entry.getValue(), at, problems);
        }
      }
    } else if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        find(node.get(i), pointer + "/" + i, problems);
      }
    } else if (node.isTextual() && looksSecret(node.asText())) {
      problems.add(problem(pointer));
    }
  }

  static boolean looksSecret(String value) {
    return PEM.matcher(value).find()
        || JWT.matcher(value).find()
        || (LONG_BASE64.matcher(value).matches() && isMixed(value));
  }

  /** Random text has digits and both cases close together; words and ids in paths do not. */
  private static boolean isMixed(String value) {
    long digits = value.chars().filter(Character::isDigit).count();
    long upper = value.chars().filter(Character::isUpperCase).count();
    long lower = value.chars().filter(Character::isLowerCase).count();
    return digits >= 3 && upper >= 5 && lower >= 5;
  }

  private static DocumentProblem problem(String pointer) {
    return new DocumentProblem(
        pointer,
        "(not shown)",
        "This looks like a secret. Secrets do not belong into documents.",
        "Store it in Key Vault and write its name here. If it was real, renew it: it has been sent.");
  }
}
