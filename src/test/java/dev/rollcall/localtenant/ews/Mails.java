package dev.rollcall.localtenant.ews;

import dev.rollcall.localtenant.graph.MailRoutes;
import java.nio.charset.StandardCharsets;
import org.w3c.dom.Element;

/** CreateItem of a message that is sent at once. */
record Mails(Places places, MailRoutes mail) {

  /** Whether a request brings messages. */
  static boolean isMeant(Element request) {
    return request.getLocalName().equals("CreateItem")
        && Xml.children(Xml.require(request, "Items")).stream()
            .anyMatch(item -> item.getLocalName().equals("Message"));
  }

  Reply send(Element request) {
    String disposition = request.getAttribute("MessageDisposition");
    if (disposition.isEmpty()) {
      throw new SoapFault(
          "ErrorMessageDispositionRequired",
          "A message disposition is required for this operation.");
    }
    if (disposition.equals("SaveOnly")) {
      throw SoapFault.notImplemented("messages that are only saved");
    }
    Reply reply = new Reply("CreateItem");
    for (Element item : Xml.children(Xml.require(request, "Items"))) {
      reply.item("m:Items", out -> send(out, item));
    }
    return reply;
  }

  private void send(Out out, Element message) {
    Element mime =
        Xml.child(message, "MimeContent")
            .orElseThrow(() -> SoapFault.notImplemented("messages without their MIME content"));
    if (Xml.children(message).size() > 1) {
      throw SoapFault.notImplemented("messages with more than their MIME content");
    }
    places.own(true);
    mail.send(
        places.mailboxes().ownerOf(places.actingAs().orElseThrow()).orElseThrow(),
        mime.getTextContent().strip().getBytes(StandardCharsets.US_ASCII));
    out.empty("m:Items");
  }
}
