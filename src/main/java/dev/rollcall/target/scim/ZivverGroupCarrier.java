package dev.rollcall.target.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.client.scim.Patch;
import dev.rollcall.client.scim.ResourceType;
import dev.rollcall.client.service.ServiceRequest.Effect;
import dev.rollcall.model.Content;
import dev.rollcall.model.DesiredRecord;
import dev.rollcall.model.FieldPrints;
import dev.rollcall.model.RecordField;
import dev.rollcall.model.RecordKey;
import dev.rollcall.plan.Change;
import dev.rollcall.target.Outcome;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Writes Zivver's functional accounts.
 *
 * <p>Their members are named by id; those whom the service does not know are left out until it
 * does. An account is emptied by a {@code PATCH}, since an empty list is taken for none, and looked
 * at afterwards.
 */
final class ZivverGroupCarrier implements Carrier {

  private static final ResourceType GROUPS = ResourceType.GROUPS;

  private final Calls calls;
  private final Scope scope;
  private final Map<String, JsonNode> groups = new HashMap<>();
  private final Set<String> taken = new HashSet<>();
  private final Map<RecordKey, JsonNode> made = new HashMap<>();
  private People people = new People();

  ZivverGroupCarrier(Calls calls, Scope scope) {
    this.calls = calls;
    this.scope = scope;
  }

  @Override
  public void begin(List<Change> changes) {
    List<JsonNode> users = calls.scim().list(ResourceType.USERS, calls.meter());
    List<JsonNode> all = calls.scim().list(GROUPS, calls.meter());
    people = ZivverDialect.people(users, all);
    for (JsonNode group : all) {
      groups.put(group.path("id").asText(), group);
      taken.add(Wire.lower(group.path("externalId").asText()));
    }
  }

  @Override
  public Optional<Outcome> create(Change.Create change, DesiredRecord desired) {
    Content content = desired.content();
    List<String> members = ids(content);
    if (members.isEmpty()) {
      return Optional.of(new Outcome.Rejected(change, Problems.nobodyKnown()));
    }
    String mail = Wire.lower(content.text(RecordField.MAIL));
    if (taken.contains(mail)) {
      // Perhaps of a mailbox that leaves: emptying that one must never empty this one.
      return Optional.of(new Outcome.Rejected(change, Problems.addressTaken()));
    }
    JsonNode group =
        calls.create(
            GROUPS,
            ZivverForm.newGroup(content, members),
            () ->
                calls
                    .find(GROUPS, "externalId", mail)
                    .filter(found -> Wire.lower(found.path("externalId").asText()).equals(mail)));
    made.put(change.key(), group);
    return Optional.empty();
  }

  @Override
  public boolean canFinish(Change.Create change) {
    return true;
  }

  @Override
  public Outcome finish(Change.Create change, DesiredRecord desired) {
    return write(change, made.get(change.key()), desired, -1L);
  }

  @Override
  public Outcome unfinished(Change.Create change) {
    String id = made.get(change.key()).path("id").asText();
    return new Outcome.Done(change, id, FieldPrints.EMPTY, Optional.empty());
  }

  @Override
  public Outcome update(Change.Update change, DesiredRecord desired) {
    JsonNode current = groups.get(change.itemId());
    if (current == null) {
      return new Outcome.Gone(change);
    }
    Content before = ZivverForm.group(current, people);
    Content after = merged(before, desired, change.fields());
    return after.equals(before)
        ? done(change, change.itemId(), before, desired)
        : write(change, current, desired, change.fields());
  }

  private Outcome write(Change change, JsonNode current, DesiredRecord desired, long fields) {
    String id = current.path("id").asText();
    Content before = ZivverForm.group(current, people);
    Content after = merged(before, desired, fields);
    List<String> members =
        Scope.has(fields, RecordField.MEMBERS) ? ids(desired.content()) : Wire.memberIds(current);
    boolean wantsSome =
        Scope.has(fields, RecordField.MEMBERS)
            && desired.content().get(RecordField.MEMBERS).isPresent();
    if (wantsSome && people.isEmpty()) {
      // Nobody loses a mailbox because the service listed no users at all.
      return new Outcome.Rejected(change, Problems.nobodyKnown());
    }
    long besides = ZivverForm.SHOWN_OF_GROUPS & ~Scope.bit(RecordField.MEMBERS);
    boolean onlyEmptied = (fields & besides) == 0 && members.isEmpty();
    JsonNode answer = MissingNode.getInstance();
    if (!onlyEmptied) {
      ObjectNode body = ZivverForm.changedGroup(after, fields, members, current);
      answer = calls.replace(GROUPS, id, body);
    }
    TreeSet<String> removed = new TreeSet<>(Wire.memberIds(current));
    removed.removeAll(members);
    if (members.isEmpty() && !removed.isEmpty()) {
      answer = empty(id);
    }
    if (!removed.isEmpty() && !answer.has("members")) {
      answer = calls.get(GROUPS, id).orElse(MissingNode.getInstance());
      if (answer.isMissingNode()) {
        return new Outcome.Gone(change);
      }
    }
    if (Wire.memberIds(answer).stream().anyMatch(removed::contains)) {
      return new Outcome.Rejected(change, Problems.removalIgnored());
    }
    Content held = answer.has("externalId") ? ZivverForm.group(answer, people) : after;
    return done(change, id, held, desired);
  }

  /** Takes all members out; the account as it is then. */
  private JsonNode empty(String id) {
    calls.patch(GROUPS, id, new Patch().remove("members"), Effect.REPEATABLE);
    return calls.get(GROUPS, id).orElse(MissingNode.getInstance());
  }

  @Override
  public Outcome disable(Change.Disable change) {
    JsonNode current = groups.get(change.itemId());
    if (current == null) {
      return new Outcome.Gone(change);
    }
    JsonNode after = Wire.memberIds(current).isEmpty() ? current : empty(change.itemId());
    if (after.isMissingNode()) {
      return new Outcome.Gone(change);
    }
    return Wire.memberIds(after).isEmpty()
        ? new Outcome.Done(
            change,
            change.itemId(),
            scope.limited(ZivverForm.group(after, people)).prints(),
            Optional.empty())
        : new Outcome.Rejected(change, Problems.removalIgnored());
  }

  @Override
  public Outcome delete(Change.Delete change) {
    if (!scope.deletesFunctional()) {
      return new Outcome.Rejected(change, Problems.functionalAccountKept());
    }
    calls.delete(GROUPS, change.itemId());
    return calls.get(GROUPS, change.itemId()).isPresent()
        ? new Outcome.Rejected(change, Problems.removalIgnored())
        : new Outcome.Done(change, change.itemId(), FieldPrints.EMPTY, Optional.empty());
  }

  private List<String> ids(Content content) {
    return Wire.members(content).stream()
        .map(people::id)
        .flatMap(Optional::stream)
        .distinct()
        .toList();
  }

  private Content merged(Content before, DesiredRecord desired, long fields) {
    return Fields.merged(before, known(desired.content()), fields & ZivverForm.SHOWN_OF_GROUPS);
  }

  /** The content without members whom the service does not know, each by the primary address. */
  private Content known(Content content) {
    Content.Builder known = content.toBuilder().remove(RecordField.MEMBERS);
    Wire.putMembers(
        known, ids(content).stream().map(people::address).flatMap(Optional::stream).toList());
    return known.build();
  }

  private Outcome done(Change change, String id, Content content, DesiredRecord desired) {
    Content held = scope.limited(content);
    List<String> wanted =
        Wire.members(desired.content()).stream()
            .map(address -> people.id(address).flatMap(people::address).orElse(address))
            .toList();
    return new Outcome.Done(
        change, id, Left.out(scope, held, wanted), Optional.empty(), Left.remark(held, wanted));
  }
}
