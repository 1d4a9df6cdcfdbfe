package dev.rollcall.source.activedirectory;

import dev.rollcall.client.ldap.LdapClient;
import dev.rollcall.model.DesiredRecord;
import dev.rollcall.model.RecordKey;
import dev.rollcall.policy.Environment;
import dev.rollcall.policy.Policy;
import dev.rollcall.source.Recollections;
import dev.rollcall.source.Source;
import dev.rollcall.source.SourceReading;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * All that policies read in Active Directory.
 *
 * @param recipients for contacts and accounts
 * @param mailboxes shared mailboxes with the people behind them, for functional accounts and teams
 */
public record ActiveDirectory(Source recipients, Source mailboxes) implements Source {

  /**
   * @param clients the client of an environment; asked often, so it should keep them
   * @param recollections what the last complete reading left
   */
  public static ActiveDirectory over(
      Function<Environment, LdapClient> clients, Recollections recollections) {
    ActiveDirectorySource recipients = new ActiveDirectorySource(clients, recollections);
    return new ActiveDirectory(recipients, new ActiveDirectoryMailboxSource(recipients, clients));
  }

  @Override
  public SourceReading read(Environment environment, Policy policy) {
    return of(policy).read(environment, policy);
  }

  @Override
  public PhotoReading readPhotos(
      Environment environment,
      Policy policy,
      List<RecordKey> keys,
      Map<RecordKey, DesiredRecord.Photo> known) {
    return of(policy).readPhotos(environment, policy, keys, known);
  }

  private Source of(Policy policy) {
    return policy.type().hasMembers() ? mailboxes : recipients;
  }
}
