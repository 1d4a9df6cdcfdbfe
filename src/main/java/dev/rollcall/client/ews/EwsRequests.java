package dev.rollcall.client.ews;

import dev.rollcall.client.ews.EwsTransport.Answer;
import dev.rollcall.client.http.Backoff;
import dev.rollcall.client.http.ClientException;
import dev.rollcall.client.http.Failures;
import dev.rollcall.client.http.Pause;
import dev.rollcall.client.http.Service;
import dev.rollcall.client.http.Symptom;
import dev.rollcall.model.CallMeter;
import dev.rollcall.telemetry.CallObserver;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Sends the requests of a client: what reads is repeated within bounds, what writes is sent once,
 * and a login that was replaced meanwhile is taken anew.
 */
record EwsRequests(
    Autodiscover autodiscover,
    EwsLogin login,
    EwsTransport transport,
    Clock clock,
    Backoff backoff,
    Pause pause,
    CallObserver calls,
    boolean patient) {

  private static final int UNAUTHORIZED = 401;

  /** The same, whose requests this observer is told of. */
  EwsRequests observedBy(CallObserver observer) {
    return new EwsRequests(
        autodiscover.observedBy(observer),
        login,
        transport,
        clock,
        backoff,
        pause,
        observer,
        patient);
  }

  /** The same, which hands back every failure at once. */
  EwsRequests once() {
    return new EwsRequests(autodiscover, login, transport, clock, backoff, pause, calls, false);
  }

  /** Writes one page's request. */
  interface PageRequest {
    void write(SoapWriter xml, int offset);
  }

  static void page(SoapWriter view, int size, int offset) {
    view.attribute("MaxEntriesReturned", Integer.toString(size))
        .attribute("Offset", Integer.toString(offset))
        .attribute("BasePoint", "Beginning");
  }

  /**
   * Page after page until the last.
   *
   * @param accept takes a page, and tells how many it had
   * @throws ClientException also if a page does not say whether it is the last: what it has may not
   *     be all, and whoever takes it for all deletes the rest
   */
  void paged(
      EwsCaller caller,
      String operation,
      PageRequest request,
      Function<XmlElement, Integer> accept,
      CallMeter meter) {
    int offset = 0;
    while (true) {
      int from = offset;
      XmlElement root =
          readOne(caller, operation, xml -> request.write(xml, from), meter).child("RootFolder");
      String last = root.attribute("IncludesLastItemInRange");
      if (!last.equals("true") && !last.equals("false")) {
        throw Failures.of(Symptom.answer(Service.EWS, 200, "answerNotWhole", ""));
      }
      int entries = accept.apply(root);
      if (last.equals("true")) {
        return;
      }
      offset = next(root, from, entries);
      if (offset <= from) {
        // A page without an end would be asked for again and again.
        throw Failures.of(Symptom.answer(Service.EWS, 200, "answerNotWhole", ""));
      }
    }
  }

  private static int next(XmlElement root, int from, int entries) {
    try {
      return Integer.parseInt(root.attribute("IndexedPagingOffset"));
    } catch (NumberFormatException e) {
      return from + entries;
    }
  }

  XmlElement readOne(
      EwsCaller caller, String operation, Consumer<SoapWriter> body, CallMeter meter) {
    return repeated(
        () -> {
          XmlElement message = exchange(caller, operation, body, 1, meter).get(0);
          SoapAnswer.throwFailure(message);
          return message;
        });
  }

  /**
   * Answers messages of which some may have failed: for a lasting reason, or for a passing one that
   * went on and was the item's own. A server says of a damaged item the same as of its own trouble,
   * that something went wrong inside it.
   *
   * @throws ClientException if it failed as a whole, or for every item
   */
  List<XmlElement> read(
      EwsCaller caller,
      String operation,
      Consumer<SoapWriter> body,
      int expected,
      CallMeter meter) {
    AtomicReference<List<XmlElement>> last = new AtomicReference<>(List.of());
    try {
      return repeated(
          () -> {
            last.set(List.of());
            List<XmlElement> messages = exchange(caller, operation, body, expected, meter);
            last.set(messages);
            messages.stream()
                .flatMap(message -> SoapAnswer.failure(message).stream())
                .filter(e -> e.disposition().isPassing() || e.concernsWholeTarget())
                .findFirst()
                .ifPresent(
                    e -> {
                      throw e;
                    });
            return messages;
          });
    } catch (ClientException e) {
      if (areOfItems(last.get())) {
        return last.get();
      }
      throw e;
    }
  }

  /** Whether nothing but some of the items is the reason for what failed. */
  private static boolean areOfItems(List<XmlElement> messages) {
    List<ClientException> failures =
        messages.stream().flatMap(message -> SoapAnswer.failure(message).stream()).toList();
    boolean some = messages.size() == 1 || failures.size() < messages.size();
    return !messages.isEmpty() && some && failures.stream().allMatch(EwsRequests::mayBeOfItem);
  }

  private static boolean mayBeOfItem(ClientException failure) {
    return failure.disposition().isPassing()
        ? failure.hasCode("ErrorInternalServerError") && failure.retryAfter().isEmpty()
        : !failure.concernsWholeTarget();
  }

  List<XmlElement> write(
      EwsCaller caller,
      String operation,
      Consumer<SoapWriter> body,
      int expected,
      CallMeter meter) {
    return exchange(caller, operation, body, expected, meter);
  }

  /** Reads again what failed for a passing reason. */
  private <T> T repeated(Supplier<T> reading) {
    Duration waited = Duration.ZERO;
    for (int attempt = 1; ; attempt++) {
      try {
        return reading.get();
      } catch (ClientException e) {
        Duration wait = backoff.before(attempt, e.retryAfter());
        waited = waited.plus(wait);
        if (!patient
            || !e.disposition().isPassing()
            || attempt == EwsClient.ATTEMPTS
            || waited.compareTo(EwsClient.PATIENCE) > 0
            || Thread.currentThread().isInterrupted()) {
          throw e;
        }
        calls.waited(wait);
        pause.await(wait);
      }
    }
  }

  private List<XmlElement> exchange(
      EwsCaller caller,
      String operation,
      Consumer<SoapWriter> body,
      int expected,
      CallMeter meter) {
    byte[] request = SoapWriter.request(caller, body);
    Answer answer = send(caller, operation, request, meter);
    return SoapAnswer.messages(answer, expected, clock.instant());
  }

  /** One request, and once more if the password or token was replaced meanwhile. */
  private Answer send(EwsCaller caller, String operation, byte[] request, CallMeter meter) {
    Renewal renewal = Renewal.of(login);
    Answer answer = sendOnce(caller, operation, request, meter);
    if (answer.status() == UNAUTHORIZED && renewal.isWorthAnotherTry()) {
      answer = sendOnce(caller, operation, request, meter);
    }
    return answer;
  }

  private Answer sendOnce(EwsCaller caller, String operation, byte[] request, CallMeter meter) {
    Map<String, String> headers = new HashMap<>();
    headers.put("X-AnchorMailbox", caller.anchor().orElse(caller.smtp()));
    caller.publicFolderMailbox().ifPresent(box -> headers.put("X-PublicFolderMailbox", box));
    URI to = autodiscover.url(caller, meter);
    meter.count();
    long begun = clock.millis();
    int status = 0;
    try {
      Answer answer = transport.post(Service.EWS, to, headers, request, login);
      status = answer.status();
      return answer;
    } catch (IOException e) {
      throw Failures.ofException(e);
    } finally {
      calls.called("POST /EWS " + operation, status, Duration.ofMillis(clock.millis() - begun));
    }
  }
}
