package dev.rollcall.app;

import static dev.rollcall.client.http.Service.EMAILGISTICS;
import static dev.rollcall.client.http.Service.MAILPROTECTOR;
import static dev.rollcall.client.http.Service.OFFER;
import static dev.rollcall.client.http.Service.WEBHOOK;

import dev.rollcall.client.emailgistics.EmailgisticsClient;
import dev.rollcall.client.http.ClientException;
import dev.rollcall.client.http.Failures;
import dev.rollcall.client.http.Pause;
import dev.rollcall.client.mailprotector.ConsoleAddress;
import dev.rollcall.client.mailprotector.MailprotectorClient;
import dev.rollcall.client.offer.OfferClient;
import dev.rollcall.client.offer.SigningKey;
import dev.rollcall.client.scim.ScimClient;
import dev.rollcall.client.service.KeptKey;
import dev.rollcall.client.service.ServiceClient;
import dev.rollcall.client.service.ServiceEndpoint;
import dev.rollcall.client.service.ServiceKey;
import dev.rollcall.client.table.UnreadableFile;
import dev.rollcall.client.webhook.PublicSockets;
import dev.rollcall.client.webhook.WebhookClient;
import dev.rollcall.model.CallMeter;
import dev.rollcall.model.Problem;
import dev.rollcall.policy.Policy;
import dev.rollcall.policy.Service;
import dev.rollcall.target.FilePlace;
import dev.rollcall.target.ServiceProbe;
import dev.rollcall.target.Target;
import dev.rollcall.target.file.FileTarget;
import dev.rollcall.target.mailprotector.MailprotectorConnection;
import dev.rollcall.target.mailprotector.MailprotectorTarget;
import dev.rollcall.target.scim.ScimConnections;
import dev.rollcall.target.scim.ScimTarget;
import dev.rollcall.target.snapshot.SnapshotTarget;
import dev.rollcall.telemetry.CallLog;
import dev.rollcall.telemetry.CallObserver;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import okhttp3.OkHttpClient;

/**
 * The downstream services that policies write to. The client of a service is made when it is first
 * needed and kept, since it knows the service's pace.
 */
final class Downstream implements ServiceProbe {

  /** How long a webhook's host may take to let the app connect. */
  private static final Duration KNOCK = Duration.ofSeconds(5);

  private final UnaryOperator<String> secrets;
  private final FilePlace files;
  private final FilePlace offers;
  private final Function<String, SigningKey> signing;
  private final AddressLists lists;
  private final Transport transport;
  private final boolean loopback;
  private final Clock clock;
  private final RandomGenerator random;
  private final Pause pause;
  private final ScimConnections scim;
  private final Map<String, ServiceKey> keys = new ConcurrentHashMap<>();
  private final Map<ServiceEndpoint, ServiceClient> clients = new ConcurrentHashMap<>();

  /**
   * @param secrets the value of a Key Vault secret by its name; asked seldom
   * @param files where files are put
   * @param offers where the records are that others fetch
   * @param signing what is signed with, by the certificate's name
   * @param lists the address lists of environments
   * @param loopback whether services on this machine are let through, which run beside the app
   *     while it is tried out
   */
  Downstream(
      UnaryOperator<String> secrets,
      FilePlace files,
      FilePlace offers,
      Function<String, SigningKey> signing,
      AddressLists lists,
      Transport transport,
      boolean loopback,
      Clock clock,
      RandomGenerator random,
      Pause pause) {
    this.secrets = secrets;
    this.files = files;
    this.offers = offers;
    this.signing = signing;
    this.lists = lists;
    this.transport = transport;
    this.loopback = loopback;
    this.clock = clock;
    this.random = random;
    this.pause = pause;
    this.scim = new ScimConnections(secrets, transport::graph, loopback, clock, random, pause);
  }

  /**
   * The targets by kind.
   *
   * @param calls where requests are counted; empty if they are not
   */
  Map<String, Target> targets(Optional<CallLog> calls) {
    return Map.of(
        "scim",
        new ScimTarget(policy -> scim(policy, calls)),
        "mailprotector",
        new MailprotectorTarget(policy -> mailprotector(policy, calls), clock),
        "emailgistics",
        SnapshotTarget.emailgistics(policy -> emailgistics(policy, calls)),
        "webhook",
        SnapshotTarget.webhook(policy -> webhook(policy, calls)),
        "file",
        FileTarget.of(files),
        "offer",
        FileTarget.ofOffers(offers),
        "mailcontact",
        lists.target(policy -> observer(policy, calls)));
  }

  @Override
  public Optional<Problem> look(Policy policy, String mailbox) {
    CallMeter meter = new CallMeter();
    Service service = policy.target().service().orElseThrow();
    try {
      return service.match(
          one -> new ScimTarget(scim).probe(policy, meter),
          one -> {
            mailprotector(policy, Optional.empty()).client().domain(one.domain(), meter);
            return Optional.empty();
          },
          one -> {
            emailgistics(policy, Optional.empty()).tryToken(mailbox, meter);
            return Optional.empty();
          },
          one -> {
            key(one.secret()).read();
            knock(one.url());
            return Optional.empty();
          },
          one -> {
            files.read(one.name());
            return Optional.empty();
          },
          one -> lists.probe(policy, meter),
          one -> {
            signing.apply(one.certificate());
            return Optional.empty();
          });
    } catch (ClientException e) {
      return Optional.of(e.problem());
    } catch (UnreadableFile e) {
      return Optional.of(e.problem());
    }
  }

  private void knock(URI address) {
    try {
      PublicSockets.knock(address, loopback, KNOCK);
    } catch (IOException e) {
      throw Failures.ofException(e);
    }
  }

  private ScimClient scim(Policy policy, Optional<CallLog> calls) {
    return scim.apply(policy).observedBy(observer(policy, calls));
  }

  private MailprotectorConnection mailprotector(Policy policy, Optional<CallLog> calls) {
    Service.Mailprotector console = service(policy, Service.Mailprotector.class);
    ConsoleAddress address = ConsoleAddress.of(console.url());
    ServiceEndpoint endpoint =
        ServiceEndpoint.withBearer(MAILPROTECTOR, address.base(), key(console.token()))
            .paced(MailprotectorClient.PACE);
    Set<String> destinations = new HashSet<>();
    policy.accounts().destinations().rules().forEach(rule -> destinations.add(rule.group()));
    destinations.add(
        policy.accounts().destinations().otherwise().orElse(MailprotectorTarget.MAIN_GROUP));
    return new MailprotectorConnection(
        new MailprotectorClient(client(endpoint, policy, calls), address),
        console.domain(),
        destinations);
  }

  private EmailgisticsClient emailgistics(Policy policy, Optional<CallLog> calls) {
    Service.Emailgistics service = service(policy, Service.Emailgistics.class);
    return new EmailgisticsClient(
        client(tokenTo(service.syncUrl(), service.token()), policy, calls),
        Optional.of(client(tokenTo(service.validUrl(), service.token()), policy, calls)));
  }

  private ServiceEndpoint tokenTo(URI address, String token) {
    return ServiceEndpoint.withHeader(
        EMAILGISTICS, address, EmailgisticsClient.TOKEN_HEADER, key(token));
  }

  private WebhookClient webhook(Policy policy, Optional<CallLog> calls) {
    Service.Webhook receiver = service(policy, Service.Webhook.class);
    return new WebhookClient(
        client(ServiceEndpoint.withoutKey(WEBHOOK, receiver.url()), policy, calls),
        key(receiver.secret()),
        clock);
  }

  /** What another installation offers to the policy. */
  OfferClient offer(Policy policy, Optional<CallLog> calls) {
    Policy.Offer offer = policy.reading().offer().orElseThrow();
    return new OfferClient(
        client(OfferClient.endpoint(offer.url()), policy, calls),
        offer,
        () -> signing.apply(offer.certificate()),
        clock);
  }

  /** The key of this name; it is the same object each time, so that clients are found again. */
  private ServiceKey key(String name) {
    return keys.computeIfAbsent(name, secret -> new KeptKey(() -> secrets.apply(secret), clock));
  }

  private ServiceClient client(ServiceEndpoint endpoint, Policy policy, Optional<CallLog> calls) {
    return clients
        .computeIfAbsent(
            endpoint,
            known -> new ServiceClient(known, connections(known), loopback, clock, random, pause))
        .observedBy(observer(policy, calls));
  }

  /** Whoever writes a policy names such an address: it never leads into a network of ours. */
  private OkHttpClient.Builder connections(ServiceEndpoint endpoint) {
    return endpoint.service() == WEBHOOK || endpoint.service() == OFFER
        ? PublicSockets.only(transport.graph(), loopback)
        : transport.graph();
  }

  private static CallObserver observer(Policy policy, Optional<CallLog> calls) {
    return calls
        .map(log -> log.of(policy.environment() + "/" + policy.id()))
        .orElseGet(CallObserver::none);
  }

  private static <T extends Service> T service(Policy policy, Class<T> kind) {
    return kind.cast(policy.target().service().orElseThrow());
  }
}
