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
    LdapClient client = clients.apply(environment);
    try (LdapSession session = client.open(proof.meter())) {
      Recall recall = Recall.begin(recollections, environment, client.settings(), policy, session);
      Optional<SourceReading> unchanged = recall.unchanged(proof);
      if (unchanged.isPresent()) {
        return hinted(session, unchanged.get());
      }
      SourceReading reading = ofOneServer(session, proof, policy);
      recall.keep(reading);
      return hinted(session, reading);
    } catch (ClientException e) {
      throw new SourceUnavailable(e.problem(), e);
    }
  }

  /**
   * Half of what one server knows and half of what another does is what neither knows: who moved
   * meanwhile would be in neither half. So it is all read again if another server went on.
   */
  private static SourceReading ofOneServer(LdapSession session, Proof first, Policy policy) {
    int before = session.changes();
    SourceReading reading = read(session, first, policy);
    if (session.changes() == before) {
      return reading;
    }
    int again = session.changes();
    Proof second = first.anew();
    SourceReading repeated = read(session, second, policy);
    if (session.changes() == again) {
      return repeated;
    }
    second.shortfall(
        "The connection to Active Directory broke twice while it was read, so what was read is of"
            + " several servers or times.");
    return new SourceReading(
        repeated.records(), repeated.dropped(), second.completeness(), repeated.hints());
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
    return new SourceReading(records, proof.dropped(), proof.completeness(), proof.hints());
  }

  /** An account whose owner may not sign in is disabled downstream too, and so must be known. */
  private static Taking taking(Policy policy) {
    return new Taking(
        policy.reading().hidden(),
        policy.reading().disabled() || policy.type() != Policy.Type.CONTACTS);
  }

  /** With what is so today, whenever it was read. */
  private static SourceReading hinted(LdapSession session, SourceReading reading) {
    if (session.security() != LdapSettings.Security.NONE) {
      return reading;
    }
    List<String> hints = new ArrayList<>(reading.hints());
    hints.add(
        "The connection to Active Directory is not encrypted: the account's password and"
            + " everything that is read can be listened to on the way. With ldaps or startTls in"
            + " the environment they cannot.");
    return new SourceReading(reading.records(), reading.dropped(), reading.completeness(), hints);
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
