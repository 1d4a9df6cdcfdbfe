package dev.rollcall.localservices.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.localservices.RequestCounts;
import dev.rollcall.localservices.ServiceFront;
import dev.rollcall.localtenant.hostility.Hostility;
import dev.rollcall.localtenant.wire.WireAnswer;
import dev.rollcall.localtenant.wire.WireRequest;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Zivver's SCIM v2 with all that is documented of it, its bugs above all:
 *
 * <ul>
 *   <li>a creation ignores {@code active}, and drops aliases and delegates that point at accounts
 *       made lately, or not yet;
 *   <li>an update merges at the top and replaces inside Zivver's own block; the key of single
 *       sign-on is never shown, and who leaves it out breaks the sign-on;
 *   <li>a group's members are not emptied by an empty list, only by a {@code PATCH}, which wants
 *       its own content type;
 *   <li>an unknown id is 400 with a text, as are all other errors; days stand for times;
 *   <li>lists come whole; fifty requests in ten seconds are taken.
 * </ul>
 */
public final class LocalZivver implements AutoCloseable {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Pattern FILTER =
      Pattern.compile("\\s*(\\w+)\\s+eq\\s+\"((?:[^\"\\\\]|\\\\.)*)\"\\s*");
  private static final int BUDGET = 50;
  private static final Duration WINDOW = Duration.ofSeconds(10);

  /** Accounts younger than this are those of the same run. */
  private static final Duration LATELY = Duration.ofMinutes(10);

  private final Clock clock;
  private final ServiceFront front;
  private final ZivverQuirks quirks = new ZivverQuirks();
  private final Map<String, ZivverAccount> accounts = new LinkedHashMap<>();
  private final Set<String> domains = new HashSet<>();
  private final Set<String> divisions = new HashSet<>(Set.of("/"));
  private final Set<String> guests = new HashSet<>();
  private final Deque<Instant> bucket = new ArrayDeque<>();
  private String key = "zivver-key-0001";
  private int next;
  private int refused;

  private LocalZivver(Clock clock) {
    this.clock = clock;
    this.front = ServiceFront.open("zivver", 20_261_121L, this::answer);
  }

  /**
   * Opens it, empty.
   *
   * @param clock by which its limit refills
   */
  public static LocalZivver start(Clock clock) {
    return new LocalZivver(clock);
  }

  /** Where its SCIM begins. */
  public URI uri() {
    return URI.create(front.uri() + "/api/scim/v2/");
  }

  /** The key it takes. */
  public synchronized String key() {
    return key;
  }

  /** Takes another key from now on. */
  public synchronized void rollKey(String newKey) {
    key = newKey;
  }

  public Hostility hostility() {
    return front.hostility();
  }

  public RequestCounts counts() {
    return front.counts();
  }

  public ZivverQuirks quirks() {
    return quirks;
  }

  /** How many requests were refused for the limit. */
  public synchronized int refused() {
    return refused;
  }

  /** Lets accounts have addresses in this domain. */
  public synchronized LocalZivver claim(String domain) {
    domains.add(domain);
    return this;
  }

  public synchronized LocalZivver addDivision(String division) {
    divisions.add(division);
    return this;
  }

  /** An address that somebody outside uses as a guest. */
  public synchronized LocalZivver addGuest(String address) {
    guests.add(address);
    return this;
  }

  /** A user that has been there for long. */
  public synchronized ZivverAccount addUser(String address, String name) {
    return add(false, address, name, Instant.EPOCH);
  }

  /** A functional account that has been there for long. */
  public synchronized ZivverAccount addGroup(String address, String name) {
    return add(true, address, name, Instant.EPOCH);
  }

  public synchronized List<ZivverAccount> users() {
    return accounts.values().stream().filter(account -> !account.functional).toList();
  }

  public synchronized List<ZivverAccount> groups() {
    return accounts.values().stream().filter(account -> account.functional).toList();
  }

  /** The account of this primary address. */
  public synchronized Optional<ZivverAccount> find(String address) {
    return accounts.values().stream()
        .filter(account -> account.address.equalsIgnoreCase(address))
        .findFirst();
  }

  /** Removes an account, as an administrator does. */
  public synchronized void remove(String id) {
    accounts.remove(id);
  }

  @Override
  public void close() {
    front.close();
  }

  private ZivverAccount add(boolean functional, String address, String name, Instant created) {
    String id =
        UUID.nameUUIDFromBytes(("zivver " + next++).getBytes(StandardCharsets.UTF_8)).toString();
    ZivverAccount account = new ZivverAccount(id, functional, address, created);
    account.name = name;
    accounts.put(id, account);
    return account;
  }

  /** An error as it is answered: plain text. */
  private static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int status;

    Refused(int status, String text) {
      super(text);
      this.status = status;
    }
  }

  private synchronized WireAnswer answer(WireRequest request) {
    if (!request.bearer().equals(Optional.of(key))) {
      return WireAnswer.empty(401);
    }
    Optional<WireAnswer> limited = limit();
    if (limited.isPresent()) {
      return limited.get();
    }
    List<String> path = request.segments();
    boolean ours =
        path.size() >= 4
            && path.size() <= 5
            && path.subList(0, 3).equals(List.of("api", "scim", "v2"));
    if (!ours || !Set.of("Users", "Groups").contains(path.get(3))) {
      return WireAnswer.empty(404);
    }
    boolean functional = path.get(3).equals("Groups");
    try {
      return path.size() == 4
          ? collection(request, functional)
          : single(request, functional, path.get(4));
    } catch (Refused e) {
      return text(e.status, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      return text(400, "Malformed JSON");
    }
  }

  private Optional<WireAnswer> limit() {
    Instant now = clock.instant();
    while (!bucket.isEmpty() && !bucket.peekFirst().isAfter(now.minus(WINDOW))) {
      bucket.removeFirst();
    }
    if (bucket.size() < BUDGET) {
      bucket.addLast(now);
      return Optional.empty();
    }
    refused++;
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("code", 429).put("message", "Too Many Requests");
    if (quirks.hintsAtLimit()) {
      body.putObject("emptiedBucketDetails")
          .put("limiterId", "cab")
          .put("budget", BUDGET)
          .put("windowSeconds", WINDOW.toSeconds());
      body.put("reference", "https://tools.ietf.org/html/draft-polli-ratelimit-headers-02");
    }
    return Optional.of(WireAnswer.json(429, body));
  }

  private WireAnswer collection(WireRequest request, boolean functional) throws IOException {
    return switch (request.method()) {
      case "GET" -> list(WireRequest.parameters(request.query()), functional);
      case "POST" -> {
        JsonNode body = MAPPER.readTree(request.body());
        ZivverAccount made = functional ? createGroup(body) : createUser(body);
        yield json(201, made.json());
      }
      default -> WireAnswer.empty(405);
    };
  }

  private WireAnswer single(WireRequest request, boolean functional, String id) throws IOException {
    if (request.method().equals("PATCH")) {
      if (!functional) {
        return WireAnswer.empty(405);
      }
      if (!request.header("content-type").orElse("").startsWith("application/scim+json")) {
        return text(415, "Unsupported Media Type");
      }
      if (!request.header("accept").orElse("").contains("application/scim+json")) {
        return text(406, "Not Acceptable");
      }
    }
    ZivverAccount account = accounts.get(id);
    if (account == null || account.functional != functional) {
      throw new Refused(400, "Unknown account with uuid " + id);
    }
    return switch (request.method()) {
      case "GET" -> json(200, quirks.wrapsSingles() ? wrapped(account) : account.json());
      case "PUT" -> {
        JsonNode body = MAPPER.readTree(request.body());
        if (functional) {
          updateGroup(account, body);
        } else {
          updateUser(account, body);
        }
        yield updated(account);
      }
      case "PATCH" -> {
        patchGroup(account, MAPPER.readTree(request.body()));
        yield updated(account);
      }
      case "DELETE" -> {
        accounts.remove(id);
        accounts.values().forEach(other -> other.members.remove(id));
        yield WireAnswer.empty(204);
      }
      default -> WireAnswer.empty(405);
    };
  }

  private WireAnswer updated(ZivverAccount account) {
    return quirks.answersWithoutBody() ? WireAnswer.empty(200) : json(200, account.json());
  }

  private static ObjectNode wrapped(ZivverAccount account) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.putArray("Resources").add(account.json());
    return json;
  }

  private WireAnswer list(Map<String, String> query, boolean functional) {
    Predicate<ZivverAccount> wanted = filter(query.get("filter"));
    List<ZivverAccount> found =
        accounts.values().stream()
            .filter(account -> account.functional == functional)
            .filter(wanted)
            .toList();
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    var resources = body.putArray("Resources");
    int from = Math.max(1, Integer.parseInt(query.getOrDefault("startIndex", "1"))) - 1;
    int count = Integer.parseInt(query.getOrDefault("count", "" + Integer.MAX_VALUE));
    if (found.size() > quirks.pageCap()) {
      body.put("totalResults", found.size());
      count = Math.min(count, quirks.pageCap());
    }
    found.stream().skip(from).limit(count).forEach(account -> resources.add(account.json()));
    return json(200, body);
  }

  private static Predicate<ZivverAccount> filter(String expression) {
    if (expression == null) {
      return any -> true;
    }
    Matcher filter = FILTER.matcher(expression);
    if (!filter.matches() || !Set.of("userName", "externalId").contains(filter.group(1))) {
      throw new Refused(400, "Invalid filter");
    }
    String value = filter.group(2).replace("\\\"", "\"").replace("\\\\", "\\");
    return account -> account.address.equalsIgnoreCase(value);
  }

  private ZivverAccount createUser(JsonNode body) {
    String address = required(body, "userName");
    admit(address, false);
    List<String> aliases = settled(strings(body.path(ZivverAccount.USER_BLOCK).path("aliases")));
    checkAliases(aliases, address, "");
    String division = division(body, "/");
    ZivverAccount made = add(false, address, "", clock.instant());
    made.name = body.path("name").path("formatted").asText(address);
    made.division = division;
    made.aliases = aliases;
    made.delegates = onlyOfLong(strings(body.path(ZivverAccount.USER_BLOCK).path("delegates")));
    key(body.path(ZivverAccount.USER_BLOCK)).ifPresent(made::ssoKey);
    return made;
  }

  private ZivverAccount createGroup(JsonNode body) {
    String address = required(body, "externalId");
    admit(address, true);
    List<String> aliases = settled(strings(body.path(ZivverAccount.GROUP_BLOCK).path("aliases")));
    checkAliases(aliases, address, "");
    List<String> members = members(body.path("members"));
    String division = division(body, "/");
    ZivverAccount made = add(true, address, "", clock.instant());
    made.name = body.path("displayName").asText(address);
    made.division = division;
    made.aliases = aliases;
    made.members = members;
    return made;
  }

  private void updateUser(ZivverAccount account, JsonNode body) {
    JsonNode block = body.path(ZivverAccount.USER_BLOCK);
    List<String> aliases = strings(block.path("aliases"));
    checkAliases(aliases, account.address, account.id);
    String division = division(body, account.division);
    account.division = division;
    account.address = body.path("userName").asText(account.address);
    account.name = body.path("name").path("formatted").asText(account.name);
    if (!quirks.ignoresActive()) {
      account.active = body.path("active").asBoolean(account.active);
    }
    if (block.isObject()) {
      // What is not in the block is gone, whoever wrote it.
      account.aliases = aliases;
      account.delegates = strings(block.path("delegates"));
      account.ssoBroken = key(block).isEmpty() && (account.ssoKey.isPresent() || account.ssoBroken);
      account.ssoKey = key(block);
      account.externalAccountId =
          Optional.of(block.path("ExternalAccountId").asText()).filter(id -> !id.isEmpty());
    }
  }

  private void updateGroup(ZivverAccount account, JsonNode body) {
    JsonNode block = body.path(ZivverAccount.GROUP_BLOCK);
    List<String> aliases = strings(block.path("aliases"));
    checkAliases(aliases, account.address, account.id);
    List<String> members = members(body.path("members"));
    account.division = division(body, account.division);
    account.address = body.path("externalId").asText(account.address);
    account.name = body.path("displayName").asText(account.name);
    if (block.isObject()) {
      account.aliases = aliases;
    }
    // Known, and not going to be mended: an empty list is taken for none.
    if (!members.isEmpty()) {
      account.members = members;
    }
  }

  private void patchGroup(ZivverAccount account, JsonNode body) {
    for (JsonNode operation : body.path("Operations")) {
      if (!operation.path("path").asText().equals("members")) {
        throw new Refused(400, "Unsupported path");
      }
      List<String> members = members(operation.path("value"));
      switch (operation.path("op").asText().toLowerCase(Locale.ROOT)) {
        case "remove" -> {
          if (!quirks.ignoresEmptying()) {
            account.members.clear();
          }
        }
        case "replace" -> account.members = members;
        case "add" -> account.members.addAll(members);
        default -> throw new Refused(400, "Unsupported operation");
      }
    }
  }

  /** Whether an account of this address and kind may be made. */
  private void admit(String address, boolean functional) {
    if (!isClaimed(address)) {
      throw new Refused(400, "Account is outside the organization");
    }
    Optional<ZivverAccount> other =
        accounts.values().stream().filter(account -> account.has(address)).findFirst();
    if (other.isPresent() && other.get().functional != functional) {
      throw new Refused(400, "Account is outside the organization");
    }
    if (other.isPresent()) {
      throw quirks.duplicatesAsText()
          ? new Refused(400, "Error creating alias: Alias is already taken for " + address)
          : new Refused(409, "Account already exists");
    }
  }

  private void checkAliases(List<String> aliases, String address, String ownId) {
    for (String alias : aliases) {
      if (!isClaimed(alias)) {
        throw new Refused(400, "Error creating alias: Domain Not Owned");
      }
      if (guests.contains(alias)) {
        throw new Refused(400, "Error creating alias: Alias is a guest: " + alias);
      }
      boolean taken =
          accounts.values().stream().anyMatch(other -> !other.id.equals(ownId) && other.has(alias));
      if (taken) {
        throw new Refused(400, "Error creating alias: Alias is already taken for " + address);
      }
    }
  }

  private boolean isClaimed(String address) {
    return domains.contains(address.substring(address.indexOf('@') + 1).toLowerCase(Locale.ROOT));
  }

  private String division(JsonNode body, String otherwise) {
    String division = body.path(ZivverAccount.ENTERPRISE).path("division").asText(otherwise);
    if (!divisions.contains(division)) {
      throw new Refused(400, "Invalid division: " + division);
    }
    return division;
  }

  /** Aliases that point at accounts made in the same run are dropped without a word. */
  private List<String> settled(List<String> aliases) {
    List<String> kept = new ArrayList<>(aliases);
    kept.removeIf(
        alias -> accounts.values().stream().anyMatch(other -> other.has(alias) && isYoung(other)));
    return kept;
  }

  /** So are delegates, whether their account was just made or will be. */
  private List<String> onlyOfLong(List<String> delegates) {
    List<String> kept = new ArrayList<>(delegates);
    kept.removeIf(
        delegate ->
            accounts.values().stream().noneMatch(other -> other.has(delegate) && !isYoung(other)));
    return kept;
  }

  private boolean isYoung(ZivverAccount account) {
    return account.created.isAfter(clock.instant().minus(LATELY));
  }

  private List<String> members(JsonNode values) {
    List<String> members = new ArrayList<>();
    for (JsonNode value : values) {
      String id = value.path("value").asText();
      if (!accounts.containsKey(id)) {
        throw new Refused(400, "Unknown in set");
      }
      members.add(id);
    }
    return members;
  }

  private static Optional<String> key(JsonNode block) {
    return Optional.of(block.path("SsoAccountKey").asText()).filter(found -> !found.isEmpty());
  }

  private static List<String> strings(JsonNode values) {
    List<String> strings = new ArrayList<>();
    values.forEach(value -> strings.add(value.asText().toLowerCase(Locale.ROOT)));
    return strings;
  }

  private static String required(JsonNode body, String name) {
    String value = body.path(name).asText();
    if (value.isEmpty()) {
      throw new Refused(400, name + " is required");
    }
    return value;
  }

  private static WireAnswer json(int status, ObjectNode body) {
    return WireAnswer.json(status, body);
  }

  private static WireAnswer text(int status, String text) {
    return new WireAnswer(
        status,
        Map.of("Content-Type", "text/plain; charset=utf-8"),
        text.getBytes(StandardCharsets.UTF_8));
  }
}
