package dev.rollcall.run;

import dev.rollcall.model.Problem;
import dev.rollcall.policy.Environment;
import dev.rollcall.policy.Policy;
import java.util.List;
import java.util.Optional;

/**
 * Tells people by mail, from the environment's notification mailbox. Each call sends one mail at
 * most; calling twice sends two, so whoever calls keeps in mind what was told ({@link
 * dev.rollcall.state.Notices}).
 *
 * <p>A mail that could not be sent is an answer, not an exception: nothing else may fail for it.
 */
public interface Announcer {

  /** Code of the problem that an environment has no mailbox to send from. */
  String NO_SENDER = "noNotificationMailbox";

  /** Code of the problem that a document names nobody to send to. */
  String NO_RECIPIENTS = "noMailRecipients";

  /**
   * Tells the policy's recipients what became of a run.
   *
   * @return why the mail was not accepted; empty if it was
   */
  Optional<Problem> summary(Environment environment, Policy policy, RunSummary summary);

  /**
   * Tells the environment's recipients what ends soon, or has ended, in one mail.
   *
   * @param ends at least one
   * @return why the mail was not accepted; empty if it was
   */
  Optional<Problem> warn(Environment environment, List<Expiry> ends);

  /**
   * Sends the policy's recipients a mail that says mail works.
   *
   * @return why the mail was not accepted; empty if it was
   */
  Optional<Problem> test(Environment environment, Policy policy);

  /** Takes every mail and sends none. */
  static Announcer quiet() {
    return new Announcer() {
      @Override
      public Optional<Problem> summary(Environment environment, Policy policy, RunSummary summary) {
        return Optional.empty();
      }

      @Override
      public Optional<Problem> warn(Environment environment, List<Expiry> ends) {
        return Optional.empty();
      }

      @Override
      public Optional<Problem> test(Environment environment, Policy policy) {
        return Optional.empty();
      }
    };
  }
}
