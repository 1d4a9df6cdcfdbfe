package dev.rollcall.localtenant.graph.mailbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.localtenant.graph.GraphAnswer;
import dev.rollcall.localtenant.graph.GraphFailure;
import dev.rollcall.localtenant.graph.GraphRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The changes of one folder, {@code contacts/delta}. Every change of a mailbox has a number; a
 * token holds the number up to which its reader has seen, so that what changes while the pages are
 * read comes on a later page.
 *
 * @see <a href="https://learn.microsoft.com/graph/api/contact-delta">contact: delta</a> (read
 *     2026-11-21)
 */
final class ContactFeed {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern PAGE_SIZE = Pattern.compile("odata\\.maxpagesize=(\\d+)");
  private static final Set<String> FIRST = Set.of("$select", "$expand");

  /** What a link's token holds. */
  private record Token(
      String folder,
      int generation,
      Set<String> select,
      Set<String> expand,
      long seen,
      long began,
      boolean emptyPageDone) {}

  /** A contact as it is now, or that it was deleted. */
  private record Entry(long at, ObjectNode json) {}

  private final ContactAnswers answers;
  private final StoredFolder folder;
  private final MailboxQuirks quirks;

  ContactFeed(ContactAnswers answers, StoredFolder folder, MailboxQuirks quirks) {
    this.answers = answers;
    this.folder = folder;
    this.quirks = quirks;
  }

  GraphAnswer answer(GraphRequest request) {
    Token token = token(request);
    if (token.generation != folder.generation() || !token.folder.equals(folder.id())) {
      throw new GraphFailure(
          410,
          "SyncStateNotFound",
          "The sync state generation is not found; generation="
              + token.generation
              + ";[highest="
              + folder.generation()
              + "].");
    }
    if (quirks.emptyDeltaPages() && !token.emptyPageDone) {
      return page(List.of(), next(token, token.seen), "nextLink", request);
    }
    List<Entry> entries = changes(token);
    int size = pageSize(request);
    if (entries.size() > size) {
      List<Entry> page = entries.subList(0, size);
      return page(page, next(token, page.get(size - 1).at), "nextLink", request);
    }
    return page(entries, end(token, entries), "deltaLink", request);
  }

  private List<Entry> changes(Token token) {
    List<Entry> entries = new ArrayList<>();
    if (folder.changedAt() <= token.seen) {
      return entries;
    }
    for (StoredContact contact : folder.contacts().values()) {
      if (contact.changedAt() > token.seen) {
        entries.add(
            new Entry(contact.changedAt(), answers.contact(contact, token.select, token.expand)));
      }
    }
    for (StoredFolder.Tombstone tombstone : folder.tombstones()) {
      // Only of what its reader may have seen.
      if (tombstone.deletedAt() > token.seen
          && tombstone.deletedAt() > token.began
          && tombstone.createdAt() <= token.seen) {
        entries.add(new Entry(tombstone.deletedAt(), answers.removed(tombstone.number())));
      }
    }
    entries.sort(Comparator.comparingLong(Entry::at));
    return entries;
  }

  private Token next(Token token, long seen) {
    return new Token(
        token.folder,
        token.generation,
        token.select,
        token.expand,
        seen,
        token.began,
        seen == token.seen);
  }

  private Token end(Token token, List<Entry> entries) {
    long last = Math.max(token.seen, folder.changedAt());
    long seen =
        quirks.deltaReplays() && !entries.isEmpty() ? entries.get(entries.size() - 1).at - 1 : last;
    return new Token(token.folder, token.generation, token.select, token.expand, seen, seen, false);
  }

  private GraphAnswer page(List<Entry> entries, Token token, String link, GraphRequest request) {
    ObjectNode body = JSON.createObjectNode();
    body.put(
        "@odata.context",
        answers.base()
            + "/$metadata#users('"
            + answers.owner()
            + "')/contactFolders('"
            + folder.id()
            + "')/contacts");
    body.put(
        "@odata." + link,
        answers.contactsUrl(folder)
            + "/delta?$"
            + (link.equals("nextLink") ? "skiptoken" : "deltatoken")
            + "="
            + write(token));
    ArrayNode value = body.putArray("value");
    entries.forEach(entry -> value.add(entry.json));
    GraphAnswer answer = GraphAnswer.json(200, body);
    Matcher asked = PAGE_SIZE.matcher(request.header("prefer").orElse(""));
    return asked.find()
        ? new GraphAnswer(
            200,
            Map.of("Preference-Applied", "odata.maxpagesize=" + pageSize(request)),
            answer.json(),
            answer.bytes())
        : answer;
  }

  private int pageSize(GraphRequest request) {
    Matcher asked = PAGE_SIZE.matcher(request.header("prefer").orElse(""));
    return asked.find()
        ? Math.max(1, Math.min(Integer.parseInt(asked.group(1)), quirks.maxDeltaPage()))
        : quirks.defaultDeltaPage();
  }

  private Token token(GraphRequest request) {
    for (String name : List.of("$skiptoken", "$deltatoken")) {
      if (request.query().containsKey(name)) {
        if (request.query().size() > 1) {
          throw GraphFailure.badRequest(
              "ErrorInvalidUrlQuery", "A change token can not be combined with query options.");
        }
        return read(request.query().get(name));
      }
    }
    for (String name : request.query().keySet()) {
      if (!FIRST.contains(name) || name.equals("$expand") && !quirks.deltaExpand()) {
        throw ContactOptions.refused(name);
      }
    }
    Set<String> select = request.option("$select").map(ContactOptions::names).orElse(Set.of());
    ContactSchema.checkSelectable(select);
    Set<String> expand = request.option("$expand").map(ContactOptions::expanded).orElse(Set.of());
    return new Token(
        folder.id(), folder.generation(), select, expand, 0, folder.changedAt(), false);
  }

  private static String write(Token token) {
    ObjectNode json = JSON.createObjectNode();
    json.put("f", token.folder).put("g", token.generation).put("s", token.seen);
    json.put("b", token.began).put("e", token.emptyPageDone);
    token.select.forEach(json.putArray("p")::add);
    token.expand.forEach(json.putArray("x")::add);
    try {
      return Base64.getUrlEncoder().withoutPadding().encodeToString(JSON.writeValueAsBytes(json));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a JSON tree can always be written", e);
    }
  }

  private static Token read(String text) {
    try {
      JsonNode json = JSON.readTree(Base64.getUrlDecoder().decode(text));
      return new Token(
          json.path("f").asText(),
          json.path("g").asInt(),
          texts(json.path("p")),
          texts(json.path("x")),
          json.path("s").asLong(),
          json.path("b").asLong(),
          json.path("e").asBoolean());
    } catch (IOException | IllegalArgumentException e) {
      throw GraphFailure.badRequest("ErrorInvalidSyncStateData", "The sync state is invalid.");
    }
  }

  private static Set<String> texts(JsonNode array) {
    Set<String> texts = new LinkedHashSet<>();
    array.forEach(text -> texts.add(text.asText()));
    return texts;
  }
}
