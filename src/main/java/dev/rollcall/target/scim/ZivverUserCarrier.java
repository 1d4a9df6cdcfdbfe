package dev.rollcall.target.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.client.scim.ResourceType;
import dev.rollcall.model.Content;
import dev.rollcall.model.DesiredRecord;
import dev.rollcall.model.FieldPrints;
import dev.rollcall.model.RecordField;
import dev.rollcall.model.RecordKey;
import dev.rollcall.plan.Change;
import dev.rollcall.target.ApplyRequest;
import dev.rollcall.target.Outcome;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Writes Zivver's users.
 *
 * <p>A creation ignores part of what it is sent, so every new user is written a second time, when
 * all those it names as delegates are there. Delegates whom the service does not know are left out
 * until it does: it would take them, and nobody would be behind the address.
 */
final class ZivverUserCarrier implements Carrier {

  private static final ResourceType USERS = ResourceType.USERS;

  private final Calls calls;
  private final Scope scope;
  private final ApplyRequest request;
  private final Map<String, JsonNode> users = new HashMap<>();
  private final Map<RecordKey, JsonNode> made = new HashMap<>();

  /** Addresses that creations still to come will have. */
  private final Set<String> coming = new HashSet<>();

  private People people = new People();

  ZivverUserCarrier(Calls calls, Scope scope, ApplyRequest request) {
    this.calls = calls;
    this.scope = scope;
    this.request = request;
  }

  @Override
  public void begin(List<Change> changes) {
    List<JsonNode> all = calls.scim().list(USERS, calls.meter());
    all.forEach(user -> users.put(user.path("id").asText(), user));
    people = ZivverDialect.people(all, List.of());
    for (Change change : changes) {
      if (change instanceof Change.Create create) {
        request.desired().apply(create.key()).map(this::mail).ifPresent(coming::add);
      }
    }
  }

  private String mail(DesiredRecord desired) {
    return Wire.lower(desired.content().text(RecordField.MAIL));
  }

  @Override
  public Optional<Outcome> create(Change.Create change, DesiredRecord desired) {
    String mail = mail(desired);
    coming.remove(mail);
    boolean isTaken = people.id(mail).map(users::get).filter(user -> isOf(user, mail)).isPresent();
    if (isTaken) {
      // Perhaps of a person whose address changes in this very run: it never becomes another's.
      return Optional.of(new Outcome.Rejected(change, Problems.addressTaken()));
    }
    JsonNode user =
        calls.create(
            USERS,
            ZivverForm.newUser(known(desired.content()), ssoKey(desired)),
            () -> calls.find(USERS, "userName", mail).filter(found -> isOf(found, mail)));
    String id = user.path("id").asText();
    made.put(change.key(), user);
    users.put(id, user);
    people.add(id, mail, List.of());
    return Optional.empty();
  }

  private static boolean isOf(JsonNode user, String mail) {
    return Wire.lower(user.path("userName").asText()).equals(mail);
  }

  @Override
  public boolean canFinish(Change.Create change) {
    return Wire.members(request.desired().apply(change.key()).orElseThrow().content()).stream()
        .noneMatch(coming::contains);
  }

  @Override
  public Outcome finish(Change.Create change, DesiredRecord desired) {
    JsonNode user = made.get(change.key());
    return put(change, user, desired, merged(ZivverForm.user(user), desired, -1L), -1L);
  }

  @Override
  public Outcome unfinished(Change.Create change) {
    String id = made.get(change.key()).path("id").asText();
    return new Outcome.Done(change, id, FieldPrints.EMPTY, Optional.empty());
  }

  @Override
  public Outcome update(Change.Update change, DesiredRecord desired) {
    JsonNode current = users.get(change.itemId());
    if (current == null) {
      return new Outcome.Gone(change);
    }
    Content before = ZivverForm.user(current);
    Content after = merged(before, desired, change.fields());
    if (after.equals(before) && !Scope.has(change.fields(), RecordField.DIRECTORY_ID)) {
      return done(change, before, desired);
    }
    return put(change, current, desired, after, change.fields());
  }

  /** One request; after it, a user who shall not be active is looked at again. */
  private Outcome put(
      Change change, JsonNode current, DesiredRecord desired, Content content, long fields) {
    String id = current.path("id").asText();
    ObjectNode body = ZivverForm.changedUser(content, fields, ssoKey(desired), current);
    JsonNode answer = calls.replace(USERS, id, body);
    boolean disables = body.has("active") && !body.path("active").asBoolean();
    if (disables && (!answer.has("active") || Wire.isActive(answer))) {
      answer = calls.get(USERS, id).orElse(MissingNode.getInstance());
      if (Wire.isActive(answer)) {
        return new Outcome.Rejected(change, Problems.removalIgnored());
      }
    }
    boolean shown = answer.has("userName");
    if (shown) {
      users.put(id, answer);
    }
    return done(change, id, shown ? ZivverForm.user(answer) : content, desired);
  }

  @Override
  public Outcome disable(Change.Disable change) {
    if (!users.containsKey(change.itemId())) {
      return new Outcome.Gone(change);
    }
    JsonNode answer =
        calls.replace(USERS, change.itemId(), ZivverForm.disabledUser(change.itemId()));
    if (!answer.has("active") || Wire.isActive(answer)) {
      answer = calls.get(USERS, change.itemId()).orElse(MissingNode.getInstance());
    }
    if (answer.isMissingNode()) {
      return new Outcome.Gone(change);
    }
    return Wire.isActive(answer)
        ? new Outcome.Rejected(change, Problems.removalIgnored())
        : new Outcome.Done(
            change,
            change.itemId(),
            scope.limited(ZivverForm.user(answer)).prints(),
            Optional.empty());
  }

  @Override
  public Outcome delete(Change.Delete change) {
    calls.delete(USERS, change.itemId());
    return calls.get(USERS, change.itemId()).isPresent()
        ? new Outcome.Rejected(change, Problems.removalIgnored())
        : new Outcome.Done(change, change.itemId(), FieldPrints.EMPTY, Optional.empty());
  }

  private Content merged(Content before, DesiredRecord desired, long fields) {
    return Fields.merged(before, known(desired.content()), fields & ZivverForm.SHOWN_OF_USERS);
  }

  /** The content without delegates whom the service does not know and is not about to. */
  private Content known(Content content) {
    List<String> delegates =
        Wire.members(content).stream()
            .filter(address -> people.id(address).isPresent() || coming.contains(address))
            .toList();
    Content.Builder known = content.toBuilder().remove(RecordField.MEMBERS);
    Wire.putMembers(known, delegates);
    return known.build();
  }

  private static String ssoKey(DesiredRecord desired) {
    return desired.content().text(RecordField.DIRECTORY_ID);
  }

  private Outcome done(Change change, Content content, DesiredRecord desired) {
    String id = ((Change.Update) change).itemId();
    return done(change, id, content, desired);
  }

  private Outcome done(Change change, String id, Content content, DesiredRecord desired) {
    List<String> wanted = Wire.members(desired.content());
    return new Outcome.Done(
        change,
        id,
        Left.out(scope, scope.limited(content), wanted),
        Optional.empty(),
        Left.remark(content, wanted));
  }
}
