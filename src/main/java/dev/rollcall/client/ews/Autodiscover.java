package dev.rollcall.client.ews;

import dev.rollcall.client.ews.EwsTransport.Answer;
import dev.rollcall.client.http.ClientException;
import dev.rollcall.client.http.Failures;
import dev.rollcall.client.http.Service;
import dev.rollcall.client.http.Symptom;
import dev.rollcall.model.CallMeter;
import dev.rollcall.telemetry.CallObserver;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds out where a mailbox's service is, and what else its server tells of it. What was found is
 * kept in memory. Safe for several threads.
 *
 * <p>The login is sent to the configured host, or to the domain's own: {@code https://domain},
 * {@code https://autodiscover.domain}, and hosts below the domain that a redirect or a DNS record
 * names. What a redirect without encryption names beside these could come from anybody.
 *
 * @see <a
 *     href="https://learn.microsoft.com/exchange/client-developer/exchange-web-services/how-to-generate-a-list-of-autodiscover-endpoints">Autodiscover
 *     endpoints</a> (read 2026-11-21)
 */
final class Autodiscover {

  private static final String POX = "/autodiscover/autodiscover.xml";
  private static final String SOAP = "/autodiscover/autodiscover.svc";
  private static final int MAX_REDIRECTS = 5;

  /** What only an Autodiscover says that knows the domain. */
  private static final Set<String> TELLING =
      Set.of("autodiscoverAddressUnknown", "autodiscoverElsewhere");

  private static final int OK = 200;
  private static final int UNAUTHORIZED = 401;

  /** A server's protocols, the one for connections from outside first. */
  private static final List<String> PROTOCOLS = List.of("EXPR", "EXHTTP", "EXCH");

  private final EwsServer server;
  private final EwsLogin login;
  private final EwsTransport transport;
  private final Clock clock;
  private final CallObserver calls;
  private final Function<String, List<String>> serviceRecords;
  private final Map<String, URI> found;
  private final Map<String, EwsUserSettings> settings;
  private final Map<String, String> addresses;

  /**
   * @param serviceRecords the hosts that DNS names for a service
   */
  Autodiscover(
      EwsServer server,
      EwsLogin login,
      EwsTransport transport,
      Clock clock,
      Function<String, List<String>> serviceRecords) {
    this.server = server;
    this.login = login;
    this.transport = transport;
    this.clock = clock;
    this.calls = CallObserver.none();
    this.serviceRecords = serviceRecords;
    this.found = new ConcurrentHashMap<>();
    this.settings = new ConcurrentHashMap<>();
    this.addresses = new ConcurrentHashMap<>();
  }

  private Autodiscover(Autodiscover other, CallObserver calls) {
    this.server = other.server;
    this.login = other.login;
    this.transport = other.transport;
    this.clock = other.clock;
    this.calls = calls;
    this.serviceRecords = other.serviceRecords;
    this.found = other.found;
    this.settings = other.settings;
    this.addresses = other.addresses;
  }

  /** The same, with what it found, whose requests this observer is told of. */
  Autodiscover observedBy(CallObserver observer) {
    return new Autodiscover(this, observer);
  }

  /**
   * Where the service is; all mailboxes of a server have one address.
   *
   * @throws ClientException if it is not told
   */
  URI url(EwsCaller caller, CallMeter meter) {
    if (server.url().isPresent()) {
      return server.url().get();
    }
    URI known = found.get("");
    if (known == null) {
      known = ewsUrl(account(caller.smtp(), meter));
      found.put("", known);
    }
    return known;
  }

  /**
   * The address that Autodiscover has for a mailbox, which may be asked for by its id.
   *
   * @throws ClientException if there is none
   */
  String address(String smtp, CallMeter meter) {
    String key = smtp.toLowerCase(Locale.ROOT);
    String known = addresses.get(key);
    if (known == null) {
      known = account(smtp, meter).find("User").text("AutoDiscoverSMTPAddress");
      if (known.isEmpty()) {
        throw empty();
      }
      addresses.put(key, known);
    }
    return known;
  }

  /**
   * What the mailbox's server says of it.
   *
   * @throws ClientException if it says nothing
   */
  EwsUserSettings settings(String smtp, CallMeter meter) {
    String key = smtp.toLowerCase(Locale.ROOT);
    EwsUserSettings known = settings.get(key);
    if (known == null) {
      known = anywhere(SOAP, url -> userSettings(url, smtp, meter), meter);
      settings.put(key, known);
    }
    return known;
  }

  // ---- the older form, which every server speaks ----

  private XmlElement account(String smtp, CallMeter meter) {
    return anywhere(POX, url -> account(url, smtp, meter), meter);
  }

  private XmlElement account(URI first, String smtp, CallMeter meter) {
    URI url = first;
    for (int redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
      Answer answer = post(url, AutodiscoverXml.request(smtp), meter);
      if (answer.isRedirect()) {
        url = redirected(url, answer.header("Location").orElse(""));
        continue;
      }
      XmlElement response =
          SoapAnswer.envelope(Service.AUTODISCOVER, answer, clock.instant()).child("Response");
      XmlElement error = response.child("Error");
      if (error.exists()) {
        throw Failures.of(
            Symptom.answer(
                Service.AUTODISCOVER, OK, error.text("ErrorCode"), error.text("Message")));
      }
      XmlElement account = response.child("Account");
      switch (account.text("Action")) {
        case "redirectUrl" -> url = redirected(url, account.text("RedirectUrl"));
        // Whoever has that address is asked elsewhere, and our login is none of theirs.
        case "redirectAddr" ->
            throw Failures.of(Symptom.answer(Service.AUTODISCOVER, OK, "redirectAddr", ""));
        default -> {
          return response;
        }
      }
    }
    throw empty();
  }

  private URI ewsUrl(XmlElement response) {
    List<XmlElement> protocols = response.child("Account").children("Protocol");
    for (String type : PROTOCOLS) {
      for (XmlElement protocol : protocols) {
        Optional<URI> url =
            protocol.text("Type").equals(type) ? uri(protocol.text("EwsUrl")) : Optional.empty();
        if (url.filter(transport::mayAsk).isPresent()) {
          return url.get();
        }
      }
    }
    throw empty();
  }

  // ---- the newer form, which tells more ----

  private EwsUserSettings userSettings(URI url, String smtp, CallMeter meter) {
    Answer answer = post(url, AutodiscoverXml.userSettings(url, smtp), meter);
    XmlElement response =
        SoapAnswer.envelope(Service.AUTODISCOVER, answer, clock.instant()).find("UserResponse");
    String code = response.text("ErrorCode");
    if (!code.equals("NoError")) {
      throw Failures.of(
          Symptom.answer(Service.AUTODISCOVER, OK, code, response.text("ErrorMessage")));
    }
    Map<String, String> values = new HashMap<>();
    for (XmlElement setting : response.child("UserSettings").children("UserSetting")) {
      if (!setting.text("Value").isEmpty()) {
        values.put(setting.text("Name"), setting.text("Value"));
      }
    }
    return new EwsUserSettings(values);
  }

  // ---- where to ask ----

  /** Asks one place after the other; if none answers, the failure that tells most counts. */
  private <T> T anywhere(String path, Function<URI, T> ask, CallMeter meter) {
    @Nullable ClientException failure = null;
    Set<URI> asked = new HashSet<>();
    for (Supplier<List<URI>> some : places(path, meter)) {
      for (URI place : some.get()) {
        if (asked.add(place)) {
          try {
            return ask.apply(place);
          } catch (ClientException e) {
            failure = failure == null || tellsMore(e, failure) ? e : failure;
          }
        }
      }
    }
    throw failure == null ? empty() : failure;
  }

  private static boolean tellsMore(ClientException one, ClientException other) {
    return weight(one) > weight(other);
  }

  /** A web site at the domain itself has no Autodiscover, and says so in one way or another. */
  private static int weight(ClientException failure) {
    return TELLING.contains(failure.problem().code())
        ? 3
        : failure.status() == UNAUTHORIZED ? 2 : failure.status() == 0 ? 1 : 0;
  }

  private List<Supplier<List<URI>>> places(String path, CallMeter meter) {
    if (server.url().isPresent()) {
      return List.of(() -> List.of(server.url().get().resolve(path)));
    }
    String domain = server.domain().orElseThrow();
    return List.of(
        () -> list(uri("https://" + domain + path)),
        () -> list(uri("https://autodiscover." + domain + path)),
        () -> list(redirect("http://autodiscover." + domain + POX, path, meter)),
        () ->
            serviceRecords.apply("_autodiscover._tcp." + domain).stream()
                .filter(host -> isOfDomain(host, domain))
                .flatMap(host -> uri("https://" + host + path).stream())
                .toList());
  }

  /** Where a server without encryption sends us, if that is in the same domain. */
  private Optional<URI> redirect(String url, String path, CallMeter meter) {
    Optional<URI> from = uri(url);
    if (from.isEmpty()) {
      return Optional.empty();
    }
    meter.count();
    try {
      Answer answer = transport.get(from.get());
      return answer.isRedirect()
          ? answer
              .header("Location")
              .flatMap(Autodiscover::uri)
              .filter(this::mayBeToldOf)
              .map(to -> to.resolve(path))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private URI redirected(URI from, String location) {
    return uri(location)
        .map(from::resolve)
        .filter(transport::mayAsk)
        .filter(to -> to.getHost().equalsIgnoreCase(from.getHost()) || mayBeToldOf(to))
        .orElseThrow(() -> Failures.of(Symptom.answer(Service.AUTODISCOVER, 0, "redirected", "")));
  }

  private boolean mayBeToldOf(URI url) {
    return "https".equals(url.getScheme())
        && url.getHost() != null
        && server.domain().filter(domain -> isOfDomain(url.getHost(), domain)).isPresent();
  }

  private static boolean isOfDomain(String host, String domain) {
    String lower = host.toLowerCase(Locale.ROOT);
    String bare = domain.toLowerCase(Locale.ROOT).replaceFirst(":\\d+$", "");
    return lower.equals(bare) || lower.endsWith("." + bare);
  }

  private Answer post(URI url, byte[] request, CallMeter meter) {
    Answer answer = postOnce(url, request, meter);
    if (answer.status() == UNAUTHORIZED && Renewal.of(login).isWorthAnotherTry()) {
      answer = postOnce(url, request, meter);
    }
    return answer;
  }

  private Answer postOnce(URI url, byte[] request, CallMeter meter) {
    meter.count();
    long begun = clock.millis();
    int status = 0;
    try {
      Answer answer = transport.post(Service.AUTODISCOVER, url, Map.of(), request, login);
      status = answer.status();
      return answer;
    } catch (IOException e) {
      throw Failures.ofException(e);
    } finally {
      calls.called("POST /autodiscover", status, Duration.ofMillis(clock.millis() - begun));
    }
  }

  private static ClientException empty() {
    return Failures.of(Symptom.answer(Service.AUTODISCOVER, OK, "", ""));
  }

  private static List<URI> list(Optional<URI> url) {
    return new ArrayList<>(url.stream().toList());
  }

  private static Optional<URI> uri(String text) {
    try {
      return text.isBlank() ? Optional.empty() : Optional.of(URI.create(text.trim()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
