package dev.rollcall.source.exchange;

import dev.rollcall.client.exchange.ExchangeClient;
import dev.rollcall.client.graph.GraphClient;
import dev.rollcall.client.http.ClientException;
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
import dev.rollcall.source.ExchangeRecipients;
import dev.rollcall.source.Source;
import dev.rollcall.source.SourceReading;
import dev.rollcall.source.SourceUnavailable;
import dev.rollcall.source.UnreadTrustees;
import dev.rollcall.source.exchange.AdminRecipients.AdminReading;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The mailboxes without a person that a policy selects, each with the people behind it: what
 * functional accounts and mailbox teams are made of.
 *
 * <p>They are selected in the directory like everything else; Exchange tells who has them. The
 * mailbox of a Microsoft 365 group has no permissions of its own: its members have it.
 *
 * <p>A mailbox whose people could not be read in full is a record all the same, and says that it is
 * not complete; a hint tells how many there are and why.
 */
public final class MailboxSource implements Source {

  private static final String USER = "user:";
  private static final String GROUP = "group:";

  private final Function<ExchangeRecipients, Source> directory;
  private final AdminRecipients recipients;
  private final Function<Environment, ExchangeClient> exchanges;
  private final Function<Environment, GraphClient> graphs;

  /**
   * @param directory makes the source that resolves selections, with what Exchange knows of
   *     recipients, which then is read once for both
   * @param exchanges the client of an environment's primary app; asked often, so it should keep
   *     them
   * @param graphs likewise
   */
  public MailboxSource(
      Function<ExchangeRecipients, Source> directory,
      Function<Environment, ExchangeClient> exchanges,
      Function<Environment, GraphClient> graphs) {
    this.directory = directory;
    this.recipients = new AdminRecipients(exchanges);
    this.exchanges = exchanges;
    this.graphs = graphs;
  }

  @Override
  public SourceReading read(Environment environment, Policy policy) {
    if (!environment.exchange()) {
      throw notAsked();
    }
    CallMeter meter = new CallMeter();
    AdminReading exchange = recipients.open(environment, meter);
    SourceReading selected =
        directory.apply((any, none) -> Optional.of(exchange)).read(environment, policy);
    Set<RecipientType> types = types(policy.accounts().mailboxTypes());
    List<Dropped> dropped = new ArrayList<>(selected.dropped());
    Map<String, SourceRecord> mailboxes = new TreeMap<>();
    for (SourceRecord record : selected.records()) {
      if (isWanted(record, types)) {
        mailboxes.put(objectId(record), record);
      } else {
        dropped.add(
            new Dropped(
                record.key().value(),
                record.selection(),
                SkipReason.RECIPIENT_TYPE_NOT_SELECTED,
                record.recipientType()));
      }
    }
    MailboxTrustees.Found found =
        trustees(environment, exchange, mailboxes, policy.accounts().trustees(), meter);
    List<SourceRecord> records =
        mailboxes.entrySet().stream()
            .map(mailbox -> mailbox.getValue().with(found.trustees().get(mailbox.getKey())))
            .toList();
    return selected.made(records, dropped, hints(found), meter.calls());
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
      Environment environment,
      AdminReading exchange,
      Map<String, SourceRecord> mailboxes,
      Policy.Trustees access,
      CallMeter meter) {
    if (mailboxes.isEmpty()) {
      return new MailboxTrustees.Found(Map.of(), Map.of(), 0);
    }
    List<String> ofGroups =
        mailboxes.keySet().stream().filter(id -> isGroup(mailboxes.get(id))).toList();
    List<String> others =
        mailboxes.keySet().stream().filter(id -> !isGroup(mailboxes.get(id))).toList();
    try {
      return new MailboxTrustees(
              exchanges.apply(environment), exchange.recipients(), graphs.apply(environment), meter)
          .read(others, ofGroups, access);
    } catch (ClientException e) {
      throw new SourceUnavailable(e.problem(), e);
    }
  }

  private static boolean isWanted(SourceRecord record, Set<RecipientType> types) {
    return RecipientType.named(record.recipientType()).filter(types::contains).isPresent();
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

  private static boolean isGroup(SourceRecord record) {
    return record.key().value().startsWith(GROUP);
  }

  private static String objectId(SourceRecord record) {
    String key = record.key().value();
    return key.substring(isGroup(record) ? GROUP.length() : USER.length()).toLowerCase(Locale.ROOT);
  }

  private static List<String> hints(MailboxTrustees.Found found) {
    Map<String, Problem> problems = new HashMap<>();
    found.problems().forEach((mailbox, problem) -> problems.put(USER + mailbox, problem));
    List<String> hints = new ArrayList<>(UnreadTrustees.hints(problems));
    if (found.orphans() > 0) {
      hints.add(
          found.orphans()
              + (found.orphans() == 1 ? " permission" : " permissions")
              + " on mailboxes belong to somebody who no longer exists, and count for nobody. They"
              + " can be removed in the Exchange admin centre.");
    }
    return hints;
  }

  private static SourceUnavailable notAsked() {
    return new SourceUnavailable(
        Problem.lasting(
            "exchangeNotAsked",
            "The policy is about who is behind shared mailboxes, which only Exchange knows, and its"
                + " environment does not have Exchange asked.",
            "Nothing was changed. Write \"exchange\": true into the environment, and give the app the"
                + " permission Exchange.ManageAsApp and the role Global Reader.",
            ""),
        new IllegalStateException("exchange is not asked"));
  }
}
