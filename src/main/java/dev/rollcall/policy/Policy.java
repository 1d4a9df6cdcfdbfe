package dev.rollcall.policy;

import dev.rollcall.model.EnvironmentId;
import dev.rollcall.model.Fingerprint;
import dev.rollcall.model.PolicyId;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What to synchronise, where, how and when.
 *
 * @param id its id
 * @param name its name, for people
 * @param description what it is for, for people; may be empty
 * @param environment the organisation it reads and writes
 * @param source what is read
 * @param filters which of it are taken
 * @param target what is written
 * @param mapping how a record becomes a contact
 * @param changes which changes are made
 * @param guardrail what may be deleted without being asked
 * @param schedule when it runs by itself; empty if it does not
 * @param summaryMail who gets a mail about its runs; empty if nobody does
 */
public record Policy(
    PolicyId id,
    String name,
    String description,
    EnvironmentId environment,
    List<Selection> source,
    Filters filters,
    Target target,
    Mapping mapping,
    Changes changes,
    Limits guardrail,
    Optional<Schedule> schedule,
    Optional<SummaryMail> summaryMail) {

  public Policy {
    source = List.copyOf(source);
  }

  /** A policy that takes everything its selections name, and mails nobody. */
  public Policy(
      PolicyId id,
      String name,
      String description,
      EnvironmentId environment,
      List<Selection> source,
      Target target,
      Mapping mapping,
      Changes changes,
      Limits guardrail,
      Optional<Schedule> schedule) {
    this(
        id,
        name,
        description,
        environment,
        source,
        Filters.none(),
        target,
        mapping,
        changes,
        guardrail,
        schedule,
        Optional.empty());
  }

  /**
   * Which of the selected records are taken: those that pass both. Both texts can be read.
   *
   * @param where a {@link Filter} as written
   * @param address by mail address
   */
  public record Filters(Optional<String> where, Optional<AddressFilter> address) {
    /** Everything is taken. */
    public static Filters none() {
      return new Filters(Optional.empty(), Optional.empty());
    }
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
      if (concurrency < 1) {
        throw new IllegalArgumentException("concurrency must be at least 1, not " + concurrency);
      }
      if (driftCheckEvery.isNegative()) {
        throw new IllegalArgumentException(
            "driftCheckEvery must not be negative, but was " + driftCheckEvery);
      }
    }

    /** The names in a path with '/' between them; none in '/' alone. */
    static List<String> folders(String path) {
      return path.strip().equals("/")
          ? List.of()
          : Arrays.stream(path.split("/", -1)).map(String::strip).toList();
    }
  }

  /**
   * The fingerprint of what decides which contacts a mailbox holds: two policies with the same one
   * write the same. Name, description, schedule, mails, guardrail, concurrency and the drift
   * check's rhythm are not part of it, nor is the order of selections: changing them needs no new
   * preview and rewrites nothing.
   */
  public Fingerprint contentFingerprint() {
    return Fingerprint.of(
        String.join(
                "\n",
                environment.value(),
                canonical(source),
                canonical(target.select()),
                DocumentWriter.folder(target.folder()),
                DocumentWriter.word(target.whenMailboxLeaves()),
                DocumentWriter.mapping(mapping).toString(),
                DocumentWriter.changes(changes).toString())
            // Nothing where there are none, so that policies from before filters stay as they are.
            + (filters.equals(Filters.none()) ? "" : "\n" + DocumentWriter.filters(filters)));
  }

  /** JSON texts have no line breaks in them, so that joined ones stay apart. */
  private static String canonical(List<Selection> selections) {
    return selections.stream()
        .map(selection -> DocumentWriter.selection(selection).toString())
        .sorted()
        .collect(Collectors.joining(",", "[", "]"));
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

  /**
   * Who gets a mail about the policy's runs.
   *
   * @param to the addresses it goes to
   * @param subject its subject; empty for the usual one
   * @param onlyOnError only when something needs care, once for each change of state
   */
  public record SummaryMail(List<String> to, Optional<String> subject, boolean onlyOnError) {
    public SummaryMail {
      to = List.copyOf(to);
    }
  }
}
