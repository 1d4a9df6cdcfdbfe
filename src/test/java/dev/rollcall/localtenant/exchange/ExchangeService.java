package dev.rollcall.localtenant.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.localtenant.hostility.Hostility;
import dev.rollcall.localtenant.hostility.Incident;
import dev.rollcall.localtenant.hostility.Sighting;
import dev.rollcall.localtenant.login.Caller;
import dev.rollcall.localtenant.login.Resource;
import dev.rollcall.localtenant.login.TokenRejected;
import dev.rollcall.localtenant.login.Tokens;
import dev.rollcall.localtenant.organisation.Organisation;
import dev.rollcall.localtenant.wire.WireAnswer;
import dev.rollcall.localtenant.wire.WireHandler;
import dev.rollcall.localtenant.wire.WireRequest;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code InvokeCommand} and its {@code $batch}.
 *
 * <p>Who has no app role meets 401; who has that and no role in the organisation, 403 with a body
 * of NUL characters. A list goes on only for who names the same anchor and connection again.
 */
public final class ExchangeService implements WireHandler {

  /** What tokens for it say in {@code aud}. */
  public static final String RESOURCE = "https://outlook.office365.com";

  private static final String PERMISSION = "Exchange.ManageAsApp";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int DEFAULT_RESULTS = 1_000;
  private static final int MAX_BATCH = 10;
  private static final String WRITING_BATCH = "$batch that writes";
  private static final Pattern MAX_PAGE = Pattern.compile("odata\\.maxpagesize=(\\d+)");
  private static final String CUT_OFF =
      "There are more results available than are currently displayed. To view them, increase the"
          + " value for the ResultSize parameter.";

  private final Tokens tokens;
  private final Resource resource;
  private final URI root;
  private final String tenant;
  private final Organisation organisation;
  private final Hostility hostility;
  private final Consumer<String> unexpected;
  private final Permissions permissions = new Permissions();
  private final ExchangeQuirks quirks = new ExchangeQuirks();
  private final Commands commands;
  private final Set<String> administrators = ConcurrentHashMap.newKeySet();
  private final Set<String> readers = ConcurrentHashMap.newKeySet();
  private final Map<String, AtomicInteger> seen = new ConcurrentHashMap<>();
  private final Set<String> moved = ConcurrentHashMap.newKeySet();

  /**
   * @param root where it is reached
   * @param unexpected told of requests that are nobody's
   */
  public ExchangeService(
      Tokens tokens,
      Resource resource,
      URI root,
      String tenant,
      Organisation organisation,
      Hostility hostility,
      Consumer<String> unexpected) {
    this.tokens = tokens;
    this.resource = resource;
    this.root = root;
    this.tenant = tenant;
    this.hostility = hostility;
    this.unexpected = unexpected;
    this.organisation = organisation;
    this.commands = new Commands(organisation, permissions, quirks);
  }

  /** Gives an app a role in the organisation that may read. */
  public void assignRole(String appId) {
    administrators.add(appId);
  }

  public void removeRole(String appId) {
    administrators.remove(appId);
  }

  /** Gives an app no role but one that reads, such as Global Reader. */
  public void letOnlyRead(String appId) {
    readers.add(appId);
  }

  public Permissions permissions() {
    return permissions;
  }

  public ExchangeQuirks quirks() {
    return quirks;
  }

  /** Hides a recipient from address lists. */
  public void hide(String id) {
    commands.hide(id);
  }

  /** Shows it in address lists again. */
  public void show(String id) {
    commands.show(id);
  }

  /** Says in which organisational unit a recipient is kept. */
  public void keepIn(String id, String organizationalUnit) {
    commands.keepIn(id, organizationalUnit);
  }

  /** Makes an organisational unit that mail contacts may be made in. */
  public void addUnit(String organizationalUnit) {
    commands.contacts().addUnit(organizationalUnit);
  }

  /** Writes a custom attribute of a mail contact, as an administrator does. */
  public void setCustomAttribute(String id, int attribute, String value) {
    commands.contacts().setCustomAttribute(id, attribute, value);
  }

  /** Forgets what was asked so far. */
  public void resetCounts() {
    seen.clear();
  }

  /**
   * How often each was asked for: {@code $batch}, {@code $batch that writes}, or a command's name,
   * also inside of batches.
   */
  public Map<String, Integer> counts() {
    Map<String, Integer> counts = new TreeMap<>();
    seen.forEach((name, count) -> counts.put(name, count.get()));
    return counts;
  }

  @Override
  public Optional<WireAnswer> answer(WireRequest request) {
    Caller caller;
    try {
      caller = tokens.check(request.bearer(), resource);
    } catch (TokenRejected rejected) {
      return Optional.of(unauthorised());
    }
    if (!caller.roles().contains(PERMISSION)) {
      return Optional.of(unauthorised());
    }
    if (!administrators.contains(caller.appId())) {
      return Optional.of(withoutRole());
    }
    List<String> segments = request.segments();
    if (!isOurs(segments) || !request.method().equals("POST")) {
      unexpected.accept("Exchange: " + request.method() + " " + request.path());
      return Optional.of(WireAnswer.empty(404));
    }
    String connection = request.header("connection-id").orElse("");
    if (quirks.movesCallers() && moved.add(connection)) {
      // Another door of the same service; here the same one, so that the address changes not.
      return Optional.of(
          WireAnswer.empty(302)
              .with(
                  "Location",
                  request.path() + (request.query().isEmpty() ? "" : "?" + request.query())));
    }
    return segments.get(3).equals("$batch") ? batch(request, caller) : single(request, caller);
  }

  private boolean isOurs(List<String> path) {
    return path.size() == 4
        && path.get(0).equalsIgnoreCase("adminapi")
        && Set.of("beta", "v1.0").contains(path.get(1))
        && (path.get(2).equals(tenant)
            || path.get(2).equalsIgnoreCase(organisation.initialDomain()));
  }

  private Optional<WireAnswer> single(WireRequest request, Caller caller) {
    JsonNode body;
    try {
      body = JSON.readTree(request.body());
    } catch (IOException e) {
      return Optional.of(WireAnswer.empty(400));
    }
    return invoke(
        Sighting.Level.CALL,
        caller,
        request.path(),
        WireRequest.parameters(request.query()),
        request.headers(),
        body);
  }

  private Optional<WireAnswer> batch(WireRequest request, Caller caller) {
    count("$batch");
    Sighting sighting =
        new Sighting(
            Sighting.Level.BATCH,
            "POST",
            "POST /adminapi/$batch",
            request.path(),
            caller.appId(),
            Optional.empty());
    Optional<Optional<WireAnswer>> trouble = trouble(hostility.before(sighting));
    if (trouble.isPresent()) {
      return trouble.get();
    }
    ObjectNode answer = JSON.createObjectNode();
    ArrayNode responses = answer.putArray("responses");
    try {
      JsonNode requests = JSON.readTree(request.body()).path("requests");
      if (requests.isEmpty() || requests.size() > MAX_BATCH) {
        return Optional.of(WireAnswer.empty(400));
      }
      Optional<Integer> cut = Optional.empty();
      if (writes(requests)) {
        count(WRITING_BATCH);
        cut = hostility.nextCut();
      }
      int done = 0;
      for (JsonNode part : requests) {
        if (cut.filter(Integer.valueOf(done++)::equals).isPresent()) {
          return Optional.empty();
        }
        Map<String, String> headers = new LinkedHashMap<>();
        part.path("headers")
            .properties()
            .forEach(
                header ->
                    headers.put(
                        header.getKey().toLowerCase(Locale.ROOT), header.getValue().asText()));
        String url = part.path("url").asText();
        int query = url.indexOf('?');
        String path = query < 0 ? url : url.substring(0, query);
        Optional<WireAnswer> inner =
            isOurs(WireRequest.segments(path.replaceFirst("^https?://[^/]*", "")))
                ? invoke(
                    Sighting.Level.ITEM,
                    caller,
                    path,
                    WireRequest.parameters(query < 0 ? "" : url.substring(query + 1)),
                    headers,
                    part.path("body"))
                : Optional.of(unauthorised());
        if (inner.isEmpty()) {
          return Optional.empty();
        }
        ObjectNode response = responses.insertObject(0);
        response.put("id", part.path("id").asText()).put("status", inner.get().status());
        ObjectNode answered = response.putObject("headers");
        inner.get().headers().forEach(answered::put);
        response.set("body", inBatch(inner.get().body()));
      }
    } catch (IOException e) {
      return Optional.of(WireAnswer.empty(400));
    }
    return trouble(hostility.after(sighting))
        .orElseGet(() -> Optional.of(WireAnswer.json(200, answer)));
  }

  private static boolean writes(JsonNode requests) {
    for (JsonNode part : requests) {
      if (MailContacts.writes(
          part.path("body").path("CmdletInput").path("CmdletName").asText(""))) {
        return true;
      }
    }
    return false;
  }

  private static JsonNode inBatch(byte[] body) {
    try {
      return JSON.readTree(body);
    } catch (IOException e) {
      return JSON.getNodeFactory().textNode(new String(body, StandardCharsets.UTF_8));
    }
  }

  private Optional<WireAnswer> invoke(
      Sighting.Level level,
      Caller caller,
      String path,
      Map<String, String> query,
      Map<String, String> headers,
      JsonNode body) {
    String cmdlet = body.path("CmdletInput").path("CmdletName").asText("");
    count(cmdlet);
    Sighting sighting =
        new Sighting(
            level,
            MailContacts.writes(cmdlet) ? "POST" : "GET",
            "POST /adminapi/InvokeCommand " + cmdlet,
            path,
            caller.appId(),
            Optional.ofNullable(
                body.path("CmdletInput").path("Parameters").path("Identity").textValue()));
    Optional<Optional<WireAnswer>> trouble = trouble(hostility.before(sighting));
    if (trouble.isPresent()) {
      return trouble.get();
    }
    JsonNode parameters = body.path("CmdletInput").path("Parameters");
    if (MailContacts.writes(cmdlet) && readers.contains(caller.appId())) {
      // A command that the role does not have is as unknown as one that there is not.
      return Optional.of(withoutRole());
    }
    if (!Commands.isKnown(cmdlet) || !parameters.isObject()) {
      unexpected.accept("Exchange: " + cmdlet);
      return Optional.of(withoutRole());
    }
    try {
      WireAnswer answer = page(cmdlet, parameters, path, query, headers);
      return trouble(hostility.after(sighting)).orElseGet(() -> Optional.of(answer));
    } catch (CmdletFailure failure) {
      return Optional.of(
          WireAnswer.json(failure.status(), envelope(failure))
              .with("request-id", UUID.randomUUID().toString()));
    }
  }

  private WireAnswer page(
      String cmdlet,
      JsonNode parameters,
      String path,
      Map<String, String> query,
      Map<String, String> headers)
      throws CmdletFailure {
    Map<String, JsonNode> given = new LinkedHashMap<>();
    parameters
        .properties()
        .forEach(
            parameter ->
                given.put(parameter.getKey().toLowerCase(Locale.ROOT), parameter.getValue()));
    List<ObjectNode> rows = commands.run(cmdlet, given);
    String size = given.containsKey("resultsize") ? given.get("resultsize").asText() : "";
    boolean unlimited = size.equals("Unlimited");
    int results =
        size.isEmpty() ? DEFAULT_RESULTS : unlimited ? Integer.MAX_VALUE : Integer.parseInt(size);
    boolean cutOff = rows.size() > results;
    rows = rows.subList(0, Math.min(rows.size(), results));
    String caller =
        headers.getOrDefault("x-anchormailbox", "")
            + " "
            + headers.getOrDefault("connection-id", "");
    int from = position(query.get("$skiptoken"), caller);
    Matcher asked = MAX_PAGE.matcher(headers.getOrDefault("prefer", ""));
    int most =
        Math.min(
            asked.find() ? Integer.parseInt(asked.group(1)) : DEFAULT_RESULTS, quirks.pageCap());
    int to = Math.min(rows.size(), from + most);
    ObjectNode answer = JSON.createObjectNode();
    answer.put("@odata.context", RESOURCE + "/$metadata#Collection(Exchange.GenericHashTable)");
    answer.put("adminapi.warnings@odata.type", "#Collection(String)");
    ArrayNode warnings = answer.putArray("@adminapi.warnings");
    if (cutOff && to == rows.size()) {
      warnings.add(CUT_OFF);
    }
    if (to < rows.size()) {
      String token =
          Base64.getUrlEncoder()
              .encodeToString((to + " " + caller).getBytes(StandardCharsets.UTF_8));
      answer.put("@odata.nextLink", link(path, query) + "%24skiptoken=" + token);
    }
    ArrayNode value = answer.putArray("value");
    Set<String> columns = Set.of(query.getOrDefault("$select", "").split(","));
    rows.subList(from, to).forEach(row -> value.add(selected(row, columns)));
    return WireAnswer.json(200, answer);
  }

  private String link(String path, Map<String, String> query) {
    String select = query.getOrDefault("$select", "");
    String own = path.startsWith("/") ? root + path : path;
    return own + "?" + (select.isEmpty() ? "" : "%24select=" + select + "&");
  }

  /** A list goes on only with the server that began it, which anchor and connection lead to. */
  private static int position(@Nullable String token, String caller) throws CmdletFailure {
    if (token == null) {
      return 0;
    }
    String[] parts =
        new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8).split(" ", 2);
    if (!parts[1].equals(caller)) {
      throw CmdletFailure.of(
          400,
          "Microsoft.Exchange.Admin.OData.Core.ODataServiceException",
          "Expired or Invalid pagination request. Default Expiry time is 00:30:00");
    }
    return Integer.parseInt(parts[0]);
  }

  private static ObjectNode selected(ObjectNode row, Set<String> columns) {
    if (columns.contains("")) {
      return row;
    }
    ObjectNode part = row.deepCopy();
    part.retain(
        part.properties().stream()
            .map(Map.Entry::getKey)
            .filter(key -> columns.contains(key.replaceFirst("@.*", "")))
            .toList());
    return part;
  }

  private static ObjectNode envelope(CmdletFailure failure) {
    ObjectNode envelope = JSON.createObjectNode();
    ObjectNode error = envelope.putObject("error");
    error.put("code", failure.code()).put("message", "Error executing cmdlet");
    error
        .putArray("details")
        .addObject()
        .put("code", "Client")
        .put("target", "")
        .put("message", "Ex6F9304|" + failure.type() + "|" + failure.getMessage());
    ObjectNode inner = error.putObject("innererror");
    inner
        .put("message", "Error executing cmdlet")
        .put("type", "Microsoft.Exchange.Admin.OData.Core.ODataServiceException")
        .put("stacktrace", "");
    inner
        .putObject("internalexception")
        .put("message", failure.getMessage())
        .put("type", failure.type())
        .put("stacktrace", "");
    envelope.put("adminapi.warnings@odata.type", "#Collection(String)");
    envelope.putArray("@adminapi.warnings");
    return envelope;
  }

  /** What is answered instead, if anything; nothing at all where the connection breaks. */
  private static Optional<Optional<WireAnswer>> trouble(Incident incident) {
    if (incident instanceof Incident.Throttled throttled) {
      WireAnswer answer = WireAnswer.empty(429);
      return Optional.of(
          Optional.of(
              throttled
                  .retryAfter()
                  .map(wait -> answer.with("Retry-After", Long.toString(wait.toSeconds())))
                  .orElse(answer)));
    }
    if (incident instanceof Incident.Unavailable) {
      return Optional.of(Optional.of(WireAnswer.html(503, "<html>Service Unavailable</html>")));
    }
    if (incident instanceof Incident.TimedOut) {
      return Optional.of(Optional.of(WireAnswer.html(504, "<html>Gateway Time-out</html>")));
    }
    if (incident instanceof Incident.Reset) {
      return Optional.of(Optional.empty());
    }
    if (incident instanceof Incident.Refused refused) {
      // Its refusals for load are plain text, with whatever status.
      return Optional.of(
          Optional.of(
              new WireAnswer(
                  refused.status(),
                  Map.of("Content-Type", "text/plain"),
                  refused.message().getBytes(StandardCharsets.UTF_8))));
    }
    return Optional.empty();
  }

  private static WireAnswer unauthorised() {
    return WireAnswer.empty(401).with("WWW-Authenticate", "Bearer");
  }

  private static WireAnswer withoutRole() {
    return new WireAnswer(403, Map.of("Content-Type", "application/json"), new byte[512]);
  }

  private void count(String what) {
    seen.computeIfAbsent(what, any -> new AtomicInteger()).incrementAndGet();
  }
}
