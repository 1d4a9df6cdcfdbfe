package dev.rollcall.client.exchange;

import com.azure.core.credential.TokenCredential;
import dev.rollcall.client.exchange.AdminApi.Answer;
import dev.rollcall.client.exchange.AdminApi.Page;
import dev.rollcall.client.http.ClientException;
import dev.rollcall.client.http.Disposition;
import dev.rollcall.client.http.Pause;
import dev.rollcall.client.service.Waits;
import dev.rollcall.model.CallMeter;
import dev.rollcall.telemetry.CallObserver;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;

/**
 * Commands of Exchange Online's administration on behalf of one app in one organisation. Safe for
 * several threads; meant to be kept.
 *
 * <p>The app needs the application permission {@code Exchange.ManageAsApp}, and a role in the
 * organisation: to read, Global Reader is enough.
 *
 * <p>Commands that read are repeated when they fail for a passing reason, within {@link #ATTEMPTS}
 * and {@link #PATIENCE}. Commands that write are repeated only where that can do no harm; they need
 * a role that may write, such as Exchange Recipient Administrator.
 *
 * @see <a
 *     href="https://learn.microsoft.com/powershell/exchange/app-only-auth-powershell-v2">App-only
 *     authentication</a> (read 2026-11-21)
 */
public final class ExchangeClient {

  /** How often one request is sent at most. */
  public static final int ATTEMPTS = 5;

  /** How long a command waits in all for a service that asks for pauses. */
  public static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Conversation service;

  /**
   * @param base the service's root, such as {@code https://outlook.office365.com}
   * @param tenant the tenant's id or initial domain
   * @param credential tokens for {@code scope}; asked for every request, so it should keep them
   * @param scope such as {@code https://outlook.office365.com/.default}
   * @param http connection settings; copied, but its connections are shared
   */
  public ExchangeClient(
      URI base,
      String tenant,
      TokenCredential credential,
      String scope,
      OkHttpClient.Builder http,
      Clock clock,
      RandomGenerator random,
      Pause pause) {
    HttpUrl url = HttpUrl.get(base);
    if (url == null) {
      throw new IllegalArgumentException("Exchange's address must be http or https: " + base);
    }
    this.service =
        new Conversation(new AdminApi(url, tenant), credential, scope, http, clock, random, pause);
  }

  private ExchangeClient(Conversation service) {
    this.service = service;
  }

  /** The same client, with its connections and login, whose requests this observer is told of. */
  public ExchangeClient observedBy(CallObserver observer) {
    return new ExchangeClient(service.observedBy(observer));
  }

  /**
   * Everything a reading command answers, page by page until the last.
   *
   * @throws ClientException if any page failed, or the answer was cut off: a part is never answered
   */
  public List<ExchangeRow> read(Cmdlet cmdlet, CallMeter meter) {
    Reading reading = new Reading(service.api().request(cmdlet));
    while (reading.next().isPresent()) {
      reading.accept(page(reading.next().get(), meter));
    }
    return complete(reading.answer());
  }

  /**
   * The one object that a reading command finds, and that is the one meant.
   *
   * <p>The service answers every object where it does not find one; so whoever will write to what
   * was found says how to know it.
   *
   * @param meant whether it is the one
   * @return the object; empty if there is none
   * @throws ClientException if several were found or another one, or the command failed
   */
  public Optional<ExchangeRow> one(Cmdlet cmdlet, Predicate<ExchangeRow> meant, CallMeter meter) {
    List<ExchangeRow> rows;
    try {
      rows = read(cmdlet, meter);
    } catch (ClientException e) {
      if (e.disposition() == Disposition.GONE) {
        return Optional.empty();
      }
      throw e;
    }
    if (rows.size() > 1 || rows.stream().anyMatch(row -> !meant.test(row))) {
      throw AdminApi.failure("notTheOneMeant");
    }
    return rows.stream().findFirst();
  }

  /**
   * Reads with many commands, ten to a request. One that fails does not fail the others.
   *
   * @return an answer for each, in their order: complete, or failed
   */
  public List<CmdletAnswer> readAll(List<Cmdlet> cmdlets, CallMeter meter) {
    List<Reading> readings =
        cmdlets.stream().map(cmdlet -> new Reading(service.api().request(cmdlet))).toList();
    Duration patience = PATIENCE;
    List<Reading> open = open(readings);
    while (!open.isEmpty()) {
      Duration longest = Duration.ZERO;
      for (int from = 0; from < open.size(); from += AdminApi.MAX_BATCH) {
        List<Reading> batch = open.subList(from, Math.min(from + AdminApi.MAX_BATCH, open.size()));
        Duration wait = readTogether(batch, patience, meter);
        longest = wait.compareTo(longest) > 0 ? wait : longest;
      }
      patience = patience.minus(longest);
      if (!longest.isZero()) {
        service.await(longest);
      }
      open = open(readings);
    }
    return readings.stream().map(Reading::answer).toList();
  }

  /**
   * Makes and changes mail contacts, ten to a request. One that fails does not fail the others.
   *
   * <p>A creation whose answer was lost is not sent again: whoever asked for it looks for the
   * contact by its name. Values that are set are set again. A contact just made, which is
   * {@linkplain ContactCommand#ofJustMade said}, is waited for some seconds.
   *
   * @param waits how long may be waited in place; what would need longer fails as throttled
   * @return an answer for each, in their order
   */
  public List<CmdletAnswer> write(List<ContactCommand> commands, Waits waits, CallMeter meter) {
    return new Writing(service, waits, meter).run(commands);
  }

  /**
   * Removes mail contacts, each after a look that showed exactly the one meant. What is gone
   * already counts as removed.
   *
   * @param waits how long may be waited in place between writes
   * @return what became of each, in their order
   */
  public List<ContactRemoval.Result> remove(
      List<ContactRemoval> removals, Waits waits, CallMeter meter) {
    return new Removing(looks -> readAll(looks, meter), commands -> write(commands, waits, meter))
        .run(removals);
  }

  private static List<Reading> open(List<Reading> readings) {
    return readings.stream().filter(reading -> reading.next().isPresent()).toList();
  }

  /** One batch; answers how long to wait for what has to be repeated. */
  private Duration readTogether(List<Reading> batch, Duration patience, CallMeter meter) {
    List<AdminApi.Request> requests =
        batch.stream().map(reading -> reading.next().orElseThrow()).toList();
    List<Answer> answers;
    try {
      answers = service.askTogether(requests, meter);
    } catch (ClientException e) {
      return longest(batch.stream().map(reading -> repeat(reading, e, patience)));
    }
    List<Duration> waits = new ArrayList<>();
    for (int i = 0; i < batch.size(); i++) {
      Answer answer = answers.get(i);
      try {
        if (!answer.succeeded()) {
          throw service.failure(answer);
        }
        batch.get(i).accept(service.api().page(answer));
      } catch (ClientException e) {
        waits.add(repeat(batch.get(i), e, patience));
      }
    }
    return longest(waits.stream());
  }

  /** How long to wait until it is asked again; it fails if that would not help. */
  private Duration repeat(Reading reading, ClientException failure, Duration patience) {
    int failed = reading.attemptFailed();
    Duration wait = service.pauseBefore(failed, failure);
    if (!failure.disposition().isPassing() || failed == ATTEMPTS || wait.compareTo(patience) > 0) {
      reading.fail(failure);
      return Duration.ZERO;
    }
    return wait;
  }

  private static Duration longest(Stream<Duration> waits) {
    return waits.max(Comparator.naturalOrder()).orElse(Duration.ZERO);
  }

  private Page page(AdminApi.Request request, CallMeter meter) {
    Duration waited = Duration.ZERO;
    for (int attempt = 1; ; attempt++) {
      try {
        return service.api().page(service.ask(request, meter));
      } catch (ClientException e) {
        Duration wait = service.pauseBefore(attempt, e);
        waited = waited.plus(wait);
        if (!e.disposition().isPassing() || attempt == ATTEMPTS || waited.compareTo(PATIENCE) > 0) {
          throw e;
        }
        service.await(wait);
      }
    }
  }

  private static List<ExchangeRow> complete(CmdletAnswer answer) {
    if (answer.failure().isPresent()) {
      throw answer.failure().get();
    }
    return answer.rows();
  }
}
