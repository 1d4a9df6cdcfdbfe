package dev.rollcall.localtenant.graph.mailbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.localtenant.graph.GraphAnswer;
import dev.rollcall.localtenant.graph.GraphFailure;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Answers what is asked of contacts. */
record ContactRequests(MailboxRequest at) {

  private static final Set<String> LIST =
      Set.of("$select", "$expand", "$filter", "$top", "$skip", "$count");
  private static final Set<String> ONE = Set.of("$select", "$expand");

  /**
   * Answers by what is left of the path after {@code contacts}.
   *
   * @param folder empty for {@code /users/{id}/contacts}
   */
  Optional<GraphAnswer> answer(Optional<StoredFolder> folder, List<String> rest) {
    if (rest.isEmpty()) {
      return contactCollection(folder);
    }
    if (rest.equals(List.of("delta")) && folder.isPresent()) {
      return at.method().equals("GET")
          ? Optional.of(
              new ContactFeed(at.answers(), folder.get(), at.quirks()).answer(at.request()))
          : Optional.empty();
    }
    if (rest.equals(List.of("$count"))) {
      return Optional.of(
          GraphAnswer.binary(
              "text/plain",
              Integer.toString(at.mailbox().contacts(folder.orElse(at.mailbox().root())).size())
                  .getBytes(StandardCharsets.UTF_8)));
    }
    if (rest.equals(List.of("delta"))) {
      return Optional.empty();
    }
    StoredContact contact = at.mailbox().contact(folder, rest.get(0));
    return switch (String.join("/", rest.subList(1, rest.size()))) {
      case "" -> contact(contact);
      case "photo" ->
          at.method().equals("GET") ? Optional.of(photoFacts(contact)) : Optional.empty();
      case "photo/$value" -> photo(contact);
      default -> Optional.empty();
    };
  }

  private Optional<GraphAnswer> contactCollection(Optional<StoredFolder> folder) {
    StoredFolder place = folder.orElse(at.mailbox().root());
    return switch (at.method()) {
      case "GET" -> Optional.of(contactPage(place, folder.isEmpty()));
      case "POST" -> {
        at.checkOptions(Set.of());
        StoredContact contact = at.mailbox().create(place, at.body(), at.quirks());
        yield Optional.of(whole(201, contact));
      }
      default -> Optional.empty();
    };
  }

  private GraphAnswer contactPage(StoredFolder folder, boolean defaultPath) {
    ContactOptions options = ContactOptions.of(at.request(), LIST);
    List<StoredContact> found =
        at.mailbox().contacts(folder).stream()
            .filter(contact -> options.filter().map(f -> f.test(contact)).orElse(true))
            .toList();
    int size = Math.min(options.top(), at.quirks().maxPage());
    String url =
        defaultPath
            ? at.answers().base() + "/users('" + at.answers().owner() + "')/contacts"
            : at.answers().contactsUrl(folder);
    ObjectNode page = JsonNodeFactory.instance.objectNode();
    page.put("@odata.context", context(folder));
    if (options.count()) {
      page.put("@odata.count", found.size());
    }
    ArrayNode value = page.putArray("value");
    found.stream()
        .skip(options.skip())
        .limit(size)
        .forEach(c -> value.add(at.answers().contact(c, options.select(), options.expand())));
    if (found.size() > options.skip() + size) {
      page.put("@odata.nextLink", at.nextLink(url, options.skip() + size));
    }
    return GraphAnswer.json(200, page);
  }

  private Optional<GraphAnswer> contact(StoredContact contact) {
    Optional<String> ifMatch = at.request().header("if-match");
    return switch (at.method()) {
      case "GET" -> {
        ContactOptions options = ContactOptions.of(at.request(), ONE);
        yield Optional.of(
            GraphAnswer.json(
                200, at.answers().contact(contact, options.select(), options.expand())));
      }
      case "PATCH" -> {
        at.checkOptions(Set.of());
        at.mailbox().update(contact, at.body(), ifMatch, at.quirks());
        yield Optional.of(whole(200, contact));
      }
      case "DELETE" -> {
        at.mailbox().delete(contact, ifMatch);
        yield Optional.of(GraphAnswer.empty(204));
      }
      default -> Optional.empty();
    };
  }

  private GraphAnswer photoFacts(StoredContact contact) {
    StoredContact.Photo photo = contact.photo().orElseThrow(ContactRequests::noPhoto);
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer
        .put("@odata.mediaContentType", photo.contentType())
        .put("@odata.mediaEtag", "W/\"" + ItemIds.changeKey(contact.changedAt()) + "\"")
        .put("id", "default")
        .put("width", 1)
        .put("height", 1);
    return GraphAnswer.json(200, answer);
  }

  private Optional<GraphAnswer> photo(StoredContact contact) {
    switch (at.method()) {
      case "GET" -> {
        StoredContact.Photo photo = contact.photo().orElseThrow(ContactRequests::noPhoto);
        return Optional.of(GraphAnswer.binary(photo.contentType(), photo.bytes()));
      }
      case "PUT" -> {
        String type = at.request().header("content-type").orElse("");
        if (!type.startsWith("image/") || at.request().body().length == 0) {
          throw GraphFailure.badRequest(
              "ErrorInvalidImage", "The photo must be an image with its content type.");
        }
        if (at.request().body().length >= 4 * 1024 * 1024) {
          throw new GraphFailure(
              413, "RequestEntityTooLarge", "The photo must be smaller than 4 MB.");
        }
        at.mailbox().photo(contact, new StoredContact.Photo(type, at.request().body()));
        return Optional.of(GraphAnswer.empty(200));
      }
      default -> {
        return Optional.empty();
      }
    }
  }

  private GraphAnswer whole(int status, StoredContact contact) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.put("@odata.context", context(contact.folder()) + "/$entity");
    answer.setAll(at.answers().contact(contact, Set.of(), Set.of()));
    return GraphAnswer.json(status, answer);
  }

  private String context(StoredFolder folder) {
    return at.answers().base()
        + "/$metadata#users('"
        + at.answers().owner()
        + "')/contactFolders('"
        + folder.id()
        + "')/contacts";
  }

  private static GraphFailure noPhoto() {
    return new GraphFailure(404, "ImageNotFound", "The photo wasn't found.");
  }
}
