package dev.rollcall.source.directory;

import dev.rollcall.client.graph.GraphClient;
import dev.rollcall.client.http.ClientException;
import dev.rollcall.mapping.SourceRecord;
import dev.rollcall.model.DesiredRecord;
import dev.rollcall.model.RecordKey;
import dev.rollcall.policy.Environment;
import dev.rollcall.policy.Filter;
import dev.rollcall.policy.Policy;
import dev.rollcall.source.Source;
import dev.rollcall.source.SourceReading;
import dev.rollcall.source.SourceUnavailable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * The users, mail contacts and groups of an organisation's directory that a policy selects.
 *
 * <p>Requests: one batch of look-ups for every twenty groups and recipients named (three for a
 * recipient); one for every 999 members of a group; for a query, one for every 999 objects of each
 * kind, and one for every twenty users who may be a shared, room or equipment mailbox; for a filter
 * by membership, one for every 999 members of each group it names.
 */
public final class DirectorySource implements Source {

  private static final List<String> HINTS =
      List.of(
          "Recipients hidden from address lists are taken like all others: Microsoft Graph does not"
              + " say who is hidden.",
          "Dynamic distribution groups and their members are not seen: Microsoft Graph does not"
              + " know them.");

  private final Function<Environment, GraphClient> clients;

  /**
   * @param clients the client of an environment; asked often, so it should keep them
   */
  public DirectorySource(Function<Environment, GraphClient> clients) {
    this.clients = clients;
  }

  @Override
  public SourceReading read(Environment environment, Policy policy) {
    Proof proof = new Proof();
    GraphClient graph = client(environment);
    Set<String> groups =
        policy.filters().where().map(Filter::parse).map(Filter::groups).orElse(Set.of());
    Memberships memberships = Memberships.read(graph, proof, groups);
    List<SourceRecord> records =
        SelectionReader.ofRecords(graph, proof).read(policy.source(), "/source/select").stream()
            .map(
                taken ->
                    new SourceRecord(
                        taken.entry().key(),
                        taken.entry().type().document(),
                        taken.entry().attributes(),
                        taken.selection()))
            .map(memberships::told)
            .toList();
    return new SourceReading(records, proof.dropped(), proof.completeness(), HINTS);
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
