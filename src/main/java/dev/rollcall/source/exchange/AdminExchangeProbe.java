package dev.rollcall.source.exchange;

import dev.rollcall.client.exchange.Cmdlet;
import dev.rollcall.client.exchange.ExchangeClient;
import dev.rollcall.client.http.ClientException;
import dev.rollcall.model.CallMeter;
import dev.rollcall.model.Problem;
import dev.rollcall.policy.Environment;
import dev.rollcall.source.ExchangeProbe;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Reads one mailbox through Exchange's administration, in one request. */
public final class AdminExchangeProbe implements ExchangeProbe {

  private static final Cmdlet ONE_MAILBOX =
      new Cmdlet("Get-Mailbox", Map.of("ResultSize", 1), List.of("ExternalDirectoryObjectId"));

  /** There are more mailboxes than the one asked for: the answer is as it should be. */
  private static final String CUT = "exchangeListCut";

  private final Function<Environment, ExchangeClient> clients;

  /**
   * @param clients the client of an environment's primary app
   */
  public AdminExchangeProbe(Function<Environment, ExchangeClient> clients) {
    this.clients = clients;
  }

  @Override
  public Optional<Problem> readMailbox(Environment environment) {
    try {
      clients.apply(environment).read(ONE_MAILBOX, new CallMeter());
      return Optional.empty();
    } catch (ClientException e) {
      return Optional.of(e.problem()).filter(problem -> !problem.code().equals(CUT));
    }
  }
}
