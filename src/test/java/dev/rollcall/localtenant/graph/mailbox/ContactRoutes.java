package dev.rollcall.localtenant.graph.mailbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.localtenant.graph.GraphAnswer;
import dev.rollcall.localtenant.graph.GraphFailure;
import dev.rollcall.localtenant.graph.GraphRequest;
import dev.rollcall.localtenant.graph.GraphRoutes;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Contact folders and contacts: {@code /users/{id}/contactFolders} and {@code
 * /users/{id}/contacts}, with everything below them.
 */
public final class ContactRoutes implements GraphRoutes {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> LIST =
      Set.of("$select", "$expand", "$filter", "$top", "$skip", "$count");
  private static final Set<String> ONE = Set.of("$select", "$expand");

  private final Mailboxes mailboxes;
  private final String base;

  /**
   * @param base the version root, without a slash at the end
   */
  public ContactRoutes(Mailboxes mailboxes, String base) {
    this.mailboxes = mailboxes;
    this.base = base;
  }

  @Override
  public Optional<GraphAnswer> answer(GraphRequest request) {
    List<String> path = request.segments();
    if (path.size() < 3
        || !path.get(0).equals("users")
        || !path.get(2).equals("contactFolders") && !path.get(2).equals("contacts")) {
      return Optional.empty();
    }
    boolean write = !request.method().equals("GET");
    Mailbox mailbox = mailboxes.open(path.get(1), write);
    Step step = new Step(request, mailbox, answers(request, mailbox), mailboxes.quirks());
    synchronized (mailbox) {
      return path.get(2).equals("contacts")
          ? step.contacts(Optional.empty(), path.subList(3, path.size()))
          : step.folders(path.subList(3, path.size()));
    }
  }

  private ContactAnswers answers(GraphRequest request, Mailbox mailbox) {
    return new ContactAnswers(
        base,
        mailboxes.ownerId(request.segments().get(1)),
        mailbox.ids(),
        request.header("prefer").orElse("").contains("IdType=\"ImmutableId\""));
  }

  /** One request at one mailbox. Each method answers what is left of the path. */
  private record Step(
      GraphRequest request, Mailbox mailbox, ContactAnswers answers, MailboxQuirks quirks) {

    Optional<GraphAnswer> folders(List<String> rest) {
      if (rest.isEmpty()) {
        return folderCollection(mailbox.root());
      }
      if (rest.get(0).equals("delta")) {
        return Optional.empty();
      }
      StoredFolder folder = mailbox.folder(rest.get(0), quirks);
      if (rest.size() == 1) {
        return folder(folder);
      }
      List<String> below = rest.subList(2, rest.size());
      return switch (rest.get(1)) {
        case "childFolders" -> below.isEmpty() ? folderCollection(folder) : folders(below);
        case "contacts" -> contacts(Optional.of(folder), below);
        default -> Optional.empty();
      };
    }

    Optional<GraphAnswer> contacts(Optional<StoredFolder> folder, List<String> rest) {
      if (rest.isEmpty()) {
        return contactCollection(folder);
      }
      if (rest.equals(List.of("delta")) && folder.isPresent()) {
        return method("GET")
            ? Optional.of(new ContactFeed(answers, folder.get(), quirks).answer(request))
            : Optional.empty();
      }
      if (rest.equals(List.of("$count"))) {
        return Optional.of(
            GraphAnswer.binary(
                "text/plain",
                Integer.toString(mailbox.contacts(folder.orElse(mailbox.root())).size())
                    .getBytes(StandardCharsets.UTF_8)));
      }
      if (rest.equals(List.of("delta"))) {
        return Optional.empty();
      }
      StoredContact contact = mailbox.contact(folder, rest.get(0));
      return switch (String.join("/", rest.subList(1, rest.size()))) {
        case "" -> contact(contact);
        case "photo" -> method("GET") ? Optional.of(photoFacts(contact)) : Optional.empty();
        case "photo/$value" -> photo(contact);
        default -> Optional.empty();
      };
    }

    private Optional<GraphAnswer> folderCollection(StoredFolder parent) {
      return switch (request.method()) {
        case "GET" -> {
          checkOptions(Set.of("$select", "$top", "$skip"));
          yield Optional.of(folderPage(parent));
        }
        case "POST" -> {
          StoredFolder folder = mailbox.createFolder(parent, folderName());
          yield Optional.of(GraphAnswer.json(201, answers.folder(folder, Set.of())));
        }
        default -> Optional.empty();
      };
    }

    private GraphAnswer folderPage(StoredFolder parent) {
      Set<String> select = request.option("$select").map(ContactOptions::names).orElse(Set.of());
      checkFolderSelect(select);
      int top = request.option("$top").map(Integer::parseInt).orElse(ContactOptions.DEFAULT_PAGE);
      int skip = request.option("$skip").map(Integer::parseInt).orElse(0);
      List<StoredFolder> all = mailbox.children(parent);
      ObjectNode page = JSON.createObjectNode();
      page.put(
          "@odata.context",
          answers.base() + "/$metadata#users('" + answers.owner() + "')/contactFolders");
      ArrayNode value = page.putArray("value");
      all.stream().skip(skip).limit(top).forEach(f -> value.add(answers.folder(f, select)));
      if (all.size() > skip + top) {
        String below = parent == mailbox.root() ? "" : "('" + parent.id() + "')/childFolders";
        page.put(
            "@odata.nextLink",
            nextLink(
                answers.base() + "/users('" + answers.owner() + "')/contactFolders" + below,
                skip + top));
      }
      return GraphAnswer.json(200, page);
    }

    private Optional<GraphAnswer> folder(StoredFolder folder) {
      return switch (request.method()) {
        case "GET" -> {
          checkOptions(Set.of("$select"));
          Set<String> select =
              request.option("$select").map(ContactOptions::names).orElse(Set.of());
          checkFolderSelect(select);
          yield Optional.of(GraphAnswer.json(200, answers.folder(folder, select)));
        }
        case "PATCH" -> {
          mailbox.renameFolder(folder, folderName());
          yield Optional.of(GraphAnswer.json(200, answers.folder(folder, Set.of())));
        }
        case "DELETE" -> {
          mailbox.deleteFolder(folder);
          yield Optional.of(GraphAnswer.empty(204));
        }
        default -> Optional.empty();
      };
    }

    private Optional<GraphAnswer> contactCollection(Optional<StoredFolder> folder) {
      StoredFolder place = folder.orElse(mailbox.root());
      return switch (request.method()) {
        case "GET" -> Optional.of(contactPage(place, folder.isEmpty()));
        case "POST" -> {
          checkOptions(Set.of());
          StoredContact contact = mailbox.create(place, body(), quirks);
          yield Optional.of(whole(201, contact));
        }
        default -> Optional.empty();
      };
    }

    private GraphAnswer contactPage(StoredFolder folder, boolean defaultPath) {
      ContactOptions options = ContactOptions.of(request, LIST);
      List<StoredContact> found =
          mailbox.contacts(folder).stream()
              .filter(contact -> options.filter().map(f -> f.test(contact)).orElse(true))
              .toList();
      String url =
          defaultPath
              ? answers.base() + "/users('" + answers.owner() + "')/contacts"
              : answers.contactsUrl(folder);
      ObjectNode page = JSON.createObjectNode();
      page.put("@odata.context", context(folder));
      if (options.count()) {
        page.put("@odata.count", found.size());
      }
      ArrayNode value = page.putArray("value");
      found.stream()
          .skip(options.skip())
          .limit(options.top())
          .forEach(c -> value.add(answers.contact(c, options.select(), options.expand())));
      if (found.size() > options.skip() + options.top()) {
        page.put("@odata.nextLink", nextLink(url, options.skip() + options.top()));
      }
      return GraphAnswer.json(200, page);
    }

    private Optional<GraphAnswer> contact(StoredContact contact) {
      Optional<String> ifMatch = request.header("if-match");
      return switch (request.method()) {
        case "GET" -> {
          ContactOptions options = ContactOptions.of(request, ONE);
          yield Optional.of(
              GraphAnswer.json(200, answers.contact(contact, options.select(), options.expand())));
        }
        case "PATCH" -> {
          checkOptions(Set.of());
          mailbox.update(contact, body(), ifMatch, quirks);
          yield Optional.of(whole(200, contact));
        }
        case "DELETE" -> {
          mailbox.delete(contact, ifMatch);
          yield Optional.of(GraphAnswer.empty(204));
        }
        default -> Optional.empty();
      };
    }

    private GraphAnswer photoFacts(StoredContact contact) {
      StoredContact.Photo photo = contact.photo().orElseThrow(Step::noPhoto);
      ObjectNode answer = JSON.createObjectNode();
      answer
          .put("@odata.mediaContentType", photo.contentType())
          .put("@odata.mediaEtag", "W/\"" + ItemIds.changeKey(contact.changedAt()) + "\"")
          .put("id", "default")
          .put("width", 1)
          .put("height", 1);
      return GraphAnswer.json(200, answer);
    }

    private Optional<GraphAnswer> photo(StoredContact contact) {
      switch (request.method()) {
        case "GET" -> {
          StoredContact.Photo photo = contact.photo().orElseThrow(Step::noPhoto);
          return Optional.of(GraphAnswer.binary(photo.contentType(), photo.bytes()));
        }
        case "PUT" -> {
          String type = request.header("content-type").orElse("");
          if (!type.startsWith("image/") || request.body().length == 0) {
            throw GraphFailure.badRequest(
                "ErrorInvalidImage", "The photo must be an image with its content type.");
          }
          if (request.body().length >= 4 * 1024 * 1024) {
            throw new GraphFailure(
                413, "RequestEntityTooLarge", "The photo must be smaller than 4 MB.");
          }
          mailbox.photo(contact, new StoredContact.Photo(type, request.body()));
          return Optional.of(GraphAnswer.empty(200));
        }
        default -> {
          return Optional.empty();
        }
      }
    }

    private GraphAnswer whole(int status, StoredContact contact) {
      ObjectNode answer = JSON.createObjectNode();
      answer.put("@odata.context", context(contact.folder()) + "/$entity");
      answer.setAll(answers.contact(contact, Set.of(), Set.of()));
      return GraphAnswer.json(status, answer);
    }

    private String context(StoredFolder folder) {
      return answers.base()
          + "/$metadata#users('"
          + answers.owner()
          + "')/contactFolders('"
          + folder.id()
          + "')/contacts";
    }

    /** The options of this page, and where the next begins. */
    private String nextLink(String url, int skip) {
      String options =
          request.query().entrySet().stream()
              .filter(option -> !option.getKey().equals("$skip"))
              .map(option -> encoded(option.getKey()) + "=" + encoded(option.getValue()))
              .collect(Collectors.joining("&"));
      return url + "?" + (options.isEmpty() ? "" : options + "&") + "%24skip=" + skip;
    }

    private static String encoded(String text) {
      return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private void checkFolderSelect(Set<String> select) {
      if (!Set.of("id", "displayName", "parentFolderId").containsAll(select)) {
        throw GraphFailure.badRequest(
            "RequestBroker--ParseUri",
            "Could not find a property named in $select on type 'microsoft.graph.contactFolder'.");
      }
    }

    private void checkOptions(Set<String> allowed) {
      for (String name : request.query().keySet()) {
        if (!allowed.contains(name)) {
          throw ContactOptions.refused(name);
        }
      }
    }

    private String folderName() {
      JsonNode body = body();
      for (Map.Entry<String, JsonNode> property : body.properties()) {
        if (!property.getKey().equals("displayName")) {
          throw ContactSchema.unknown(property.getKey(), "microsoft.graph.contactFolder");
        }
      }
      return body.path("displayName").asText("");
    }

    private JsonNode body() {
      if (!request.header("content-type").orElse("").startsWith("application/json")) {
        throw GraphFailure.badRequest(
            "RequestBodyRead", "A Content-Type of application/json is required.");
      }
      try {
        return JSON.readTree(request.body());
      } catch (IOException e) {
        throw GraphFailure.badRequest("RequestBodyRead", "The body is not JSON.");
      }
    }

    private boolean method(String name) {
      return request.method().equals(name);
    }

    private static GraphFailure noPhoto() {
      return new GraphFailure(404, "ImageNotFound", "The photo wasn't found.");
    }
  }
}
