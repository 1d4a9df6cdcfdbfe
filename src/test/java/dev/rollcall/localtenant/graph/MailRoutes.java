package dev.rollcall.localtenant.graph;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rollcall.localtenant.graph.mailbox.MailboxOwners;
import dev.rollcall.localtenant.graph.mailbox.Mailboxes;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** Sends mails nowhere, and keeps them for tests to read. */
public final class MailRoutes implements GraphRoutes {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MAX_BYTES = 4 * 1024 * 1024;
  private static final Set<String> MESSAGE =
      Set.of(
          "@odata.type",
          "subject",
          "body",
          "toRecipients",
          "ccRecipients",
          "bccRecipients",
          "replyTo",
          "importance",
          "attachments");

  private final Mailboxes mailboxes;
  private final Clock clock;
  private final List<SentMail> sent = new CopyOnWriteArrayList<>();

  public MailRoutes(Mailboxes mailboxes, Clock clock) {
    this.mailboxes = mailboxes;
    this.clock = clock;
  }

  /** What was sent, in that order. */
  public List<SentMail> sent() {
    return List.copyOf(sent);
  }

  /**
   * Sends a mail that came another way than through Graph.
   *
   * @param base64 MIME
   */
  public void send(MailboxOwners.Owner sender, byte[] base64) {
    sent.add(MimeMail.read(base64, sender.userPrincipalName(), sender, clock.instant()));
  }

  @Override
  public Optional<GraphAnswer> answer(GraphRequest request) {
    List<String> path = request.segments();
    boolean mine =
        path.size() == 3
            && path.get(0).equals("users")
            && (path.get(2).equals("sendMail") || path.get(2).equals("microsoft.graph.sendMail"))
            && request.method().equals("POST");
    if (!mine) {
      return Optional.empty();
    }
    if (request.body().length > MAX_BYTES) {
      throw new GraphFailure(
          413, "RequestEntityTooLarge", "The maximum request length supported is 4MB.");
    }
    MailboxOwners.Owner sender = mailboxes.checkSender(path.get(1));
    boolean mime =
        request.header("content-type").filter(type -> type.startsWith("text/plain")).isPresent();
    sent.add(
        mime
            ? MimeMail.read(request.body(), path.get(1), sender, clock.instant())
            : read(path.get(1), body(request)));
    return Optional.of(GraphAnswer.empty(202));
  }

  private SentMail read(String sender, JsonNode body) {
    check(body, Set.of("message", "saveToSentItems", "Message", "SaveToSentItems"));
    JsonNode message = body.has("message") ? body.get("message") : body.path("Message");
    check(message, MESSAGE);
    List<String> to = addresses(message.path("toRecipients"));
    List<String> cc = addresses(message.path("ccRecipients"));
    if (to.isEmpty() && cc.isEmpty() && message.path("bccRecipients").isEmpty()) {
      throw GraphFailure.badRequest(
          "ErrorInvalidRecipients", "At least one recipient is not valid.");
    }
    List<SentMail.Attachment> attachments = new ArrayList<>();
    for (JsonNode attachment : message.path("attachments")) {
      if (!attachment.path("@odata.type").asText().equals("#microsoft.graph.fileAttachment")) {
        throw GraphFailure.badRequest("RequestBodyRead", "An attachment must say its @odata.type.");
      }
      attachments.add(
          new SentMail.Attachment(
              attachment.path("name").asText(),
              attachment.path("contentType").asText(),
              bytes(attachment.path("contentBytes"))));
    }
    return new SentMail(
        clock.instant(),
        sender,
        message.path("subject").asText(),
        message.path("body").path("contentType").asText("Text"),
        message.path("body").path("content").asText(),
        "",
        to,
        cc,
        attachments,
        body.path("saveToSentItems").asBoolean(true));
  }

  private static List<String> addresses(JsonNode recipients) {
    List<String> addresses = new ArrayList<>();
    for (JsonNode recipient : recipients) {
      String address = recipient.path("emailAddress").path("address").asText();
      if (!address.matches("[^@\\s]+@[^@\\s]+")) {
        throw GraphFailure.badRequest(
            "ErrorInvalidRecipients", "At least one recipient is not valid.");
      }
      addresses.add(address);
    }
    return addresses;
  }

  private static byte[] bytes(JsonNode base64) {
    try {
      return base64.binaryValue() == null ? new byte[0] : base64.binaryValue();
    } catch (IOException e) {
      throw GraphFailure.badRequest("RequestBodyRead", "contentBytes is not base64.");
    }
  }

  private static JsonNode body(GraphRequest request) {
    try {
      return JSON.readTree(request.body());
    } catch (IOException e) {
      throw GraphFailure.badRequest("RequestBodyRead", "The body is not JSON.");
    }
  }

  private static void check(JsonNode object, Set<String> known) {
    for (Map.Entry<String, JsonNode> property : object.properties()) {
      if (!known.contains(property.getKey())) {
        throw GraphFailure.badRequest(
            "RequestBodyRead",
            "The property '" + property.getKey() + "' does not exist on this type.");
      }
    }
  }
}
