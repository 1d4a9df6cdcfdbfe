package dev.rollcall.localtenant.ews;

import dev.rollcall.localtenant.graph.mailbox.ItemIds;
import dev.rollcall.localtenant.graph.mailbox.StoredFolder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.w3c.dom.Element;

/** FindFolder, GetFolder, CreateFolder and DeleteFolder. */
record Folders(Places places) {

  /** {@code PR_REPLICA_LIST}. */
  private static final String REPLICA_LIST = "Binary 0x6698";

  private static final String FOLDER_CLASS = "String 0x3613";

  Reply find(Element request) {
    Reply reply = new Reply("FindFolder");
    Shape shape = Shape.of(Xml.require(request, "FolderShape"), false);
    if (Xml.child(request, "Restriction").isPresent()) {
      throw SoapFault.notImplemented("restrictions on folders");
    }
    Page page = Page.of(Xml.child(request, "IndexedPageFolderView"));
    for (Element parent : Xml.children(Xml.require(request, "ParentFolderIds"))) {
      reply.item(
          "",
          out -> {
            Places.Place place = places.folder(parent, false);
            places.checkHierarchy(place);
            boolean deep = request.getAttribute("Traversal").equals("Deep");
            if (deep && place.isPublic()) {
              throw new EwsFailure(
                  "ErrorInvalidOperation", "Deep traversal is not supported for public folders.");
            }
            List<Places.Place> found = new ArrayList<>();
            collect(place, deep, found);
            page.write(out, "t:Folders", found, child -> write(out, child, shape));
          });
    }
    return reply;
  }

  private void collect(Places.Place place, boolean deep, List<Places.Place> found) {
    for (Places.Place child : places.children(place)) {
      found.add(child);
      if (deep) {
        collect(child, true, found);
      }
    }
  }

  Reply get(Element request) {
    Reply reply = new Reply("GetFolder");
    Shape shape = Shape.of(Xml.require(request, "FolderShape"), false);
    for (Element id : Xml.children(Xml.require(request, "FolderIds"))) {
      reply.item(
          "m:Folders",
          out -> {
            Places.Place place = places.folder(id, false);
            places.checkContent(place);
            out.start("m:Folders");
            write(out, place, shape);
            out.end("m:Folders");
          });
    }
    return reply;
  }

  Reply create(Element request) {
    Reply reply = new Reply("CreateFolder");
    Element parent = Xml.first(Xml.require(request, "ParentFolderId"));
    for (Element folder : Xml.children(Xml.require(request, "Folders"))) {
      reply.item(
          "m:Folders",
          out -> {
            Places.Place place = places.folder(parent, true);
            places.checkHierarchy(place);
            if (place.isPublic()) {
              throw EwsFailure.accessDenied();
            }
            String folderClass = folderClass(folder);
            StoredFolder made =
                place
                    .mailbox()
                    .createFolder(
                        place.folder(), Xml.text(folder, "DisplayName").orElse(""), folderClass);
            out.start("m:Folders").start("t:" + element(made));
            id(out, "t:FolderId", made);
            out.end("t:" + element(made)).end("m:Folders");
          });
    }
    return reply;
  }

  private static String folderClass(Element folder) {
    boolean contacts = folder.getLocalName().equals("ContactsFolder");
    String given = Xml.text(folder, "FolderClass").orElse(contacts ? "IPF.Contact" : "IPF.Note");
    if (contacts != given.startsWith("IPF.Contact")) {
      throw new EwsFailure(
          "ErrorFolderTypeMismatch", "The folder class does not fit the kind of folder.");
    }
    if (Xml.child(folder, "FolderId").isPresent()
        || Xml.child(folder, "TotalCount").isPresent()
        || Xml.child(folder, "ExtendedProperty").isPresent()) {
      throw SoapFault.notImplemented("these properties of a new folder");
    }
    return given;
  }

  Reply delete(Element request) {
    Reply reply = new Reply("DeleteFolder");
    for (Element id : Xml.children(Xml.require(request, "FolderIds"))) {
      reply.item(
          () -> {
            Places.Place place = places.folder(id, true);
            places.checkHierarchy(place);
            if (place.isPublic()) {
              throw EwsFailure.accessDenied();
            }
            place.mailbox().deleteFolder(place.folder());
          });
    }
    return reply;
  }

  private void write(Out out, Places.Place place, Shape shape) {
    StoredFolder folder = place.folder();
    String element = "t:" + element(folder);
    out.start(element);
    id(out, "t:FolderId", folder);
    if (shape.has("folder:ParentFolderId")) {
      Optional<StoredFolder> parent = Places.parent(place);
      parent.ifPresent(above -> id(out, "t:ParentFolderId", above));
    }
    if (shape.has("folder:FolderClass")) {
      out.text("t:FolderClass", folder.folderClass());
    }
    if (shape.has("folder:DisplayName")) {
      out.text("t:DisplayName", folder.name());
    }
    // A public folder's hierarchy knows nothing of what is in it.
    if (shape.has("folder:TotalCount") && !place.isPublic()) {
      out.text("t:TotalCount", Integer.toString(folder.contacts().size()));
    }
    if (shape.has("folder:ChildFolderCount")) {
      out.text("t:ChildFolderCount", Integer.toString(places.children(place).size()));
    }
    for (PropertyPath.Extended path : shape.extended()) {
      extended(place, path.id())
          .ifPresent(
              value -> {
                out.start("t:ExtendedProperty");
                ExtendedXml.uri(out, path.id());
                out.text("t:Value", value).end("t:ExtendedProperty");
              });
    }
    out.end(element);
  }

  private Optional<String> extended(Places.Place place, String id) {
    if (id.equals(FOLDER_CLASS)) {
      return Optional.of(place.folder().folderClass());
    }
    return id.equals(REPLICA_LIST) && place.isPublic()
        ? Optional.of(places.publicFolders().holderOf(place.folder()).replicaList())
        : Optional.empty();
  }

  private static void id(Out out, String name, StoredFolder folder) {
    out.empty(
        name, "Id", EwsIds.toEws(folder.id()), "ChangeKey", ItemIds.changeKey(folder.changedAt()));
  }

  private static String element(StoredFolder folder) {
    return switch (folder.folderClass()) {
      case "IPF.Contact" -> "ContactsFolder";
      case "IPF.Appointment" -> "CalendarFolder";
      default -> "Folder";
    };
  }
}
