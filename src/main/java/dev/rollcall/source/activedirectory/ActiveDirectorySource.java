package dev.rollcall.source.activedirectory;

import dev.rollcall.client.http.ClientException;
import dev.rollcall.client.ldap.LdapClient;
import dev.rollcall.client.ldap.LdapSession;
import dev.rollcall.client.ldap.LdapSettings;
import dev.rollcall.mapping.SourceRecord;
import dev.rollcall.model.CallMeter;
import dev.rollcall.model.DesiredRecord;
import dev.rollcall.model.RecordKey;
import dev.rollcall.policy.Environment;
import dev.rollcall.policy.Filter;
import dev.rollcall.policy.Policy;
import dev.rollcall.source.Recollections;
import dev.rollcall.source.Source;
import dev.rollcall.source.SourceReading;
import dev.rollcall.source.SourceUnavailable;
import dev.rollcall.source.activedirectory.SelectionReader.Taken;
import dev.rollcall.source.activedirectory.SelectionReader.Taking;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The mail-enabled users, contacts and groups of an organisation's Active Directory that a policy
 * selects.
 *
 * <p>Requests: connecting, logging in, two that ask the controller for its last change; one for
 * every fifty groups and recipients named; one for every 1,000 objects that fit a query or are in
 * an organisational unit; one for every 1,000 members of a group, and one for every 1,500 it lists;
 * one for every fifty managers who are not among those read. Where nothing at all changed on the
 * same controller since the last complete reading, the first four are all.
 */
public final class ActiveDirectorySource implements Source {

  private final Function<Environment, LdapClient> clients;
  private final Recollections recollections;

  /**
   * @param clients the client of an environment; asked often, so it should keep them
   * @param recollections what the last complete reading left
   */
  public ActiveDirectorySource(
      Function<Environment, LdapClient> clients, Recollections recollections) {
    this.clients = clients;
    this.recollections = recollections;
  }

  @Override
  public SourceReading read(Environment environment, Policy policy) {
    Proof proof = new Proof();
    try (LdapSession session = clients.apply(environment).open(proof.meter())) {
      Recall recall = Recall.begin(recollections, environment, policy, session);
      Optional<SourceReading> unchanged = recall.unchanged(proof);
      if (unchanged.isPresent()) {
        return unchanged.get();
      }
      SourceReading reading = read(session, proof, policy);
      recall.keep(reading);
      return reading;
    } catch (ClientException e) {
      throw new SourceUnavailable(e.problem(), e);
    }
  }

  private static SourceReading read(LdapSession session, Proof proof, Policy policy) {
    Set<String> groups =
        policy.filters().where().map(Filter::parse).map(Filter::groups).orElse(Set.of());
    Memberships memberships =
        Memberships.read(new Tree(session, proof, ObjectReader.OF_MAILBOXES), groups);
    List<Taken> taken =
        new SelectionReader(new Tree(session, proof, ObjectReader.OF_RECORDS), taking(policy))
            .read(policy.source(), "/source/select");
    Managers managers = Managers.of(session, proof, taken.stream().map(Taken::object).toList());
    List<SourceRecord> records = new ArrayList<>(taken.size());
    for (Taken each : taken) {
      AdObject object = memberships.told(managers.told(each.object()));
      records.add(
          new SourceRecord(
              object.key(),
              object.type().orElseThrow().document(),
              object.attributes(),
              each.selection()));
    }
    hints(session, proof);
    return new SourceReading(records, proof.dropped(), proof.completeness(), proof.hints());
  }

  /** An account whose owner may not sign in is disabled downstream too, and so must be known. */
  private static Taking taking(Policy policy) {
    return new Taking(
        policy.reading().hidden(),
        policy.reading().disabled() || policy.type() != Policy.Type.CONTACTS);
  }

  private static void hints(LdapSession session, Proof proof) {
    if (session.security() == LdapSettings.Security.NONE) {
      proof.hint(
          "The connection to Active Directory is not encrypted: the account's password and"
              + " everything that is read can be listened to on the way. With ldaps or startTls in"
              + " the environment they cannot.");
    }
  }

  @Override
  public PhotoReading readPhotos(
      Environment environment,
      Policy policy,
      List<RecordKey> keys,
      Map<RecordKey, DesiredRecord.Photo> known) {
    CallMeter meter = new CallMeter();
    try (LdapSession session = clients.apply(environment).open(meter)) {
      return new Photos(session, meter).read(keys, known);
    } catch (ClientException e) {
      throw new SourceUnavailable(e.problem(), e);
    }
  }
}
