package dev.rollcall.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.localhost.RollcallApi;
import dev.rollcall.localtenant.graph.mailbox.MailboxState;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A run's problems, found by how bad they are, whose they are and what they say. */
@Tag("R7")
class RunProblemsTest {

  @Test
  void problemsAreFoundBySeverityMailboxAndText() {
    try (SmallOffice office =
        SmallOffice.open(SmallOffice.organisation(6, 6), "\"mapping\": { \"photo\": false },")) {
      office.user(1).state(MailboxState.INACTIVE);
      office.user(2).state(MailboxState.OUT_OF_SCOPE);
      office.user(3).state(MailboxState.FULL);
      office.user(4).state(MailboxState.MOVING);

      JsonNode run = office.apply();
      String targets = SmallOffice.address(run) + "/targets";

      assertEquals(
          List.of("mailboxFull", "mailboxNotEnabled", "mailboxOutOfScope"),
          found(office, targets + "?severity=error"));
      assertEquals(List.of("mailboxMoving"), found(office, targets + "?severity=warning"));
      assertEquals(List.of("mailboxNotEnabled"), found(office, targets + "?text=LICENCE"));
      assertEquals(List.of("mailboxFull"), found(office, targets + "?text=ErrorQuotaExceeded"));
      assertEquals(List.of("mailboxFull"), found(office, targets + "?problem=mailboxFull"));
      assertEquals(
          List.of(), found(office, targets + "?severity=warning&problem=mailboxFull"), "both");
      JsonNode all = office.api().get(targets).json().path("value");
      assertEquals(6, all.size(), all.toString());

      for (JsonNode target : all) {
        String id = target.path("id").asText();
        String address = target.path("mailbox").asText().toUpperCase(Locale.ROOT);
        assertEquals(List.of(id), ids(office, targets + "?mailbox=" + encoded(address)));
        assertEquals(List.of(id), ids(office, targets + "?mailbox=" + encoded(id)));
        Instant at = Instant.parse(target.path("at").asText());
        assertFalse(at.isBefore(Instant.parse(run.path("startedAt").asText())), "told when");
      }
      assertEquals(List.of(), ids(office, targets + "?mailbox=nobody%40contoso.example"));
    }
  }

  @Test
  void aPageOfProblemsGoesOnWhereItEnded() {
    try (SmallOffice office =
        SmallOffice.open(SmallOffice.organisation(5, 5), "\"mapping\": { \"photo\": false },")) {
      office.user(0).state(MailboxState.INACTIVE);
      office.user(2).state(MailboxState.INACTIVE);
      office.user(4).state(MailboxState.INACTIVE);
      String targets = SmallOffice.address(office.apply()) + "/targets?severity=error";

      JsonNode first = office.api().get(targets + "&max=2").json();
      JsonNode second =
          office
              .api()
              .get(targets + "&max=2&after=" + encoded(first.path("after").asText()))
              .json();

      assertEquals(2, first.path("value").size(), first.toString());
      assertEquals(1, second.path("value").size(), second.toString());
      assertTrue(second.path("after").isMissingNode(), second.toString());
    }
  }

  @Test
  void everythingThatCanNotBeAskedForIsToldAtOnce() {
    try (SmallOffice office = SmallOffice.open(SmallOffice.organisation(1, 1), "")) {
      RollcallApi.Answer answer =
          office
              .api()
              .get("/api/runs/office/x/targets?severity=fatal&mailbox=%20&text=%07&problem=404");

      assertEquals(400, answer.status());
      assertEquals(
          List.of("mailbox", "problem", "severity", "text"),
          StreamSupport.stream(answer.json().path("problems").spliterator(), false)
              .map(problem -> problem.path("pointer").asText())
              .toList());
    }
  }

  private static List<String> found(SmallOffice office, String path) {
    return office.api().all(path).stream()
        .map(target -> target.path("problem").path("code").asText())
        .sorted()
        .toList();
  }

  private static List<String> ids(SmallOffice office, String path) {
    return office.api().all(path).stream().map(target -> target.path("id").asText()).toList();
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}
