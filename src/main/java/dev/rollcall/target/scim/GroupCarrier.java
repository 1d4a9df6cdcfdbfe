package dev.rollcall.target.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.rollcall.client.http.ClientException;
import dev.rollcall.client.http.Disposition;
import dev.rollcall.client.scim.Patch;
import dev.rollcall.client.scim.ResourceType;
import dev.rollcall.client.scim.ServiceConfig;
import dev.rollcall.client.service.ServiceRequest.Effect;
import dev.rollcall.model.Content;
import dev.rollcall.model.DesiredRecord;
import dev.rollcall.model.FieldPrints;
import dev.rollcall.model.RecordField;
import dev.rollcall.plan.Change;
import dev.rollcall.plan.LedgerEntry;
import dev.rollcall.target.ApplyRequest;
import dev.rollcall.target.Outcome;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Writes functional accounts, as groups, to services that keep to the standard. */
final class GroupCarrier implements Carrier {

  private static final ResourceType GROUPS = ResourceType.GROUPS;
  private static final int ATTEMPTS = 3;

  private final Calls calls;
  private final Scope scope;
  private final ApplyRequest request;
  private final boolean membersOnCreate;
  private ServiceConfig config = ServiceConfig.UNTOLD;
  private People people = new People();

  GroupCarrier(Calls calls, Scope scope, ApplyRequest request, boolean membersOnCreate) {
    this.calls = calls;
    this.scope = scope;
    this.request = request;
    this.membersOnCreate = membersOnCreate;
  }

  @Override
  public void begin(List<Change> changes) {
    config = calls.scim().config(calls.meter());
    people = StandardDialect.people(calls.scim().list(ResourceType.USERS, calls.meter()));
  }

  @Override
  public Optional<Outcome> create(Change.Create change, DesiredRecord desired) {
    Content content = desired.content();
    List<String> wanted = Wire.members(content);
    List<String> members = ids(wanted);
    if (members.isEmpty() && !wanted.isEmpty()) {
      return Optional.of(new Outcome.Rejected(change, Problems.nobodyKnown()));
    }
    ObjectNode body = Wire.object(GROUPS.schema());
    body.put("externalId", desired.key().value());
    body.put("displayName", name(content));
    if (membersOnCreate && !members.isEmpty()) {
      body.set("members", Wire.members(members));
    }
    JsonNode made = calls.create(GROUPS, body, () -> look(desired));
    String id = made.path("id").asText();
    boolean lacksMembers = !Wire.memberIds(made).containsAll(members);
    if (!lacksMembers) {
      return Optional.of(done(change, id, made, wanted));
    }
    try {
      return Optional.of(written(change, id, Optional.empty(), Optional.of(members), wanted));
    } catch (ClientException e) {
      // It is there; what it lacks shows with the next look, and is written then.
      return Optional.of(new Outcome.Done(change, id, FieldPrints.EMPTY, Optional.empty()));
    }
  }

  private Optional<JsonNode> look(DesiredRecord desired) {
    return calls
        .find(GROUPS, "externalId", desired.key().value())
        .filter(found -> Wire.stamp(found).equals(Optional.of(desired.key())))
        .or(
            () ->
                calls
                    .find(GROUPS, "displayName", name(desired.content()))
                    // Where marks are kept, one that has another is somebody else's.
                    .filter(found -> found.path("externalId").asText().isEmpty()));
  }

  @Override
  public boolean canFinish(Change.Create change) {
    return true;
  }

  @Override
  public Outcome finish(Change.Create change, DesiredRecord desired) {
    throw new IllegalStateException("a group is complete when it is created");
  }

  @Override
  public Outcome unfinished(Change.Create change) {
    throw new IllegalStateException("a group is complete when it is created");
  }

  @Override
  public Outcome update(Change.Update change, DesiredRecord desired) {
    Content content = desired.content();
    Optional<String> name =
        Scope.has(change.fields(), RecordField.DISPLAY_NAME)
            ? Optional.of(content.text(RecordField.DISPLAY_NAME)).filter(text -> !text.isEmpty())
            : Optional.empty();
    List<String> wanted = Wire.members(content);
    Optional<List<String>> members =
        Scope.has(change.fields(), RecordField.MEMBERS)
            ? Optional.of(ids(wanted))
            : Optional.empty();
    if (name.isEmpty() && members.isEmpty()) {
      // Only what a group has no place for.
      return new Outcome.Done(
          change,
          change.itemId(),
          request.ledger().apply(change.key()).map(LedgerEntry::answered).orElse(FieldPrints.EMPTY),
          Optional.empty());
    }
    return written(
        change, change.itemId(), name, members, members.isPresent() ? wanted : List.of());
  }

  @Override
  public Outcome disable(Change.Disable change) {
    return written(change, change.itemId(), Optional.empty(), Optional.of(List.of()), List.of());
  }

  @Override
  public Outcome delete(Change.Delete change) {
    if (!scope.deletesFunctional() && !change.surplus()) {
      return new Outcome.Rejected(change, Problems.functionalAccountKept());
    }
    calls.delete(GROUPS, change.itemId());
    return calls.get(GROUPS, change.itemId()).isPresent()
        ? new Outcome.Rejected(change, Problems.removalIgnored())
        : new Outcome.Done(change, change.itemId(), FieldPrints.EMPTY, Optional.empty());
  }

  /**
   * Gives a group this name and exactly these members, or leaves them, looking before and, if
   * somebody was removed, after. Adding is never repeated blindly: some services list a member
   * twice then.
   */
  private Outcome written(
      Change change,
      String id,
      Optional<String> name,
      Optional<List<String>> newMembers,
      List<String> wanted) {
    for (int attempt = 1; ; attempt++) {
      Optional<JsonNode> current = calls.get(GROUPS, id);
      if (current.isEmpty()) {
        return new Outcome.Gone(change);
      }
      JsonNode group = current.get();
      List<String> members = newMembers.orElseGet(() -> Wire.memberIds(group));
      TreeSet<String> removed = new TreeSet<>(Wire.memberIds(group));
      removed.removeIf(member -> members.contains(member) || people.address(member).isEmpty());
      try {
        if (!write(group, name, members, removed)) {
          return done(change, id, group, wanted);
        }
        JsonNode after = calls.get(GROUPS, id).orElse(MissingNode.getInstance());
        if (after.isMissingNode()) {
          return new Outcome.Gone(change);
        }
        boolean stayed = Wire.memberIds(after).stream().anyMatch(removed::contains);
        return stayed
            ? new Outcome.Rejected(change, Problems.removalIgnored())
            : done(change, id, after, wanted);
      } catch (ClientException e) {
        if (e.disposition() != Disposition.UNKNOWN_EFFECT || attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  /** Whether there was anything to write. */
  private boolean write(
      JsonNode group,
      Optional<String> name,
      Collection<String> members,
      Collection<String> removed) {
    String id = group.path("id").asText();
    List<String> there = Wire.memberIds(group);
    Optional<String> newName =
        name.filter(text -> !text.equals(group.path("displayName").asText()));
    TreeSet<String> added = new TreeSet<>(members);
    added.removeAll(there);
    if (!config.patch()) {
      if (newName.isPresent() || !added.isEmpty() || !removed.isEmpty()) {
        TreeSet<String> all = new TreeSet<>(there);
        all.removeAll(removed);
        all.addAll(added);
        ObjectNode whole = group.deepCopy();
        whole.remove("meta");
        newName.ifPresent(text -> whole.put("displayName", text));
        whole.set("members", Wire.members(all));
        calls.replace(GROUPS, id, whole);
        return true;
      }
      return false;
    }
    Patch patch = new Patch();
    newName.ifPresent(text -> patch.replace("displayName", TextNode.valueOf(text)));
    if (!added.isEmpty()) {
      patch.addMembers(added);
    }
    if (!removed.isEmpty() && removed.size() == there.size() && added.isEmpty()) {
      patch.remove("members");
    } else {
      removed.forEach(patch::removeMember);
    }
    if (!patch.isEmpty()) {
      calls.patch(GROUPS, id, patch, Effect.ONCE);
    }
    return !patch.isEmpty();
  }

  private static String name(Content content) {
    String name = content.text(RecordField.DISPLAY_NAME);
    return name.isEmpty() ? content.text(RecordField.MAIL) : name;
  }

  private List<String> ids(List<String> addresses) {
    return addresses.stream().map(people::id).flatMap(Optional::stream).distinct().toList();
  }

  private Outcome done(Change change, String id, JsonNode group, List<String> wanted) {
    Content content = scope.limited(StandardDialect.group(group, people));
    return new Outcome.Done(
        change,
        id,
        Left.out(scope, content, wanted),
        Optional.empty(),
        Left.remark(content, wanted));
  }
}
