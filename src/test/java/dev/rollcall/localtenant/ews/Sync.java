package dev.rollcall.localtenant.ews;

import dev.rollcall.localtenant.graph.mailbox.StoredContact;
import dev.rollcall.localtenant.graph.mailbox.StoredFolder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.w3c.dom.Element;

/**
 * SyncFolderItems: what changed in a folder since the state a token holds.
 *
 * <p>Every change of a mailbox has a number, and a state the number up to which its reader has
 * seen.
 */
record Sync(Places places) {

  /**
   * What a state says.
   *
   * @param seen the last change its reader knows
   * @param round the same when its reader last was at the end: what was made since is new to it
   */
  private record State(String folder, int generation, long seen, long round) {

    private static final String MARK = "H4sIAAA";

    String text() {
      return MARK
          + Base64.getEncoder()
              .encodeToString(
                  (folder + "\n" + generation + "\n" + seen + "\n" + round)
                      .getBytes(StandardCharsets.UTF_8));
    }

    static State of(String text, StoredFolder folder) {
      if (text.isEmpty()) {
        return new State(folder.id(), folder.generation(), 0, 0);
      }
      try {
        String[] parts =
            new String(
                    Base64.getDecoder().decode(text.substring(MARK.length())),
                    StandardCharsets.UTF_8)
                .split("\n");
        State state =
            new State(
                parts[0],
                Integer.parseInt(parts[1]),
                Long.parseLong(parts[2]),
                Long.parseLong(parts[3]));
        if (text.startsWith(MARK)
            && state.folder.equals(folder.id())
            && state.generation == folder.generation()) {
          return state;
        }
      } catch (RuntimeException e) {
        // Not one of ours.
      }
      throw new EwsFailure(
          "ErrorInvalidSyncStateData",
          "Synchronization state data is corrupt or otherwise invalid.");
    }
  }

  private record Change(long at, Consumer<Out> write) {}

  Reply items(Element request) {
    return new Reply("SyncFolderItems")
        .item(
            "",
            out -> {
              Places.Place place = place(Xml.first(Xml.require(request, "SyncFolderId")));
              if (place.isPublic()) {
                throw new EwsFailure(
                    "ErrorInvalidOperation",
                    "SyncFolderItems is not supported for public folders.");
              }
              Shape shape = Shape.of(Xml.require(request, "ItemShape"), true);
              int most =
                  Integer.parseInt(Xml.text(request, "MaxChangesReturned").orElse("").strip());
              synchronized (place.mailbox()) {
                State state =
                    State.of(Xml.text(request, "SyncState").orElse("").strip(), place.folder());
                write(out, place, state, changes(place, state, shape, ignored(request)), most);
              }
            });
  }

  private Places.Place place(Element id) {
    try {
      return places.folder(id, false);
    } catch (EwsFailure failure) {
      throw failure.code().equals("ErrorFolderNotFound")
          ? new EwsFailure(
              "ErrorSyncFolderNotFound", "The specified folder could not be found in the store.")
          : failure;
    }
  }

  private static Set<String> ignored(Element request) {
    Set<String> ignored = new HashSet<>();
    Optional<Element> list = Xml.child(request, "Ignore");
    list.ifPresent(ids -> Xml.children(ids).forEach(id -> ignored.add(id.getAttribute("Id"))));
    return ignored;
  }

  private static List<Change> changes(
      Places.Place place, State state, Shape shape, Set<String> ignored) {
    List<Change> changes = new ArrayList<>();
    for (StoredContact contact : place.folder().contacts().values()) {
      String id = ContactXml.id(place.mailbox(), contact);
      if (contact.changedAt() > state.seen() && !ignored.contains(id)) {
        String kind = contact.createdAt() > state.round() ? "t:Create" : "t:Update";
        changes.add(
            new Change(
                contact.changedAt(),
                out -> {
                  out.start(kind);
                  ContactXml.write(out, place.mailbox(), contact, shape);
                  out.end(kind);
                }));
      }
    }
    for (StoredFolder.Tombstone gone : place.folder().tombstones()) {
      // Only of what its reader may have seen.
      if (gone.deletedAt() > state.seen() && gone.createdAt() <= state.seen()) {
        String id = EwsIds.toEws(place.mailbox().ids().contact(gone.number(), false));
        changes.add(
            new Change(
                gone.deletedAt(),
                out -> out.start("t:Delete").empty("t:ItemId", "Id", id).end("t:Delete")));
      }
    }
    changes.sort(Comparator.comparingLong(Change::at));
    return changes;
  }

  private static void write(
      Out out, Places.Place place, State state, List<Change> changes, int most) {
    boolean last = changes.size() <= most;
    List<Change> page = last ? changes : changes.subList(0, most);
    long seen = last ? Math.max(state.seen(), place.folder().changedAt()) : page.get(most - 1).at();
    out.text(
        "m:SyncState",
        new State(
                place.folder().id(), place.folder().generation(), seen, last ? seen : state.round())
            .text());
    out.text("m:IncludesLastItemInRange", Boolean.toString(last));
    out.start("m:Changes");
    page.forEach(change -> change.write().accept(out));
    out.end("m:Changes");
  }
}
