package dev.rollcall.localtenant.ews;

import dev.rollcall.localtenant.graph.mailbox.ItemIds;
import dev.rollcall.localtenant.graph.mailbox.Mailbox;
import dev.rollcall.localtenant.graph.mailbox.StoredContact;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.w3c.dom.Element;

/**
 * FindItem, GetItem, CreateItem, UpdateItem and DeleteItem, of contacts.
 *
 * @param unreadable what is answered instead of contacts, by their display name
 * @param goesOn asked before each item that is written; false breaks the connection off there
 */
record Items(Places places, int maxText, BooleanSupplier goesOn, Map<String, String> unreadable) {

  /** The connection broke in the middle of a request: what was done stays done. */
  static final class Cut extends RuntimeException {
    private static final long serialVersionUID = 1;

    Cut() {
      super("cut", null, false, false);
    }
  }

  Reply find(Element request) {
    Reply reply = new Reply("FindItem");
    if (Xml.child(request, "QueryString").isPresent()) {
      throw SoapFault.notImplemented("queries in words");
    }
    boolean shallow = request.getAttribute("Traversal").equals("Shallow");
    for (Element parent : Xml.children(Xml.require(request, "ParentFolderIds"))) {
      reply.item(
          "",
          out -> {
            Shape shape = Shape.of(Xml.require(request, "ItemShape"), true);
            Page page = Page.of(Xml.child(request, "IndexedPageItemView"));
            Predicate<StoredContact> restriction =
                Xml.child(request, "Restriction")
                    .map(r -> Restriction.of(Xml.first(r)))
                    .orElse(all -> true);
            Places.Place place = places.folder(parent, false);
            places.checkContent(place);
            synchronized (place.mailbox()) {
              List<StoredContact> found = new ArrayList<>();
              for (StoredContact contact : place.folder().contacts().values()) {
                if (shallow && restriction.test(contact)) {
                  found.add(contact);
                }
              }
              Xml.child(request, "SortOrder").ifPresent(order -> found.sort(order(order)));
              page.write(
                  out,
                  "t:Items",
                  found,
                  contact -> ContactXml.write(out, place.mailbox(), contact, shape));
            }
          });
    }
    return reply;
  }

  private static Comparator<StoredContact> order(Element orders) {
    Comparator<StoredContact> all = (a, b) -> 0;
    for (Element order : Xml.children(orders)) {
      Element path = Xml.first(order);
      Comparator<StoredContact> one =
          Comparator.comparing(contact -> Restriction.value(path, contact).orElse(""));
      all =
          all.thenComparing(order.getAttribute("Order").equals("Ascending") ? one : one.reversed());
    }
    return all;
  }

  Reply get(Element request) {
    Reply reply = new Reply("GetItem");
    for (Element id : Xml.children(Xml.require(request, "ItemIds"))) {
      reply.item(
          "m:Items",
          out -> {
            Shape shape = Shape.of(Xml.require(request, "ItemShape"), false);
            Places.Spot spot = places.item(id.getAttribute("Id"), false);
            String failure = unreadable.get(spot.contact().content().path("displayName").asText());
            if (failure != null) {
              throw new EwsFailure(failure, "The item could not be read.");
            }
            out.start("m:Items");
            synchronized (spot.mailbox()) {
              ContactXml.write(out, spot.mailbox(), spot.contact(), shape);
            }
            out.end("m:Items");
          });
    }
    return reply;
  }

  Reply create(Element request) {
    Reply reply = new Reply("CreateItem");
    Optional<Element> folder = Xml.child(request, "SavedItemFolderId").map(Xml::first);
    for (Element item : Xml.children(Xml.require(request, "Items"))) {
      if (!item.getLocalName().equals("Contact")) {
        throw SoapFault.notImplemented("items that are no contacts, or with other mails");
      }
      checkGoesOn();
      reply.item("m:Items", out -> create(out, folder, item));
    }
    return reply;
  }

  private void create(Out out, Optional<Element> folder, Element item) {
    Places.Place place =
        folder
            .map(id -> places.folder(id, true))
            .orElseGet(
                () -> {
                  Mailbox own = places.own(true);
                  return new Places.Place(own, own.root(), false);
                });
    places.checkContent(place);
    if (place.isPublic()) {
      throw EwsFailure.accessDenied();
    }
    ContactDraft draft = ContactDraft.fresh(maxText);
    ContactFields.create(draft, item);
    synchronized (place.mailbox()) {
      StoredContact made = place.mailbox().create(place.folder(), draft.done());
      Xml.child(item, "Attachments")
          .ifPresent(
              files ->
                  Xml.children(files)
                      .forEach(file -> Attachments.take(place.mailbox(), made, file)));
      written(out, place.mailbox(), made);
    }
  }

  Reply update(Element request) {
    Reply reply = new Reply("UpdateItem");
    String resolution = request.getAttribute("ConflictResolution");
    for (Element change : Xml.children(Xml.require(request, "ItemChanges"))) {
      checkGoesOn();
      reply.item("m:Items", out -> update(out, change, resolution));
    }
    return reply;
  }

  private void update(Out out, Element change, String resolution) {
    Element id = Xml.require(change, "ItemId");
    Places.Spot spot = places.item(id.getAttribute("Id"), true);
    synchronized (spot.mailbox()) {
      checkChangeKey(spot.contact(), id, resolution);
      ContactDraft draft = ContactDraft.of(spot.contact(), maxText);
      for (Element update : Xml.children(Xml.require(change, "Updates"))) {
        ContactFields.change(draft, update);
      }
      spot.mailbox().update(spot.contact(), draft.done());
      written(out, spot.mailbox(), spot.contact());
      out.start("m:ConflictResults").text("t:Count", "0").end("m:ConflictResults");
    }
  }

  private static void checkChangeKey(StoredContact contact, Element id, String resolution) {
    if (!resolution.equals("NeverOverwrite")) {
      return;
    }
    String given =
        Xml.attribute(id, "ChangeKey")
            .orElseThrow(
                () ->
                    new EwsFailure(
                        "ErrorChangeKeyRequired",
                        "This operation requires that the item's change key be provided."));
    if (!given.equals(ItemIds.changeKey(contact.changedAt()))) {
      throw new EwsFailure(
          "ErrorIrresolvableConflict",
          "The send or update operation could not be performed because the change key passed in"
              + " the request does not match the current change key for the item.");
    }
  }

  Reply delete(Element request) {
    Reply reply = new Reply("DeleteItem");
    for (Element id : Xml.children(Xml.require(request, "ItemIds"))) {
      checkGoesOn();
      reply.item(
          () -> {
            Places.Spot spot = places.item(id.getAttribute("Id"), true);
            spot.mailbox().delete(spot.contact(), Optional.empty());
          });
    }
    return reply;
  }

  private void checkGoesOn() {
    if (!goesOn.getAsBoolean()) {
      throw new Cut();
    }
  }

  private static void written(Out out, Mailbox mailbox, StoredContact contact) {
    out.start("m:Items");
    ContactXml.writeId(out, mailbox, contact);
    out.end("m:Items");
  }
}
