package dev.rollcall.localservices.emailgistics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.localservices.RequestCounts;
import dev.rollcall.localservices.ServiceFront;
import dev.rollcall.localtenant.hostility.Hostility;
import dev.rollcall.localtenant.wire.WireAnswer;
import dev.rollcall.localtenant.wire.WireRequest;
import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/** An Emailgistics on loopback. Safe for threads. */
public final class LocalEmailgistics implements AutoCloseable {

  private static final JsonMapper JSON = new JsonMapper();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /**
   * A mailbox's team.
   *
   * @param members each person's mail, which is the sign-in name, by id
   */
  public record Team(String id, String name, String mail, Map<String, String> members) {
    public Team {
      members = new TreeMap<>(members);
    }
  }

  private final Map<String, Team> teams = new ConcurrentHashMap<>();
  private final Set<String> immovable = ConcurrentHashMap.newKeySet();
  private final Set<String> inRules = ConcurrentHashMap.newKeySet();
  private final AtomicReference<String> token;
  private final AtomicReference<Optional<String>> status = new AtomicReference<>(Optional.empty());
  private final ServiceFront front;

  private LocalEmailgistics(String token) {
    this.token = new AtomicReference<>(token);
    this.front = ServiceFront.open("emailgistics", 1, this::answer);
  }

  /**
   * Opens it.
   *
   * @param token what requests have to bring as {@code eg-token}
   */
  public static LocalEmailgistics start(String token) {
    return new LocalEmailgistics(token);
  }

  /** Where teams are posted to. */
  public URI syncUri() {
    return URI.create(front.uri() + "/api/userSync");
  }

  /** Where a token is tried. */
  public URI validUri() {
    return URI.create(front.uri() + "/api/tokenValid");
  }

  /** Every team, by the mailbox's id. */
  public Map<String, Team> teams() {
    return new TreeMap<>(teams);
  }

  /** The script was issued anew, and the old token is worth nothing. */
  public void renewToken(String newToken) {
    token.set(newToken);
  }

  /** A person that a snapshot without them does not remove. */
  public void keep(String personId) {
    immovable.add(personId);
  }

  /** A person that a routing rule names. */
  public void nameInRule(String personId) {
    inRules.add(personId);
  }

  /** Answers this status instead of OK, having done nothing. */
  public void answerStatus(Optional<String> other) {
    status.set(other);
  }

  public Hostility hostility() {
    return front.hostility();
  }

  public RequestCounts counts() {
    return front.counts();
  }

  /** The answer to the next snapshot is lost after its effect. */
  public void loseAnswer() {
    front.loseAnswerTo("POST /api/userSync");
  }

  @Override
  public void close() {
    front.close();
  }

  private WireAnswer answer(WireRequest request) {
    if (!request.header("eg-token").equals(Optional.of(token.get()))) {
      return WireAnswer.json(401, NODES.objectNode().put("message", "Unauthorized"));
    }
    Map<String, String> parameters = WireRequest.parameters(request.query());
    if (request.method().equals("GET") && request.path().endsWith("/tokenValid")) {
      return parameters.getOrDefault("mailboxEmail", "").contains("@")
          ? WireAnswer.json(200, NODES.objectNode().put("valid", true))
          : WireAnswer.json(400, NODES.objectNode().put("message", "mailboxEmail is missing"));
    }
    String mailbox = parameters.getOrDefault("mailboxId", "");
    if (!request.method().equals("POST") || mailbox.isEmpty()) {
      return WireAnswer.json(404, NODES.objectNode().put("message", "Not Found"));
    }
    try {
      return replace(mailbox, JSON.readTree(request.body()));
    } catch (IOException e) {
      return WireAnswer.json(400, NODES.objectNode().put("message", "Bad Request"));
    }
  }

  private WireAnswer replace(String mailbox, JsonNode snapshot) {
    JsonNode shared = snapshot.path("sharedMailboxInfo");
    if (!snapshot.path("usersList").isArray() || !shared.path("id").asText().equals(mailbox)) {
      return WireAnswer.json(400, NODES.objectNode().put("message", "Bad Request"));
    }
    Map<String, String> before =
        Optional.ofNullable(teams.get(mailbox)).map(Team::members).orElse(Map.of());
    Map<String, String> after = new LinkedHashMap<>();
    snapshot
        .path("usersList")
        .forEach(user -> after.put(user.path("id").asText(), user.path("mail").asText()));
    before.forEach(
        (id, mail) -> {
          if (immovable.contains(id)) {
            after.putIfAbsent(id, mail);
          }
        });
    Set<String> added = new TreeSet<>(after.keySet());
    added.removeAll(before.keySet());
    Set<String> removed = new TreeSet<>(before.keySet());
    removed.removeAll(after.keySet());
    ObjectNode answer = NODES.objectNode().put("sharedMailboxEmail", shared.path("mail").asText());
    ObjectNode told = answer.putObject("statusInfo").putObject(mailbox);
    told.put("status", status.get().orElse("OK"));
    ArrayNode rules = answer.putArray("modifiedRulesStatuses");
    if (status.get().isEmpty()) {
      teams.put(
          mailbox,
          new Team(
              mailbox, shared.path("displayName").asText(), shared.path("mail").asText(), after));
      ArrayNode addedUsers = told.putArray("addedUsers");
      added.forEach(id -> addedUsers.add(after.get(id)));
      ArrayNode removedUsers = told.putArray("removedUsers");
      removed.forEach(id -> removedUsers.add(before.get(id)));
      removed.stream().filter(inRules::contains).forEach(id -> rules.add("Rule modified"));
    }
    return WireAnswer.json(200, answer);
  }
}
