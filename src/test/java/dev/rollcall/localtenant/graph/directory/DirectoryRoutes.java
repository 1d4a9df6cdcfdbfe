package dev.rollcall.localtenant.graph.directory;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.localtenant.graph.GraphAnswer;
import dev.rollcall.localtenant.graph.GraphFailure;
import dev.rollcall.localtenant.graph.GraphRequest;
import dev.rollcall.localtenant.graph.GraphRoutes;
import dev.rollcall.localtenant.organisation.DirectoryObject;
import dev.rollcall.localtenant.organisation.DirectoryObject.Kind;
import dev.rollcall.localtenant.organisation.Organisation;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Users, groups and mail contacts, listed, filtered, counted, paged and tracked as Graph does. The
 * directory is read-only: all else is not this part's.
 */
public final class DirectoryRoutes implements GraphRoutes {

  private final Organisation organisation;
  private final Links links;
  private final Pages pages;
  private final ChangeTracking changes;
  private final UserMailbox mailbox;
  private final UserPhoto photo;

  /**
   * @param base the version root as clients see it; links begin with it
   */
  public DirectoryRoutes(Organisation organisation, String base, DirectoryQuirks quirks) {
    this(organisation, base, quirks, Clock.systemUTC());
  }

  /**
   * @param clock by which delta tokens grow old
   */
  public DirectoryRoutes(
      Organisation organisation, String base, DirectoryQuirks quirks, Clock clock) {
    this.organisation = organisation;
    this.links = new Links(base);
    this.pages = new Pages(links, quirks);
    this.changes = new ChangeTracking(organisation, links, quirks, clock);
    this.mailbox = new UserMailbox(links, quirks);
    this.photo = new UserPhoto(links, quirks);
  }

  @Override
  public Optional<GraphAnswer> answer(GraphRequest request) {
    return organisation.locked(
        directory -> {
          try {
            return route(request);
          } catch (GraphFailure refused) {
            return Optional.of(refused.answer());
          }
        });
  }

  private Optional<GraphAnswer> route(GraphRequest request) {
    List<String> path = request.segments();
    if (!request.method().equals("GET") || path.isEmpty()) {
      return Optional.empty();
    }
    return switch (path.get(0)) {
      case "users" ->
          path.size() <= 2 ? collection(request, EntityType.USER) : ofUser(request, path);
      case "contacts" ->
          path.size() <= 2 ? collection(request, EntityType.CONTACT) : Optional.empty();
      case "groups" ->
          path.size() <= 2 ? collection(request, EntityType.GROUP) : members(request, path);
      default -> Optional.empty();
    };
  }

  private Optional<GraphAnswer> collection(GraphRequest request, EntityType type) {
    List<DirectoryObject> all = organisation.all(type.kind());
    if (request.segments().size() == 1) {
      Query query = Query.ofList(request, Optional.of(type));
      return Optional.of(pages.page(request, query, Rows.of(type, query.select(), false), all));
    }
    String name = request.segments().get(1);
    return Optional.of(
        switch (name) {
          case "$count" -> count(request, Optional.of(type), all);
          case "delta", "microsoft.graph.delta", "delta()", "microsoft.graph.delta()" ->
              changes.answer(request, type, all);
          default -> single(request, type, name);
        });
  }

  private GraphAnswer single(GraphRequest request, EntityType type, String name) {
    Query.refuseOthers(request, Set.of("$select"));
    Rows rows = Rows.of(type, Query.select(request), false);
    ObjectNode row = rows.row(named(type, name));
    row.put("@odata.context", links.context(type.collection() + "/$entity"));
    return GraphAnswer.json(200, row);
  }

  /**
   * Without rows, only their number, as text.
   *
   * @throws GraphFailure if consistency is not said to be eventual
   */
  private static GraphAnswer count(
      GraphRequest request, Optional<EntityType> type, List<DirectoryObject> all) {
    Query.refuseOthers(request, Set.of("$filter", "$search"));
    if (!Query.isEventual(request)) {
      throw GraphFailure.badRequest("Request_BadRequest", "$count is not currently supported.");
    }
    long count = Pages.count(Query.ofCount(request, type), all);
    return GraphAnswer.binary("text/plain", String.valueOf(count).getBytes(StandardCharsets.UTF_8));
  }

  private Optional<GraphAnswer> ofUser(GraphRequest request, List<String> path) {
    List<String> rest = path.subList(2, path.size());
    return switch (rest.get(0)) {
      case "mailboxSettings" -> {
        Query.refuseOthers(request, Set.of());
        yield mailbox.settings(named(EntityType.USER, path.get(1)), rest);
      }
      case "photo", "photos" -> {
        Query.refuseOthers(request, Set.of());
        yield photo.answer(named(EntityType.USER, path.get(1)), rest);
      }
      default -> Optional.empty();
    };
  }

  /** {@code members} or {@code transitiveMembers}, then perhaps a cast, then perhaps a count. */
  private Optional<GraphAnswer> members(GraphRequest request, List<String> path) {
    boolean nested = path.get(2).equals("transitiveMembers");
    boolean counted = path.get(path.size() - 1).equals("$count");
    List<String> rest = path.subList(3, counted ? path.size() - 1 : path.size());
    if ((!nested && !path.get(2).equals("members"))
        || rest.size() > 1
        || (rest.size() == 1 && EntityType.named(rest.get(0)).isEmpty())) {
      return Optional.empty();
    }
    DirectoryObject group = named(EntityType.GROUP, path.get(1));
    Optional<EntityType> cast = rest.stream().findFirst().flatMap(EntityType::named);
    if (cast.isPresent() && !Query.isEventual(request)) {
      throw Query.unsupported();
    }
    List<DirectoryObject> members =
        organisation.members(group.id(), nested).stream()
            .filter(member -> cast.map(type -> member.kind() == type.kind()).orElse(true))
            .filter(member -> !member.isDynamic())
            .toList();
    if (counted) {
      return Optional.of(count(request, cast, members));
    }
    Query query = Query.ofList(request, cast);
    Rows rows =
        cast.map(type -> Rows.of(type, query.select(), true))
            .orElseGet(() -> Rows.ofAllTypes(query.select()));
    return Optional.of(pages.page(request, query, rows, members));
  }

  /** An object is addressed by its id; a user also by its principal name, never by an alias. */
  private DirectoryObject named(EntityType type, String name) {
    return organisation
        .find(name)
        .filter(object -> object.kind() == type.kind() && !object.isDynamic())
        .filter(
            object ->
                object.id().equalsIgnoreCase(name)
                    || (object.kind() == Kind.USER
                        && object.text("userPrincipalName").equalsIgnoreCase(name)))
        .orElseThrow(
            () ->
                new GraphFailure(
                    404,
                    "Request_ResourceNotFound",
                    "Resource '"
                        + name
                        + "' does not exist or one of its queried reference-property objects are"
                        + " not present."));
  }
}
