package dev.rollcall.run.connection;

import dev.rollcall.model.Mailbox;
import dev.rollcall.policy.Environment;
import dev.rollcall.source.DirectoryProbe;
import dev.rollcall.source.SourceUnavailable;
import dev.rollcall.target.MailboxProbe;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What each app saw when it looked into a mailbox: the one that was asked for, or one of the
 * policies'. Looked once in a test, whoever asks first.
 */
public final class MailboxLooks {

  /** So many other mailboxes are tried where the first does not let the app in. */
  private static final int OTHERS = 3;

  private static final int FOLDERS = 10;

  private final DirectoryProbe directory;
  private final MailboxProbe mailboxes;
  private final Map<Environment.App, Seen> seen = new ConcurrentHashMap<>();

  public MailboxLooks(DirectoryProbe directory, MailboxProbe mailboxes) {
    this.directory = directory;
    this.mailboxes = mailboxes;
  }

  /**
   * What an app saw.
   *
   * @param mailbox the mailbox looked into; empty if none was found
   * @param folders what was seen of each folder that policies write to in it
   * @param others whether other mailboxes let the app in; asked only if the first did not
   */
  record Seen(Optional<Mailbox> mailbox, List<Folder> folders, List<Boolean> others) {

    boolean anyOpen() {
      return folders.stream().anyMatch(folder -> folder.sight().problem().isEmpty())
          || others.contains(true);
    }

    boolean anyDenied() {
      return folders.stream().anyMatch(folder -> folder.sight().denied());
    }
  }

  /**
   * A folder of a mailbox.
   *
   * @param path its path under the Contacts folder; empty means that folder itself
   */
  record Folder(List<String> path, MailboxProbe.Sight sight) {}

  /**
   * Looks, unless that was done before.
   *
   * @throws SourceUnavailable if the directory could not be asked for the mailbox
   */
  Seen seen(Scope scope, Environment.App app) {
    return seen.computeIfAbsent(app, one -> look(scope, one));
  }

  private Seen look(Scope scope, Environment.App app) {
    Environment environment = scope.environment();
    Optional<Mailbox> mailbox =
        scope.mailbox().isPresent()
            ? directory.mailbox(environment, scope.mailbox().get())
            : targets(scope, 1).stream().findFirst();
    List<Folder> folders = new ArrayList<>();
    List<Boolean> others = new ArrayList<>();
    if (mailbox.isPresent()) {
      for (List<String> path : paths(scope)) {
        Folder folder = new Folder(path, mailboxes.look(environment, app, mailbox.get(), path));
        folders.add(folder);
        if (folder.sight().problem().isPresent()) {
          // Nothing else would be seen of the others.
          break;
        }
      }
      if (folders.stream().anyMatch(folder -> folder.sight().denied())) {
        targets(scope, OTHERS + 1).stream()
            .filter(other -> !other.id().equals(mailbox.get().id()))
            .map(other -> mailboxes.look(environment, app, other, List.of()).problem().isEmpty())
            .forEach(others::add);
      }
    }
    return new Seen(mailbox, folders, others);
  }

  private List<Mailbox> targets(Scope scope, int max) {
    return scope.intoMailboxes().stream()
        .flatMap(
            policy ->
                directory
                    .someMailboxes(scope.environment(), policy.target().select(), max)
                    .stream())
        .distinct()
        .limit(max)
        .toList();
  }

  /** The folders that policies write to; the Contacts folder if there is no policy. */
  private static List<List<String>> paths(Scope scope) {
    List<List<String>> paths =
        scope.intoMailboxes().stream()
            .map(policy -> policy.target().folder())
            .distinct()
            .limit(FOLDERS)
            .toList();
    return paths.isEmpty() ? List.of(List.of()) : paths;
  }
}
