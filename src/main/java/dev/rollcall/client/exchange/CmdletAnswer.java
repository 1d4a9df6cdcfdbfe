package dev.rollcall.client.exchange;

import dev.rollcall.client.http.ClientException;
import java.util.List;
import java.util.Optional;

/**
 * What came of a command among others.
 *
 * @param rows everything it answered, or nothing if it failed
 * @param failure why it failed; empty if it did not
 */
public record CmdletAnswer(List<ExchangeRow> rows, Optional<ClientException> failure) {

  public CmdletAnswer {
    rows = List.copyOf(rows);
  }

  static CmdletAnswer of(List<ExchangeRow> rows) {
    return new CmdletAnswer(rows, Optional.empty());
  }

  static CmdletAnswer failed(ClientException failure) {
    return new CmdletAnswer(List.of(), Optional.of(failure));
  }
}
