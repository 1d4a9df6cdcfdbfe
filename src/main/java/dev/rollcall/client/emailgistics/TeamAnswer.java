package dev.rollcall.client.emailgistics;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the service says it made of a team.
 *
 * @param status {@code OK}, or what it says instead; empty if it says nothing of the mailbox
 * @param added ids or addresses of who is new in the team, lower-case
 * @param removed the same of who is no longer in it
 * @param rulesChanged how many routing rules it changed
 * @param namesPeople whether it says at all who was added and removed
 */
public record TeamAnswer(
    String status, Set<String> added, Set<String> removed, int rulesChanged, boolean namesPeople) {

  public TeamAnswer {
    added = Set.copyOf(added);
    removed = Set.copyOf(removed);
  }

  /** Whether the team is now as it was sent. */
  public boolean isDone() {
    return status.equalsIgnoreCase("OK");
  }

  static TeamAnswer read(String mailboxId, JsonNode json) {
    JsonNode told = json.path("statusInfo").path(mailboxId);
    return new TeamAnswer(
        told.path("status").asText(""),
        people(told.path("addedUsers")),
        people(told.path("removedUsers")),
        json.path("modifiedRulesStatuses").size(),
        told.path("addedUsers").isArray() && told.path("removedUsers").isArray());
  }

  /** People come as text, or as objects like those that were sent. */
  private static Set<String> people(JsonNode list) {
    Set<String> people = new TreeSet<>();
    for (JsonNode one : list) {
      String text =
          one.isObject() ? one.path("mail").asText(one.path("id").asText()) : one.asText();
      people.add(text.toLowerCase(Locale.ROOT));
    }
    return people;
  }
}
