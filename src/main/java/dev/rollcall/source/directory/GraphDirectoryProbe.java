package dev.rollcall.source.directory;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.client.graph.BatchAnswer;
import dev.rollcall.client.graph.BatchItem;
import dev.rollcall.client.graph.Dialogues;
import dev.rollcall.client.graph.GraphClient;
import dev.rollcall.client.http.ClientException;
import dev.rollcall.client.http.Disposition;
import dev.rollcall.model.CallMeter;
import dev.rollcall.model.Mailbox;
import dev.rollcall.model.Problem;
import dev.rollcall.model.TargetId;
import dev.rollcall.policy.Attribute;
import dev.rollcall.policy.Environment;
import dev.rollcall.policy.Selection;
import dev.rollcall.source.DirectoryProbe;
import dev.rollcall.source.ExchangeRecipients;
import dev.rollcall.source.NamePattern;
import dev.rollcall.source.SourceUnavailable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Asks the organisation's directory through Graph, a few objects at most for each question.
 *
 * <p>Requests: one for a kind; two or three batches for every twenty selections; two for a mailbox,
 * and as many as a run needs where a query tells people from rooms.
 */
public final class GraphDirectoryProbe implements DirectoryProbe {

  /** Among so many objects one with a mailbox is looked for. */
  private static final int FIRST = 50;

  private final Function<Environment, GraphClient> clients;
  private final ExchangeRecipients exchange;

  /**
   * @param clients the client of an environment; asked often, so it should keep them
   * @param exchange what only Exchange knows: dynamic distribution groups
   */
  public GraphDirectoryProbe(
      Function<Environment, GraphClient> clients, ExchangeRecipients exchange) {
    this.clients = clients;
    this.exchange = exchange;
  }

  @Override
  public Optional<Problem> read(Environment environment, Kind kind) {
    String collection =
        switch (kind) {
          case USERS -> "/users";
          case GROUPS -> "/groups";
          case MAIL_CONTACTS -> "/contacts";
        };
    try {
      clients.apply(environment).get(collection + "?$select=id&$top=1", Map.of(), new CallMeter());
      return Optional.empty();
    } catch (ClientException e) {
      return Optional.of(e.problem());
    }
  }

  @Override
  public List<Resolved> resolve(Environment environment, List<Selection> selections) {
    List<Resolved> resolved = new ArrayList<>();
    try {
      GraphClient graph = clients.apply(environment);
      List<List<BatchItem>> questions =
          selections.stream().map(GraphDirectoryProbe::questions).toList();
      List<BatchAnswer> answers = ask(graph, questions.stream().flatMap(List::stream).toList());
      int from = 0;
      for (List<BatchItem> asked : questions) {
        resolved.add(judge(answers.subList(from, from + asked.size())));
        from += asked.size();
      }
      return withDynamicGroups(
          environment, selections, withMembers(graph, selections, resolved, answers, questions));
    } catch (ClientException e) {
      return selections.stream()
          .map(selection -> new Resolved(Sight.UNKNOWN, Optional.of(e.problem())))
          .toList();
    }
  }

  @Override
  public Optional<Mailbox> mailbox(Environment environment, String name) {
    try {
      return found(clients.apply(environment), Lookups.item(name, DirectoryEntry.Kind.USER))
          .flatMap(GraphDirectoryProbe::mailbox);
    } catch (ClientException e) {
      throw new SourceUnavailable(e.problem(), e);
    }
  }

  @Override
  public List<Mailbox> someMailboxes(Environment environment, List<Selection> selections, int max) {
    try {
      GraphClient graph = clients.apply(environment);
      return selections.stream()
          .flatMap(
              selection ->
                  selection.match(
                      group -> members(graph, group),
                      recipient ->
                          found(
                              graph, Lookups.item(recipient.recipient(), DirectoryEntry.Kind.USER))
                              .flatMap(GraphDirectoryProbe::mailbox)
                              .stream(),
                      query -> fitting(environment, graph, query),
                      unit -> Stream.empty()))
          .distinct()
          .limit(max)
          .toList();
    } catch (ClientException e) {
      throw new SourceUnavailable(e.problem(), e);
    }
  }

  /**
   * What is asked about a selection: an answer with a row to any of them shows that it is there.
   */
  private static List<BatchItem> questions(Selection selection) {
    return selection.match(
        group -> List.of(Lookups.item(group.group(), DirectoryEntry.Kind.GROUP)),
        recipient ->
            Stream.of(DirectoryEntry.Kind.values())
                .map(kind -> Lookups.item(recipient.recipient(), kind))
                .toList(),
        query -> List.of(),
        unit -> List.of());
  }

  private static Resolved judge(List<BatchAnswer> answers) {
    if (answers.isEmpty() || answers.stream().anyMatch(answer -> row(answer).isPresent())) {
      return new Resolved(Sight.FOUND, Optional.empty());
    }
    return answers.stream()
        .flatMap(answer -> answer.failure().stream())
        .filter(failure -> failure.disposition() != Disposition.GONE)
        .findFirst()
        .map(failure -> new Resolved(Sight.UNKNOWN, Optional.of(failure.problem())))
        .orElseGet(() -> new Resolved(Sight.MISSING, Optional.empty()));
  }

  /** Groups that are there and whose members are taken: whether there are any. */
  private static List<Resolved> withMembers(
      GraphClient graph,
      List<Selection> selections,
      List<Resolved> resolved,
      List<BatchAnswer> answers,
      List<List<BatchItem>> questions) {
    List<Integer> groups = new ArrayList<>();
    List<BatchItem> items = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < selections.size(); i++) {
      int here = i;
      int at = from;
      boolean there = resolved.get(i).sight() == Sight.FOUND;
      selections
          .get(i)
          .match(
              group -> {
                if (there && group.include() != Selection.Include.GROUP) {
                  groups.add(here);
                  String id = row(answers.get(at)).orElseThrow().path("id").asText();
                  items.add(
                      BatchItem.get(
                          SelectionReader.members(id, group.nested(), "") + "?$select=id&$top=1"));
                }
                return group;
              },
              recipient -> recipient,
              query -> query,
              unit -> unit);
      from += questions.get(i).size();
    }
    List<BatchAnswer> members = ask(graph, items);
    for (int i = 0; i < groups.size(); i++) {
      BatchAnswer answer = members.get(i);
      resolved.set(
          groups.get(i),
          answer
              .failure()
              .map(failure -> new Resolved(Sight.UNKNOWN, Optional.of(failure.problem())))
              .orElseGet(
                  () ->
                      new Resolved(
                          row(answer).isPresent() ? Sight.FOUND : Sight.EMPTY, Optional.empty())));
    }
    return List.copyOf(resolved);
  }

  /** What the directory does not have may be a dynamic distribution group. */
  private List<Resolved> withDynamicGroups(
      Environment environment, List<Selection> selections, List<Resolved> resolved) {
    Knowledge knowledge = new Knowledge(exchange.reading(environment, new CallMeter()));
    List<Resolved> all = new ArrayList<>(resolved);
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).sight() == Sight.MISSING && knowledge.isThere()) {
        all.set(i, dynamic(knowledge, selections.get(i)));
      }
    }
    return List.copyOf(all);
  }

  private static Resolved dynamic(Knowledge knowledge, Selection selection) {
    try {
      return new Resolved(
          selection.match(
              group ->
                  knowledge
                      .dynamicGroup(group.group())
                      .map(
                          known ->
                              group.include() != Selection.Include.GROUP
                                      && knowledge.members(known).isEmpty()
                                  ? Sight.EMPTY
                                  : Sight.FOUND)
                      .orElse(Sight.MISSING),
              recipient ->
                  knowledge
                      .dynamicGroup(recipient.recipient())
                      .map(known -> Sight.FOUND)
                      .orElse(Sight.MISSING),
              query -> Sight.MISSING,
              unit -> Sight.MISSING),
          Optional.empty());
    } catch (SourceUnavailable e) {
      return new Resolved(Sight.UNKNOWN, Optional.of(e.problem()));
    }
  }

  private static Stream<Mailbox> members(GraphClient graph, Selection.Group group) {
    if (group.include() == Selection.Include.GROUP) {
      return Stream.empty();
    }
    return found(graph, Lookups.item(group.group(), DirectoryEntry.Kind.GROUP)).stream()
        .flatMap(
            row ->
                firstOf(
                    graph,
                    SelectionReader.members(row.path("id").asText(), group.nested(), "")
                        + "?"
                        + EntryReader.MAILBOX_SELECT
                        + "&$top="
                        + FIRST));
  }

  private Stream<Mailbox> fitting(
      Environment environment, GraphClient graph, Selection.Query query) {
    if (query.tellsUsersApart()) {
      Proof proof = new Proof();
      Knowledge knowledge = new Knowledge(exchange.reading(environment, proof.meter()));
      return SelectionReader.ofMailboxes(graph, proof, knowledge).read(List.of(query), "").stream()
          .flatMap(taken -> mailbox(taken.entry()).stream());
    }
    NamePattern pattern = new NamePattern(query.pattern());
    return firstOf(
        graph,
        "/users?"
            + EntryReader.MAILBOX_SELECT
            + SelectionReader.filter("", pattern)
            + "&$top="
            + FIRST);
  }

  private static Stream<Mailbox> firstOf(GraphClient graph, String url) {
    JsonNode page = graph.get(url, Map.of(), new CallMeter());
    return IntStream.range(0, page.path("value").size())
        .mapToObj(i -> page.path("value").path(i))
        .filter(row -> row.path("@odata.type").asText("#microsoft.graph.user").endsWith(".user"))
        .flatMap(row -> mailbox(row).stream());
  }

  private static Optional<Mailbox> mailbox(JsonNode row) {
    return EntryReader.isUnreadable(row) ? Optional.empty() : mailbox(new EntryReader().user(row));
  }

  private static Optional<Mailbox> mailbox(DirectoryEntry entry) {
    return entry.kind() == DirectoryEntry.Kind.USER && !entry.guest() && entry.hasMail()
        ? Optional.of(new Mailbox(new TargetId(entry.id()), entry.first(Attribute.MAIL)))
        : Optional.empty();
  }

  private static Optional<JsonNode> found(GraphClient graph, BatchItem item) {
    BatchAnswer answer = ask(graph, List.of(item)).get(0);
    answer
        .failure()
        .filter(failure -> failure.disposition() != Disposition.GONE)
        .ifPresent(
            failure -> {
              throw failure;
            });
    return row(answer);
  }

  /** The object answered, or the first of a list. */
  private static Optional<JsonNode> row(BatchAnswer answer) {
    JsonNode body = answer.body();
    JsonNode row = body.path("value").isArray() ? body.path("value").path(0) : body;
    return Optional.of(row).filter(found -> found.has("id"));
  }

  private static List<BatchAnswer> ask(GraphClient graph, List<BatchItem> items) {
    return items.isEmpty() ? List.of() : Dialogues.readAll(graph, items, new CallMeter());
  }
}
