package dev.rollcall.target.mailbox;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.client.graph.BatchAnswer;
import dev.rollcall.client.graph.BatchItem;
import dev.rollcall.client.graph.Dialogue;
import dev.rollcall.client.graph.GraphClient;
import dev.rollcall.client.http.ClientException;
import dev.rollcall.client.http.Disposition;
import dev.rollcall.model.TargetId;
import dev.rollcall.target.Observation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes one mailbox ready to be written to: its folder is there, and there is a point from before
 * the first write from which changes can be read.
 */
final class Preparing implements Dialogue {

  private static final Map<String, String> PAGE_SIZE = Map.of("Prefer", "odata.maxpagesize=500");

  private final GraphClient graph;
  private final TargetId mailbox;
  private final Observation.Seen seen;
  private final @Nullable FolderSearch search;

  private @Nullable String place;
  private @Nullable String deltaToken;
  private @Nullable String page;
  private boolean needsDelta;
  private @Nullable ClientException failure;

  Preparing(GraphClient graph, TargetId mailbox, List<String> path, Observation.Seen seen) {
    this.graph = graph;
    this.mailbox = mailbox;
    this.seen = seen;
    this.place = seen.place().orElse(null);
    this.deltaToken = seen.deltaToken().orElse(null);
    this.search = place == null ? FolderSearch.creating(graph, mailbox, path) : null;
    decideOnDelta();
  }

  /** What was observed, with the folder and the point known; only once the dialogue is over. */
  Observation result() {
    return failure != null
        ? Faults.failed(failure)
        : new Observation.Seen(
            Optional.ofNullable(place), seen.observed(), Optional.ofNullable(deltaToken));
  }

  @Override
  public Optional<BatchItem> next() {
    if (failure != null) {
      return Optional.empty();
    }
    if (place == null && search != null) {
      return search.next();
    }
    return needsDelta
        ? Optional.of(BatchItem.get(page != null ? page : folder().firstDelta(), PAGE_SIZE))
        : Optional.empty();
  }

  @Override
  public void accept(BatchAnswer answer) {
    if (place == null && search != null) {
      search.accept(answer);
      place = search.place().orElse(null);
      failure = search.failure().orElse(null);
      decideOnDelta();
    } else if (answer.failure().isEmpty()) {
      delta(answer.body());
    } else if (answer.failure().get().disposition() == Disposition.PERMANENT
        && !answer.failure().get().concernsWholeTarget()) {
      // Drift can then be found by reading everything only.
      needsDelta = false;
    } else {
      failure = answer.failure().get();
    }
  }

  private void delta(JsonNode body) {
    String next = body.path("@odata.nextLink").asText("");
    if (next.isEmpty()) {
      deltaToken = body.path("@odata.deltaLink").asText(null);
      needsDelta = false;
    } else {
      try {
        page = graph.relative(next);
      } catch (ClientException linkLeadsElsewhere) {
        failure = linkLeadsElsewhere;
      }
    }
  }

  private void decideOnDelta() {
    needsDelta = place != null && deltaToken == null && folder().hasDelta();
  }

  private MailboxFolder folder() {
    if (place == null) {
      throw new IllegalStateException("the folder is not known yet");
    }
    return new MailboxFolder(mailbox, place);
  }
}
