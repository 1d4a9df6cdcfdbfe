package dev.rollcall.client.mailprotector;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.client.http.ClientException;
import dev.rollcall.client.http.Disposition;
import dev.rollcall.client.http.Failures;
import dev.rollcall.client.http.Service;
import dev.rollcall.client.http.Symptom;
import dev.rollcall.client.service.Pace;
import dev.rollcall.client.service.ServiceAnswer;
import dev.rollcall.client.service.ServiceClient;
import dev.rollcall.client.service.ServiceRequest;
import dev.rollcall.client.service.Waits;
import dev.rollcall.model.CallMeter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The part of the API that keeps a domain's users in step. Safe for several threads.
 *
 * <p>Every method throws {@link ClientException} if the service does not do as it was asked.
 */
public final class MailprotectorClient {

  /**
   * No limit is published; this is the pace that the known client keeps, which the service has not
   * been seen to refuse.
   */
  public static final Pace PACE = new Pace(25, Duration.ofSeconds(5));

  /** How many users are made by one request. No limit is documented; a failed one is redone. */
  public static final int MAX_CREATED_AT_ONCE = 50;

  private final ServiceClient http;
  private final ConsoleAddress address;

  /**
   * @param http towards {@link ConsoleAddress#base}
   * @param address what the policy says of the console
   */
  public MailprotectorClient(ServiceClient http, ConsoleAddress address) {
    this.http = http;
    this.address = address;
  }

  /**
   * The domain with its alias domains; two requests, three for a domain given by name.
   *
   * @param domain its number, or its name if the console's address says whose domain it is
   */
  public MailDomain domain(String domain, CallMeter meter) {
    JsonNode found =
        domain.matches("\\d{1,18}")
            ? http.read(ServiceRequest.get("GET /domains/{id}", "domains", domain), meter).json()
            : named(domain, meter);
    if (found.path("parent").path("id").canConvertToLong()) {
      throw refusal("domainIsAlias");
    }
    long id = found.path("id").asLong();
    List<String> aliases = new ArrayList<>();
    for (JsonNode alias :
        list("GET /domains/{id}/aliases", meter, below("domains", id, "aliases"))) {
      aliases.add(alias.path("name").asText().toLowerCase(Locale.ROOT));
    }
    return new MailDomain(id, found.path("name").asText().toLowerCase(Locale.ROOT), aliases);
  }

  /** The domain's groups. */
  public List<MailGroup> groups(MailDomain domain, CallMeter meter) {
    return list(
            "GET /domains/{id}/user_groups", meter, below("domains", domain.id(), "user_groups"))
        .stream()
        .map(group -> new MailGroup(group.path("id").asLong(), group.path("name").asText()))
        .toList();
  }

  /** Every user of the domain; aliases too, if the service lists them. */
  public List<MailUser> users(MailDomain domain, CallMeter meter) {
    return list("GET /domains/{id}/users", meter, below("domains", domain.id(), "users")).stream()
        .flatMap(user -> MailUser.read(user).stream())
        .toList();
  }

  /** Whether the domain's list of users shows this alias in a row of its own. */
  public boolean listsAlias(MailDomain domain, String name, CallMeter meter) {
    JsonNode found =
        http.read(
                ServiceRequest.get(
                        "GET /domains/{id}/users", "domains", Long.toString(domain.id()), "users")
                    .with("name", name),
                meter)
            .json();
    for (JsonNode row : found) {
      if (MailUser.read(row).filter(u -> u.isAlias() && u.name().equals(name)).isPresent()) {
        return true;
      }
    }
    return false;
  }

  /** Whether the domain is also kept by the service's own sync of users. */
  public boolean isSyncedByService(MailDomain domain, CallMeter meter) {
    return http.read(
            ServiceRequest.get(
                "GET /domains/{id}/user_sync_schedule",
                "domains",
                Long.toString(domain.id()),
                "user_sync_schedule"),
            meter)
        .json()
        .path("enabled")
        .asBoolean(false);
  }

  /**
   * Makes users in a group.
   *
   * @param users at most {@link #MAX_CREATED_AT_ONCE}
   * @return those that the service says it made, which need not be all
   */
  public List<MailUser> create(
      MailGroup group, List<NewMailUser> users, Waits waits, CallMeter meter) {
    String id = Long.toString(group.id());
    if (users.size() == 1) {
      return made(
          http.send(
              ServiceRequest.post("POST /user_groups/{id}/users", "user_groups", id, "users")
                  .withJson(users.get(0).json()),
              waits,
              meter));
    }
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ArrayNode array = body.putArray("users");
    users.forEach(user -> array.add(user.json()));
    return made(
        http.send(
            ServiceRequest.post(
                    "POST /user_groups/{id}/users/create_many",
                    "user_groups",
                    id,
                    "users",
                    "create_many")
                .withJson(body),
            waits,
            meter));
  }

  /** The user with this address; of an alias, the user it belongs to. */
  public Optional<MailUser> find(String mail, Waits waits, CallMeter meter) {
    try {
      return MailUser.read(
          http.send(
                  ServiceRequest.post("POST /users/find_by_address", "users", "find_by_address")
                      .whose(ServiceRequest.Effect.READ)
                      .withJson(JsonNodeFactory.instance.objectNode().put("address", mail)),
                  waits,
                  meter)
              .json());
    } catch (ClientException e) {
      if (e.disposition() == Disposition.GONE) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** One user. */
  public MailUser user(long user, Waits waits, CallMeter meter) {
    return MailUser.read(
            http.send(
                    ServiceRequest.get("GET /users/{id}", "users", Long.toString(user)),
                    waits,
                    meter)
                .json())
        .orElseThrow(() -> refusal("answerNotReadable"));
  }

  /** Writes what of a user can be changed: its names and its type. */
  public MailUser update(
      long user, String firstName, String lastName, int type, Waits waits, CallMeter meter) {
    ServiceAnswer answer =
        http.send(
            ServiceRequest.put("PUT /users/{id}", "users", Long.toString(user))
                .withJson(
                    JsonNodeFactory.instance
                        .objectNode()
                        .put("first_name", firstName)
                        .put("last_name", lastName)
                        .put("user_type_id", type)),
            waits,
            meter);
    return MailUser.read(answer.json()).orElseThrow(() -> refusal("answerNotReadable"));
  }

  /** Deletes a user with its aliases, or an alias; nothing happens if it is gone already. */
  public void delete(long user, Waits waits, CallMeter meter) {
    try {
      http.send(
          ServiceRequest.delete("DELETE /users/{id}", "users", Long.toString(user)), waits, meter);
    } catch (ClientException e) {
      if (e.disposition() != Disposition.GONE) {
        throw e;
      }
    }
  }

  /** A user's aliases. */
  public List<MailUser> aliases(long user, CallMeter meter) {
    return list("GET /users/{id}/aliases", meter, below("users", user, "aliases")).stream()
        .flatMap(alias -> MailUser.read(alias).stream())
        .toList();
  }

  /**
   * Gives a user another name.
   *
   * @param name a local part
   */
  public void createAlias(long user, String name, Waits waits, CallMeter meter) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.putObject("alias").put("name", name);
    http.send(
        ServiceRequest.post("POST /users/{id}/aliases", "users", Long.toString(user), "aliases")
            .withJson(body),
        waits,
        meter);
  }

  private JsonNode named(String name, CallMeter meter) {
    List<String> path = address.domains().orElseThrow(() -> refusal("domainNeedsNumber"));
    for (JsonNode domain : list("GET /" + path.get(0) + "/{id}/domains", meter, path)) {
      if (domain.path("name").asText().equalsIgnoreCase(name)) {
        return domain;
      }
    }
    throw refusal("domainUnknown");
  }

  private List<JsonNode> list(String operation, CallMeter meter, List<String> path) {
    return new Pages(http, operation, path).read(meter);
  }

  private static List<String> below(String kind, long id, String list) {
    return List.of(kind, Long.toString(id), list);
  }

  /** The documented answer is an array, even of one. */
  private static List<MailUser> made(ServiceAnswer answer) {
    List<MailUser> made = new ArrayList<>();
    if (answer.json().isArray()) {
      answer.json().forEach(user -> MailUser.read(user).ifPresent(made::add));
    } else {
      MailUser.read(answer.json()).ifPresent(made::add);
    }
    return made;
  }

  private static ClientException refusal(String code) {
    return Failures.of(Symptom.answer(Service.MAILPROTECTOR, 0, code, ""));
  }
}
