package dev.rollcall.target.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.client.scim.BulkWrite;
import dev.rollcall.client.scim.Patch;
import dev.rollcall.client.scim.ResourceType;
import dev.rollcall.client.scim.ServiceConfig;
import dev.rollcall.client.service.ServiceRequest.Effect;
import dev.rollcall.model.Content;
import dev.rollcall.model.DesiredRecord;
import dev.rollcall.model.FieldPrints;
import dev.rollcall.model.RecordKey;
import dev.rollcall.plan.Change;
import dev.rollcall.plan.LedgerEntry;
import dev.rollcall.target.ApplyRequest;
import dev.rollcall.target.Outcome;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Writes users of services that keep to the standard. */
final class UserCarrier implements Carrier {

  private static final ResourceType USERS = ResourceType.USERS;

  private final Calls calls;
  private final Scope scope;
  private final ApplyRequest request;
  private final Set<RecordKey> unsure = new HashSet<>();
  private ServiceConfig config = ServiceConfig.UNTOLD;

  UserCarrier(Calls calls, Scope scope, ApplyRequest request) {
    this.calls = calls;
    this.scope = scope;
    this.request = request;
  }

  @Override
  public void begin(List<Change> changes) {
    config = calls.scim().config(calls.meter());
  }

  @Override
  public Optional<Together> together(
      List<Change> changes, Function<RecordKey, DesiredRecord> desired) {
    if (config.maxBulk() < 2) {
      return Optional.empty();
    }
    Together together = new Bulk(calls, config).send(changes, change -> item(change, desired));
    together.alone().forEach(change -> unsure.add(change.key()));
    return Optional.of(together);
  }

  /** What can be said without looking first; removals are looked at afterwards, each for itself. */
  private Optional<Bulk.Item> item(Change change, Function<RecordKey, DesiredRecord> desired) {
    return change.match(
        create -> {
          DesiredRecord record = desired.apply(create.key());
          ObjectNode body = UserForm.created(record);
          return Optional.of(
              new Bulk.Item(
                  change,
                  BulkWrite.create(USERS, body),
                  id -> new Outcome.Done(change, id, answered(body), Optional.empty())));
        },
        update -> {
          DesiredRecord record = desired.apply(update.key());
          boolean looks =
              !config.patch() || UserForm.needsCurrent(record.content(), update.fields());
          Patch patch =
              looks
                  ? new Patch()
                  : UserForm.patch(record.content(), update.fields(), MissingNode.getInstance());
          return patch.isEmpty()
              ? Optional.empty()
              : Optional.of(
                  new Bulk.Item(
                      change,
                      BulkWrite.patch(USERS, update.itemId(), patch),
                      id -> done(update, MissingNode.getInstance(), record)));
        },
        disable -> Optional.empty(),
        delete -> Optional.empty(),
        skip -> Optional.empty());
  }

  @Override
  public Optional<Outcome> create(Change.Create change, DesiredRecord desired) {
    ObjectNode body = UserForm.created(desired);
    // One that was in a bulk may be there.
    Optional<JsonNode> there = unsure.contains(change.key()) ? look(desired) : Optional.empty();
    JsonNode made =
        there.isPresent() ? there.get() : calls.create(USERS, body, () -> look(desired));
    return Optional.of(
        new Outcome.Done(change, made.path("id").asText(), answered(made), Optional.empty()));
  }

  /** By our mark; by its name where the service loses marks, as {@code userName} is unique. */
  private Optional<JsonNode> look(DesiredRecord desired) {
    return calls
        .find(USERS, "externalId", desired.key().value())
        .filter(found -> Wire.stamp(found).equals(Optional.of(desired.key())))
        .or(
            () ->
                calls
                    .find(USERS, "userName", UserForm.created(desired).path("userName").asText())
                    // Where marks are kept, one that has another is somebody else's.
                    .filter(found -> found.path("externalId").asText().isEmpty()));
  }

  @Override
  public boolean canFinish(Change.Create change) {
    return true;
  }

  @Override
  public Outcome finish(Change.Create change, DesiredRecord desired) {
    throw new IllegalStateException("a user is complete when it is created");
  }

  @Override
  public Outcome unfinished(Change.Create change) {
    throw new IllegalStateException("a user is complete when it is created");
  }

  @Override
  public Outcome update(Change.Update change, DesiredRecord desired) {
    Content content = desired.content();
    JsonNode current = MissingNode.getInstance();
    if (!config.patch() || UserForm.needsCurrent(content, change.fields())) {
      Optional<JsonNode> found = calls.get(USERS, change.itemId());
      if (found.isEmpty()) {
        return new Outcome.Gone(change);
      }
      current = found.get();
    }
    JsonNode answer;
    if (config.patch()) {
      Patch patch = UserForm.patch(content, change.fields(), current);
      if (patch.isEmpty()) {
        return done(change, current, desired);
      }
      answer = calls.patch(USERS, change.itemId(), patch, Effect.REPEATABLE);
    } else {
      ObjectNode whole = whole(current);
      UserForm.merge(whole, content, change.fields());
      answer = calls.replace(USERS, change.itemId(), whole);
    }
    return done(change, answer, desired);
  }

  @Override
  public Outcome disable(Change.Disable change) {
    JsonNode answer;
    if (config.patch()) {
      Patch patch = new Patch().replace("active", BooleanNode.FALSE);
      answer = calls.patch(USERS, change.itemId(), patch, Effect.REPEATABLE);
    } else {
      Optional<JsonNode> found = calls.get(USERS, change.itemId());
      if (found.isEmpty()) {
        return new Outcome.Gone(change);
      }
      ObjectNode whole = whole(found.get()).put("active", false);
      answer = calls.replace(USERS, change.itemId(), whole);
    }
    JsonNode after =
        answer.has("active")
            ? answer
            : calls.get(USERS, change.itemId()).orElse(MissingNode.getInstance());
    if (after.isMissingNode()) {
      return new Outcome.Gone(change);
    }
    return Wire.isActive(after)
        ? new Outcome.Rejected(change, Problems.removalIgnored())
        : new Outcome.Done(change, change.itemId(), answered(after), Optional.empty());
  }

  @Override
  public Outcome delete(Change.Delete change) {
    calls.delete(USERS, change.itemId());
    return calls.get(USERS, change.itemId()).isPresent()
        ? new Outcome.Rejected(change, Problems.removalIgnored())
        : new Outcome.Done(change, change.itemId(), FieldPrints.EMPTY, Optional.empty());
  }

  /** What was read, as it is sent back: the service's own notes are not ours to send. */
  private static ObjectNode whole(JsonNode current) {
    ObjectNode whole = current.deepCopy();
    whole.remove("meta");
    return whole;
  }

  private FieldPrints answered(JsonNode user) {
    return scope.limited(UserForm.read(user)).prints();
  }

  private Outcome done(Change.Update change, JsonNode answer, DesiredRecord desired) {
    FieldPrints answered =
        answer.has("id") || answer.has("userName")
            ? answered(answer)
            : Expected.of(
                request.ledger().apply(change.key()).map(LedgerEntry::answered),
                change.fields(),
                answered(UserForm.created(desired)));
    return new Outcome.Done(change, change.itemId(), answered, Optional.empty());
  }
}
