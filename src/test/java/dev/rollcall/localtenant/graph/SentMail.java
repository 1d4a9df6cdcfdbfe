package dev.rollcall.localtenant.graph;

import java.time.Instant;
import java.util.List;

/**
 * A mail an app sent.
 *
 * @param sender the sending mailbox's owner as the request named them
 * @param contentType {@code HTML} or {@code Text}
 * @param text the plain text beside the HTML, of a MIME message; empty of a JSON one, which has one
 *     body only
 * @param to addresses
 * @param cc addresses
 */
public record SentMail(
    Instant at,
    String sender,
    String subject,
    String contentType,
    String content,
    String text,
    List<String> to,
    List<String> cc,
    List<Attachment> attachments,
    boolean savedToSentItems) {

  /** A file in a mail. */
  public record Attachment(String name, String contentType, byte[] bytes) {}

  public SentMail {
    to = List.copyOf(to);
    cc = List.copyOf(cc);
    attachments = List.copyOf(attachments);
  }
}
