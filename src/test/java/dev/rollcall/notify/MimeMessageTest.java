package dev.rollcall.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.notify.Letter.Tone;
import jakarta.mail.Message;
import jakarta.mail.Multipart;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Mails on the wire, as another implementation of MIME reads them. */
@Tag("R8")
final class MimeMessageTest {

  private static final Instant AT = Instant.parse("2026-11-21T02:30:00Z");
  private static final LetterForms FORMS = new LetterForms();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Rollcall summary – Büro",
        "plain",
        "=?UTF-8?B?aGFjaw==?=",
        "連絡先の同期が完了しました、すべてのメールボックスに届きました、ご確認ください",
        "👩‍💻 emoji that would be cut in two, were words cut by bytes 👩‍💻👩‍💻👩‍💻👩‍💻👩‍💻",
        "a very long subject of plain letters that goes on and on and on and on and on and on and on"
      })
  void aSubjectArrivesAsItWasWritten(String subject) throws Exception {
    assertEquals(subject, read(mime(subject, "admin@contoso.com")).getSubject());
  }

  @Test
  void aSubjectCannotBringHeadersOrABody() throws Exception {
    for (String breaking : List.of("\r\n", "\n", "\r", "\u0085", "\u2028", "\u0000", "\r\n\r\n")) {
      byte[] mime = mime("Hello" + breaking + "Bcc: thief@evil.example", "admin@contoso.com");

      assertEquals(1, read(mime).getAllRecipients().length);
      assertEquals("Hello Bcc: thief@evil.example", read(mime).getSubject());
    }
  }

  @Test
  void bothFormsArriveWholeAndTheHtmlIsPreferred() throws Exception {
    Letter letter = letter("Subject", "Müller & Söhne <b> 漢字");
    byte[] mime =
        MimeMessage.of("svc@contoso.com", List.of("a@b.example"), letter, FORMS, AT, "_b1");

    Multipart parts = (Multipart) read(mime).getContent();

    assertEquals(2, parts.getCount());
    assertTrue(read(mime).getContentType().startsWith("multipart/alternative"));
    assertEquals(
        FORMS.text(letter).replace("\n", "\r\n"), parts.getBodyPart(0).getContent().toString());
    assertEquals(FORMS.html(letter), parts.getBodyPart(1).getContent().toString());
  }

  @Test
  void nothingOnItsWayHasToChangeIt() {
    byte[] mime = mime("日本語".repeat(60), "admin@contoso.com", "someone@contoso.com");

    String text = new String(mime, StandardCharsets.ISO_8859_1);
    assertTrue(text.chars().allMatch(c -> c == '\r' || c == '\n' || (c >= ' ' && c < 0x7F)));
    assertTrue(Arrays.stream(text.split("\r\n")).allMatch(line -> line.length() <= 78), text);
    assertEquals(text.chars().filter(c -> c == '\n').count(), count(text, "\r\n"));
  }

  @Test
  void everybodyGetsIt() throws Exception {
    List<String> to = Collections.nCopies(20, "somebody.with.a.long.name@contoso.com");

    assertEquals(
        to,
        Arrays.stream(
                read(mime("s", to.toArray(new String[0]))).getRecipients(Message.RecipientType.TO))
            .map(address -> ((InternetAddress) address).getAddress())
            .toList());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a@b.c>\r\nBcc: d@e.f", "a@b.c, d@e.f", "<a@b.c>", "a b@c.d", "nobody", "@b.c"})
  void whatIsMoreThanAnAddressIsNoRecipient(String address) {
    assertThrows(IllegalArgumentException.class, () -> mime("s", address));
  }

  @Test
  void anyTextAtAllArrivesAsOneLine() throws Exception {
    for (long seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      StringBuilder text = new StringBuilder("x");
      for (int i = random.nextInt(120); i > 0; i--) {
        text.append(
            random.nextBoolean() ? (char) random.nextInt(0x10000) : (char) random.nextInt(0x80));
      }
      String line = PlainLine.of(text.toString());

      assertEquals(line, read(mime(text.toString(), "a@b.c")).getSubject(), "seed " + seed);
      assertEquals(line, PlainLine.of(line), "seed " + seed);
    }
  }

  private static Letter letter(String subject, String headline) {
    return new Letter(subject, Tone.GOOD, headline, "Lead.", List.of());
  }

  private static byte[] mime(String subject, String... to) {
    return MimeMessage.of(
        "svc@contoso.com", List.of(to), letter(subject, "Headline."), FORMS, AT, "_rollcall_1");
  }

  private static jakarta.mail.internet.MimeMessage read(byte[] mime) throws Exception {
    return new jakarta.mail.internet.MimeMessage(
        Session.getInstance(new Properties()), new ByteArrayInputStream(mime));
  }

  private static long count(String text, String part) {
    return text.split(part, -1).length - 1L;
  }
}
