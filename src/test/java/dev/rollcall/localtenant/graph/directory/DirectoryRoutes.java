package dev.rollcall.localtenant.graph.directory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.localtenant.graph.GraphAnswer;
import dev.rollcall.localtenant.graph.GraphRequest;
import dev.rollcall.localtenant.graph.GraphRoutes;
import dev.rollcall.localtenant.organisation.DirectoryObject;
import dev.rollcall.localtenant.organisation.DirectoryObject.Kind;
import dev.rollcall.localtenant.organisation.Organisation;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;

/** Users, groups and mail contacts, listed, filtered and paged as Graph does. */
public final class DirectoryRoutes implements GraphRoutes {

  private static final Set<String> OPTIONS =
      Set.of("$select", "$filter", "$top", "$count", "$orderby", "$skiptoken");
  private static final List<String> USER_DEFAULT =
      List.of(
          "businessPhones",
          "displayName",
          "givenName",
          "jobTitle",
          "mail",
          "mobilePhone",
          "officeLocation",
          "preferredLanguage",
          "surname",
          "userPrincipalName",
          "id");
  private static final Set<String> USER_KNOWN =
      Set.of(
          "id",
          "displayName",
          "givenName",
          "surname",
          "mail",
          "userPrincipalName",
          "mailNickname",
          "jobTitle",
          "department",
          "companyName",
          "officeLocation",
          "businessPhones",
          "mobilePhone",
          "faxNumber",
          "streetAddress",
          "city",
          "state",
          "postalCode",
          "country",
          "preferredLanguage",
          "employeeId",
          "employeeType",
          "otherMails",
          "imAddresses",
          "proxyAddresses",
          "accountEnabled",
          "userType",
          "assignedLicenses",
          "usageLocation",
          "onPremisesExtensionAttributes",
          "onPremisesSyncEnabled",
          "showInAddressList");
  private static final Set<String> CONTACT_KNOWN =
      Set.of(
          "id",
          "displayName",
          "givenName",
          "surname",
          "mail",
          "mailNickname",
          "companyName",
          "department",
          "jobTitle",
          "phones",
          "addresses",
          "proxyAddresses",
          "onPremisesSyncEnabled");
  private static final Set<String> GROUP_KNOWN =
      Set.of(
          "id",
          "displayName",
          "description",
          "mail",
          "mailNickname",
          "mailEnabled",
          "securityEnabled",
          "groupTypes",
          "proxyAddresses",
          "visibility");
  private static final Map<String, Kind> CASTS =
      Map.of(
          "microsoft.graph.user", Kind.USER,
          "microsoft.graph.group", Kind.GROUP,
          "microsoft.graph.orgContact", Kind.CONTACT);

  private final Organisation organisation;
  private final String base;
  private final DirectoryQuirks quirks;

  /**
   * @param base the version root as clients see it; links begin with it
   */
  public DirectoryRoutes(Organisation organisation, String base, DirectoryQuirks quirks) {
    this.organisation = organisation;
    this.base = base;
    this.quirks = quirks;
  }

  @Override
  public Optional<GraphAnswer> answer(GraphRequest request) {
    return organisation.locked(directory -> route(request));
  }

  private Optional<GraphAnswer> route(GraphRequest request) {
    List<String> path = request.segments();
    if (!request.method().equals("GET") || path.isEmpty()) {
      return Optional.empty();
    }
    try {
      return switch (path.get(0)) {
        case "users" -> users(request, path);
        case "contacts" -> plain(request, path, Kind.CONTACT);
        case "groups" ->
            path.size() > 2 ? members(request, path) : plain(request, path, Kind.GROUP);
        default -> Optional.empty();
      };
    } catch (Filter.Refused e) {
      return Optional.of(GraphAnswer.error(400, "Request_UnsupportedQuery", e.getMessage()));
    }
  }

  private Optional<GraphAnswer> users(GraphRequest request, List<String> path) {
    if (path.size() <= 2) {
      return plain(request, path, Kind.USER);
    }
    Optional<DirectoryObject> user =
        organisation.find(path.get(1)).filter(object -> object.kind() == Kind.USER);
    return switch (path.get(2)) {
      case "mailboxSettings" ->
          Optional.of(user.map(u -> purpose(u, path)).orElseGet(() -> notFound(path.get(1))));
      case "photo", "photos" -> {
        Optional<GraphAnswer> photo =
            user.map(u -> photo(u, path)).orElseGet(() -> Optional.of(notFound(path.get(1))));
        yield photo;
      }
      default -> Optional.empty();
    };
  }

  private GraphAnswer purpose(DirectoryObject user, List<String> path) {
    if (!user.hasMailbox()) {
      return GraphAnswer.error(
          404,
          "MailboxNotEnabledForRESTAPI",
          "The mailbox is either inactive, soft-deleted, or is hosted on-premise.");
    }
    ObjectNode body = object();
    if (path.size() == 3) {
      return GraphAnswer.json(200, body.put("userPurpose", user.purpose()));
    }
    return switch (quirks.purposeShape()) {
      case TEXT -> GraphAnswer.json(200, JsonNodeFactory.instance.textNode(user.purpose()));
      case VALUE -> GraphAnswer.json(200, body.put("value", user.purpose()));
      case OBJECT -> {
        body.putObject("value").put("userPurpose", user.purpose());
        yield GraphAnswer.json(200, body);
      }
    };
  }

  private Optional<GraphAnswer> photo(DirectoryObject user, List<String> path) {
    String last = path.get(path.size() - 1);
    boolean known =
        path.size() == 3 && path.get(2).equals("photo")
            || last.equals("$value") && path.size() <= 5
            || path.size() == 4 && path.get(2).equals("photos");
    if (!known) {
      return Optional.empty();
    }
    if (user.photo().isEmpty()) {
      return Optional.of(
          GraphAnswer.error(
              404, "ImageNotFound", "Exception of type 'Microsoft.Fast.Profile.Core' was thrown."));
    }
    DirectoryObject.Photo photo = user.photo().get();
    if (last.equals("$value")) {
      return Optional.of(GraphAnswer.binary("image/jpeg", photo.jpeg()));
    }
    return Optional.of(
        GraphAnswer.json(
            200,
            object()
                .put("@odata.mediaContentType", "image/jpeg")
                .put("@odata.mediaEtag", "\"" + user.id() + "-" + photo.version() + "\"")
                .put("id", "48X48")
                .put("width", 48)
                .put("height", 48)));
  }

  private Optional<GraphAnswer> plain(GraphRequest request, List<String> path, Kind kind) {
    if (path.size() == 1) {
      return Optional.of(list(request, organisation.all(kind), kind, Optional.empty()));
    }
    if (path.size() != 2) {
      return Optional.empty();
    }
    if (path.get(1).equals("$count")) {
      return Optional.of(
          request.header("consistencylevel").isPresent()
              ? GraphAnswer.binary(
                  "text/plain",
                  String.valueOf(organisation.all(kind).size()).getBytes(StandardCharsets.UTF_8))
              : GraphAnswer.error(400, "Request_BadRequest", "$count is not currently supported."));
    }
    Optional<GraphAnswer> refused = refusedOptions(request, Set.of("$select"));
    if (refused.isPresent()) {
      return refused;
    }
    return Optional.of(
        organisation
            .find(path.get(1))
            .filter(object -> object.kind() == kind && isNamedBy(object, path.get(1)))
            .filter(object -> !object.isDynamic())
            .map(object -> GraphAnswer.json(200, selected(object, select(request, kind))))
            .orElseGet(() -> notFound(path.get(1))));
  }

  /** An object is addressed by its id; a user also by its principal name, never by an alias. */
  private static boolean isNamedBy(DirectoryObject object, String name) {
    return object.id().equalsIgnoreCase(name)
        || (object.kind() == Kind.USER && object.text("userPrincipalName").equalsIgnoreCase(name));
  }

  private Optional<GraphAnswer> members(GraphRequest request, List<String> path) {
    boolean nested = path.get(2).equals("transitiveMembers");
    if (!nested && !path.get(2).equals("members") || path.size() > 4) {
      return Optional.empty();
    }
    Optional<DirectoryObject> group =
        organisation
            .find(path.get(1))
            .filter(object -> object.kind() == Kind.GROUP && !object.isDynamic());
    if (group.isEmpty()) {
      return Optional.of(notFound(path.get(1)));
    }
    Optional<Kind> cast =
        path.size() == 4 ? Optional.ofNullable(CASTS.get(path.get(3))) : Optional.empty();
    if (path.size() == 4 && cast.isEmpty()) {
      return Optional.empty();
    }
    List<DirectoryObject> members =
        organisation.members(group.get().id(), nested).stream()
            .filter(member -> cast.map(kind -> member.kind() == kind).orElse(true))
            .filter(member -> !member.isDynamic())
            .toList();
    boolean eventual = request.header("consistencylevel").isPresent();
    if (cast.isPresent() && !eventual) {
      return Optional.of(
          GraphAnswer.error(
              400,
              "Request_UnsupportedQuery",
              "The specified cast needs the header ConsistencyLevel: eventual and $count=true."));
    }
    return Optional.of(
        list(request, members, cast.orElse(Kind.USER), cast.or(() -> Optional.of(Kind.DEVICE))));
  }

  /**
   * A page of a list.
   *
   * @param cast empty for a plain list; {@link Kind#DEVICE} for members of all kinds, which say
   *     what they are
   */
  private GraphAnswer list(
      GraphRequest request, List<DirectoryObject> all, Kind kind, Optional<Kind> cast) {
    Optional<GraphAnswer> refused = refusedOptions(request, OPTIONS);
    if (refused.isPresent()) {
      return refused.get();
    }
    boolean mixed = cast.filter(c -> c == Kind.DEVICE).isPresent();
    boolean eventual =
        request.header("consistencylevel").filter("eventual"::equalsIgnoreCase).isPresent();
    boolean counts = request.option("$count").filter("true"::equals).isPresent();
    List<DirectoryObject> rows = new ArrayList<>(all);
    if (request.option("$filter").isPresent()) {
      Filter.Parsed filter = Filter.parse(request.option("$filter").get(), known(kind));
      if ((filter.advanced() || request.option("$orderby").isPresent()) && !(eventual && counts)) {
        return GraphAnswer.error(400, "Request_UnsupportedQuery", "Unsupported Query.");
      }
      rows.removeIf(row -> !filter.matches().test(row.properties()));
    }
    if (request.option("$orderby").isPresent()) {
      if (!request.option("$orderby").get().equals("displayName")) {
        return GraphAnswer.error(400, "Request_UnsupportedQuery", "Sorting is not supported.");
      }
      rows.sort(Comparator.comparing(row -> row.text("displayName")));
    }
    int total = rows.size();
    int top = request.option("$top").map(Integer::parseInt).orElse(100);
    if (top < 1 || top > 999) {
      return GraphAnswer.error(
          400,
          "Request_BadRequest",
          "Invalid page size specified: '" + top + "'. Must be between 1 and 999 inclusive.");
    }
    top = Math.min(top, quirks.largestPage());
    int from = request.option("$skiptoken").map(DirectoryRoutes::offset).orElse(0);
    if (from > 0 && quirks.failAfter().filter(rowsRead -> from >= rowsRead).isPresent()) {
      return GraphAnswer.error(500, "InternalServerError", "An internal error occurred.");
    }
    int end = Math.min(total, from + top);
    int shown = quirks.cutAfter().map(cut -> Math.min(end, cut)).orElse(end);
    ObjectNode body = object();
    body.put("@odata.context", base + "/$metadata#" + request.segments().get(0));
    if (counts && eventual) {
      body.put("@odata.count", total + quirks.countOff());
    }
    ArrayNode value = body.putArray("value");
    List<String> select = mixed ? List.of() : select(request, kind);
    for (int i = from; i < shown; i++) {
      DirectoryObject row = rows.get(i);
      value.add(
          mixed
              ? member(row, request)
              : cast.isPresent() ? readable(row, select) : selected(row, select));
    }
    if (end < total && shown == end) {
      body.put("@odata.nextLink", next(request, end));
    }
    return GraphAnswer.json(200, body);
  }

  private ObjectNode member(DirectoryObject row, GraphRequest request) {
    ObjectNode member = object();
    String type =
        switch (row.kind()) {
          case USER -> "user";
          case CONTACT -> "orgContact";
          case GROUP -> "group";
          case DEVICE -> "device";
        };
    member.put("@odata.type", "#microsoft.graph." + type);
    member.setAll(readable(row, select(request, row.kind())));
    return member;
  }

  /** Of what the app may not read it gets the id alone. */
  private static ObjectNode readable(DirectoryObject row, List<String> select) {
    if (!row.isUnreadable()) {
      return selected(row, select);
    }
    ObjectNode hidden = object().put("id", row.id());
    select.forEach(name -> hidden.putIfAbsent(name, JsonNodeFactory.instance.nullNode()));
    return hidden;
  }

  private static ObjectNode selected(DirectoryObject object, List<String> select) {
    ObjectNode row = object();
    for (String name : select) {
      JsonNode value = object.properties().get(name);
      row.set(name, value == null ? JsonNodeFactory.instance.nullNode() : value.deepCopy());
    }
    return row;
  }

  private List<String> select(GraphRequest request, Kind kind) {
    List<String> wanted =
        request
            .option("$select")
            .map(names -> Arrays.stream(names.split(",")).map(String::strip).toList())
            .orElse(kind == Kind.USER ? USER_DEFAULT : List.copyOf(known(kind)));
    if (kind != Kind.DEVICE && !request.segments().get(0).equals("groups")) {
      for (String name : wanted) {
        if (!known(kind).contains(name)) {
          throw new Filter.Refused("Could not find a property named '" + name + "'.");
        }
      }
    }
    return wanted.contains("id") ? wanted : withId(wanted);
  }

  private static List<String> withId(List<String> wanted) {
    List<String> all = new ArrayList<>(wanted);
    all.add("id");
    return all;
  }

  private static Set<String> known(Kind kind) {
    return switch (kind) {
      case USER -> USER_KNOWN;
      case CONTACT -> CONTACT_KNOWN;
      case GROUP, DEVICE -> GROUP_KNOWN;
    };
  }

  private String next(GraphRequest request, int from) {
    StringJoiner query = new StringJoiner("&");
    request
        .query()
        .forEach(
            (name, value) -> {
              if (!name.equals("$skiptoken")) {
                query.add(encoded(name) + "=" + encoded(value));
              }
            });
    String token =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(("from:" + from).getBytes(StandardCharsets.UTF_8));
    query.add("%24skiptoken=" + token);
    StringJoiner path = new StringJoiner("/", base + "/", "");
    request.segments().forEach(segment -> path.add(encoded(segment)));
    return path + "?" + query;
  }

  private static int offset(String token) {
    String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
    return Integer.parseInt(text.substring("from:".length()));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static Optional<GraphAnswer> refusedOptions(GraphRequest request, Set<String> known) {
    return request.query().keySet().stream()
        .filter(name -> name.startsWith("$") && !known.contains(name))
        .findFirst()
        .map(
            name ->
                GraphAnswer.error(
                    400, "Request_UnsupportedQuery", "Unsupported query option: " + name));
  }

  private static GraphAnswer notFound(String id) {
    return GraphAnswer.error(
        404,
        "Request_ResourceNotFound",
        "Resource '"
            + id
            + "' does not exist or one of its queried reference-property objects are not present.");
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
