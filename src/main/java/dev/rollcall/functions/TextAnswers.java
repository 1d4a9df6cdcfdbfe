package dev.rollcall.functions;

import com.microsoft.azure.functions.HttpRequestMessage;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Whether a caller wants text for people rather than JSON. */
final class TextAnswers {

  private TextAnswers() {}

  /** {@code format=text}, or an {@code Accept} that begins with plain text. */
  static boolean wanted(HttpRequestMessage<Optional<String>> request) {
    String format = request.getQueryParameters().getOrDefault("format", "");
    if (!format.isEmpty()) {
      return format.equals("text");
    }
    for (Map.Entry<String, String> header : request.getHeaders().entrySet()) {
      if (header.getKey().equalsIgnoreCase("accept")) {
        return header.getValue().toLowerCase(Locale.ROOT).strip().startsWith("text/plain");
      }
    }
    return false;
  }
}
