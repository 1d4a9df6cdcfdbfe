package dev.rollcall.source.activedirectory;

import dev.rollcall.client.http.ClientException;
import dev.rollcall.client.ldap.LdapClient;
import dev.rollcall.client.ldap.LdapSession;
import dev.rollcall.mapping.Dropped;
import dev.rollcall.mapping.SourceRecord;
import dev.rollcall.model.CallMeter;
import dev.rollcall.model.DesiredRecord;
import dev.rollcall.model.Problem;
import dev.rollcall.model.RecordKey;
import dev.rollcall.model.SkipReason;
import dev.rollcall.policy.Environment;
import dev.rollcall.policy.Policy;
import dev.rollcall.policy.RecipientType;
import dev.rollcall.source.Source;
import dev.rollcall.source.SourceReading;
import dev.rollcall.source.SourceUnavailable;
import dev.rollcall.source.UnreadTrustees;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The mailboxes without a person that a policy selects in Active Directory, each with the people
 * behind it: what functional accounts and mailbox teams are made of where mailboxes are on the
 * organisation's own servers.
 *
 * <p>A mailbox whose people could not be read in full is a record all the same, and says that it is
 * not complete; a hint tells how many there are and why.
 *
 * <p>Full Access is what Exchange noted in Active Directory. The mailbox database decides: changes
 * of the last hours, or made there directly, may not be noted yet. Every reading says so.
 */
public final class ActiveDirectoryMailboxSource implements Source {

  private static final String USER = "user:";

  private static final String CURRENCY =
      "Who may open a mailbox is read from what Exchange noted in Active Directory"
          + " (msExchMailboxSecurityDescriptor). Exchange itself goes by its mailbox database, so a"
          + " change of the last hours may be missing here until Exchange notes it.";

  private final Source selected;
  private final Function<Environment, LdapClient> clients;

  /**
   * @param selected the source that resolves selections in the same directory
   * @param clients the client of an environment; asked often, so it should keep them
   */
  public ActiveDirectoryMailboxSource(
      ActiveDirectorySource selected, Function<Environment, LdapClient> clients) {
    this.selected = selected;
    this.clients = clients;
  }

  @Override
  public SourceReading read(Environment environment, Policy policy) {
    SourceReading reading = selected.read(environment, policy);
    Set<RecipientType> types = types(policy.accounts().mailboxTypes());
    List<Dropped> dropped = new ArrayList<>(reading.dropped());
    Map<String, SourceRecord> mailboxes = new TreeMap<>();
    for (SourceRecord record : reading.records()) {
      boolean wanted =
          RecipientType.named(record.recipientType()).filter(types::contains).isPresent()
              && record.key().value().startsWith(USER);
      if (wanted) {
        mailboxes.put(record.key().value().substring(USER.length()), record);
      } else {
        dropped.add(
            new Dropped(
                record.key().value(),
                record.selection(),
                SkipReason.RECIPIENT_TYPE_NOT_SELECTED,
                record.recipientType()));
      }
    }
    CallMeter meter = new CallMeter();
    Policy.Trustees access = policy.accounts().trustees();
    MailboxTrustees.Found found = trustees(environment, mailboxes.keySet(), access, meter);
    List<SourceRecord> records = new ArrayList<>();
    mailboxes.forEach((id, record) -> records.add(record.with(found.trustees().get(id))));
    List<String> hints = new ArrayList<>(hints(found));
    if (access != Policy.Trustees.SEND_AS && !mailboxes.isEmpty()) {
      hints.add(CURRENCY);
    }
    return reading.made(records, dropped, hints, meter.calls());
  }

  /** Mailboxes without a person have no photos to show. */
  @Override
  public PhotoReading readPhotos(
      Environment environment,
      Policy policy,
      List<RecordKey> keys,
      Map<RecordKey, DesiredRecord.Photo> known) {
    return PhotoReading.none();
  }

  private MailboxTrustees.Found trustees(
      Environment environment, Set<String> mailboxes, Policy.Trustees access, CallMeter meter) {
    if (mailboxes.isEmpty()) {
      return new MailboxTrustees.Found(Map.of(), Map.of(), 0);
    }
    try (LdapSession session = clients.apply(environment).open(meter)) {
      return new MailboxTrustees(session).read(List.copyOf(mailboxes), access);
    } catch (ClientException e) {
      throw new SourceUnavailable(e.problem(), e);
    }
  }

  private static Set<RecipientType> types(Set<Policy.MailboxType> wanted) {
    Set<RecipientType> types = EnumSet.noneOf(RecipientType.class);
    for (Policy.MailboxType type : wanted) {
      types.add(
          switch (type) {
            case SHARED -> RecipientType.SHARED_MAILBOX;
            case ROOM -> RecipientType.ROOM;
            case EQUIPMENT -> RecipientType.EQUIPMENT;
            case SCHEDULING -> RecipientType.SCHEDULING;
            case GROUP -> RecipientType.MICROSOFT_365_GROUP;
          });
    }
    return types;
  }

  private static List<String> hints(MailboxTrustees.Found found) {
    Map<String, Problem> problems = new HashMap<>();
    found.problems().forEach((mailbox, problem) -> problems.put(USER + mailbox, problem));
    List<String> hints = new ArrayList<>(UnreadTrustees.hints(problems));
    if (found.orphans() > 0) {
      hints.add(
          found.orphans()
              + (found.orphans() == 1 ? " permission" : " permissions")
              + " on mailboxes belong to somebody whom the directory does not show below the search"
              + " base: they no longer exist, or are of another domain. They count for nobody.");
    }
    return hints;
  }
}
