package dev.rollcall.run.connection;

import dev.rollcall.policy.Policy;
import dev.rollcall.policy.Selection;
import dev.rollcall.policy.Service;
import dev.rollcall.run.connection.Finding.Point;
import dev.rollcall.target.ServiceProbe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Whether the downstream services that policies name can be reached and take their keys. Policies
 * that write to the same place with the same key share a line.
 */
public final class ServiceChecks implements ConnectionProbe {

  /** A service that fails is asked four times, with pauses of some seconds. */
  private static final Duration LIMIT = Duration.ofSeconds(25);

  private final ServiceProbe services;

  public ServiceChecks(ServiceProbe services) {
    this.services = services;
  }

  /** What makes two policies' services the same to look at. */
  private record Place(String kind, String where, Optional<String> unit, List<String> keys) {
    static Place of(Service service) {
      Optional<String> unit =
          service instanceof Service.MailContact list ? list.unit() : Optional.empty();
      return new Place(service.kind(), service.place(), unit, service.keys());
    }
  }

  @Override
  public List<ConnectionCheck> checks(Scope scope) {
    Map<Place, Policy> places = new LinkedHashMap<>();
    for (Policy policy : scope.all()) {
      policy.target().service().ifPresent(one -> places.putIfAbsent(Place.of(one), policy));
    }
    Set<String> told = new HashSet<>();
    List<ConnectionCheck> checks = new ArrayList<>();
    for (Policy policy : places.values()) {
      Service service = policy.target().service().orElseThrow();
      String subject = service.label();
      // Two customers of one service: the policy tells them apart.
      Point point =
          new Point(
              "service", told.add(subject) ? subject : subject + " (policy " + policy.id() + ")");
      checks.add(
          ConnectionCheck.of(point, Set.of(), LIMIT, () -> look(scope, policy, service, point)));
    }
    return checks;
  }

  private Finding look(Scope scope, Policy policy, Service service, Point point) {
    Optional<String> mailbox = mailbox(scope, policy);
    if (service instanceof Service.Emailgistics && mailbox.isEmpty()) {
      return Finding.warning(
          point,
          "Not asked: it tries a token on a mailbox, and none is known by its address. Name one as"
              + " 'mailbox' of the test.");
    }
    return services
        .look(policy, mailbox.orElse(""))
        .map(problem -> Finding.failed(point, problem))
        .orElseGet(() -> Finding.ok(point, detail(service)));
  }

  /** The mailbox that the test is about, one that the policy names, or the one for mails. */
  private static Optional<String> mailbox(Scope scope, Policy policy) {
    return Stream.of(
            scope.mailbox().stream(),
            policy.source().stream().flatMap(ServiceChecks::recipient),
            scope.environment().notificationMailbox().stream())
        .flatMap(one -> one)
        .filter(address -> address.contains("@"))
        .findFirst();
  }

  private static Stream<String> recipient(Selection selection) {
    return selection.match(
        group -> Stream.empty(),
        recipient -> Stream.of(recipient.recipient()),
        query -> Stream.empty(),
        unit -> Stream.empty());
  }

  private static String detail(Service service) {
    String key = service.keys().stream().findFirst().orElse("");
    return service.match(
        scim -> "It answers, and takes the key '" + key + "'.",
        mailprotector ->
            "It has the domain " + mailprotector.domain() + ", and takes the key '" + key + "'.",
        emailgistics -> "It answers, and takes the token '" + key + "'.",
        webhook ->
            "A public address lets the app connect, and the secret '"
                + key
                + "' can be read. Nothing was posted.",
        file -> "Files can be reached.",
        list ->
            "The address list of the environment '"
                + list.environment()
                + "' lists mail contacts and lets the app write them. Nothing was written.",
        offer ->
            "Answers can be signed with the certificate '"
                + offer.certificate()
                + "'. They are fetched at /api/offers/"
                + offer.policy()
                + ".");
  }
}
