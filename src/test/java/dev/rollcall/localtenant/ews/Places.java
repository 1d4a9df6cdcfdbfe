package dev.rollcall.localtenant.ews;

import dev.rollcall.localtenant.graph.GraphFailure;
import dev.rollcall.localtenant.graph.mailbox.ItemIds;
import dev.rollcall.localtenant.graph.mailbox.Location;
import dev.rollcall.localtenant.graph.mailbox.Mailbox;
import dev.rollcall.localtenant.graph.mailbox.MailboxState;
import dev.rollcall.localtenant.graph.mailbox.Mailboxes;
import dev.rollcall.localtenant.graph.mailbox.StoredContact;
import dev.rollcall.localtenant.graph.mailbox.StoredFolder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.w3c.dom.Element;

/**
 * Finds the folders and items that one request names, and refuses those its caller may not open.
 *
 * @param actingAs the address of the mailbox that is opened where none is named; empty if the
 *     account has none and impersonates nobody
 * @param headers of the request, names in lower case
 */
record Places(
    Mailboxes mailboxes,
    PublicFolders publicFolders,
    Location here,
    Optional<String> actingAs,
    Map<String, String> headers) {

  /** A folder, of a mailbox or of the public ones. */
  record Place(Mailbox mailbox, StoredFolder folder, boolean isPublic) {}

  /** A contact, in a mailbox or in a public folder. */
  record Spot(Mailbox mailbox, StoredContact contact) {}

  private static final String REST = "AAMkAGI2";

  /** The mailbox that is opened where none is named. */
  Mailbox own(boolean write) {
    String address =
        actingAs.orElseThrow(
            () ->
                new EwsFailure(
                    "ErrorMissingEmailAddress",
                    "When making a request as an account that does not have a mailbox, you must"
                        + " specify the mailbox primary SMTP address for any distinguished folder"
                        + " Ids."));
    Mailbox mailbox = mailboxes.at(here, address).orElseThrow(Places::noMailbox);
    checkState(mailbox.state(), write);
    return mailbox;
  }

  static SoapFault noMailbox() {
    return new SoapFault(
        "ErrorNonExistentMailbox", "The SMTP address has no mailbox associated with it.");
  }

  private static void checkState(MailboxState state, boolean write) {
    switch (state) {
      case ACTIVE -> {}
      case INACTIVE, GONE -> throw noMailbox();
      case OUT_OF_SCOPE ->
          throw new SoapFault(
              "ErrorImpersonateUserDenied",
              "The account does not have permission to impersonate the requested user.");
      case FULL -> {
        if (write) {
          throw new EwsFailure("ErrorQuotaExceeded", "The mailbox has exceeded its quota.");
        }
      }
      case MOVING ->
          throw new EwsFailure(
              "ErrorMailboxMoveInProgress", "Mailbox move in progress. Try again later.");
    }
  }

  /** A folder by {@code FolderId} or {@code DistinguishedFolderId}. */
  Place folder(Element id, boolean write) {
    return id.getLocalName().equals("FolderId")
        ? folder(id.getAttribute("Id"), write)
        : distinguished(id, write);
  }

  private Place distinguished(Element id, boolean write) {
    String name = id.getAttribute("Id");
    if (name.equals("publicfoldersroot")) {
      return new Place(publicFolders.tree(), publicFolders.tree().root(), true);
    }
    Optional<String> other =
        Xml.child(id, "Mailbox").flatMap(mailbox -> Xml.text(mailbox, "EmailAddress"));
    if (other.isPresent() && !other.get().equalsIgnoreCase(actingAs.orElse(""))) {
      // Nobody here has rights at anybody else's folders.
      throw EwsFailure.folderNotFound();
    }
    Mailbox mailbox = own(write);
    return new Place(mailbox, special(mailbox, name), false);
  }

  private static StoredFolder special(Mailbox mailbox, String name) {
    return switch (name) {
      case "contacts" -> mailbox.root();
      case "msgfolderroot" -> top(mailbox);
      case "inbox" -> mailbox.special(-2, "Inbox", "IPF.Note");
      case "calendar" -> mailbox.special(-3, "Calendar", "IPF.Appointment");
      case "deleteditems" -> mailbox.special(-4, "Deleted Items", "IPF.Note");
      case "sentitems" -> mailbox.special(-5, "Sent Items", "IPF.Note");
      default -> throw SoapFault.notImplemented("the folder " + name);
    };
  }

  private static StoredFolder top(Mailbox mailbox) {
    return mailbox.special(-1, "Top of Information Store", "IPF");
  }

  private Place folder(String ewsId, boolean write) {
    String id = EwsIds.toStore(ewsId);
    if (!ItemIds.isFolder(id)) {
      throw EwsFailure.malformed();
    }
    Optional<StoredFolder> shared = publicFolders.tree().folder(id);
    if (shared.isPresent()) {
      return new Place(publicFolders.tree(), shared.get(), true);
    }
    Mailbox mailbox = own(write);
    return mailbox
        .folder(id)
        .map(folder -> new Place(mailbox, folder, false))
        .orElseThrow(EwsFailure::folderNotFound);
  }

  /** The folder above another; empty above the highest. */
  static Optional<StoredFolder> parent(Place place) {
    StoredFolder parent = place.folder().parent();
    if (parent != null || place.isPublic()) {
      return Optional.ofNullable(parent);
    }
    StoredFolder top = top(place.mailbox());
    return place.folder() == top ? Optional.empty() : Optional.of(top);
  }

  /** The folders right below one, as far as the caller sees them. */
  List<Place> children(Place place) {
    List<Place> children = new ArrayList<>();
    if (!place.isPublic() && place.folder() == top(place.mailbox())) {
      for (String name : List.of("calendar", "contacts", "deleteditems", "inbox", "sentitems")) {
        children.add(new Place(place.mailbox(), special(place.mailbox(), name), false));
      }
    }
    for (StoredFolder child : place.folder().children()) {
      if (!place.isPublic() || publicFolders.maySee(child, actingAs.orElse(""))) {
        children.add(new Place(place.mailbox(), child, place.isPublic()));
      }
    }
    return children;
  }

  /** Refuses a look at a public folder's content that was not sent to its mailbox. */
  void checkContent(Place place) {
    if (!place.isPublic()) {
      return;
    }
    if (!publicFolders.isContentRouted(place.folder(), headers)) {
      throw EwsFailure.folderNotFound();
    }
    if (!publicFolders.mayRead(place.folder(), actingAs.orElse(""))) {
      throw EwsFailure.accessDenied();
    }
  }

  /** Refuses a look at the tree of public folders that was not sent to the mailbox of that. */
  void checkHierarchy(Place place) {
    if (place.isPublic()) {
      publicFolders.checkHierarchy(headers);
    }
  }

  /** An item by its id. */
  Spot item(String ewsId, boolean write) {
    String id = EwsIds.toStore(ewsId);
    if (!id.startsWith(REST) || !ItemIds.isContact(id) || ewsId.matches(".*[-_].*")) {
      throw EwsFailure.malformed();
    }
    if (publicFolders.tree().ids().number(id).isPresent()) {
      StoredContact contact = stored(publicFolders.tree(), id);
      if (!publicFolders.isContentRouted(contact.folder(), headers)) {
        throw EwsFailure.itemNotFound();
      }
      if (write || !publicFolders.mayRead(contact.folder(), actingAs.orElse(""))) {
        throw EwsFailure.accessDenied();
      }
      return new Spot(publicFolders.tree(), contact);
    }
    if (actingAs.isEmpty()) {
      // An id says whose mailbox it is of; who is nobody there may not open it.
      throw EwsFailure.accessDenied();
    }
    Mailbox mailbox = own(write);
    if (mailbox.ids().number(id).isEmpty()) {
      throw EwsFailure.itemNotFound();
    }
    return new Spot(mailbox, stored(mailbox, id));
  }

  private static StoredContact stored(Mailbox mailbox, String id) {
    try {
      return mailbox.contact(Optional.empty(), id);
    } catch (GraphFailure failure) {
      throw EwsFailure.of(failure);
    }
  }
}
