package dev.rollcall.target.snapshot;

import dev.rollcall.model.FieldValue.Member;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Who a service says it added to a team and removed from it, by id or address, lower-case; the
 * service's choice of the two is not described anywhere.
 */
record TeamChange(Set<String> added, Set<String> removed) {

  /** Whether exactly those were added and removed in whom the two teams differ. */
  boolean isAsForeseen(List<Member> before, List<Member> now) {
    return isExactly(added, without(now, before)) && isExactly(removed, without(before, now));
  }

  /**
   * Whether it can be what was asked for, if it is not known who was in the team: nobody was added
   * who was not sent, and nobody removed at all, since a team that is new has nobody to lose.
   */
  boolean isPossible(List<Member> now) {
    return removed.isEmpty() && added.stream().allMatch(told -> names(now, told));
  }

  private static boolean isExactly(Set<String> told, List<Member> foreseen) {
    return told.size() == foreseen.size() && told.stream().allMatch(one -> names(foreseen, one));
  }

  private static List<Member> without(List<Member> all, List<Member> others) {
    List<Member> rest = new ArrayList<>(all);
    rest.removeIf(one -> others.stream().anyMatch(other -> other.id().equals(one.id())));
    return rest;
  }

  private static boolean names(List<Member> people, String told) {
    return people.stream()
        .anyMatch(
            one ->
                one.id().equalsIgnoreCase(told)
                    || one.address().toLowerCase(Locale.ROOT).equals(told));
  }
}
