package dev.rollcall.notify;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Letters as HTML and as text. Templates are read once; safe for several threads. */
final class LetterForms {

  private final Template html;
  private final Template text;

  LetterForms() {
    this.html = template("/mail/letter.html", true);
    this.text = template("/mail/letter.txt", false);
  }

  /** A whole HTML document in which every text of the letter is escaped. */
  String html(Letter letter) {
    return html.execute(letter);
  }

  /** Plain text with line feeds. */
  String text(Letter letter) {
    return text.execute(letter);
  }

  private static Template template(String path, boolean escaped) {
    try (InputStream file = LetterForms.class.getResourceAsStream(path)) {
      if (file == null) {
        throw new IllegalStateException(path + " is missing from the app");
      }
      return Mustache.compiler()
          .escapeHTML(escaped)
          .strictSections(true)
          .compile(new String(file.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
