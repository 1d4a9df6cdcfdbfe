package dev.rollcall.run.connection;

import dev.rollcall.model.Location;
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

  /** So many of the policies' mailboxes are looked at for some that live in Exchange Online. */
  private static final int LOOKED_AT = 50;

  private final DirectoryProbe directory;
  private final MailboxProbe mailboxes;
  private final MailboxHomes homes;
  private final Map<Environment.App, Seen> seen = new ConcurrentHashMap<>();

  public MailboxLooks(DirectoryProbe directory, MailboxProbe mailboxes, MailboxHomes homes) {
    this.directory = directory;
    this.mailboxes = mailboxes;
    this.homes = homes;
  }

  /**
   * What an app saw.
   *
   * @param mailbox the mailbox looked into; empty if none was found
   * @param isElsewhere whether it lives on the organisation's own servers, as do all that were
   *     found, so that the app did not look into it
   * @param folders what was seen of each folder that policies write to in it
   * @param others whether other mailboxes let the app in; asked only if the first did not
   */
  record Seen(
      Optional<Mailbox> mailbox, boolean isElsewhere, List<Folder> folders, List<Boolean> others) {

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
    List<Mailbox> found =
        scope
            .mailbox()
            .map(name -> directory.mailbox(environment, name).stream().toList())
            .orElseGet(() -> targets(scope));
    Optional<Mailbox> mailbox = homes.at(Location.ONLINE, environment, found).stream().findFirst();
    if (mailbox.isEmpty()) {
      return new Seen(found.stream().findFirst(), !found.isEmpty(), List.of(), List.of());
    }
    List<Folder> folders = new ArrayList<>();
    List<Boolean> others = new ArrayList<>();
    for (List<String> path : paths(scope)) {
      Folder folder = new Folder(path, mailboxes.look(environment, app, mailbox.get(), path));
      folders.add(folder);
      if (folder.sight().problem().isPresent()) {
        // Nothing else would be seen of the others.
        break;
      }
    }
    if (folders.stream().anyMatch(folder -> folder.sight().denied())) {
      homes.at(Location.ONLINE, environment, targets(scope)).stream()
          .limit(OTHERS + 1)
          .filter(other -> !other.id().equals(mailbox.get().id()))
          .map(other -> mailboxes.look(environment, app, other, List.of()).problem().isEmpty())
          .forEach(others::add);
    }
    return new Seen(mailbox, false, folders, others);
  }

  /** Some of the policies' mailboxes; a few are enough where all live in one place. */
  private List<Mailbox> targets(Scope scope) {
    int max = scope.environment().kind() == Environment.Kind.HYBRID ? LOOKED_AT : OTHERS + 1;
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
