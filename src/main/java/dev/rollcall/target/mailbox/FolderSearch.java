package dev.rollcall.target.mailbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.rollcall.client.graph.BatchAnswer;
import dev.rollcall.client.graph.BatchItem;
import dev.rollcall.client.graph.Dialogue;
import dev.rollcall.client.graph.GraphClient;
import dev.rollcall.client.http.ClientException;
import dev.rollcall.client.http.Disposition;
import dev.rollcall.model.TargetId;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Follows the policy's folder path into a mailbox, creating what is missing if it may.
 *
 * <p>Names are compared without regard to case, as Exchange does. Of two folders with one name,
 * which only other software can have made, the one with the lower id is used, always the same one.
 */
final class FolderSearch implements Dialogue {

  private enum Step {
    WELL_KNOWN,
    ANY_CONTACT,
    ANY_FOLDER,
    LIST,
    CREATE,
    OVER
  }

  /** A folder that was created and is not found again, or the other way round. */
  private static final int CREATE_ATTEMPTS = 3;

  private final GraphClient graph;
  private final TargetId mailbox;
  private final List<String> path;
  private final boolean mayCreate;

  private Step step;
  private int level;
  private @Nullable String parent;
  private @Nullable String page;
  private final TreeSet<String> found = new TreeSet<>();
  private int creations;
  private boolean inNewFolder;
  private @Nullable String place;
  private @Nullable ClientException failure;

  private FolderSearch(
      GraphClient graph, TargetId mailbox, List<String> path, boolean mayCreate, Step first) {
    this.graph = graph;
    this.mailbox = mailbox;
    this.path = path;
    this.mayCreate = mayCreate;
    this.step = path.isEmpty() ? Step.WELL_KNOWN : first;
  }

  /** A search that changes nothing. */
  static FolderSearch looking(GraphClient graph, TargetId mailbox, List<String> path) {
    return new FolderSearch(graph, mailbox, path, false, Step.LIST);
  }

  /** A search that creates what is missing; the whole path is known not to be there. */
  static FolderSearch creating(GraphClient graph, TargetId mailbox, List<String> path) {
    // Of a path of one folder, it is that one that was missing.
    return new FolderSearch(graph, mailbox, path, true, path.size() == 1 ? Step.CREATE : Step.LIST);
  }

  /** The folder's id, once the dialogue is over; empty if it is not there. */
  Optional<String> place() {
    return Optional.ofNullable(place);
  }

  /** Why the folder could not be looked for. */
  Optional<ClientException> failure() {
    return Optional.ofNullable(failure);
  }

  @Override
  public Optional<BatchItem> next() {
    return switch (step) {
      case WELL_KNOWN -> Optional.of(BatchItem.get(MailboxFolder.wellKnown(mailbox)));
      case ANY_CONTACT -> Optional.of(BatchItem.get(MailboxFolder.anyContact(mailbox)));
      case ANY_FOLDER ->
          Optional.of(
              BatchItem.get(
                  MailboxFolder.topFolders(mailbox) + "?$select=id,parentFolderId&$top=1"));
      case LIST ->
          Optional.of(
              BatchItem.get(page != null ? page : folders() + "?$select=id,displayName&$top=100"));
      case CREATE ->
          Optional.of(
              BatchItem.post(
                  folders(),
                  JsonNodeFactory.instance.objectNode().put("displayName", path.get(level))));
      case OVER -> Optional.empty();
    };
  }

  @Override
  public void accept(BatchAnswer answer) {
    JsonNode body = answer.body();
    if (answer.failure().isPresent()) {
      failed(answer.failure().get());
    } else {
      switch (step) {
        case WELL_KNOWN -> defaultFolder(body.path("id"), Step.ANY_CONTACT);
        case ANY_CONTACT ->
            defaultFolder(body.path("value").path(0).path("parentFolderId"), Step.ANY_FOLDER);
        case ANY_FOLDER ->
            defaultFolder(body.path("value").path(0).path("parentFolderId"), Step.OVER);
        case LIST -> listed(body);
        case CREATE -> {
          inNewFolder = true;
          descend(body.path("id").asText());
        }
        case OVER -> throw new IllegalStateException("the search is over");
      }
    }
  }

  private void failed(ClientException e) {
    if (e.concernsWholeTarget() || e.disposition() == Disposition.THROTTLED) {
      end(e);
    } else if (step == Step.WELL_KNOWN && !e.disposition().isPassing()) {
      step = Step.ANY_CONTACT;
    } else if (step == Step.CREATE
        && (e.disposition() == Disposition.CONFLICT
            || e.disposition() == Disposition.UNKNOWN_EFFECT)
        && creations < CREATE_ATTEMPTS) {
      // Somebody else created it, or we did and were not told.
      creations++;
      step = Step.LIST;
    } else {
      end(e);
    }
  }

  private void defaultFolder(JsonNode id, Step otherwise) {
    if (id.isTextual()) {
      place = id.textValue();
      step = Step.OVER;
    } else {
      step = otherwise;
      if (otherwise == Step.OVER) {
        place = MailboxFolder.DEFAULT;
      }
    }
  }

  private void listed(JsonNode body) {
    for (JsonNode folder : body.path("value")) {
      if (folder.path("displayName").asText("").equalsIgnoreCase(path.get(level))) {
        found.add(folder.path("id").asText());
      }
    }
    String next = body.path("@odata.nextLink").asText("");
    if (!next.isEmpty()) {
      try {
        page = graph.relative(next);
      } catch (ClientException linkLeadsElsewhere) {
        end(linkLeadsElsewhere);
      }
      return;
    }
    page = null;
    if (!found.isEmpty()) {
      String first = found.first();
      found.clear();
      descend(first);
    } else if (mayCreate) {
      step = Step.CREATE;
    } else {
      step = Step.OVER;
    }
  }

  private void descend(String folder) {
    level++;
    if (level == path.size()) {
      place = folder;
      step = Step.OVER;
    } else {
      parent = folder;
      step = inNewFolder ? Step.CREATE : Step.LIST;
    }
  }

  private void end(ClientException e) {
    failure = e;
    step = Step.OVER;
  }

  private String folders() {
    return parent == null
        ? MailboxFolder.topFolders(mailbox)
        : MailboxFolder.childFolders(mailbox, parent);
  }
}
