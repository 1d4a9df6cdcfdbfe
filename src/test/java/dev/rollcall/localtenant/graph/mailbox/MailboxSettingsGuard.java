package dev.rollcall.localtenant.graph.mailbox;

import dev.rollcall.localtenant.graph.GraphAnswer;
import dev.rollcall.localtenant.graph.GraphRequest;
import dev.rollcall.localtenant.graph.GraphRoutes;
import java.util.List;
import java.util.Optional;

/**
 * Refuses the settings of a mailbox that is not open; those of others it leaves to the directory.
 */
public final class MailboxSettingsGuard implements GraphRoutes {

  private final Mailboxes mailboxes;

  public MailboxSettingsGuard(Mailboxes mailboxes) {
    this.mailboxes = mailboxes;
  }

  @Override
  public Optional<GraphAnswer> answer(GraphRequest request) {
    List<String> path = request.segments();
    if (path.size() >= 3 && path.get(0).equals("users") && path.get(2).equals("mailboxSettings")) {
      mailboxes.open(path.get(1), !request.method().equals("GET"));
    }
    return Optional.empty();
  }
}
