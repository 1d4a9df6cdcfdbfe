package dev.rollcall.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.localtenant.graph.Counts;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What a hundred mailboxes with five hundred contacts each cost in calls to Graph, counted by the
 * tenant itself.
 */
@Tag("R21")
@Tag("R22")
class RequestCountTest {

  private static final int PEOPLE = 500;
  private static final int MAILBOXES = 100;

  /** Two groups looked up, and the members of both: the source and the selection of mailboxes. */
  private static final int READS = 4;

  /** Something asked of every mailbox, for twenty of them in one call. */
  private static final int ROUND = MAILBOXES / 20;

  @Test
  void aHundredMailboxesCostWhatTheyMustAndNoCallMore() {
    try (SmallOffice office =
        SmallOffice.open(
            SmallOffice.organisation(PEOPLE, MAILBOXES), "\"mapping\": { \"photo\": false },")) {

      Counts first = counted(office, office::apply, PEOPLE * MAILBOXES);
      assertEquals(5, newest(office).path("work").path("lanes").asInt(), "written at a time");

      // Folders looked for, folders made, points from which changes are seen; then twenty a call.
      int writes = MAILBOXES * PEOPLE / 20;
      assertTrue(first.calls() <= 2_700, first.toString());
      assertEquals(READS + 3 * ROUND + writes, first.calls());
      assertEquals(MAILBOXES * PEOPLE + MAILBOXES, first.writes());
      assertEquals(PEOPLE, office.folder(0).contacts().size());
      assertEquals(PEOPLE, office.folder(MAILBOXES - 1).contacts().size());

      Counts nothing = counted(office, office::apply, 0);

      assertEquals(READS, nothing.calls());
      assertNoMailboxAsked(nothing, office.mailboxes());

      Counts drift = counted(office, office::applyLookingEverywhere, 0);

      assertEquals(READS + ROUND, drift.calls());
      assertEquals(0, drift.writes());

      for (int person = 0; person < 5; person++) {
        office.organisation().change(SmallOffice.person(person), "jobTitle", "Head");
      }
      Counts five = counted(office, office::apply, 5 * MAILBOXES);

      assertEquals(READS + MAILBOXES, five.calls());
      assertEquals(5 * MAILBOXES, five.writes());
      assertEquals("Head", office.folder(7).contact("Given4 Sur4").text("jobTitle"));
      assertEquals(List.of(), office.cloud().tenant().unexpectedRequests());
    }
  }

  /** What the run cost, which is also what it says it cost; nobody was throttled by it. */
  private static Counts counted(SmallOffice office, Supplier<JsonNode> running, int changes) {
    office.cloud().tenant().counters().reset();
    JsonNode run = running.get();
    Counts counts = office.cloud().tenant().counters().counts();

    assertEquals("finished", run.path("status").asText(), run.toString());
    JsonNode said = run.path("counts");
    assertEquals(counts.calls(), said.path("calls").asLong(), run.toString());
    assertEquals(
        changes, said.path("created").asInt() + said.path("updated").asInt(), run.toString());
    assertEquals(MAILBOXES, said.path("targetsDone").asInt(), run.toString());
    assertEquals(0, counts.throttled());
    assertTrue(
        Set.of(1).containsAll(counts.mostBatchesAtOnce().values()),
        "more than one batch at a mailbox at a time");
    return counts;
  }

  private static JsonNode newest(SmallOffice office) {
    return office.api().get("/api/policies/office/runs?max=1").json().path("value").path(0);
  }

  private static void assertNoMailboxAsked(Counts counts, List<String> mailboxes) {
    for (String mailbox : mailboxes) {
      assertEquals(0, counts.at(mailbox), mailbox);
    }
  }
}
