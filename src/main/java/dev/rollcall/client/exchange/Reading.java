package dev.rollcall.client.exchange;

import dev.rollcall.client.exchange.AdminApi.Page;
import dev.rollcall.client.exchange.AdminApi.Request;
import dev.rollcall.client.http.ClientException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A reading command on its way from page to page. Used by one thread. */
final class Reading {

  /** A list of all recipients of a large organisation has some hundred pages. */
  private static final int MAX_PAGES = 10_000;

  private final Command command;
  private final List<ExchangeRow> rows = new ArrayList<>();
  private Optional<Request> next;
  private Optional<ClientException> failure = Optional.empty();
  private int pages;
  private int failures;

  Reading(Request first) {
    this.command = first.command();
    this.next = Optional.of(first);
  }

  /** What to ask next; empty once it is complete or failed. */
  Optional<Request> next() {
    return next;
  }

  void accept(Page page) {
    rows.addAll(page.rows());
    pages++;
    failures = 0;
    next = page.next().map(url -> new Request(url, command));
    if (next.isPresent() && pages == MAX_PAGES) {
      fail(AdminApi.failure("endlessList"));
    }
  }

  /** Counts a failed attempt at the same page. */
  int attemptFailed() {
    failures++;
    return failures;
  }

  /** Ends it: what was read so far is not all, and so it is nothing. */
  void fail(ClientException why) {
    failure = Optional.of(why);
    next = Optional.empty();
  }

  CmdletAnswer answer() {
    return failure.map(CmdletAnswer::failed).orElseGet(() -> CmdletAnswer.of(rows));
  }
}
