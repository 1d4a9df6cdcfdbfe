package dev.rollcall.run;

import dev.rollcall.model.Problem;
import dev.rollcall.model.TargetId;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which of a run's targets to show. What is empty lets all through.
 *
 * @param severity those of this one
 * @param mailbox the one of this id or address, whatever the case
 * @param text those whose problem has this somewhere in its cause, its remedy or the service's own
 *     words, whatever the case
 * @param problem those with a problem of this code
 */
public record TargetFilter(
    Optional<Severity> severity,
    Optional<String> mailbox,
    Optional<String> text,
    Optional<String> problem) {

  private static final int LONGEST_ID = 200;

  /** All of them. */
  public static TargetFilter all() {
    return new TargetFilter(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  }

  boolean isOpen() {
    return equals(all());
  }

  boolean holds(ReadRuns.LabelledTarget target) {
    Optional<Problem> met = target.target().problem();
    return (severity.isEmpty() || severity.equals(target.severity()))
        && (problem.isEmpty() || problem.equals(met.map(Problem::code)))
        && (text.isEmpty() || met.filter(this::says).isPresent());
  }

  /** The ids that may be the mailbox's: most often one. */
  Set<TargetId> among(Map<TargetId, String> addresses) {
    Set<TargetId> ids = new LinkedHashSet<>();
    String wanted = mailbox.orElse("");
    addresses.forEach(
        (id, address) -> {
          if (address.equalsIgnoreCase(wanted) || id.value().equalsIgnoreCase(wanted)) {
            ids.add(id);
          }
        });
    if (ids.isEmpty() && wanted.length() <= LONGEST_ID) {
      // One that is no longer in the run's list has no address any more.
      ids.add(new TargetId(wanted));
    }
    return ids;
  }

  private boolean says(Problem met) {
    String wanted = text.orElse("").toLowerCase(Locale.ROOT);
    return (met.cause() + "\n" + met.remedy() + "\n" + met.service() + "\n" + met.message())
        .toLowerCase(Locale.ROOT)
        .contains(wanted);
  }
}
