package dev.rollcall.localtenant.graph;

import dev.rollcall.localtenant.graph.mailbox.MailboxOwners;
import jakarta.mail.Address;
import jakarta.mail.BodyPart;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Session;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Properties;

/**
 * Mails given as MIME in base64. A sent one is always kept among the sent items.
 *
 * @see <a href="https://learn.microsoft.com/graph/api/user-sendmail">user: sendMail</a> (read
 *     2026-11-21)
 */
final class MimeMail {

  private MimeMail() {}

  static SentMail read(byte[] base64, String named, MailboxOwners.Owner sender, Instant now) {
    MimeMessage message = parse(base64);
    try {
      checkFrom(message.getFrom(), sender);
      List<String> to = addresses(message, Message.RecipientType.TO);
      List<String> cc = addresses(message, Message.RecipientType.CC);
      if (to.isEmpty() && cc.isEmpty()) {
        throw invalidRecipients();
      }
      Bodies bodies = new Bodies();
      bodies.take(message.getContent(), message.getContentType());
      return new SentMail(
          now,
          named,
          message.getSubject() == null ? "" : message.getSubject(),
          bodies.html.isEmpty() ? "Text" : "HTML",
          bodies.html.isEmpty() ? bodies.text : bodies.html,
          bodies.text,
          to,
          cc,
          List.of(),
          true);
    } catch (MessagingException | IOException e) {
      throw GraphFailure.badRequest("ErrorMimeContentInvalid", "The MIME content is invalid.");
    }
  }

  private static MimeMessage parse(byte[] base64) {
    try {
      Properties strict = new Properties();
      strict.setProperty("mail.mime.multipart.ignoremissingendboundary", "false");
      strict.setProperty("mail.mime.address.strict", "true");
      byte[] mime = Base64.getDecoder().decode(base64);
      MimeMessage message =
          new MimeMessage(Session.getInstance(strict), new ByteArrayInputStream(mime));
      if (!message.getAllHeaders().hasMoreElements()) {
        throw invalidBase64();
      }
      return message;
    } catch (IllegalArgumentException | MessagingException e) {
      throw invalidBase64();
    }
  }

  private static GraphFailure invalidBase64() {
    return GraphFailure.badRequest(
        "ErrorMimeContentInvalidBase64String", "Invalid base64 string for MIME content.");
  }

  private static GraphFailure invalidRecipients() {
    return GraphFailure.badRequest(
        "ErrorInvalidRecipients", "At least one recipient is not valid.");
  }

  private static void checkFrom(Address[] from, MailboxOwners.Owner sender) {
    boolean other =
        from != null
            && (from.length != 1
                || !((InternetAddress) from[0])
                    .getAddress()
                    .equalsIgnoreCase(sender.userPrincipalName()));
    if (other) {
      throw new GraphFailure(
          403,
          "ErrorSendAsDenied",
          "The user account which was used to submit this request does not have the right to send"
              + " mail on behalf of the specified sending account.");
    }
  }

  private static List<String> addresses(MimeMessage message, Message.RecipientType type)
      throws MessagingException {
    List<String> addresses = new ArrayList<>();
    try {
      Address[] found = message.getRecipients(type);
      for (Address address : found == null ? new Address[0] : found) {
        addresses.add(((InternetAddress) address).getAddress());
      }
    } catch (AddressException e) {
      throw invalidRecipients();
    }
    return addresses;
  }

  /** The bodies found so far. */
  private static final class Bodies {
    private String html = "";
    private String text = "";

    void take(Object content, String type) throws MessagingException, IOException {
      if (content instanceof Multipart parts) {
        for (int i = 0; i < parts.getCount(); i++) {
          BodyPart part = parts.getBodyPart(i);
          take(part.getContent(), part.getContentType());
        }
      } else if (type.startsWith("text/html")) {
        html = text(content);
      } else if (type.startsWith("text/plain")) {
        text = text(content);
      } else {
        throw new MessagingException("only texts are read");
      }
    }

    private static String text(Object content) throws IOException {
      return content instanceof String text
          ? text
          : new String(((InputStream) content).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
