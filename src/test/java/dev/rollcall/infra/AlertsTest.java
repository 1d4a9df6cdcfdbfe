package dev.rollcall.infra;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rollcall.infra.kql.Query;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Each alert, asked about hand-written days on both sides of its line. */
@Tag("O3")
final class AlertsTest {

  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final String RUN = "20261121t083000123z-4f7a9c";

  private final List<Map<String, @Nullable Object>> traces = new ArrayList<>();

  @Test
  void aFailedRunAndARunWithFailedMailboxesAreToldWithTheirReason() {
    at(5, "RunFinished", "\"status\":\"FINISHED\",\"failedTargets\":0");
    at(4, "RunFinished", "\"status\":\"FINISHED\",\"failedTargets\":2");
    at(3, "RunEnded", "\"status\":\"SKIPPED\",\"reason\":\"stillRunning\",\"failedTargets\":0");
    at(2, "RunEnded", "\"status\":\"FAILED\",\"reason\":\"noConsent\",\"failedTargets\":0");

    assertEquals(List.of("mailboxesFailed", "noConsent"), column("run-failed", "reason"));
  }

  @Test
  void aHeldRunIsTold() {
    at(5, "RunStarted", "\"status\":\"APPLYING\"");
    assertEquals(List.of(), ask("run-held"));

    at(2, "RunHeld", "\"status\":\"HELD\"");
    assertEquals(List.of("office"), column("run-held", "policy"));
  }

  @Test
  void aRunIsOverdueUntilItComesToRest() {
    at(239, "RunRequested", "\"status\":\"QUEUED\"");
    at(230, "RunStarted", "\"status\":\"APPLYING\"");
    assertEquals(List.of(), ask("run-overdue"), "not yet four hours");

    at(241, "RunRequested", "\"status\":\"QUEUED\"");
    traces.remove(0);
    at(10, "RunWoken", "\"status\":\"APPLYING\"");
    assertEquals(List.of("office"), column("run-overdue", "policy"), "woken is not ended");

    at(1, "RunFinished", "\"status\":\"FINISHED\"");
    assertEquals(List.of(), ask("run-overdue"));
  }

  @Test
  void approvalStartsTheClockOfARunAnew() {
    at(1_000, "RunRequested", "\"status\":\"QUEUED\"");
    at(990, "RunHeld", "\"status\":\"HELD\"");
    assertEquals(List.of(), ask("run-overdue"), "it waits for a person");

    at(10, "RunApproved", "\"status\":\"APPLYING\"");
    assertEquals(List.of(), ask("run-overdue"));
  }

  @Test
  void aCredentialIsToldFromFourteenDaysOn() {
    at(1_500, "CredentialEnds", "\"environment\":\"contoso\",\"daysLeft\":14");
    at(60, "CredentialEnds", "\"environment\":\"fabrikam\",\"daysLeft\":15");
    at(60, "CredentialUnreadable", "\"environment\":\"tailspin\"");
    assertEquals(List.of("contoso", "tailspin"), column("credential-ending", "environment"));

    at(5, "CredentialEnds", "\"environment\":\"contoso\",\"daysLeft\":365");
    assertEquals(List.of("tailspin"), column("credential-ending", "environment"), "renewed");
  }

  @Test
  void ofSeveralCredentialsOfAnEnvironmentEachIsTold() {
    String app = "\"environment\":\"contoso\",\"app\":\"contoso/One\",\"credential\":\"one\",";
    String other = "\"environment\":\"contoso\",\"app\":\"contoso/Two\",\"credential\":\"two\",";
    at(60, "CredentialEnds", app + "\"kind\":\"certificate\",\"daysLeft\":3");
    at(60, "CredentialEnds", app + "\"kind\":\"registered_credential\",\"daysLeft\":2");
    at(60, "CredentialEnds", other + "\"kind\":\"secret\",\"daysLeft\":200");
    assertEquals(List.of("one", "one"), column("credential-ending", "credential"));

    at(5, "ExpiryWarningSent", "\"environment\":\"contoso\",\"warnings\":2");
    at(5, "CredentialEnds", app + "\"kind\":\"certificate\",\"daysLeft\":365");
    assertEquals(List.of("registered_credential"), column("credential-ending", "kind"));
  }

  @Test
  void aMessageThatWasGivenUpIsTold() {
    at(5, "MessageDone", "\"stage\":\"SyncTargets\"");
    assertEquals(List.of(), ask("poison-message"));

    at(4, "MessagePoisoned", "\"stage\":\"SyncTargets\"");
    traces.add(row(3, "{\"event\":\"MessageUnreadable\",\"error\":\"x\"}"));
    assertEquals(List.of("office", ""), column("poison-message", "policy"));
  }

  @Test
  void moreThanAFifthOfManyRequestsIsHeavyThrottling() {
    calls("PATCH /users/{id}/contacts/{id}", 200, 80);
    calls("PATCH /users/{id}/contacts/{id}", 429, 20);
    calls("POST /$batch", 200, 5);
    assertEquals(List.of(), ask("throttled"), "a fifth, not more; batches are not requests");

    calls("PATCH /users/{id}/contacts/{id}", 429, 1);
    assertEquals(List.of("contoso/Rollcall"), column("throttled", "app"));
  }

  @Test
  void aFewRefusedRequestsOfAQuietHourAreNothing() {
    calls("GET /users/{id}/contacts/delta", 429, 99);

    assertEquals(List.of(), ask("throttled"));
  }

  @Test
  void aSilentSchedulerIsToldOfByOneRow() {
    at(1, "RunFinished", "\"status\":\"FINISHED\"");
    assertEquals(1, ask("scheduler-silent").size());

    traces.add(row(1, "{\"event\":\"PoliciesLookedAt\",\"policies\":0}"));
    assertEquals(List.of(), ask("scheduler-silent"));
  }

  @Test
  void linesThatAreNotOursAreLeftAlone() {
    traces.add(row(1, "Executing 'Functions.Scheduler'"));
    traces.add(row(1, "{\"event\":\"Run"));

    for (String alert :
        List.of("run-failed", "run-held", "run-overdue", "credential-ending", "poison-message")) {
      assertEquals(List.of(), ask(alert), alert);
    }
  }

  private void calls(String operation, int status, int calls) {
    at(
        5,
        "Dependency",
        "\"app\":\"contoso/Rollcall\",\"operation\":\""
            + operation
            + "\",\"httpStatus\":"
            + status
            + ",\"calls\":"
            + calls);
  }

  private void at(int minutesAgo, String event, String fields) {
    traces.add(
        row(
            minutesAgo,
            "{\"event\":\""
                + event
                + "\",\"runId\":\""
                + RUN
                + "\",\"policy\":\"office\","
                + fields
                + "}"));
  }

  private static Map<String, @Nullable Object> row(int minutesAgo, String message) {
    return Map.of("timestamp", NOW.minus(Duration.ofMinutes(minutesAgo)), "message", message);
  }

  private List<Map<String, @Nullable Object>> ask(String alert) {
    try {
      return Query.parse(Files.readString(Bicep.INFRA.resolve("alerts/" + alert + ".kql")), NOW)
          .run(traces);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private List<Object> column(String alert, String column) {
    List<Object> values = new ArrayList<>();
    for (Map<String, @Nullable Object> row : ask(alert)) {
      Object value = row.get(column);
      values.add(value == null ? "null" : value);
    }
    return values;
  }
}
