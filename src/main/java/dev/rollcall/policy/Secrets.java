package dev.rollcall.policy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds what must never stand in a document: keys, passwords, tokens. Credentials are names in Key
 * Vault.
 *
 * <p>Every pattern takes time proportional to the text: each begins where a run of its characters
 * begins.
 */
final class Secrets {

  private static final Pattern PEM = Pattern.compile("-----BEGIN [A-Z0-9]");
  private static final Pattern JWT =
      Pattern.compile("(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]{8,}");
  private static final Pattern SIGNATURE = Pattern.compile("[?&]sig=[A-Za-z0-9%+/]{20}");
  private static final Pattern SIGN_IN = Pattern.compile("://[^/\\s:@]+:[^/\\s@]+@");

  /** A run as long as a key of 24 bytes in base64, or an app's client secret. */
  private static final Pattern RUN =
      Pattern.compile("(?<![A-Za-z0-9+/_~-])[A-Za-z0-9+/_~-]{32,}={0,2}");

  private static final Pattern NAME_IN_KEY_VAULT = Pattern.compile("[0-9a-zA-Z-]{1,127}");
  private static final List<String> TELLING =
      List.of(
          "password",
          "passwd",
          "passphrase",
          "pwd",
          "clientsecret",
          "secretvalue",
          "privatekey",
          "apikey",
          "accountkey",
          "accesskey",
          "accesstoken",
          "refreshtoken",
          "connectionstring");

  private Secrets() {}

  /**
   * Adds a problem for everything in {@code node} that looks like a secret; its value is not
   * repeated.
   */
  static void find(JsonNode node, String pointer, List<DocumentProblem> problems) {
    if (node.isObject()) {
      for (Map.Entry<String, JsonNode> entry : node.properties()) {
        String at = Pointers.to(pointer, entry.getKey());
        if (looksSecret(entry.getKey()) || isTold(entry.getKey(), entry.getValue())) {
          problems.add(problem(at));
        } else {
          find(entry.getValue(), at, problems);
        }
      }
    } else if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        find(node.get(i), Pointers.to(pointer, i), problems);
      }
    } else if (node.isTextual() && looksSecret(node.asText())) {
      problems.add(problem(pointer));
    }
  }

  /** Whether it looks like a secret by itself, wherever it stands. */
  static boolean looksSecret(String text) {
    return PEM.matcher(text).find()
        || JWT.matcher(text).find()
        || SIGNATURE.matcher(text).find()
        || SIGN_IN.matcher(text).find()
        || hasRandomRun(text);
  }

  /** Whether the key says that the value is a secret: a {@code secret} may be a name. */
  private static boolean isTold(String key, JsonNode value) {
    String name = key.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "");
    boolean telling = TELLING.stream().anyMatch(name::contains);
    boolean notName =
        name.contains("secret") && !NAME_IN_KEY_VAULT.matcher(value.asText()).matches();
    return value.isTextual() && !value.asText().isEmpty() && (telling || notName);
  }

  private static boolean hasRandomRun(String text) {
    Matcher runs = RUN.matcher(text);
    while (runs.find()) {
      if (isRandom(runs.group())) {
        return true;
      }
    }
    return false;
  }

  /**
   * Random text changes between capitals, small letters, digits and signs at about two of three
   * characters; words, ids and paths far less often.
   */
  private static boolean isRandom(String run) {
    int[] kinds = new int[4];
    int changes = 0;
    int last = -1;
    for (int i = 0; i < run.length(); i++) {
      char c = run.charAt(i);
      int kind = c >= 'a' && c <= 'z' ? 0 : c >= 'A' && c <= 'Z' ? 1 : c >= '0' && c <= '9' ? 2 : 3;
      kinds[kind]++;
      changes += last >= 0 && last != kind ? 1 : 0;
      last = kind;
    }
    return kinds[0] >= 3 && kinds[1] >= 3 && kinds[2] >= 1 && changes * 100 >= run.length() * 45;
  }

  private static DocumentProblem problem(String pointer) {
    return new DocumentProblem(
        pointer,
        Shown.HIDDEN,
        "This looks like a secret. Secrets do not belong into documents.",
        "Store it in Key Vault and write its name here. If it was real, renew it: it has been sent.");
  }
}
