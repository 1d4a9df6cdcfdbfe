package dev.rollcall.target.mailbox;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.client.graph.BatchAnswer;
import dev.rollcall.client.graph.BatchItem;
import dev.rollcall.client.graph.Dialogue;
import dev.rollcall.client.graph.GraphClient;
import dev.rollcall.client.http.ClientException;
import dev.rollcall.client.http.Disposition;
import dev.rollcall.model.Problem;
import dev.rollcall.model.TargetId;
import dev.rollcall.plan.Observed;
import dev.rollcall.plan.ObservedItem;
import dev.rollcall.target.Observation;
import dev.rollcall.target.ObserveRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks at one mailbox's folder, as far as asked.
 *
 * <p>When everything is read, a new point from which changes can be read is taken <em>first</em>:
 * what changes while the contacts are read is then seen by the next drift check too, rather than by
 * none. A point older than our own writes does no harm, because those are recognised. The point of
 * before is not kept: from it the service does not tell of contacts that came and went since.
 */
final class Looking implements Dialogue {

  private enum Step {
    SEARCH,
    DRIFT,
    FIRST_DELTA,
    LIST,
    OVER
  }

  /** How many contacts a page of changes may have; the service may make it less. */
  private static final Map<String, String> PAGE_SIZE = Map.of("Prefer", "odata.maxpagesize=500");

  private final GraphClient graph;
  private final Stamp stamp;
  private final TargetId mailbox;
  private final List<String> path;

  private Step step;
  private FolderSearch search;
  private boolean searched;
  private @Nullable String place;
  private @Nullable String page;
  private @Nullable String deltaToken;
  private final Map<String, ObservedItem> changed = new HashMap<>();
  private final Set<String> removed = new HashSet<>();
  private final List<ObservedItem> items = new ArrayList<>();
  private @Nullable Observation result;

  Looking(GraphClient graph, Stamp stamp, List<String> path, ObserveRequest request) {
    this.graph = graph;
    this.stamp = stamp;
    this.mailbox = request.target();
    this.path = path;
    this.search = FolderSearch.looking(graph, mailbox, path);
    this.place = request.place().filter(known -> !known.equals(MailboxFolder.DEFAULT)).orElse(null);
    this.deltaToken = request.deltaToken().flatMap(this::usable).orElse(null);
    if (place == null) {
      deltaToken = null;
      step = Step.SEARCH;
    } else if (request.depth() == ObserveRequest.Depth.DRIFT && deltaToken != null) {
      page = graph.relative(deltaToken);
      step = Step.DRIFT;
    } else {
      deltaToken = null;
      step = Step.FIRST_DELTA;
    }
  }

  /** What was seen; only once the dialogue is over. */
  Observation result() {
    return result == null
        ? new Observation.Failed(
            Problem.passing(
                "notObserved",
                "The mailbox was not looked at.",
                "Nothing: it is tried again.",
                "",
                Optional.empty()))
        : result;
  }

  @Override
  public Optional<BatchItem> next() {
    return switch (step) {
      case SEARCH -> search.next();
      case DRIFT -> Optional.of(BatchItem.get(pageOr(""), PAGE_SIZE));
      case FIRST_DELTA -> Optional.of(BatchItem.get(pageOr(folder().firstDelta()), PAGE_SIZE));
      case LIST -> Optional.of(BatchItem.get(pageOr(folder().listing())));
      case OVER -> Optional.empty();
    };
  }

  @Override
  public void accept(BatchAnswer answer) {
    if (step == Step.SEARCH) {
      search.accept(answer);
      if (search.next().isEmpty()) {
        foundOrNot();
      }
    } else if (answer.failure().isPresent()) {
      failed(answer.failure().get());
    } else {
      try {
        read(answer.body());
      } catch (ClientException linkLeadsElsewhere) {
        end(Faults.failed(linkLeadsElsewhere));
      }
    }
  }

  private void foundOrNot() {
    searched = true;
    if (search.failure().isPresent()) {
      end(Faults.failed(search.failure().get()));
    } else if (search.place().isEmpty()) {
      end(new Observation.Seen(Optional.empty(), new Observed.Whole(List.of()), Optional.empty()));
    } else {
      place = search.place().get();
      step = folder().hasDelta() ? Step.FIRST_DELTA : Step.LIST;
    }
  }

  private void failed(ClientException e) {
    if (e.concernsWholeTarget() || e.disposition().isPassing()) {
      end(Faults.failed(e));
    } else if (e.status() == 404 && !searched) {
      // The folder was deleted, and perhaps made anew.
      restart(Step.SEARCH);
      place = null;
    } else if (step == Step.DRIFT) {
      // The point from which changes were to be read has expired, or is not understood.
      restart(Step.FIRST_DELTA);
    } else if (step == Step.FIRST_DELTA
        && deltaToken == null
        && e.disposition() == Disposition.PERMANENT) {
      // Drift can then be found by reading everything only.
      restart(Step.LIST);
    } else {
      end(Faults.failed(e));
    }
  }

  private void restart(Step next) {
    page = null;
    deltaToken = null;
    changed.clear();
    removed.clear();
    items.clear();
    step = next;
  }

  private void read(JsonNode body) {
    if (step == Step.DRIFT) {
      body.path("value").forEach(this::drifted);
    } else if (step == Step.LIST) {
      body.path("value").forEach(item -> items.add(MailboxFolder.observed(item, stamp)));
    }
    String next = body.path("@odata.nextLink").asText("");
    if (!next.isEmpty()) {
      page = graph.relative(next);
      return;
    }
    page = null;
    switch (step) {
      case DRIFT -> {
        deltaToken = body.path("@odata.deltaLink").asText(deltaToken);
        end(seen(new Observed.Drift(changed, removed)));
      }
      case FIRST_DELTA -> {
        deltaToken = body.path("@odata.deltaLink").asText(null);
        step = Step.LIST;
      }
      case LIST -> end(seen(new Observed.Whole(items)));
      case SEARCH, OVER -> throw new IllegalStateException("nothing is being read");
    }
  }

  /** The same item may come more than once; the last word counts. */
  private void drifted(JsonNode item) {
    String id = item.path("id").asText("");
    if (item.has("@removed")) {
      changed.remove(id);
      removed.add(id);
    } else if (!id.isEmpty()) {
      removed.remove(id);
      changed.put(id, MailboxFolder.observed(item, stamp));
    }
  }

  private Observation seen(Observed observed) {
    return new Observation.Seen(
        Optional.ofNullable(place), observed, Optional.ofNullable(deltaToken));
  }

  private void end(Observation observation) {
    result = observation;
    step = Step.OVER;
  }

  private Optional<String> usable(String token) {
    try {
      graph.relative(token);
      return Optional.of(token);
    } catch (ClientException linkOfAnotherCloud) {
      return Optional.empty();
    }
  }

  private String pageOr(String first) {
    return page != null ? page : first;
  }

  private MailboxFolder folder() {
    if (place == null) {
      throw new IllegalStateException("the folder is not known yet");
    }
    return new MailboxFolder(mailbox, place);
  }
}
