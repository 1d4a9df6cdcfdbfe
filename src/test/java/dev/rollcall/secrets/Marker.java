package dev.rollcall.secrets;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A text that must not turn up, in any form in which it would be carried: as it is, in UTF-16, in
 * base64 wherever in it the text begins, in hex, and as part of an address.
 *
 * @param name what it is, for a failure's message: the text itself is not repeated there
 */
final class Marker {

  /** Shorter pieces turn up by chance. */
  private static final int SHORTEST = 8;

  private final String name;
  private final Set<String> forms = new LinkedHashSet<>();

  private Marker(String name) {
    this.name = name;
  }

  static Marker text(String name, String text) {
    Marker marker = new Marker(name);
    marker.form(text);
    marker.form(URLEncoder.encode(text, StandardCharsets.UTF_8));
    marker.encoded(text.getBytes(StandardCharsets.UTF_8));
    marker.form(latin(text.getBytes(StandardCharsets.UTF_16LE)));
    marker.form(latin(text.getBytes(StandardCharsets.UTF_16BE)));
    marker.encoded(text.getBytes(StandardCharsets.UTF_16LE));
    return marker;
  }

  static Marker bytes(String name, byte[] bytes) {
    Marker marker = new Marker(name);
    marker.form(latin(bytes));
    marker.encoded(bytes);
    return marker;
  }

  boolean isCalled(String asked) {
    return name.equals(asked);
  }

  /** Which form of it is in there, told without repeating it; empty if none is. */
  Optional<String> in(String where) {
    String low = where.toLowerCase(Locale.ROOT);
    int number = 0;
    for (String form : forms) {
      if (low.contains(form)) {
        return Optional.of(name + " (form " + number + ")");
      }
      number++;
    }
    return Optional.empty();
  }

  private void encoded(byte[] bytes) {
    form(HexFormat.of().formatHex(bytes));
    for (int before = 0; before < 3; before++) {
      byte[] shifted = new byte[before + bytes.length];
      System.arraycopy(bytes, 0, shifted, before, bytes.length);
      // Letters at both ends have bits of what stands beside the text.
      int first = (before * 8 + 5) / 6;
      int end = (shifted.length * 8) / 6;
      form(Base64.getEncoder().encodeToString(shifted).substring(first, end));
      form(Base64.getUrlEncoder().encodeToString(shifted).substring(first, end));
    }
  }

  private void form(String form) {
    if (form.length() >= SHORTEST) {
      forms.add(form.toLowerCase(Locale.ROOT));
    }
  }

  static String latin(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
