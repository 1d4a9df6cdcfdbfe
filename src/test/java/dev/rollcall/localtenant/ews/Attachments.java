package dev.rollcall.localtenant.ews;

import dev.rollcall.localtenant.graph.mailbox.ItemIds;
import dev.rollcall.localtenant.graph.mailbox.Mailbox;
import dev.rollcall.localtenant.graph.mailbox.StoredContact;
import java.util.Base64;
import java.util.List;
import org.w3c.dom.Element;

/** The one attachment a contact may have here: its picture. */
record Attachments(Places places) {

  /** What an item's id is followed by in its picture's. */
  private static final String PHOTO = "AAABEgAQAA==";

  /** What an item says of its picture. */
  static void facts(Out out, Mailbox mailbox, StoredContact contact) {
    StoredContact.Photo photo = contact.photo().orElseThrow(EwsFailure::itemNotFound);
    out.start("t:FileAttachment");
    out.empty("t:AttachmentId", "Id", ContactXml.id(mailbox, contact) + PHOTO);
    out.text("t:Name", "ContactPicture.jpg").text("t:ContentType", photo.contentType());
    out.text("t:Size", Integer.toString(photo.bytes().length));
    out.text("t:LastModifiedTime", contact.modified().toString());
    out.text("t:IsInline", "false").text("t:IsContactPhoto", "true");
    out.end("t:FileAttachment");
  }

  Reply create(Element request) {
    Reply reply = new Reply("CreateAttachment");
    String parent = Xml.require(request, "ParentItemId").getAttribute("Id");
    for (Element file : Xml.children(Xml.require(request, "Attachments"))) {
      reply.item(
          "m:Attachments",
          out -> {
            Places.Spot spot = places.item(parent, true);
            take(spot.mailbox(), spot.contact(), file);
            out.start("m:Attachments").start("t:FileAttachment");
            out.empty(
                "t:AttachmentId",
                "Id",
                ContactXml.id(spot.mailbox(), spot.contact()) + PHOTO,
                "RootItemId",
                ContactXml.id(spot.mailbox(), spot.contact()),
                "RootItemChangeKey",
                ItemIds.changeKey(spot.contact().changedAt()));
            out.end("t:FileAttachment").end("m:Attachments");
          });
    }
    return reply;
  }

  /** Takes a file as a contact's picture. */
  static void take(Mailbox mailbox, StoredContact contact, Element file) {
    if (!Xml.text(file, "IsContactPhoto").filter("true"::equals).isPresent()) {
      throw SoapFault.notImplemented("attachments other than a contact's picture");
    }
    byte[] bytes = Base64.getMimeDecoder().decode(Xml.text(file, "Content").orElse("").strip());
    if (bytes.length == 0) {
      throw new EwsFailure("ErrorCorruptData", "The content of the picture is missing.");
    }
    if (Xml.text(file, "Name").filter(name -> !name.isEmpty()).isEmpty()) {
      throw new EwsFailure("ErrorRequiredPropertyMissing", "Required property is missing.");
    }
    mailbox.photo(
        contact,
        new StoredContact.Photo(Xml.text(file, "ContentType").orElse("image/jpeg"), bytes));
  }

  Reply get(Element request) {
    Reply reply = new Reply("GetAttachment");
    for (Element id : Xml.children(Xml.require(request, "AttachmentIds"))) {
      reply.item(
          "m:Attachments",
          out -> {
            Places.Spot spot = holder(id, false);
            StoredContact.Photo photo = spot.contact().photo().orElseThrow(Attachments::notFound);
            out.start("m:Attachments").start("t:FileAttachment");
            out.empty("t:AttachmentId", "Id", id.getAttribute("Id"));
            out.text("t:Name", "ContactPicture.jpg").text("t:ContentType", photo.contentType());
            out.text("t:Size", Integer.toString(photo.bytes().length));
            out.text("t:IsInline", "false").text("t:IsContactPhoto", "true");
            out.text("t:Content", Base64.getEncoder().encodeToString(photo.bytes()));
            out.end("t:FileAttachment").end("m:Attachments");
          });
    }
    return reply;
  }

  Reply delete(Element request) {
    Reply reply = new Reply("DeleteAttachment");
    for (Element id : Xml.children(Xml.require(request, "AttachmentIds"))) {
      reply.item(
          "",
          out -> {
            Places.Spot spot = holder(id, true);
            if (spot.contact().photo().isEmpty()) {
              throw notFound();
            }
            spot.mailbox().removePhoto(spot.contact());
            out.empty(
                "m:RootItemId",
                "RootItemId",
                ContactXml.id(spot.mailbox(), spot.contact()),
                "RootItemChangeKey",
                ItemIds.changeKey(spot.contact().changedAt()));
          });
    }
    return reply;
  }

  private Places.Spot holder(Element attachment, boolean write) {
    String id = attachment.getAttribute("Id");
    if (!id.endsWith(PHOTO)) {
      throw new EwsFailure("ErrorInvalidAttachmentId", "The attachment id is not valid.");
    }
    return places.item(id.substring(0, id.length() - PHOTO.length()), write);
  }

  private static EwsFailure notFound() {
    return new EwsFailure(
        "ErrorAttachmentNotFound", "The specified attachment could not be found in the store.");
  }

  /** How many files a request names or brings. */
  static int count(Element request) {
    return Xml.children(request).stream()
        .filter(e -> List.of("Attachments", "AttachmentIds").contains(e.getLocalName()))
        .mapToInt(e -> Xml.children(e).size())
        .sum();
  }
}
