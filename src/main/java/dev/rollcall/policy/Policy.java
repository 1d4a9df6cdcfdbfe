package dev.rollcall.policy;

import dev.rollcall.model.EnvironmentId;
import dev.rollcall.model.PolicyId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

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
