package dev.rollcall.notify;

import dev.rollcall.client.graph.GraphClient;
import dev.rollcall.client.http.ClientException;
import dev.rollcall.model.CallMeter;
import dev.rollcall.model.Problem;
import dev.rollcall.policy.Environment;
import dev.rollcall.policy.Policy;
import dev.rollcall.run.Announcer;
import dev.rollcall.run.Expiry;
import dev.rollcall.run.RunSummary;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * Sends mails through Graph from the environment's notification mailbox, as its primary app, which
 * needs the permission {@code Mail.Send}. A mail is sent once: whoever calls tries again, later.
 *
 * <p>Graph takes one body as JSON, but any MIME message as text; the latter has both forms. It then
 * always keeps a copy in the mailbox's sent items.
 *
 * @see <a href="https://learn.microsoft.com/graph/api/user-sendmail">user: sendMail</a> (read
 *     2026-11-21)
 */
public final class GraphAnnouncer implements Announcer {

  private final Function<Environment, GraphClient> graphs;
  private final Clock clock;
  private final RandomGenerator random;
  private final LetterForms forms;

  public GraphAnnouncer(
      Function<Environment, GraphClient> graphs, Clock clock, RandomGenerator random) {
    this(graphs, clock, random, new LetterForms());
  }

  private GraphAnnouncer(
      Function<Environment, GraphClient> graphs,
      Clock clock,
      RandomGenerator random,
      LetterForms forms) {
    this.graphs = graphs;
    this.clock = clock;
    this.random = random;
    this.forms = forms;
  }

  /** The same over other clients, such as those whose requests are counted for one invocation. */
  public GraphAnnouncer over(Function<Environment, GraphClient> clients) {
    return new GraphAnnouncer(clients, clock, random, forms);
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
      graphs
          .apply(environment)
          .postAlone(
              "/users/"
                  + URLEncoder.encode(from, StandardCharsets.UTF_8).replace("+", "%20")
                  + "/sendMail",
              "text/plain",
              Base64.getEncoder().encode(mime),
              new CallMeter());
      return Optional.empty();
    } catch (ClientException e) {
      return Optional.of(MailProblems.of(e));
    }
  }
}
