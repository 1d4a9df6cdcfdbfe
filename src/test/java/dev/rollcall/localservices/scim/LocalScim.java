package dev.rollcall.localservices.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A SCIM service with {@linkplain ScimHabits habits}; like Keycloak, or as bad as one can be. */
public final class LocalScim implements AutoCloseable {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final Pattern FILTER =
      Pattern.compile("\\s*(\\w+)\\s+eq\\s+\"((?:[^\"\\\\]|\\\\.)*)\"\\s*");
  private static final Pattern MEMBER = Pattern.compile("members\\[value eq \"([^\"]+)\"]");
  private static final String KEY = "scim-key-0001";

  private final ScimHabits habits;
  private final ServiceFront front;
  private final Map<String, ObjectNode> users = new LinkedHashMap<>();
  private final Map<String, ObjectNode> groups = new LinkedHashMap<>();
  private final Set<String> ignored = new HashSet<>();
  private int next;

  private LocalScim(ScimHabits habits) {
    this.habits = habits;
    this.front = ServiceFront.open("scim", 20_261_121L, this::answer);
  }

  public static LocalScim start(ScimHabits habits) {
    return new LocalScim(habits);
  }

  public URI uri() {
    return URI.create(front.uri() + "/realms/contoso/scim/v2");
  }

  public String key() {
    return KEY;
  }

  public Hostility hostility() {
    return front.hostility();
  }

  public RequestCounts counts() {
    return front.counts();
  }

  /** Takes this attribute without a word, and does not keep it. */
  public synchronized void ignore(String attribute) {
    ignored.add(attribute);
  }

  /** A user who was there before. */
  public synchronized ObjectNode addUser(String userName) {
    ObjectNode user = JSON.objectNode().put("userName", userName).put("active", true);
    user.putArray("emails").addObject().put("value", userName).put("primary", true);
    return add(users, "User", user);
  }

  public synchronized List<ObjectNode> users() {
    return List.copyOf(users.values());
  }

  public synchronized List<ObjectNode> groups() {
    return List.copyOf(groups.values());
  }

  /** The user of this name, whatever the case. */
  public synchronized Optional<ObjectNode> user(String userName) {
    return users.values().stream()
        .filter(user -> user.path("userName").asText().equalsIgnoreCase(userName))
        .findFirst();
  }

  /** The group of this name. */
  public synchronized Optional<ObjectNode> group(String displayName) {
    return groups.values().stream()
        .filter(group -> group.path("displayName").asText().equals(displayName))
        .findFirst();
  }

  @Override
  public void close() {
    front.close();
  }

  private static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int status;
    private final String type;

    Refused(int status, String type, String detail) {
      super(detail);
      this.status = status;
      this.type = type;
    }
  }

  private synchronized WireAnswer answer(WireRequest request) {
    try {
      if (!request.bearer().equals(Optional.of(KEY))) {
        throw new Refused(401, "", "Unauthorized");
      }
      List<String> path = request.segments();
      if (path.size() < 5 || !path.get(2).equals("scim")) {
        throw new Refused(404, "", "Not found");
      }
      if (path.get(4).equals("ServiceProviderConfig")) {
        return config();
      }
      boolean isGroups = path.get(4).equals("Groups");
      if (!isGroups && !path.get(4).equals("Users")) {
        throw new Refused(404, "", "Not found");
      }
      if (request.body().length > 0
          && habits.scimJsonOnly()
          && !request.header("content-type").orElse("").startsWith("application/scim+json")) {
        throw new Refused(400, "invalidSyntax", "should be application/scim+json");
      }
      Map<String, ObjectNode> store = isGroups ? groups : users;
      Map<String, String> query = WireRequest.parameters(request.query());
      return path.size() == 5
          ? collection(request, store, isGroups, query)
          : single(request, store, isGroups, path.get(5), query);
    } catch (Refused e) {
      return refused(e);
    } catch (IOException e) {
      return refused(new Refused(400, "invalidSyntax", "Malformed JSON"));
    }
  }

  private WireAnswer config() {
    ObjectNode config = JSON.objectNode();
    config.putObject("patch").put("supported", habits.patch());
    config.putObject("bulk").put("supported", false);
    config.putObject("filter").put("supported", true).put("maxResults", 100);
    return scim(200, config);
  }

  private WireAnswer collection(
      WireRequest request,
      Map<String, ObjectNode> store,
      boolean isGroups,
      Map<String, String> query)
      throws IOException {
    if (request.method().equals("GET")) {
      return list(store, isGroups, query);
    }
    if (!request.method().equals("POST")) {
      throw new Refused(405, "", "Method not allowed");
    }
    ObjectNode body = body(request);
    String unique = isGroups ? "displayName" : "userName";
    String name = body.path(unique).asText();
    if (name.isEmpty()) {
      throw new Refused(400, "invalidValue", unique + " is required");
    }
    if (store.values().stream()
        .anyMatch(other -> other.path(unique).asText().equalsIgnoreCase(name))) {
      throw new Refused(409, "uniqueness", "There is one already");
    }
    if (habits.noMembersOnCreate() && !body.path("members").isEmpty()) {
      throw new Refused(400, "", "Managing members on updates are not supported");
    }
    checkMembers(body.path("members"));
    ObjectNode made = add(store, isGroups ? "Group" : "User", body);
    ObjectNode echo = shown(made, isGroups, query);
    if (habits.losesMarks()) {
      made.remove("externalId");
    }
    return scim(201, echo);
  }

  private WireAnswer single(
      WireRequest request,
      Map<String, ObjectNode> store,
      boolean isGroups,
      String id,
      Map<String, String> query)
      throws IOException {
    ObjectNode resource = store.get(id);
    if (resource == null) {
      throw new Refused(404, "", "Not found");
    }
    switch (request.method()) {
      case "GET" -> {
        return scim(200, shown(resource, isGroups, query));
      }
      case "DELETE" -> {
        store.remove(id);
        return WireAnswer.empty(204);
      }
      case "PUT" -> put(resource, body(request));
      case "PATCH" -> {
        if (!habits.patch()) {
          throw new Refused(501, "", "Not implemented");
        }
        ObjectNode before = resource.deepCopy();
        patch(resource, MAPPER.readTree(request.body()));
        if (habits.silentNoOp() && before.equals(resource)) {
          return WireAnswer.empty(204);
        }
      }
      default -> throw new Refused(405, "", "Method not allowed");
    }
    return scim(200, shown(resource, isGroups, query));
  }

  private WireAnswer list(
      Map<String, ObjectNode> store, boolean isGroups, Map<String, String> query) {
    List<ObjectNode> found = new ArrayList<>();
    for (ObjectNode resource : store.values()) {
      if (fits(resource, query.get("filter"))) {
        found.add(resource);
      }
    }
    int asked = Integer.parseInt(query.getOrDefault("count", "20"));
    int from = Integer.parseInt(query.getOrDefault("startIndex", "1")) - 1;
    ObjectNode body = JSON.objectNode();
    body.putArray("schemas").add("urn:ietf:params:scim:api:messages:2.0:ListResponse");
    ArrayNode page = JSON.arrayNode();
    found.stream()
        .skip(Math.max(0, from))
        .limit(Math.min(asked, habits.cap()))
        .forEach(resource -> page.add(shown(resource, isGroups, query)));
    body.put("totalResults", found.size()).put("startIndex", from + 1);
    body.put("itemsPerPage", habits.tellsPageAsked() ? asked : page.size());
    if (!page.isEmpty() || !habits.emptyWithoutResources()) {
      body.set("Resources", page);
    }
    return scim(200, body);
  }

  private boolean fits(ObjectNode resource, String expression) {
    if (expression == null) {
      return true;
    }
    Matcher filter = FILTER.matcher(expression);
    if (!filter.matches()) {
      throw new Refused(400, "invalidFilter", "The filter is not understood");
    }
    String value = filter.group(2).replace("\\\"", "\"").replace("\\\\", "\\");
    String held = resource.path(filter.group(1)).asText();
    return habits.exactUserNames() || !filter.group(1).equals("userName")
        ? held.equals(value)
        : held.equalsIgnoreCase(value);
  }

  private ObjectNode shown(ObjectNode resource, boolean isGroups, Map<String, String> query) {
    ObjectNode shown = resource.deepCopy();
    String attributes = query.getOrDefault("attributes", "");
    if (isGroups && habits.membersWhenAsked() && !attributes.contains("members")) {
      shown.remove("members");
    }
    return shown;
  }

  private ObjectNode add(Map<String, ObjectNode> store, String type, ObjectNode resource) {
    String id = UUID.nameUUIDFromBytes((type + next++).getBytes(StandardCharsets.UTF_8)).toString();
    ObjectNode made = resource.deepCopy();
    ignored.forEach(made::remove);
    made.put("id", id);
    made.putObject("meta")
        .put("created", "2026-11-21T09:00:00Z")
        .put("resourceType", type)
        .put("location", uri() + "/" + type + "s/" + id);
    if (made.path("members").isEmpty()) {
      made.remove("members");
    }
    store.put(id, made);
    return made;
  }

  private ObjectNode body(WireRequest request) throws IOException {
    JsonNode body = MAPPER.readTree(request.body());
    if (habits.strictBooleans() && body.path("active").isTextual()) {
      throw new Refused(400, "invalidValue", "active is no boolean");
    }
    return (ObjectNode) body;
  }

  private void checkMembers(JsonNode members) {
    for (JsonNode member : members) {
      String id = member.path("value").asText();
      if (!users.containsKey(id) && !groups.containsKey(id)) {
        throw new Refused(400, "invalidValue", "There is no such member");
      }
    }
  }

  private void put(ObjectNode resource, ObjectNode body) {
    if (habits.needsIdInPut() && !body.path("id").equals(resource.path("id"))) {
      throw new Refused(400, "", "Invalid reference to resource");
    }
    checkMembers(body.path("members"));
    JsonNode members = resource.path("members").deepCopy();
    JsonNode id = resource.get("id");
    JsonNode meta = resource.get("meta");
    boolean keepsMembers = habits.ignoresEmptyMembers() && body.path("members").isEmpty();
    resource.removeAll();
    resource.setAll(body);
    ignored.forEach(resource::remove);
    resource.set("id", id);
    resource.set("meta", meta);
    if (keepsMembers && !members.isEmpty()) {
      resource.set("members", members);
    } else if (body.path("members").isEmpty()) {
      resource.remove("members");
    }
    if (habits.losesMarks()) {
      resource.remove("externalId");
    }
  }

  private void patch(ObjectNode resource, JsonNode body) {
    for (JsonNode operation : body.path("Operations")) {
      String op = operation.path("op").asText().toLowerCase(Locale.ROOT);
      String path = operation.path("path").asText();
      if (path.startsWith("members")) {
        patchMembers(resource, op, path, operation.path("value"));
      } else if (!ignored.contains(path)) {
        patchValue(resource, op, path, operation.path("value"));
      }
    }
  }

  private void patchMembers(ObjectNode group, String op, String path, JsonNode value) {
    Matcher one = MEMBER.matcher(path);
    ArrayNode members = group.withArray("members");
    if (op.equals("remove")) {
      if (members.isEmpty() && habits.refusesEmptyRemoval()) {
        throw new Refused(400, "noTarget", "There is nothing to remove");
      }
      for (int i = members.size() - 1; i >= 0; i--) {
        if (!one.matches() || members.path(i).path("value").asText().equals(one.group(1))) {
          members.remove(i);
        }
      }
    } else {
      checkMembers(value);
      if (op.equals("replace")) {
        members.removeAll();
      }
      for (JsonNode member : value) {
        boolean there = false;
        for (JsonNode known : members) {
          there |= known.path("value").equals(member.path("value"));
        }
        if (!there || habits.addsTwice()) {
          members.add(member.deepCopy());
        }
      }
    }
    if (members.isEmpty()) {
      group.remove("members");
    }
  }

  private void patchValue(ObjectNode resource, String op, String path, JsonNode value) {
    if (path.equals("active") && habits.strictBooleans() && !value.isBoolean()) {
      throw new Refused(400, "invalidValue", "active is no boolean");
    }
    int colon = path.lastIndexOf(':');
    int dot = path.indexOf('.', colon + 1);
    String parent = colon >= 0 ? path.substring(0, colon) : dot >= 0 ? path.substring(0, dot) : "";
    String name = path.substring(Math.max(colon, dot) + 1);
    ObjectNode holder = resource;
    if (!parent.isEmpty()) {
      holder =
          resource.path(parent) instanceof ObjectNode there ? there : resource.putObject(parent);
    }
    if (op.equals("remove")) {
      if (!holder.has(name) && habits.refusesEmptyRemoval()) {
        throw new Refused(400, "noTarget", "There is nothing to remove");
      }
      holder.remove(name);
    } else {
      holder.set(name, value);
    }
  }

  private static WireAnswer refused(Refused e) {
    ObjectNode body = JSON.objectNode();
    body.putArray("schemas").add("urn:ietf:params:scim:api:messages:2.0:Error");
    body.put("status", "" + e.status).put("detail", String.valueOf(e.getMessage()));
    if (!e.type.isEmpty()) {
      body.put("scimType", e.type);
    }
    return scim(e.status, body);
  }

  private static WireAnswer scim(int status, JsonNode body) {
    return new WireAnswer(
        status,
        Map.of("Content-Type", "application/scim+json"),
        body.toString().getBytes(StandardCharsets.UTF_8));
  }
}
