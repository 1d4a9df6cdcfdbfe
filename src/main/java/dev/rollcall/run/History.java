package dev.rollcall.run;

import dev.rollcall.model.PolicyId;
import dev.rollcall.model.RunId;
import dev.rollcall.state.RunRecord;
import dev.rollcall.state.Runs;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** All runs of a policy, a page at a time. */
final class History {

  private static final int PAGE = 1_000;

  private final Runs runs;

  History(Runs runs) {
    this.runs = runs;
  }

  /** Shows every run, newest first. */
  void forEach(PolicyId policy, Consumer<RunRecord> reader) {
    Optional<RunId> after = Optional.empty();
    List<RunRecord> page = runs.list(policy, after, PAGE);
    while (!page.isEmpty()) {
      page.forEach(reader);
      after = Optional.of(page.get(page.size() - 1).id());
      page = page.size() < PAGE ? List.of() : runs.list(policy, after, PAGE);
    }
  }
}
