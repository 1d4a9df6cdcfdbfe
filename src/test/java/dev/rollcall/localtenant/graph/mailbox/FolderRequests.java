package dev.rollcall.localtenant.graph.mailbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.localtenant.graph.GraphAnswer;
import dev.rollcall.localtenant.graph.GraphFailure;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Answers what is asked of contact folders. */
record FolderRequests(MailboxRequest at, ContactRequests contacts) {

  /** Answers by what is left of the path after {@code contactFolders}. */
  Optional<GraphAnswer> answer(List<String> rest) {
    if (rest.isEmpty()) {
      return folderCollection(at.mailbox().root());
    }
    if (rest.get(0).equals("delta")) {
      return Optional.empty();
    }
    StoredFolder folder = at.mailbox().folder(rest.get(0), at.quirks());
    if (rest.size() == 1) {
      return folder(folder);
    }
    List<String> below = rest.subList(2, rest.size());
    return switch (rest.get(1)) {
      case "childFolders" -> below.isEmpty() ? folderCollection(folder) : answer(below);
      case "contacts" -> contacts.answer(Optional.of(folder), below);
      default -> Optional.empty();
    };
  }

  private Optional<GraphAnswer> folderCollection(StoredFolder parent) {
    return switch (at.method()) {
      case "GET" -> {
        at.checkOptions(Set.of("$select", "$top", "$skip"));
        yield Optional.of(folderPage(parent));
      }
      case "POST" -> {
        StoredFolder folder = at.mailbox().createFolder(parent, folderName());
        yield Optional.of(GraphAnswer.json(201, at.answers().folder(folder, Set.of())));
      }
      default -> Optional.empty();
    };
  }

  private GraphAnswer folderPage(StoredFolder parent) {
    Set<String> select = at.request().option("$select").map(ContactOptions::names).orElse(Set.of());
    checkFolderSelect(select);
    int top =
        at.request().option("$top").map(Integer::parseInt).orElse(ContactOptions.DEFAULT_PAGE);
    int skip = at.request().option("$skip").map(Integer::parseInt).orElse(0);
    List<StoredFolder> all = at.mailbox().children(parent);
    ObjectNode page = JsonNodeFactory.instance.objectNode();
    page.put(
        "@odata.context",
        at.answers().base() + "/$metadata#users('" + at.answers().owner() + "')/contactFolders");
    ArrayNode value = page.putArray("value");
    all.stream().skip(skip).limit(top).forEach(f -> value.add(at.answers().folder(f, select)));
    if (all.size() > skip + top) {
      String below = parent == at.mailbox().root() ? "" : "('" + parent.id() + "')/childFolders";
      page.put(
          "@odata.nextLink",
          at.nextLink(
              at.answers().base() + "/users('" + at.answers().owner() + "')/contactFolders" + below,
              skip + top));
    }
    return GraphAnswer.json(200, page);
  }

  private Optional<GraphAnswer> folder(StoredFolder folder) {
    return switch (at.method()) {
      case "GET" -> {
        at.checkOptions(Set.of("$select"));
        Set<String> select =
            at.request().option("$select").map(ContactOptions::names).orElse(Set.of());
        checkFolderSelect(select);
        yield Optional.of(GraphAnswer.json(200, at.answers().folder(folder, select)));
      }
      case "PATCH" -> {
        at.mailbox().renameFolder(folder, folderName());
        yield Optional.of(GraphAnswer.json(200, at.answers().folder(folder, Set.of())));
      }
      case "DELETE" -> {
        at.mailbox().deleteFolder(folder);
        yield Optional.of(GraphAnswer.empty(204));
      }
      default -> Optional.empty();
    };
  }

  private void checkFolderSelect(Set<String> select) {
    if (!Set.of("id", "displayName", "parentFolderId").containsAll(select)) {
      throw GraphFailure.badRequest(
          "RequestBroker--ParseUri",
          "Could not find a property named in $select on type 'microsoft.graph.contactFolder'.");
    }
  }

  private String folderName() {
    JsonNode body = at.body();
    for (Map.Entry<String, JsonNode> property : body.properties()) {
      if (!property.getKey().equals("displayName")) {
        throw ContactSchema.unknown(property.getKey(), "microsoft.graph.contactFolder");
      }
    }
    return body.path("displayName").asText("");
  }
}
