package dev.rollcall.mapping;

import dev.rollcall.policy.Attribute;
import java.util.List;

/** The attributes of one record, ready to be used. */
record Values(SourceRecord record) {

  /** All values as the source has them, without blank ones. */
  List<String> all(Attribute attribute) {
    List<String> values = record.attributes().get(attribute.document());
    if (values == null) {
      return List.of();
    }
    for (String value : values) {
      if (PlainText.isBlank(value)) {
        return values.stream().filter(any -> !PlainText.isBlank(any)).toList();
      }
    }
    return values;
  }

  /** The first value on one line, or an empty text. */
  String first(Attribute attribute) {
    List<String> values = all(attribute);
    return values.isEmpty() ? "" : PlainText.line(values.get(0));
  }

  /** The primary mail address, or an empty text. */
  String mail() {
    String mail = PlainText.bare(first(Attribute.MAIL));
    return mail.isEmpty() ? addresses("SMTP:").stream().findFirst().orElse("") : mail;
  }

  /** The proxy addresses of the kind, without its prefix, in a steady order. */
  List<String> addresses(String prefix) {
    return all(Attribute.PROXY_ADDRESSES).stream()
        .map(PlainText::bare)
        .filter(address -> address.startsWith(prefix) && address.length() > prefix.length())
        .map(address -> address.substring(prefix.length()))
        .sorted()
        .toList();
  }
}
