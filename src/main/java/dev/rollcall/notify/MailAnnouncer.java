package dev.rollcall.notify;

import dev.rollcall.client.http.ClientException;
import dev.rollcall.model.CallMeter;
import dev.rollcall.model.Problem;
import dev.rollcall.policy.Environment;
import dev.rollcall.policy.Policy;
import dev.rollcall.run.Announcer;
import dev.rollcall.run.Expiry;
import dev.rollcall.run.RunSummary;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Writes mails and sends them from the environment's notification mailbox. A mail is sent once:
 * whoever calls tries again, later.
 */
public final class MailAnnouncer implements Announcer {

  private final Mails mails;
  private final Clock clock;
  private final RandomGenerator random;
  private final LetterForms forms;

  /**
   * @param mails the way the mails go
   */
  public MailAnnouncer(Mails mails, Clock clock, RandomGenerator random) {
    this(mails, clock, random, new LetterForms());
  }

  private MailAnnouncer(Mails mails, Clock clock, RandomGenerator random, LetterForms forms) {
    this.mails = mails;
    this.clock = clock;
    this.random = random;
    this.forms = forms;
  }

  /** The same on another way, such as one whose requests are counted for one invocation. */
  public MailAnnouncer over(Mails others) {
    return new MailAnnouncer(others, clock, random, forms);
  }

  @Override
  public Optional<Problem> summary(Environment environment, Policy policy, RunSummary summary) {
    return send(
        environment, recipients(policy), new SummaryLetter(environment, policy, summary).letter());
  }

  @Override
  public Optional<Problem> warn(Environment environment, List<Expiry> ends) {
    return send(
        environment,
        environment.notifyTo(),
        new WarningLetter(environment, ends, clock.instant()).letter());
  }

  @Override
  public Optional<Problem> test(Environment environment, Policy policy) {
    return send(environment, recipients(policy), TestLetter.of(environment, policy));
  }

  private static List<String> recipients(Policy policy) {
    return policy.summaryMail().map(Policy.SummaryMail::to).orElse(List.of());
  }

  private Optional<Problem> send(Environment environment, List<String> to, Letter letter) {
    if (environment.notificationMailbox().isEmpty()) {
      return Optional.of(MailProblems.noSender());
    }
    if (to.isEmpty()) {
      return Optional.of(MailProblems.noRecipients());
    }
    String from = environment.notificationMailbox().get();
    byte[] mime =
        MimeMessage.of(from, to, letter, forms, clock.instant(), "_rollcall_" + random.nextLong());
    try {
      mails.send(environment, from, mime, new CallMeter());
      return Optional.empty();
    } catch (ClientException e) {
      return Optional.of(MailProblems.of(e));
    }
  }
}
