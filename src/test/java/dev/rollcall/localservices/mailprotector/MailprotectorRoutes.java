package dev.rollcall.localservices.mailprotector;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.localservices.ServiceFront;
import dev.rollcall.localtenant.wire.WireAnswer;
import dev.rollcall.localtenant.wire.WireRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The API's routes over what the console holds. */
final class MailprotectorRoutes implements ServiceFront.Desk {

  private static final JsonMapper JSON = new JsonMapper();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final int DEFAULT_PER_PAGE = 25;

  private final Console console;
  private final MailprotectorQuirks quirks;
  private final MailprotectorForms forms;
  private final String key;

  MailprotectorRoutes(Console console, MailprotectorQuirks quirks, String key) {
    this.console = console;
    this.quirks = quirks;
    this.forms = new MailprotectorForms(console);
    this.key = key;
  }

  @Override
  public WireAnswer answer(WireRequest request) {
    if (!request.bearer().equals(Optional.of(key))) {
      return message(401, "Invalid API key");
    }
    List<String> path = request.segments();
    if (path.size() < 3 || !path.get(0).equals("api") || !path.get(1).equals("v1")) {
      return notFound();
    }
    List<String> rest = path.subList(2, path.size());
    try {
      return route(request, rest);
    } catch (Console.Refused e) {
      return WireAnswer.json(
          422, NODES.objectNode().set("errors", NODES.arrayNode().add(e.getMessage())));
    }
  }

  private WireAnswer route(WireRequest request, List<String> path) {
    String method = request.method();
    if (path.equals(List.of("users", "find_by_address")) && method.equals("POST")) {
      return findByAddress(body(request).path("address").asText());
    }
    if (path.size() < 2) {
      return notFound();
    }
    Optional<Integer> id = number(path.get(1));
    if (id.isEmpty()) {
      return notFound();
    }
    String below = String.join("/", path.subList(2, path.size()));
    return switch (path.get(0)) {
      case "customers" -> customer(request, id.get(), below);
      case "domains" -> domain(request, id.get(), below);
      case "user_groups" -> group(request, id.get(), below);
      case "users" -> user(request, id.get(), below);
      default -> notFound();
    };
  }

  private WireAnswer customer(WireRequest request, int id, String below) {
    if (id != LocalMailprotector.CUSTOMER || !below.equals("domains")) {
      return notFound();
    }
    List<JsonNode> domains = new ArrayList<>();
    domains.add(forms.domain());
    console.aliasDomains().forEach((alias, name) -> domains.add(forms.aliasDomain(alias, name)));
    return page(request, filtered(request, domains));
  }

  private WireAnswer domain(WireRequest request, int id, String below) {
    boolean get = request.method().equals("GET");
    if (console.aliasDomains().containsKey(id) && get && below.isEmpty()) {
      return WireAnswer.json(200, forms.aliasDomain(id, console.aliasDomains().get(id)));
    }
    if (id != LocalMailprotector.DOMAIN || !get) {
      return notFound();
    }
    return switch (below) {
      case "" -> WireAnswer.json(200, forms.domain());
      case "aliases" -> {
        List<JsonNode> aliases = new ArrayList<>();
        console
            .aliasDomains()
            .forEach((alias, name) -> aliases.add(forms.aliasDomain(alias, name)));
        yield page(request, filtered(request, aliases));
      }
      case "user_groups" -> {
        List<JsonNode> groups = new ArrayList<>();
        console.groups().forEach((group, name) -> groups.add(forms.group(group, name)));
        yield page(request, filtered(request, groups));
      }
      case "users" -> users(request);
      case "user_syncs" -> page(request, List.of(forms.sync()));
      case "user_sync_schedule" -> WireAnswer.json(200, forms.schedule());
      default -> notFound();
    };
  }

  private WireAnswer users(WireRequest request) {
    List<JsonNode> users = new ArrayList<>();
    for (Row row : console.rows()) {
      if (row.parent().isEmpty() || quirks.aliasesListed()) {
        users.add(forms.user(row));
      }
    }
    List<JsonNode> shown = filtered(request, users);
    int end = Math.min(shown.size(), quirks.listEndsAfter().orElse(Integer.MAX_VALUE));
    return page(request, shown.subList(0, end), shown.size());
  }

  private WireAnswer group(WireRequest request, int id, String below) {
    Map<Integer, String> groups = console.groups();
    if (!groups.containsKey(id)) {
      return notFound();
    }
    if (below.isEmpty() && request.method().equals("GET")) {
      return WireAnswer.json(200, forms.group(id, groups.get(id)));
    }
    if (below.isEmpty() && request.method().equals("DELETE")) {
      console.deleteGroup(id);
      return WireAnswer.empty(204);
    }
    if (!request.method().equals("POST")) {
      return notFound();
    }
    if (below.equals("users")) {
      return created(List.of(create(id, body(request))));
    }
    return below.equals("users/create_many") ? createMany(id, body(request)) : notFound();
  }

  private WireAnswer createMany(int group, JsonNode body) {
    List<Row> made = new ArrayList<>();
    for (JsonNode wanted : body.path("users")) {
      try {
        made.add(create(group, wanted));
      } catch (Console.Refused e) {
        if (!quirks.createManyIsPartial()) {
          made.forEach(row -> console.delete(row.id()));
          throw e;
        }
      }
    }
    return created(made);
  }

  private Row create(int group, JsonNode wanted) {
    List<String> aliases = new ArrayList<>();
    wanted.path("aliases").forEach(alias -> aliases.add(alias.asText()));
    int id =
        console.create(
            group,
            wanted.path("name").asText(),
            wanted.path("first_name").asText(""),
            wanted.path("last_name").asText(""),
            wanted.path("user_type_id").asInt(1),
            aliases);
    return console.row(id).orElseThrow();
  }

  private WireAnswer created(List<Row> rows) {
    ArrayNode array = NODES.arrayNode();
    rows.forEach(row -> array.add(forms.user(row)));
    return WireAnswer.json(201, array);
  }

  private WireAnswer user(WireRequest request, int id, String below) {
    Optional<Row> row = console.row(id);
    if (row.isEmpty()) {
      return notFound();
    }
    return switch (request.method() + " " + below) {
      case "GET " -> WireAnswer.json(200, forms.user(row.get()));
      case "PUT " -> {
        JsonNode body = body(request);
        // Whatever else is asked for, such as another group or name, is ignored.
        yield WireAnswer.json(
            200,
            forms.user(
                console.update(
                    id,
                    body.path("first_name").asText(row.get().firstName()),
                    body.path("last_name").asText(row.get().lastName()),
                    body.path("user_type_id").asInt(row.get().type()))));
      }
      case "DELETE " -> {
        console.delete(id);
        yield WireAnswer.empty(204);
      }
      case "GET aliases" ->
          page(
              request,
              console.rows().stream()
                  .filter(other -> other.parent().equals(Optional.of(id)))
                  .map(other -> (JsonNode) forms.user(other))
                  .toList());
      case "POST aliases" ->
          WireAnswer.json(
              201,
              forms.user(
                  console.createAlias(id, body(request).path("alias").path("name").asText())));
      default -> notFound();
    };
  }

  private WireAnswer findByAddress(String address) {
    return console
        .find(address.toLowerCase(Locale.ROOT))
        .map(row -> row.parent().flatMap(console::row).orElse(row))
        .map(row -> WireAnswer.json(200, forms.user(row)))
        .orElseGet(MailprotectorRoutes::notFound);
  }

  /** Equality on a field, as in {@code ?first_name=Bob}. */
  private static List<JsonNode> filtered(WireRequest request, List<JsonNode> all) {
    Map<String, String> wanted = WireRequest.parameters(request.query());
    wanted.remove("page");
    wanted.remove("per_page");
    return all.stream()
        .filter(
            node ->
                wanted.entrySet().stream()
                    .allMatch(w -> node.path(w.getKey()).asText().equals(w.getValue())))
        .toList();
  }

  private WireAnswer page(WireRequest request, List<JsonNode> all) {
    return page(request, all, all.size());
  }

  private WireAnswer page(WireRequest request, List<JsonNode> all, int total) {
    Map<String, String> parameters = WireRequest.parameters(request.query());
    int asked = number(parameters.getOrDefault("per_page", "")).orElse(DEFAULT_PER_PAGE);
    int perPage = Math.max(1, Math.min(asked, quirks.pageCap().orElse(Integer.MAX_VALUE)));
    int page = Math.max(1, number(parameters.getOrDefault("page", "")).orElse(1));
    int from = Math.min(all.size(), (page - 1) * perPage);
    int to = Math.min(all.size(), from + perPage);
    ArrayNode rows = NODES.arrayNode();
    all.subList(from, to).forEach(rows::add);
    WireAnswer answer = WireAnswer.json(200, rows);
    if (!quirks.paginationTold()) {
      return answer;
    }
    int pages = Math.max(1, (total + perPage - 1) / perPage);
    ObjectNode told =
        NODES
            .objectNode()
            .put("total", total)
            .put("total_pages", pages)
            .put("first_page", page == 1)
            .put("last_page", page >= pages)
            .put("offset", (page - 1) * perPage);
    return answer.with("X-Pagination", told.toString());
  }

  private static JsonNode body(WireRequest request) {
    try {
      return JSON.readTree(request.body());
    } catch (IOException e) {
      return MissingNode.getInstance();
    }
  }

  private static Optional<Integer> number(String text) {
    return text.matches("\\d{1,9}") ? Optional.of(Integer.parseInt(text)) : Optional.empty();
  }

  private static WireAnswer notFound() {
    return message(404, "Not Found");
  }

  private static WireAnswer message(int status, String text) {
    return WireAnswer.json(status, NODES.objectNode().put("message", text));
  }
}
