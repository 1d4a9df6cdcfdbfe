package dev.rollcall.target.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.client.http.Service;
import dev.rollcall.client.service.ServiceClient;
import dev.rollcall.client.service.ServiceEndpoint;
import dev.rollcall.client.webhook.PublicSockets;
import dev.rollcall.client.webhook.WebhookClient;
import dev.rollcall.contract.ServicePolicies;
import dev.rollcall.contract.ServiceTargetContract;
import dev.rollcall.contract.memory.ManualClock;
import dev.rollcall.localservices.RequestCounts;
import dev.rollcall.localservices.webhook.LocalReceiver;
import dev.rollcall.localtenant.hostility.Hostility;
import dev.rollcall.localtenant.hostility.Incident;
import dev.rollcall.localtenant.hostility.Moment;
import dev.rollcall.model.Content;
import dev.rollcall.model.DesiredRecord;
import dev.rollcall.model.FieldValue;
import dev.rollcall.model.RecordField;
import dev.rollcall.model.RecordKey;
import dev.rollcall.model.TargetId;
import dev.rollcall.plan.Rules;
import dev.rollcall.policy.Policy;
import dev.rollcall.run.ServiceSync;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Events to a receiver on loopback. */
@Tag("S7")
class EventTargetTest extends ServiceTargetContract {

  private static final String SECRET = "0123456789abcdef0123456789abcdef";

  private final Opened opened = new Opened();
  private final LocalReceiver receiver = opened.receiver;

  /** A receiver that knows nothing, and runs against it. */
  private static final class Opened implements Setup {

    private final ManualClock clock = new ManualClock(Instant.parse("2026-11-21T08:00:00Z"));
    private final LocalReceiver receiver = LocalReceiver.start(SECRET, clock);
    private final ServiceSync sync;

    Opened() {
      WebhookClient client =
          new WebhookClient(
              new ServiceClient(
                  ServiceEndpoint.withoutKey(Service.WEBHOOK, receiver.uri()),
                  PublicSockets.only(new OkHttpClient.Builder(), true),
                  false,
                  clock,
                  new Random(1),
                  clock::advance),
              () -> SECRET,
              clock);
      Policy policy =
          ServicePolicies.of(new dev.rollcall.policy.Service.Webhook(receiver.uri(), "hook"));
      sync =
          new ServiceSync(
              SnapshotTarget.webhook(any -> client),
              ServicePolicies.environment(),
              policy,
              new TargetId("webhook"),
              ServicePolicies.rules(false, false),
              clock);
    }

    @Override
    public ServiceSync sync() {
      return sync;
    }

    @Override
    public Hostility hostility() {
      return receiver.hostility();
    }

    @Override
    public RequestCounts counts() {
      return receiver.counts();
    }

    @Override
    public Map<Integer, String> held() {
      Map<Integer, String> held = new TreeMap<>();
      receiver
          .records()
          .forEach(
              (key, record) ->
                  held.put(
                      Integer.parseInt(key.substring(5)), record.path("displayName").asText()));
      return held;
    }

    @Override
    public void close() {
      receiver.close();
    }
  }

  @AfterEach
  void close() {
    opened.close();
  }

  @Override
  protected Setup open() {
    return new Opened();
  }

  @Override
  protected DesiredRecord record(RecordKey key, int number, String value) {
    return new DesiredRecord(key, account(value), Optional.empty());
  }

  @Test
  void anEventSaysAllThereIsToSayOfARecord() {
    Content content =
        account("Info").toBuilder()
            .texts(RecordField.ALIASES, List.of("a@contoso.com", "b@contoso.com"))
            .text(RecordField.ACTIVE, "true")
            .put(
                RecordField.MEMBERS,
                new FieldValue.Members(
                    List.of(new FieldValue.Member("1", "Ann", "ann@contoso.com"))))
            .build();

    opened.sync.run(
        List.of(new DesiredRecord(new RecordKey("user:001"), content, Optional.empty())));

    JsonNode body = receiver.deliveries().get(0).body();
    assertEquals("create", body.path("event").asText());
    assertEquals("service", body.path("policy").asText());
    assertEquals("user:001", body.path("key").asText());
    assertEquals("b@contoso.com", body.path("record").path("aliases").path(1).asText());
    assertTrue(body.path("record").path("active").isBoolean());
    assertEquals(
        "ann@contoso.com", body.path("record").path("members").path(0).path("address").asText());
  }

  @Test
  void whatComesBackToWhatItWasIsNoRepeatedEvent() {
    opened.sync.run(records(1, "a"));
    opened.sync.run(records(1, "b"));
    opened.sync.run(records(1, "a"));

    assertEquals(Map.of(0, "a"), opened.held());
    assertTrue(receiver.deliveries().stream().noneMatch(LocalReceiver.Delivery::repeated));
  }

  @Test
  @Tag("R20")
  void whoeverIsDisabledAndComesBackIsToldAgain() {
    opened.sync.rules(removal(new Rules.Removal(false, true, Duration.ofDays(30), true)));
    opened.sync.run(records(2, "a"));

    opened.sync.run(records(1, "a"));
    opened.sync.run(records(2, "a"));

    assertEquals(
        List.of("create", "create", "disable", "update"),
        receiver.deliveries().stream().map(LocalReceiver.Delivery::event).toList());
  }

  @Test
  void aReceiverThatIsNotThereIsTheWholePolicysTrouble() {
    receiver
        .hostility()
        .onRequest(request -> true, Moment.BEFORE, Incident.refused(404, "", "no such route"));

    ServiceSync.Report report = opened.sync.run(records(5, "a"));

    assertEquals("targetAddressWrong", report.problem().orElseThrow().code());
    assertEquals(1, receiver.counts().all());
  }

  @Test
  void oneRecordThatIsRefusedDoesNotKeepTheOthers() {
    receiver
        .hostility()
        .once(request -> true, Moment.BEFORE, Incident.refused(422, "", "not this one"));

    ServiceSync.Report report = opened.sync.run(records(5, "a"));

    assertEquals(1, report.rejected().size());
    assertEquals(4, opened.held().size());
    assertFalse(report.problem().isPresent());
  }

  private static Rules removal(Rules.Removal removal) {
    Rules rules = ServicePolicies.rules(false, false);
    return new Rules(
        rules.createAndUpdate(),
        rules.delete(),
        rules.userEdits(),
        rules.userDeletes(),
        0L,
        0L,
        removal,
        rules.accounts());
  }

  private static Content account(String name) {
    return Content.empty().toBuilder()
        .text(RecordField.DISPLAY_NAME, name)
        .text(RecordField.MAIL, "somebody@contoso.com")
        .build();
  }
}
