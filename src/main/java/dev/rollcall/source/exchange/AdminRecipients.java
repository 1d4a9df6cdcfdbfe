package dev.rollcall.source.exchange;

import dev.rollcall.client.exchange.Cmdlet;
import dev.rollcall.client.exchange.ExchangeClient;
import dev.rollcall.client.exchange.ExchangeRow;
import dev.rollcall.client.http.ClientException;
import dev.rollcall.model.CallMeter;
import dev.rollcall.policy.Environment;
import dev.rollcall.source.ExchangeRecipients;
import dev.rollcall.source.SourceUnavailable;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Recipients through Exchange's administration.
 *
 * <p>Requests: one for every 1,000 recipients of the organisation, once a reading and only if
 * recipients are asked for; the same for dynamic distribution groups, of which there are few; and
 * one for every 1,000 members of each that is named.
 */
public final class AdminRecipients implements ExchangeRecipients {

  private final Function<Environment, ExchangeClient> clients;

  /**
   * @param clients the client of an environment's primary app; asked often, so it should keep them
   */
  public AdminRecipients(Function<Environment, ExchangeClient> clients) {
    this.clients = clients;
  }

  @Override
  public Optional<Reading> reading(Environment environment, CallMeter meter) {
    return environment.exchange()
        ? Optional.of(new AdminReading(client(environment), meter, false))
        : Optional.empty();
  }

  /** Begins a reading in which recipients can be found by all their names. */
  AdminReading open(Environment environment, CallMeter meter) {
    return new AdminReading(client(environment), meter, true);
  }

  ExchangeClient client(Environment environment) {
    return asked(() -> clients.apply(environment));
  }

  /** A failure of the service is one of the source. */
  static <T> T asked(Supplier<T> question) {
    try {
      return question.get();
    } catch (ClientException e) {
      throw new SourceUnavailable(e.problem(), e);
    }
  }

  /** Keeps what it read; for one thread. */
  static final class AdminReading implements Reading {

    private static final Cmdlet RECIPIENTS =
        Cmdlet.list("Get-Recipient").selecting(RecipientRow.COLUMNS);

    /** There may be 100,000 recipients: no more is asked of them than is told on. */
    private static final Cmdlet NAMELESS =
        Cmdlet.list("Get-Recipient").selecting(RecipientRow.WITHOUT_NAMES);

    private static final Cmdlet DYNAMIC_GROUPS =
        Cmdlet.list("Get-DynamicDistributionGroup").selecting(RecipientRow.COLUMNS);

    private final ExchangeClient client;
    private final CallMeter meter;
    private final Map<String, List<Recipient>> members = new HashMap<>();
    private final boolean named;
    private Optional<RecipientList> recipients = Optional.empty();
    private Optional<Map<String, Recipient>> nameless = Optional.empty();
    private Optional<List<DynamicGroup>> dynamicGroups = Optional.empty();

    private AdminReading(ExchangeClient client, CallMeter meter, boolean named) {
      this.named = named;
      this.client = client;
      this.meter = meter;
    }

    /**
     * All recipients.
     *
     * @throws SourceUnavailable if they could not be read to their end
     */
    RecipientList recipients() {
      if (recipients.isEmpty()) {
        recipients = Optional.of(new RecipientList(rows(RECIPIENTS)));
      }
      return recipients.get();
    }

    @Override
    public Optional<Recipient> recipient(String objectId) {
      return named
          ? recipients().byId(objectId).map(RecipientRow::recipient)
          : Optional.ofNullable(nameless().get(objectId.toLowerCase(Locale.ROOT)));
    }

    private Map<String, Recipient> nameless() {
      if (nameless.isEmpty()) {
        Map<String, Recipient> byId = new HashMap<>();
        Map<String, String> units = new HashMap<>();
        for (ExchangeRow row : asked(() -> client.read(NAMELESS, meter))) {
          Recipient recipient = RecipientRow.of(row).recipient();
          // Many are kept in the same place.
          String unit = units.computeIfAbsent(recipient.organizationalUnit(), Function.identity());
          byId.put(
              recipient.id(),
              new Recipient(recipient.id(), recipient.type(), recipient.hidden(), unit));
        }
        nameless = Optional.of(byId);
      }
      return nameless.get();
    }

    @Override
    public List<DynamicGroup> dynamicGroups() {
      if (dynamicGroups.isEmpty()) {
        // Where all recipients are read anyway, these are among them.
        List<RecipientRow> rows =
            recipients.isPresent()
                ? recipients.get().rows().stream().filter(RecipientRow::isDynamicGroup).toList()
                : rows(DYNAMIC_GROUPS);
        dynamicGroups =
            Optional.of(
                rows.stream()
                    .map(RecipientRow::dynamicGroup)
                    .sorted(
                        Comparator.comparing(DynamicGroup::displayName)
                            .thenComparing(DynamicGroup::id))
                    .toList());
      }
      return dynamicGroups.get();
    }

    @Override
    public List<Recipient> members(DynamicGroup group) {
      return members.computeIfAbsent(
          group.id(),
          id ->
              rows(
                      Cmdlet.listOf("Get-DynamicDistributionGroupMember", id)
                          .selecting(RecipientRow.COLUMNS))
                  .stream()
                  .map(RecipientRow::recipient)
                  .toList());
    }

    private List<RecipientRow> rows(Cmdlet cmdlet) {
      return asked(() -> client.read(cmdlet, meter).stream().map(RecipientRow::of).toList());
    }
  }
}
