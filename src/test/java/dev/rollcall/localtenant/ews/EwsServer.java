package dev.rollcall.localtenant.ews;

import dev.rollcall.localtenant.graph.MailRoutes;
import dev.rollcall.localtenant.graph.mailbox.Location;
import dev.rollcall.localtenant.graph.mailbox.MailboxOwners;
import dev.rollcall.localtenant.graph.mailbox.Mailboxes;
import dev.rollcall.localtenant.hostility.Hostility;
import dev.rollcall.localtenant.hostility.Incident;
import dev.rollcall.localtenant.hostility.Sighting;
import dev.rollcall.localtenant.wire.WireAnswer;
import dev.rollcall.localtenant.wire.WireHandler;
import dev.rollcall.localtenant.wire.WireRequest;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * {@code /EWS/Exchange.asmx} and autodiscover of one Exchange, for the mailboxes that live there
 * and its public folders.
 */
public final class EwsServer implements WireHandler {

  private static final List<String> READS =
      List.of("FindFolder", "GetFolder", "FindItem", "GetItem", "SyncFolderItems", "GetAttachment");

  private final Mailboxes mailboxes;
  private final Location here;
  private final Gate gate;
  private final EwsQuirks quirks;
  private final PublicFolders publicFolders;
  private final Autodiscover autodiscover;
  private final MailRoutes mail;
  private final Hostility hostility;
  private final Consumer<String> unexpected;
  private final EwsSchema schema = new EwsSchema();
  private final EwsCounters counters = new EwsCounters();
  private final URI uri;

  private EwsServer(
      Mailboxes mailboxes,
      Location here,
      URI root,
      String domain,
      String redirectDomain,
      Gate gate,
      EwsQuirks quirks,
      MailRoutes mail,
      Hostility hostility,
      Clock clock,
      Consumer<String> unexpected) {
    this.mailboxes = mailboxes;
    this.here = here;
    this.uri = URI.create(root + "/EWS/Exchange.asmx");
    this.gate = gate;
    this.quirks = quirks;
    this.mail = mail;
    this.hostility = hostility;
    this.unexpected = unexpected;
    this.publicFolders = new PublicFolders(here.name(), domain, clock);
    this.autodiscover =
        new Autodiscover(mailboxes, publicFolders, here, uri, quirks, redirectDomain);
  }

  /**
   * The organisation's own server.
   *
   * @param root of its addresses, without a slash at the end
   * @param accounts who may log on; it may grow
   * @param redirectDomain of the addresses that mailboxes online have there
   * @param unexpected told of requests that are nobody's
   */
  public static EwsServer onPremises(
      Mailboxes mailboxes,
      URI root,
      String domain,
      String redirectDomain,
      List<ServiceAccount> accounts,
      MailRoutes mail,
      Hostility hostility,
      Clock clock,
      Consumer<String> unexpected) {
    EwsQuirks quirks = new EwsQuirks();
    return new EwsServer(
        mailboxes,
        Location.ON_PREMISES,
        root,
        domain,
        redirectDomain,
        new WindowsGate(accounts, quirks, Clock.systemUTC(), root.getHost()),
        quirks,
        mail,
        hostility,
        clock,
        unexpected);
  }

  /** Exchange Online's. */
  public static EwsServer online(
      Mailboxes mailboxes,
      URI root,
      String domain,
      BearerGate gate,
      MailRoutes mail,
      Hostility hostility,
      Clock clock,
      Consumer<String> unexpected) {
    return new EwsServer(
        mailboxes,
        Location.ONLINE,
        root,
        domain,
        domain,
        gate,
        new EwsQuirks(),
        mail,
        hostility,
        clock,
        unexpected);
  }

  /** Where EWS is. */
  public URI uri() {
    return uri;
  }

  /** What stands for the domain that autodiscover is asked for: this server itself. */
  public String autodiscoverDomain() {
    return uri.getAuthority();
  }

  public EwsQuirks quirks() {
    return quirks;
  }

  public PublicFolders publicFolders() {
    return publicFolders;
  }

  public EwsCounts counts() {
    return counters.counts();
  }

  public void resetCounts() {
    counters.reset();
  }

  /** Whether a request is for this server, where it shares its port. */
  public static boolean isMeant(WireRequest request) {
    String path = request.path().toLowerCase(Locale.ROOT);
    return path.startsWith("/ews/") || path.startsWith("/autodiscover/");
  }

  @Override
  public Optional<WireAnswer> answer(WireRequest request) {
    if (!quirks.isEnabled()) {
      return Optional.of(WireAnswer.empty(403));
    }
    Gate.Entry entry = gate.enter(request);
    if (entry.instead().isPresent()) {
      if (entry.refused()) {
        counters.refusedLogon();
      }
      return entry.instead();
    }
    Logon logon = entry.logon().orElseThrow();
    int now = counters.begins(logon.name());
    try {
      if (now > quirks.maxConnections()) {
        throw new SoapFault(
            "ErrorExceededConnectionCount",
            "You have exceeded the available concurrent connections for your account. Try again"
                + " once your other requests have completed.");
      }
      return routed(request, logon);
    } catch (SoapFault fault) {
      if (fault.status() == 501) {
        unexpected.accept("EWS: " + fault.getMessage());
      }
      return Optional.of(fault.answer());
    } finally {
      counters.ends(logon.name());
    }
  }

  private Optional<WireAnswer> routed(WireRequest request, Logon logon) {
    String path = request.path().toLowerCase(Locale.ROOT);
    if (!request.method().equals("POST")) {
      return Optional.of(WireAnswer.empty(405));
    }
    return switch (path) {
      case "/ews/exchange.asmx" -> ews(request, logon);
      case "/autodiscover/autodiscover.xml" ->
          hostile(
              sighting("Autodiscover", logon, Optional.empty()),
              () -> Optional.of(counted(autodiscover.plain(request.body()))));
      case "/autodiscover/autodiscover.svc" ->
          hostile(
              sighting("Autodiscover", logon, Optional.empty()),
              () -> Optional.of(counted(autodiscover.soap(request.body()))));
      default -> Optional.of(WireAnswer.empty(404));
    };
  }

  private WireAnswer counted(WireAnswer answer) {
    counters.seen("Autodiscover", 1, Optional.empty());
    return answer;
  }

  private Optional<WireAnswer> ews(WireRequest request, Logon logon) {
    if (!request.header("content-type").orElse("").startsWith("text/xml")) {
      return Optional.of(WireAnswer.empty(415));
    }
    Document document = schema.parse(request.body());
    Element envelope = document.getDocumentElement();
    Element operation = Xml.first(Xml.require(envelope, "Body"));
    Optional<String> named = impersonated(envelope);
    counters.seen(operation.getLocalName(), items(operation), named.or(logon::mailbox));
    return hostile(
        sighting(operation.getLocalName(), logon, named.or(logon::mailbox)),
        () -> {
          Optional<String> actingAs = named.map(address -> allowed(logon, address));
          Places places =
              new Places(
                  mailboxes, publicFolders, here, actingAs.or(logon::mailbox), request.headers());
          try {
            return Optional.of(SoapFault.xml(200, perform(operation, places).document()));
          } catch (Items.Cut cut) {
            return Optional.empty();
          } catch (EwsFailure failure) {
            throw new SoapFault(failure.code(), failure.getMessage());
          }
        });
  }

  private static Optional<String> impersonated(Element envelope) {
    return Xml.child(envelope, "Header")
        .flatMap(header -> Xml.child(header, "ExchangeImpersonation"))
        .map(impersonation -> Xml.first(Xml.first(impersonation)))
        .map(
            sid -> {
              if (sid.getLocalName().equals("SID")) {
                throw SoapFault.notImplemented("impersonation by SID");
              }
              return sid.getTextContent().strip();
            });
  }

  private String allowed(Logon logon, String address) {
    if (mailboxes.at(here, address).isEmpty()) {
      throw Places.noMailbox();
    }
    if (!logon.mayImpersonate(address)) {
      throw new SoapFault(
          "ErrorImpersonateUserDenied",
          "The account does not have permission to impersonate the requested user.");
    }
    return address;
  }

  private Reply perform(Element request, Places places) {
    int maxText = mailboxes.quirks().maxTextLength();
    String operation = request.getLocalName();
    Items items =
        new Items(
            places, maxText, READS.contains(operation) ? () -> true : cut(), quirks.unreadable());
    return switch (operation) {
      case "FindFolder" -> new Folders(places).find(request);
      case "GetFolder" -> new Folders(places).get(request);
      case "CreateFolder" -> new Folders(places).create(request);
      case "DeleteFolder" -> new Folders(places).delete(request);
      case "FindItem" -> items.find(request);
      case "GetItem" -> items.get(request);
      case "CreateItem" ->
          Mails.isMeant(request) ? new Mails(places, mail).send(request) : items.create(request);
      case "UpdateItem" -> items.update(request);
      case "DeleteItem" -> items.delete(request);
      case "SyncFolderItems" -> new Sync(places).items(request);
      case "CreateAttachment" -> new Attachments(places).create(request);
      case "GetAttachment" -> new Attachments(places).get(request);
      case "DeleteAttachment" -> new Attachments(places).delete(request);
      default -> throw SoapFault.notImplemented("the operation " + operation);
    };
  }

  /** How many items of a request take effect before its connection breaks, if it does. */
  private BooleanSupplier cut() {
    Optional<Integer> after = hostility.nextCut();
    if (after.isEmpty()) {
      return () -> true;
    }
    int[] left = {after.get()};
    return () -> left[0]-- > 0;
  }

  private static int items(Element request) {
    int files = Attachments.count(request);
    if (files > 0) {
      return files;
    }
    return Xml.children(request).stream()
        .filter(
            e ->
                List.of(
                        "ItemIds",
                        "Items",
                        "ItemChanges",
                        "Folders",
                        "FolderIds",
                        "ParentFolderIds")
                    .contains(e.getLocalName()))
        .mapToInt(e -> Xml.children(e).size())
        .findFirst()
        .orElse(1);
  }

  private Sighting sighting(String operation, Logon logon, Optional<String> mailbox) {
    return new Sighting(
        Sighting.Level.CALL,
        // What only reads is to hostility what GET is.
        READS.contains(operation) || operation.equals("Autodiscover") ? "GET" : "POST",
        "EWS " + operation,
        uri.getPath(),
        logon.name(),
        mailbox.flatMap(mailboxes::ownerOf).map(MailboxOwners.Owner::id));
  }

  /** Work that takes effect and is answered. */
  private interface Work {
    Optional<WireAnswer> run();
  }

  private Optional<WireAnswer> hostile(Sighting sighting, Work work) {
    Incident before = hostility.before(sighting);
    if (before instanceof Incident.Slow slow) {
      LockSupport.parkNanos(slow.by().toNanos());
    } else if (!before.equals(Incident.NONE)) {
      return instead(before, sighting, Optional.empty());
    }
    Optional<WireAnswer> answer;
    try {
      answer = work.run();
    } catch (SoapFault fault) {
      if (fault.status() == 501) {
        unexpected.accept("EWS: " + fault.getMessage());
      }
      answer = Optional.of(fault.answer());
    }
    Incident after = hostility.after(sighting);
    return after.equals(Incident.NONE) ? answer : instead(after, sighting, answer);
  }

  private Optional<WireAnswer> instead(
      Incident incident, Sighting sighting, Optional<WireAnswer> answer) {
    if (incident instanceof Incident.Throttled throttled) {
      return Optional.of(busy(throttled.retryAfter(), sighting));
    }
    if (incident instanceof Incident.Unavailable) {
      return Optional.of(
          WireAnswer.html(503, "<html><body><h2>Service Unavailable</h2></body></html>"));
    }
    if (incident instanceof Incident.TimedOut) {
      return Optional.of(
          WireAnswer.html(504, "<html><body><h2>Gateway Time-out</h2></body></html>"));
    }
    if (incident instanceof Incident.Refused refused) {
      return Optional.of(
          new SoapFault(
                  refused.status(), refused.code(), refused.message(), Map.of(), Optional.empty())
              .answer());
    }
    if (incident instanceof Incident.Truncated) {
      return answer
          .or(() -> Optional.of(new Reply("FindItem")).map(r -> SoapFault.xml(200, r.document())))
          .map(
              whole ->
                  new WireAnswer(
                      whole.status(),
                      whole.headers(),
                      Arrays.copyOf(whole.body(), whole.body().length * 2 / 3)));
    }
    return incident instanceof Incident.Reset ? Optional.empty() : answer;
  }

  private WireAnswer busy(Optional<Duration> wait, Sighting sighting) {
    String message = "The server cannot service this request right now. Try again later.";
    String millis = Long.toString(wait.orElse(quirks.backOff()).toMillis());
    Map<String, String> values =
        wait.isPresent() ? Map.of("BackOffMilliseconds", millis) : Map.of();
    return switch (quirks.busy()) {
      case FAULT ->
          new SoapFault(500, "ErrorServerBusy", message, values, Optional.empty()).answer();
      case UNAVAILABLE ->
          new SoapFault(503, "ErrorServerBusy", message, values, Optional.empty()).answer();
      case WRAPPED -> {
        Reply reply = new Reply(sighting.operation().replace("EWS ", ""));
        reply.failed(
            new EwsFailure(
                "ErrorInternalServerError",
                "An internal server error occurred. The operation failed.",
                Map.of(
                    "InnerErrorMessageText",
                    message,
                    "InnerErrorResponseCode",
                    "ErrorServerBusy",
                    "InnerErrorDescriptiveLinkKey",
                    "0",
                    "BackOffMilliseconds",
                    millis)),
            "");
        yield SoapFault.xml(200, reply.document());
      }
    };
  }
}
