package dev.rollcall.run;

import dev.rollcall.model.RunId;
import dev.rollcall.run.RunSummary.Standing;
import dev.rollcall.state.RunRecord;
import dev.rollcall.state.RunStatus;
import java.util.Arrays;
import java.util.Collections;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Whether people are told of a run, and what it means after what they were told before. Pure.
 *
 * @param standing what the run means for its policy
 * @param needed whether a mail is to be sent
 * @param told what people know from then on
 */
record Telling(Standing standing, boolean needed, Told told) {

  /** Stands for every kind of failure of single contacts, which come and go. */
  static final String CONTACTS_FAILED = "contactsFailed";

  private static final String WAITING = "waiting";

  /**
   * What was last decided about a policy's runs.
   *
   * @param run the run it was about
   * @param about how that run stood, and if it was held, with which plan
   * @param sent whether a mail went out
   * @param needs what was wrong since everything last worked, told or known to be: a policy that
   *     fails now for one of two reasons and now for the other is told of twice, not for ever
   */
  record Told(RunId run, String about, boolean sent, SortedSet<String> needs) {

    Told {
      needs = Collections.unmodifiableSortedSet(new TreeSet<>(needs));
    }

    /** A text that a notice keeps. */
    String written() {
      return String.join(" ", run.value(), about, sent ? "sent" : "quiet", String.join(",", needs));
    }

    /** The other way; a text of another form is as good as none. */
    static Optional<Told> read(String written) {
      String[] parts = written.split(" ", -1);
      if (parts.length != 4) {
        return Optional.empty();
      }
      try {
        return Optional.of(
            new Told(
                new RunId(parts[0]),
                parts[1],
                parts[2].equals("sent"),
                Arrays.stream(parts[3].split(","))
                    .filter(code -> !code.isEmpty())
                    .collect(Collectors.toCollection(TreeSet::new))));
      } catch (IllegalArgumentException e) {
        return Optional.empty();
      }
    }

    boolean isOf(RunRecord run) {
      return this.run.equals(run.id()) && about.equals(aboutOf(run));
    }

    boolean isOfLaterThan(RunRecord run) {
      return this.run.startedAt().isAfter(run.id().startedAt());
    }
  }

  /**
   * Decides.
   *
   * @param onlyOnError whether people want to hear of changes of state alone
   * @param needs codes of what went wrong in the run; empty if nothing did
   * @param waiting whether something that failed before waits to be tried again, so that nobody
   *     knows yet whether it works
   * @param last what was last decided about the policy's runs, by another run or by this one when
   *     it stood otherwise
   */
  static Telling of(
      RunRecord run, boolean onlyOnError, Set<String> needs, boolean waiting, Optional<Told> last) {
    SortedSet<String> known = last.map(Told::needs).orElseGet(TreeSet::new);
    Standing standing = standing(run, needs, waiting, known);
    boolean overtaken = last.filter(told -> told.isOfLaterThan(run)).isPresent();
    boolean news =
        switch (standing) {
          // Each run's plan replaces the one before, and differs with the day; that one waits is
          // what people have to know.
          case WAITS -> !known.contains(WAITING);
          case FAILS -> !known.containsAll(needs);
          case WORKS_AGAIN -> true;
          case WORKS, CANCELLED -> false;
        };
    boolean needed = !onlyOnError || (news && !overtaken);
    SortedSet<String> after = new TreeSet<>(known);
    switch (standing) {
      case WAITS -> after.add(WAITING);
      case FAILS -> after.addAll(needs);
      case WORKS, WORKS_AGAIN -> {
        if (!waiting) {
          after.clear();
        }
      }
      // Nobody knows whether the rest would have worked.
      case CANCELLED -> {}
    }
    Told told = overtaken ? last.orElseThrow() : new Told(run.id(), aboutOf(run), needed, after);
    return new Telling(standing, needed, told);
  }

  private static Standing standing(
      RunRecord run, Set<String> needs, boolean waiting, Set<String> known) {
    if (run.status() == RunStatus.HELD) {
      return Standing.WAITS;
    }
    if (run.status() == RunStatus.CANCELLED) {
      return Standing.CANCELLED;
    }
    if (!needs.isEmpty()) {
      return Standing.FAILS;
    }
    return known.isEmpty() || waiting ? Standing.WORKS : Standing.WORKS_AGAIN;
  }

  private static String aboutOf(RunRecord run) {
    return run.status() == RunStatus.HELD
        ? "held:" + run.hold().map(hold -> hold.plan().hex()).orElse("")
        : run.status().name().toLowerCase(Locale.ROOT);
  }
}
