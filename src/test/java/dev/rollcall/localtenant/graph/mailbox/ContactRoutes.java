package dev.rollcall.localtenant.graph.mailbox;

import dev.rollcall.localtenant.graph.GraphAnswer;
import dev.rollcall.localtenant.graph.GraphRequest;
import dev.rollcall.localtenant.graph.GraphRoutes;
import java.util.List;
import java.util.Optional;

/**
 * Contact folders and contacts: {@code /users/{id}/contactFolders} and {@code
 * /users/{id}/contacts}, with everything below them.
 */
public final class ContactRoutes implements GraphRoutes {

  private final Mailboxes mailboxes;
  private final String base;

  /**
   * @param base the version root, without a slash at the end
   */
  public ContactRoutes(Mailboxes mailboxes, String base) {
    this.mailboxes = mailboxes;
    this.base = base;
  }

  @Override
  public Optional<GraphAnswer> answer(GraphRequest request) {
    List<String> path = request.segments();
    if (path.size() < 3
        || !path.get(0).equals("users")
        || !path.get(2).equals("contactFolders") && !path.get(2).equals("contacts")) {
      return Optional.empty();
    }
    boolean write = !request.method().equals("GET");
    Mailbox mailbox = mailboxes.open(path.get(1), write);
    MailboxRequest at =
        new MailboxRequest(request, mailbox, answers(request, mailbox), mailboxes.quirks());
    ContactRequests contacts = new ContactRequests(at);
    List<String> rest = path.subList(3, path.size());
    synchronized (mailbox) {
      return path.get(2).equals("contacts")
          ? contacts.answer(Optional.empty(), rest)
          : new FolderRequests(at, contacts).answer(rest);
    }
  }

  private ContactAnswers answers(GraphRequest request, Mailbox mailbox) {
    return new ContactAnswers(
        base,
        mailboxes.ownerId(request.segments().get(1)),
        mailbox.ids(),
        request.header("prefer").orElse("").contains("IdType=\"ImmutableId\""));
  }
}
