package dev.rollcall.source.directory;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.client.graph.BatchAnswer;
import dev.rollcall.client.graph.BatchItem;
import dev.rollcall.client.graph.Dialogues;
import dev.rollcall.client.graph.GraphClient;
import dev.rollcall.client.graph.GraphUrls;
import dev.rollcall.client.http.ClientException;
import dev.rollcall.client.http.Disposition;
import dev.rollcall.policy.RecipientType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Tells shared, room and equipment mailboxes from those of people: the directory does not know,
 * each mailbox has to be asked.
 *
 * @see <a href="https://learn.microsoft.com/graph/api/user-get-mailboxsettings">Get mailbox
 *     settings</a> (read 2026-11-21); the form of the answer is shown in more than one way, all are
 *     taken
 */
final class Purposes {

  private Purposes() {}

  /**
   * The users with their types; one whose mailbox cannot be asked keeps the type it has, and is
   * reported.
   */
  static List<DirectoryEntry> told(GraphClient graph, List<DirectoryEntry> users, Proof proof) {
    List<BatchItem> items =
        users.stream()
            .map(
                user ->
                    BatchItem.get(
                        "/users/" + GraphUrls.encoded(user.id()) + "/mailboxSettings/userPurpose"))
            .toList();
    List<BatchAnswer> answers = Dialogues.readAll(graph, items, proof.meter());
    List<DirectoryEntry> told = new ArrayList<>(users.size());
    int unknown = 0;
    for (int i = 0; i < users.size(); i++) {
      BatchAnswer answer = answers.get(i);
      if (answer.succeeded()) {
        told.add(users.get(i).withType(type(purpose(answer.body()))));
      } else {
        ClientException failure = answer.failure().get();
        boolean noMailbox = failure.disposition() == Disposition.GONE;
        told.add(noMailbox ? users.get(i).withType(RecipientType.MAIL_USER) : users.get(i));
        unknown += noMailbox ? 0 : 1;
      }
    }
    if (unknown > 0) {
      proof.shortfall("The type of " + unknown + " mailboxes could not be read.");
    }
    return told;
  }

  private static RecipientType type(String purpose) {
    return switch (purpose) {
      case "shared" -> RecipientType.SHARED_MAILBOX;
      case "room" -> RecipientType.ROOM;
      case "equipment" -> RecipientType.EQUIPMENT;
      default -> RecipientType.USER;
    };
  }

  /** A text, an object with the text as its value, or the whole settings. */
  private static String purpose(JsonNode body) {
    JsonNode node = body;
    while (node.isObject()) {
      node = node.has("userPurpose") ? node.get("userPurpose") : node.path("value");
    }
    return node.asText("").toLowerCase(Locale.ROOT);
  }
}
