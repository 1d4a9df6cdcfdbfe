package dev.rollcall.source;

import dev.rollcall.model.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Tells of mailboxes whose people could not be read, without naming more than one of them. */
public final class UnreadTrustees {

  private UnreadTrustees() {}

  /**
   * One sentence for each cause.
   *
   * @param problems by the mailboxes' keys
   */
  public static List<String> hints(Map<String, Problem> problems) {
    Map<String, List<String>> byCause = new TreeMap<>();
    problems.forEach(
        (mailbox, problem) ->
            byCause
                .computeIfAbsent(problem.cause() + " " + problem.remedy(), any -> new ArrayList<>())
                .add(mailbox));
    List<String> hints = new ArrayList<>();
    byCause.forEach(
        (cause, mailboxes) ->
            hints.add(
                "The people behind "
                    + mailboxes.size()
                    + (mailboxes.size() == 1 ? " mailbox" : " mailboxes")
                    + " could not be read in full ("
                    + mailboxes.stream().sorted().findFirst().orElseThrow()
                    + (mailboxes.size() == 1 ? "" : ", …")
                    + "); they are left as they are. "
                    + cause));
    return hints;
  }
}
