package dev.rollcall.run;

import dev.rollcall.model.Problem;
import dev.rollcall.policy.Environment;
import dev.rollcall.policy.Policy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Mails in memory; a service that refuses some when told to. */
final class MemoryMails implements Announcer {

  private final List<RunSummary> summaries = new ArrayList<>();
  private Optional<Problem> refusal = Optional.empty();
  private int asked;

  /** Refuses every mail from now on; takes them again, if empty. */
  void refuse(Optional<Problem> why) {
    refusal = why;
  }

  /** What was accepted, in that order. */
  List<RunSummary> summaries() {
    return summaries;
  }

  /** How often a mail was to be sent. */
  int asked() {
    return asked;
  }

  @Override
  public Optional<Problem> summary(Environment environment, Policy policy, RunSummary summary) {
    asked++;
    if (refusal.isEmpty()) {
      summaries.add(summary);
    }
    return refusal;
  }

  @Override
  public Optional<Problem> warn(Environment environment, List<Expiry> ends) {
    return refusal;
  }

  @Override
  public Optional<Problem> test(Environment environment, Policy policy) {
    return refusal;
  }
}
