package dev.rollcall.notify;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/**
 * One mail as it goes over the wire: HTML with text as its alternative, in UTF-8. Only ASCII, no
 * line longer than 78 characters, so that nothing on its way has to change it.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc2046#section-5.1.4">RFC 2046, 5.1.4
 *     multipart/alternative</a> and <a href="https://www.rfc-editor.org/rfc/rfc2047">RFC 2047</a>
 *     for headers beyond ASCII
 */
final class MimeMessage {

  private static final String EOL = "\r\n";

  /**
   * Of an encoded word: a line has at most 76 characters, 12 of which are not content, and the
   * first begins with the header's name.
   */
  private static final int WORD_BYTES = 39;

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private MimeMessage() {}

  /**
   * @param from the sending mailbox
   * @param to addresses, as documents allow them: ASCII or not, without spaces and brackets
   * @param boundary what parts are divided by; letters and digits that occur in no base64 line, so
   *     at least one must be an underscore
   */
  static byte[] of(
      String from, List<String> to, Letter letter, LetterForms forms, Instant at, String boundary) {
    StringBuilder mail = new StringBuilder();
    header(mail, "From", address(from));
    header(
        mail, "To", String.join("," + EOL + " ", to.stream().map(MimeMessage::address).toList()));
    header(mail, "Subject", words(letter.subject()));
    header(mail, "Date", DATE.format(at));
    // Nobody is to be answered that somebody is on holiday.
    header(mail, "Auto-Submitted", "auto-generated");
    header(mail, "X-Auto-Response-Suppress", "OOF, AutoReply");
    header(mail, "MIME-Version", "1.0");
    header(mail, "Content-Type", "multipart/alternative; boundary=\"" + boundary + "\"");
    mail.append(EOL);
    // The last alternative is the preferred one.
    part(mail, boundary, "text/plain", forms.text(letter).replace("\n", EOL));
    part(mail, boundary, "text/html", forms.html(letter));
    mail.append("--").append(boundary).append("--").append(EOL);
    return mail.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void header(StringBuilder mail, String name, String value) {
    mail.append(name).append(": ").append(value).append(EOL);
  }

  private static void part(StringBuilder mail, String boundary, String type, String content) {
    mail.append("--").append(boundary).append(EOL);
    header(mail, "Content-Type", type + "; charset=utf-8");
    header(mail, "Content-Transfer-Encoding", "base64");
    mail.append(EOL)
        .append(Base64.getMimeEncoder().encodeToString(content.getBytes(StandardCharsets.UTF_8)))
        .append(EOL);
  }

  /**
   * An address without a name.
   *
   * @throws IllegalArgumentException if it could be read as more than that
   */
  private static String address(String address) {
    boolean plain =
        address
            .codePoints()
            .noneMatch(
                point -> point <= ' ' || point == 0x7F || "<>,;:\"()[]\\".indexOf(point) >= 0);
    if (!plain || address.indexOf('@') < 1) {
      throw new IllegalArgumentException("an address has no spaces, brackets or commas");
    }
    return "<" + address + ">";
  }

  /** A header's text as encoded words, each a whole number of characters. */
  private static String words(String text) {
    boolean ascii = text.codePoints().allMatch(point -> point >= ' ' && point < 0x7F);
    if (ascii && text.length() <= WORD_BYTES && !text.contains("=?")) {
      return text;
    }
    StringBuilder words = new StringBuilder();
    ByteArrayOutputStream word = new ByteArrayOutputStream();
    for (int i = 0; i < text.length(); ) {
      int point = text.codePointAt(i);
      byte[] bytes = Character.toString(point).getBytes(StandardCharsets.UTF_8);
      if (word.size() + bytes.length > WORD_BYTES) {
        append(words, word);
      }
      word.writeBytes(bytes);
      i += Character.charCount(point);
    }
    append(words, word);
    return words.toString();
  }

  private static void append(StringBuilder words, ByteArrayOutputStream word) {
    words
        .append(words.length() == 0 ? "" : EOL + " ")
        .append("=?UTF-8?B?")
        .append(Base64.getEncoder().encodeToString(word.toByteArray()))
        .append("?=");
    word.reset();
  }
}
