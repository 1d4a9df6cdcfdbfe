package dev.rollcall.target.snapshot;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.client.service.Waits;
import dev.rollcall.client.webhook.WebhookClient;
import dev.rollcall.model.CallMeter;
import dev.rollcall.model.Content;
import dev.rollcall.model.FieldPrints;
import dev.rollcall.model.FieldValue;
import dev.rollcall.model.PolicyId;
import dev.rollcall.model.RecordField;
import dev.rollcall.model.RecordKey;
import dev.rollcall.plan.Change;
import dev.rollcall.plan.Plan;
import dev.rollcall.target.ApplyRequest;
import dev.rollcall.target.Outcome;
import java.util.Optional;

/**
 * A webhook: an event for each change, with the whole record as it is to be. The event's time is
 * not part of its body, so an event that is sent again is the same.
 */
final class EventRecipient implements Recipient {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final JsonMapper JSON = new JsonMapper();

  /** What a disabled record is known to hold: it differs from one that comes back. */
  private static final FieldPrints DISABLED =
      Content.empty().with(RecordField.ACTIVE, new FieldValue.Text("false")).prints();

  private final PolicyId policy;
  private final WebhookClient client;

  EventRecipient(PolicyId policy, WebhookClient client) {
    this.policy = policy;
    this.client = client;
  }

  @Override
  public void check(ApplyRequest request, CallMeter meter) {
    // The first event shows whether the receiver is there.
  }

  @Override
  public Outcome send(Change change, ApplyRequest request, Waits waits, CallMeter meter) {
    return change.match(
        create -> post("create", create, wanted(request, create.key()), waits, meter),
        update -> post("update", update, wanted(request, update.key()), waits, meter),
        disable -> {
          post("disable", disable.key(), Optional.empty(), waits, meter);
          return new Outcome.Done(disable, disable.itemId(), DISABLED, Optional.empty());
        },
        delete -> {
          post("delete", delete.key(), Optional.empty(), waits, meter);
          return new Outcome.Done(delete, delete.itemId(), FieldPrints.EMPTY, Optional.empty());
        },
        skip -> {
          throw new IllegalArgumentException("a skip is not carried out");
        });
  }

  @Override
  public long predictCalls(Plan.Counts counts) {
    return counts.writes();
  }

  private Outcome post(String event, Change change, Content wanted, Waits waits, CallMeter meter) {
    post(event, change.key(), Optional.of(wanted), waits, meter);
    return new Outcome.Done(change, change.key().value(), wanted.prints(), Optional.empty());
  }

  private void post(
      String event, RecordKey key, Optional<Content> record, Waits waits, CallMeter meter) {
    ObjectNode body =
        NODES
            .objectNode()
            .put("policy", policy.value())
            .put("event", event)
            .put("key", key.value());
    record.ifPresent(content -> body.set("record", json(content)));
    client.post(event, bytes(body), waits, meter);
  }

  private static Content wanted(ApplyRequest request, RecordKey key) {
    return request
        .desired()
        .apply(key)
        .orElseThrow(() -> new IllegalArgumentException("no record is desired for " + key))
        .content();
  }

  private static ObjectNode json(Content content) {
    ObjectNode json = NODES.objectNode();
    content.forEach((field, value) -> put(json, field, value));
    return json;
  }

  private static void put(ObjectNode json, RecordField field, FieldValue value) {
    String name = field.document();
    value.match(
        text ->
            field == RecordField.ACTIVE
                ? json.put(name, Boolean.parseBoolean(text.value()))
                : json.put(name, text.value()),
        texts -> {
          ArrayNode array = json.putArray(name);
          texts.values().forEach(array::add);
          return json;
        },
        emails -> {
          ArrayNode array = json.putArray(name);
          emails
              .values()
              .forEach(
                  one -> array.addObject().put("name", one.name()).put("address", one.address()));
          return json;
        },
        address -> {
          json.putObject(name)
              .put("street", address.street())
              .put("city", address.city())
              .put("state", address.state())
              .put("postalCode", address.postalCode())
              .put("countryOrRegion", address.country());
          return json;
        },
        members -> {
          ArrayNode array = json.putArray(name);
          members
              .values()
              .forEach(
                  one ->
                      array
                          .addObject()
                          .put("id", one.id())
                          .put("name", one.name())
                          .put("address", one.address()));
          return json;
        });
  }

  private static byte[] bytes(ObjectNode body) {
    try {
      return JSON.writeValueAsBytes(body);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a JSON tree can always be written", e);
    }
  }
}
