package dev.rollcall.source.directory;

import dev.rollcall.client.graph.GraphClient;
import dev.rollcall.client.http.ClientException;
import dev.rollcall.mapping.SourceRecord;
import dev.rollcall.model.DesiredRecord;
import dev.rollcall.model.RecordKey;
import dev.rollcall.model.SkipReason;
import dev.rollcall.policy.Environment;
import dev.rollcall.policy.Filter;
import dev.rollcall.policy.FilterAttributes;
import dev.rollcall.policy.Policy;
import dev.rollcall.source.ExchangeRecipients;
import dev.rollcall.source.Source;
import dev.rollcall.source.SourceReading;
import dev.rollcall.source.SourceUnavailable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The users, mail contacts and groups of an organisation's directory that a policy selects.
 *
 * <p>Requests: one batch of look-ups for every twenty groups and recipients named (three for a
 * recipient); one for every 999 members of a group; for a query, one for every 999 objects of each
 * kind, and one for every twenty users who may be a shared, room or equipment mailbox; for a filter
 * by membership, one for every 999 members of each group it names. Where Exchange is asked, one for
 * every 1,000 recipients of the organisation and none for single mailboxes; one for every 1,000
 * members of a dynamic distribution group, and one for every twenty of them.
 */
public final class DirectorySource implements Source {

  private static final List<String> WITHOUT_EXCHANGE =
      List.of(
          "Recipients hidden from address lists are taken like all others: Microsoft Graph does not"
              + " say who is hidden. With \"exchange\": true in the environment they are left out.",
          "Dynamic distribution groups and their members are not seen: Microsoft Graph does not"
              + " know them. With \"exchange\": true in the environment they can be named.");

  private final Function<Environment, GraphClient> clients;
  private final ExchangeRecipients exchange;

  /**
   * @param clients the client of an environment; asked often, so it should keep them
   * @param exchange what only Exchange knows
   */
  public DirectorySource(Function<Environment, GraphClient> clients, ExchangeRecipients exchange) {
    this.clients = clients;
    this.exchange = exchange;
  }

  /** The same, which asks Exchange nothing. */
  public DirectorySource(Function<Environment, GraphClient> clients) {
    this(clients, ExchangeRecipients.none());
  }

  @Override
  public SourceReading read(Environment environment, Policy policy) {
    Proof proof = new Proof();
    GraphClient graph = client(environment);
    Knowledge knowledge = new Knowledge(exchange.reading(environment, proof.meter()));
    Optional<Filter> where = policy.filters().where().map(Filter::parse);
    boolean asksExchange =
        where.stream()
            .flatMap(filter -> filter.attributes().stream())
            .anyMatch(FilterAttributes.OF_EXCHANGE::contains);
    if (asksExchange && !knowledge.isThere()) {
      throw Knowledge.notAsked(
          "The filter at /source/where asks who is hidden or where recipients are kept");
    }
    Memberships memberships =
        Memberships.read(graph, proof, knowledge, where.map(Filter::groups).orElse(Set.of()));
    List<SourceRecord> records =
        SelectionReader.ofRecords(graph, proof, knowledge, policy.reading().hidden())
            .read(policy.source(), "/source/select")
            .stream()
            .map(
                taken ->
                    new SourceRecord(
                        taken.entry().key(),
                        taken.entry().type().document(),
                        taken.entry().attributes(),
                        taken.selection()))
            .map(memberships::told)
            .toList();
    return new SourceReading(
        records,
        proof.dropped(),
        proof.completeness(),
        knowledge.isThere() ? hints(policy, proof) : WITHOUT_EXCHANGE);
  }

  /** A service that refuses mail to addresses it does not have should have the hidden ones too. */
  private static List<String> hints(Policy policy, Proof proof) {
    long hidden =
        proof.dropped().stream()
            .filter(dropped -> dropped.reason() == SkipReason.HIDDEN_RECIPIENT)
            .count();
    return hidden == 0 || policy.type() != Policy.Type.ACCOUNTS
        ? List.of()
        : List.of(
            "Recipients hidden from address lists are left out: "
                + hidden
                + ". They get mail all the same; with \"hidden\": true in the source the service knows"
                + " their addresses too.");
  }

  @Override
  public PhotoReading readPhotos(
      Environment environment,
      Policy policy,
      List<RecordKey> keys,
      Map<RecordKey, DesiredRecord.Photo> known) {
    try {
      return new DirectoryPhotos(clients.apply(environment)).read(keys, known);
    } catch (ClientException e) {
      throw new SourceUnavailable(e.problem(), e);
    }
  }

  private GraphClient client(Environment environment) {
    try {
      return clients.apply(environment);
    } catch (ClientException e) {
      throw new SourceUnavailable(e.problem(), e);
    }
  }
}
