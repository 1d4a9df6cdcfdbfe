package dev.rollcall.localtenant.ews;

import java.util.Locale;

/** A document that is being written. */
final class Out {

  static final String SOAP = "http://schemas.xmlsoap.org/soap/envelope/";
  static final String TYPES = "http://schemas.microsoft.com/exchange/services/2006/types";
  static final String MESSAGES = "http://schemas.microsoft.com/exchange/services/2006/messages";
  static final String ERRORS = "http://schemas.microsoft.com/exchange/services/2006/errors";

  private final StringBuilder text = new StringBuilder();

  /** Opens an element; attributes are names and values in turn. */
  Out start(String name, String... attributes) {
    text.append('<').append(name);
    attributes(attributes);
    text.append('>');
    return this;
  }

  Out end(String name) {
    text.append("</").append(name).append('>');
    return this;
  }

  /** An element without content. */
  Out empty(String name, String... attributes) {
    text.append('<').append(name);
    attributes(attributes);
    text.append("/>");
    return this;
  }

  /** An element with a text. */
  Out text(String name, String value, String... attributes) {
    start(name, attributes);
    escape(value);
    return end(name);
  }

  /** What was written elsewhere. */
  Out add(Out other) {
    text.append(other.text);
    return this;
  }

  boolean isEmpty() {
    return text.isEmpty();
  }

  private void attributes(String... attributes) {
    for (int i = 0; i < attributes.length; i += 2) {
      text.append(' ').append(attributes[i]).append("=\"");
      escape(attributes[i + 1]);
      text.append('"');
    }
  }

  /** As Exchange does: control characters become references, which XML 1.0 does not allow. */
  private void escape(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '&' -> text.append("&amp;");
        case '<' -> text.append("&lt;");
        case '>' -> text.append("&gt;");
        case '"' -> text.append("&quot;");
        default -> {
          if (c < ' ' && c != '\n' && c != '\t') {
            text.append("&#x").append(Integer.toHexString(c).toUpperCase(Locale.ROOT));
            text.append(';');
          } else {
            text.append(c);
          }
        }
      }
    }
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
