package dev.rollcall.localtenant.graph.directory;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.localtenant.graph.GraphAnswer;
import dev.rollcall.localtenant.graph.GraphFailure;
import dev.rollcall.localtenant.organisation.DirectoryObject;
import java.util.List;
import java.util.Optional;

/**
 * What the directory's user shows of the mailbox: what it is for.
 *
 * @see <a href="https://learn.microsoft.com/graph/api/user-get-mailboxsettings">Get mailbox
 *     settings</a> (read 2026-11-21)
 */
final class UserMailbox {

  private final Links links;
  private final DirectoryQuirks quirks;

  UserMailbox(Links links, DirectoryQuirks quirks) {
    this.links = links;
    this.quirks = quirks;
  }

  /**
   * @param path from {@code mailboxSettings} on
   */
  Optional<GraphAnswer> settings(DirectoryObject user, List<String> path) {
    boolean whole = path.size() == 1;
    if (!whole && !(path.size() == 2 && path.get(1).equals("userPurpose"))) {
      return Optional.empty();
    }
    if (!user.hasMailbox()) {
      throw new GraphFailure(
          404,
          "MailboxNotEnabledForRESTAPI",
          "The mailbox is either inactive, soft-deleted, or is hosted on-premise.");
    }
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put(
        "@odata.context",
        links.context(
            "users('" + user.id() + "')/mailboxSettings" + (whole ? "" : "/userPurpose")));
    if (whole) {
      body.put("timeZone", "UTC").put("userPurpose", user.purpose());
      return Optional.of(GraphAnswer.json(200, body));
    }
    return Optional.of(
        switch (quirks.purposeShape()) {
          case TEXT -> GraphAnswer.json(200, JsonNodeFactory.instance.textNode(user.purpose()));
          case VALUE -> GraphAnswer.json(200, body.put("value", user.purpose()));
          case OBJECT -> {
            body.putObject("value").put("userPurpose", user.purpose());
            yield GraphAnswer.json(200, body);
          }
        });
  }
}
