package dev.rollcall.source.folder;

import dev.rollcall.client.graph.GraphClient;
import dev.rollcall.model.CallMeter;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A folder of a mailbox in Exchange Online. Its place is {@code <mailbox>|<folder>}, both by id.
 *
 * @param mailbox an address of the mailbox, or its object id
 * @param path the folders on the way, below Contacts
 */
record GraphAccess(GraphClient graph, CallMeter meter, String mailbox, List<String> path)
    implements FolderAccess {

  @Override
  public String form() {
    return "graph1";
  }

  @Override
  public String find() {
    GraphFolderSearch.Place place = new GraphFolderSearch(graph, meter).find(mailbox, path);
    return place.mailbox() + "|" + place.folder().orElse("");
  }

  @Override
  public ContactFolder at(String place) {
    int bar = place.indexOf('|');
    String folder = place.substring(bar + 1);
    return folder.isEmpty()
        ? new Nothing()
        : new GraphFolder(graph, meter, place.substring(0, bar), folder);
  }

  /** A Contacts folder with nothing in it, whose id the service does not tell. */
  private static final class Nothing implements ContactFolder {

    @Override
    public FolderContents readAll() {
      return new FolderContents(Map.of(), Optional.empty(), 1, List.of());
    }

    @Override
    public Optional<FolderContents> readChanges(Map<String, FolderItem> before, String token) {
      return Optional.empty();
    }

    @Override
    public List<PhotoAnswer> photos(List<FolderItem> items) {
      return items.stream().map(item -> PhotoAnswer.NONE).toList();
    }
  }
}
