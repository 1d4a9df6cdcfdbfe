package dev.rollcall.localservices.scim;

import de.captaingoldfish.scim.sdk.common.constants.enums.HttpMethod;
import de.captaingoldfish.scim.sdk.common.constants.enums.SortOrder;
import de.captaingoldfish.scim.sdk.common.exceptions.ConflictException;
import de.captaingoldfish.scim.sdk.common.exceptions.ResourceNotFoundException;
import de.captaingoldfish.scim.sdk.common.resources.Group;
import de.captaingoldfish.scim.sdk.common.resources.ResourceNode;
import de.captaingoldfish.scim.sdk.common.resources.ServiceProvider;
import de.captaingoldfish.scim.sdk.common.resources.User;
import de.captaingoldfish.scim.sdk.common.resources.complex.BulkConfig;
import de.captaingoldfish.scim.sdk.common.resources.complex.FilterConfig;
import de.captaingoldfish.scim.sdk.common.resources.complex.Meta;
import de.captaingoldfish.scim.sdk.common.resources.complex.PatchConfig;
import de.captaingoldfish.scim.sdk.common.response.ScimResponse;
import de.captaingoldfish.scim.sdk.common.schemas.SchemaAttribute;
import de.captaingoldfish.scim.sdk.server.endpoints.Context;
import de.captaingoldfish.scim.sdk.server.endpoints.ResourceEndpoint;
import de.captaingoldfish.scim.sdk.server.endpoints.ResourceHandler;
import de.captaingoldfish.scim.sdk.server.endpoints.base.GroupEndpointDefinition;
import de.captaingoldfish.scim.sdk.server.endpoints.base.UserEndpointDefinition;
import de.captaingoldfish.scim.sdk.server.filter.FilterNode;
import de.captaingoldfish.scim.sdk.server.response.PartialListResponse;
import de.captaingoldfish.scim.sdk.server.schemas.ResourceType;
import de.captaingoldfish.scim.sdk.server.schemas.custom.ResourceTypeFeatures;
import dev.rollcall.localservices.RequestCounts;
import dev.rollcall.localservices.ServiceFront;
import dev.rollcall.localtenant.hostility.Hostility;
import dev.rollcall.localtenant.wire.WireAnswer;
import dev.rollcall.localtenant.wire.WireRequest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * A service built on {@code scim-sdk-server}: somebody else's reading of the standard, and a strict
 * one. It gives fifty resources at once, whatever is asked.
 */
public final class LocalScimSdk implements AutoCloseable {

  private static final String KEY = "sdk-key-0001";
  private static final int CAP = 50;

  private final ServiceFront front;
  private final ResourceEndpoint endpoint;
  private final Store<User> users = new Store<>(user -> user.getUserName().orElse(""));
  private final Store<Group> groups = new Store<>(group -> group.getDisplayName().orElse(""));

  private LocalScimSdk() {
    this.front = ServiceFront.open("scim-sdk", 20_261_121L, this::answer);
    this.endpoint =
        new ResourceEndpoint(
            ServiceProvider.builder()
                .patchConfig(PatchConfig.builder().supported(true).build())
                .filterConfig(FilterConfig.builder().supported(true).maxResults(CAP).build())
                .bulkConfig(
                    BulkConfig.builder()
                        .supported(true)
                        .maxOperations(100)
                        .maxPayloadSize(1_000_000L)
                        .build())
                .build());
    filtered(endpoint.registerEndpoint(new UserEndpointDefinition(new UserHandler(users))));
    filtered(endpoint.registerEndpoint(new GroupEndpointDefinition(new GroupHandler(groups))));
  }

  private static void filtered(ResourceType type) {
    type.setFeatures(ResourceTypeFeatures.builder().autoFiltering(true).build());
  }

  public static LocalScimSdk start() {
    return new LocalScimSdk();
  }

  public URI uri() {
    return URI.create(front.uri() + "/scim/v2");
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

  public List<User> users() {
    return List.copyOf(users.byId.values());
  }

  public List<Group> groups() {
    return List.copyOf(groups.byId.values());
  }

  /** The user of this name. */
  public Optional<User> user(String userName) {
    return users().stream()
        .filter(user -> user.getUserName().orElse("").equalsIgnoreCase(userName))
        .findFirst();
  }

  /** The group of this name. */
  public Optional<Group> group(String displayName) {
    return groups().stream()
        .filter(group -> group.getDisplayName().orElse("").equals(displayName))
        .findFirst();
  }

  /** A user who was there before. */
  public User addUser(String userName) {
    User user = User.builder().userName(userName).active(true).build();
    return users.create(user);
  }

  @Override
  public void close() {
    front.close();
  }

  private WireAnswer answer(WireRequest request) {
    if (!request.bearer().equals(Optional.of(KEY))) {
      return WireAnswer.empty(401);
    }
    Map<String, String> headers = new HashMap<>();
    request.header("content-type").ifPresent(type -> headers.put("Content-Type", type));
    request.header("accept").ifPresent(type -> headers.put("Accept", type));
    String query = request.query().isEmpty() ? "" : "?" + request.query();
    ScimResponse response =
        endpoint.handleRequest(
            front.uri() + request.path() + query,
            HttpMethod.valueOf(request.method()),
            new String(request.body(), StandardCharsets.UTF_8),
            headers,
            new Context(null));
    String body = response.getHttpStatus() == 204 ? "" : response.toString();
    return new WireAnswer(
        response.getHttpStatus(),
        Map.of("Content-Type", "application/scim+json"),
        body.getBytes(StandardCharsets.UTF_8));
  }

  /** What is held of one type. */
  private static final class Store<T extends ResourceNode> {

    private final Map<String, T> byId = new LinkedHashMap<>();
    private final Function<T, String> name;
    private int next;

    Store(Function<T, String> name) {
      this.name = name;
    }

    T create(T resource) {
      String wanted = name.apply(resource);
      if (byId.values().stream().anyMatch(other -> name.apply(other).equalsIgnoreCase(wanted))) {
        throw new ConflictException("there is one of this name already");
      }
      String id =
          UUID.nameUUIDFromBytes(
                  (resource.getClass().getSimpleName() + next++).getBytes(StandardCharsets.UTF_8))
              .toString();
      resource.setId(id);
      dated(resource, Instant.parse("2026-11-21T09:00:00Z"));
      byId.put(id, resource);
      return resource;
    }

    T get(String id) {
      T found = byId.get(id);
      if (found == null) {
        throw new ResourceNotFoundException("there is no " + id);
      }
      return found;
    }

    T update(T resource) {
      String id = resource.getId().orElseThrow();
      get(id);
      dated(resource, Instant.parse("2026-11-21T09:30:00Z"));
      byId.put(id, resource);
      return resource;
    }

    /** The library has put its own notes there already, unless the resource is none of its. */
    private void dated(T resource, Instant time) {
      if (resource.getMeta().isEmpty()) {
        resource.setMeta(Meta.builder().created(time).lastModified(time).build());
        return;
      }
      Meta meta = resource.getMeta().get();
      if (meta.getCreated().isEmpty()) {
        meta.setCreated(time);
      }
      meta.setLastModified(time);
    }

    void delete(String id) {
      get(id);
      byId.remove(id);
    }

    /** The library itself filters and cuts. */
    PartialListResponse<T> list() {
      List<T> all = List.copyOf(byId.values());
      return PartialListResponse.<T>builder().resources(all).totalResults(all.size()).build();
    }
  }

  private static final class UserHandler extends ResourceHandler<User> {

    private final Store<User> store;

    UserHandler(Store<User> store) {
      this.store = store;
    }

    @Override
    public User createResource(User resource, Context context) {
      return store.create(resource);
    }

    @Override
    public User getResource(
        String id,
        List<SchemaAttribute> attributes,
        List<SchemaAttribute> excludedAttributes,
        Context context) {
      return store.get(id);
    }

    @Override
    public PartialListResponse<User> listResources(
        long startIndex,
        int count,
        FilterNode filter,
        SchemaAttribute sortBy,
        SortOrder sortOrder,
        List<SchemaAttribute> attributes,
        List<SchemaAttribute> excludedAttributes,
        Context context) {
      return store.list();
    }

    @Override
    public User updateResource(User resource, Context context) {
      return store.update(resource);
    }

    @Override
    public void deleteResource(String id, Context context) {
      store.delete(id);
    }
  }

  private static final class GroupHandler extends ResourceHandler<Group> {

    private final Store<Group> store;

    GroupHandler(Store<Group> store) {
      this.store = store;
    }

    @Override
    public Group createResource(Group resource, Context context) {
      return store.create(resource);
    }

    @Override
    public Group getResource(
        String id,
        List<SchemaAttribute> attributes,
        List<SchemaAttribute> excludedAttributes,
        Context context) {
      return store.get(id);
    }

    @Override
    public PartialListResponse<Group> listResources(
        long startIndex,
        int count,
        FilterNode filter,
        SchemaAttribute sortBy,
        SortOrder sortOrder,
        List<SchemaAttribute> attributes,
        List<SchemaAttribute> excludedAttributes,
        Context context) {
      return store.list();
    }

    @Override
    public Group updateResource(Group resource, Context context) {
      return store.update(resource);
    }

    @Override
    public void deleteResource(String id, Context context) {
      store.delete(id);
    }
  }
}
