package dev.rollcall.source.folder;

import static dev.rollcall.client.graph.GraphUrls.encoded;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.client.graph.GraphClient;
import dev.rollcall.client.graph.GraphUrls;
import dev.rollcall.client.http.ClientException;
import dev.rollcall.model.CallMeter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Follows a policy's path into a mailbox, level by level. Names are compared without regard to
 * case, as Exchange does; of two folders with one name the one with the lower id is taken, always
 * the same one. Graph shows contact folders alone, so what it finds is one.
 */
final class GraphFolderSearch {

  /** The folder that every path begins in. */
  private static final String CONTACTS = "Contacts";

  private static final Map<String, String> EVENTUAL = Map.of("ConsistencyLevel", "eventual");

  private static final Pattern OBJECT_ID =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  private final GraphClient graph;
  private final CallMeter meter;

  GraphFolderSearch(GraphClient graph, CallMeter meter) {
    this.graph = graph;
    this.meter = meter;
  }

  /**
   * Where a folder is.
   *
   * @param mailbox the mailbox's object id
   * @param folder the folder's id; empty for a Contacts folder that has nothing in it, whose id the
   *     service does not tell
   */
  record Place(String mailbox, Optional<String> folder) {}

  /**
   * Finds a folder.
   *
   * @param mailbox an address of the mailbox, or its object id
   * @param path the folders on the way to it, below Contacts; empty for Contacts itself
   * @throws ClientException if the service could not be asked
   * @throws dev.rollcall.source.SourceUnavailable if there is none
   */
  Place find(String mailbox, List<String> path) {
    String id = mailboxId(mailbox);
    String folders = "/users/" + encoded(id) + "/contactFolders";
    if (path.isEmpty()) {
      return new Place(id, contactsFolder(id));
    }
    String folder = "";
    for (int level = 0; level < path.size(); level++) {
      String url = level == 0 ? folders : folders + "/" + encoded(folder) + "/childFolders";
      folder = child(url, path, level);
    }
    return new Place(id, Optional.of(folder));
  }

  private String mailboxId(String mailbox) {
    if (OBJECT_ID.matcher(mailbox).matches()) {
      return mailbox;
    }
    String filter =
        encoded("mail eq ")
            + GraphUrls.quoted(mailbox)
            + encoded(" or proxyAddresses/any(p:p eq ")
            + GraphUrls.quoted("smtp:" + mailbox)
            + ")";
    JsonNode found =
        graph.get("/users?$select=id&$filter=" + filter + "&$count=true", EVENTUAL, meter);
    TreeSet<String> ids = new TreeSet<>();
    found.path("value").forEach(row -> ids.add(row.path("id").asText("")));
    ids.remove("");
    if (ids.isEmpty()) {
      throw FolderProblems.noMailbox();
    }
    return ids.first();
  }

  /** The name {@code contacts} for it is common, and not documented. */
  private Optional<String> contactsFolder(String mailbox) {
    String user = "/users/" + encoded(mailbox);
    try {
      JsonNode folder = graph.get(user + "/contactFolders/contacts?$select=id", Map.of(), meter);
      if (folder.path("id").isTextual()) {
        return Optional.of(folder.path("id").textValue());
      }
    } catch (ClientException e) {
      if (e.concernsWholeTarget() || e.disposition().isPassing()) {
        throw e;
      }
    }
    JsonNode contact =
        graph.get(user + "/contacts?$select=id,parentFolderId&$top=1", Map.of(), meter);
    return Optional.of(contact.path("value").path(0).path("parentFolderId").asText(""))
        .filter(id -> !id.isEmpty());
  }

  private String child(String folders, List<String> path, int level) {
    List<String> names = new ArrayList<>();
    TreeSet<String> found = new TreeSet<>();
    String url = folders + "?$select=id,displayName&$top=100";
    while (!url.isEmpty()) {
      JsonNode page = graph.get(url, Map.of(), meter);
      for (JsonNode folder : page.path("value")) {
        String name = folder.path("displayName").asText("");
        names.add(name);
        if (name.equalsIgnoreCase(path.get(level))) {
          found.add(folder.path("id").asText(""));
        }
      }
      url = page.path("@odata.nextLink").asText("");
    }
    if (found.isEmpty()) {
      throw FolderProblems.noFolder(path, level, CONTACTS, names);
    }
    return found.first();
  }
}
