package dev.rollcall.target.mailcontact;

import dev.rollcall.client.exchange.Cmdlet;
import dev.rollcall.client.exchange.ContactCommand;
import dev.rollcall.client.exchange.ExchangeClient;
import dev.rollcall.client.exchange.ObjectId;
import dev.rollcall.client.http.ClientException;
import dev.rollcall.client.http.Disposition;
import dev.rollcall.model.CallMeter;
import dev.rollcall.model.EnvironmentId;
import dev.rollcall.model.Maker;
import dev.rollcall.model.PolicyId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The organisation whose address list a policy feeds, and how.
 *
 * @param client of that organisation's Exchange
 * @param source the environment that the records come from
 * @param policy the policy
 * @param attribute the number of the custom attribute that carries the stamps, 1 to 15
 * @param unit the organisational unit that contacts are made in; empty for the organisation's own
 * @param distinctNames whether a contact gets its domain behind its name where somebody else there
 *     is called the same
 */
public record AddressList(
    ExchangeClient client,
    EnvironmentId source,
    PolicyId policy,
    int attribute,
    Optional<String> unit,
    boolean distinctNames) {

  /** Finds no contact, so that the answer is short. */
  private static final String NOBODY = "Name -eq 'rollcall-connection-test'";

  /**
   * @throws IllegalArgumentException if there is no such custom attribute
   */
  public AddressList {
    if (attribute < 1 || attribute > 15) {
      throw new IllegalArgumentException("custom attributes have numbers from 1 to 15");
    }
  }

  /**
   * Asks for as little as shows that the organisation lets the app list its mail contacts and write
   * them: for the connection test. The write is about a contact that there is not: whoever may not
   * write at all is refused, and others are told that it is not there.
   *
   * @throws ClientException if one of them is refused
   */
  public void probe(CallMeter meter) {
    client.read(Cmdlet.list("Get-MailContact").with("Filter", NOBODY).selecting("Guid"), meter);
    ContactCommand nothing =
        ContactCommand.setRecipient(new ObjectId(UUID.randomUUID().toString()))
            .with("HiddenFromAddressListsEnabled", true);
    client.write(List.of(nothing), wait -> false, meter).stream()
        .flatMap(answer -> answer.failure().stream())
        .filter(failure -> failure.disposition() != Disposition.GONE)
        .findFirst()
        .ifPresent(
            failure -> {
              throw failure;
            });
  }

  Stamp stamp(Maker maker) {
    return new Stamp(source, policy, maker, attribute);
  }
}
