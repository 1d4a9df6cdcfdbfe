package dev.rollcall.policy;

import dev.rollcall.model.EnvironmentId;
import dev.rollcall.model.Fingerprint;
import dev.rollcall.model.PolicyId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What to synchronise, where, how and when.
 *
 * @param id its id
 * @param name its name, for people
 * @param description what it is for, for people; may be empty
 * @param environment the organisation it reads and writes
 * @param source what is read
 * @param target what is written
 * @param mapping how a record becomes a contact
 * @param changes which changes are made
 * @param guardrail what may be deleted without being asked
 * @param every how often it runs by itself; empty if it does not
 */
public record Policy(
    PolicyId id,
    String name,
    String description,
    EnvironmentId environment,
    List<Selection> source,
    Target target,
    Mapping mapping,
    Changes changes,
    Limits guardrail,
    Optional<Duration> every) {

  public Policy {
    source = List.copyOf(source);
  }

  /**
   * The mailboxes written to.
   *
   * @param select which
   * @param folder the folder's path under the Contacts folder; empty means the Contacts folder
   *     itself
   * @param concurrency how many mailboxes are written at the same time
   * @param whenMailboxLeaves what becomes of our contacts in a mailbox that is no longer selected
   * @param driftCheckEvery how often each mailbox is looked at for users' edits and deletions; zero
   *     with every run
   */
  public record Target(
      List<Selection> select,
      List<String> folder,
      int concurrency,
      WhenMailboxLeaves whenMailboxLeaves,
      Duration driftCheckEvery) {
    public Target {
      select = List.copyOf(select);
      folder = List.copyOf(folder);
    }
  }

  /**
   * The fingerprint of what decides which contacts a mailbox holds: two policies with the same one
   * write the same. Name, description, schedule, guardrail, concurrency and the drift check's
   * rhythm are not part of it: changing them needs no new preview and rewrites nothing.
   */
  public Fingerprint contentFingerprint() {
    // Records print all their parts in order; sets and maps are brought into one.
    String fields = new TreeMap<>(mapping.fields()).toString();
    List<String> selections =
        Stream.concat(source.stream(), target.select().stream()).map(Policy::canonical).toList();
    return Fingerprint.of(
        String.join(
            "\n",
            environment.value(),
            source.size() + selections.toString(),
            target.folder().toString(),
            target.whenMailboxLeaves().name(),
            mapping.displayName().toString(),
            mapping.phones().name(),
            mapping.defaultRegion().toString(),
            mapping.categories().toString(),
            String.valueOf(mapping.photo()),
            fields,
            changes.toString()));
  }

  private static String canonical(Selection selection) {
    return selection.match(
        Selection.Group::toString,
        Selection.Recipient::toString,
        query -> "Query[" + query.pattern() + ", " + new TreeSet<>(query.recipientTypes()) + "]");
  }

  /** What becomes of our contacts in a mailbox that is no longer selected. */
  public enum WhenMailboxLeaves {
    REMOVE,
    LEAVE
  }

  /** Which changes are made; see {@code dev.rollcall.plan.Rules}. */
  public record Changes(
      boolean createAndUpdate, boolean delete, UserEdits userEdits, UserDeletes userDeletes) {}

  /** What becomes of fields that a user edited. */
  public enum UserEdits {
    OVERWRITE,
    KEEP
  }

  /** What becomes of contacts that a user deleted. */
  public enum UserDeletes {
    RESTORE,
    RESPECT
  }

  /** What may be deleted without being asked; see {@code dev.rollcall.plan.Guardrail}. */
  public record Limits(int maxDeletes, int maxDeletePercent) {}
}
