package dev.rollcall.run;

import dev.rollcall.model.PolicyId;
import dev.rollcall.model.Problem;
import dev.rollcall.model.RunId;
import dev.rollcall.policy.Environment;
import dev.rollcall.policy.Policy;
import dev.rollcall.run.Telling.Told;
import dev.rollcall.state.Notice;
import dev.rollcall.state.RunMail;
import dev.rollcall.state.RunRecord;
import dev.rollcall.state.RunStatus;
import dev.rollcall.state.StateUnreadable;
import dev.rollcall.state.Versioned;
import dev.rollcall.telemetry.Event;
import dev.rollcall.telemetry.Field;
import dev.rollcall.telemetry.Journal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Tells a policy's recipients by mail what became of a run, if the run's row says that this is due:
 * that was written together with the status, so whoever dies in between leaves it to the next one.
 *
 * <p>The run's row says that somebody is about to send, then the mail is sent, then the notice of
 * what was told is put, then the run's row. Killed after the sending, a mail goes out twice; killed
 * after the notice, that tells. A mail that fails changes nothing about the run: it is noted there,
 * and tried again when the watchdog comes by, at growing distances, {@value #MAX_ATTEMPTS} times in
 * all.
 */
public final class TellRun {

  /** The topic of the notices: subjects are policies. */
  static final String TOPIC = "summary";

  /** With the pauses between them, half a day. */
  static final int MAX_ATTEMPTS = 8;

  private static final Duration FIRST_PAUSE = Duration.ofMinutes(5);
  private static final int TRIES = 5;

  /** As long as what failed is left alone at most. */
  private static final Duration LONGEST_PAUSE = Duration.ofDays(1);

  private final RunPorts ports;
  private final Library library;
  private final Summaries summaries;
  private final Connections connections;

  public TellRun(RunPorts ports) {
    this.ports = ports;
    this.library = new Library(ports);
    this.summaries = new Summaries(ports);
    this.connections = new Connections(ports.documents());
  }

  /** Sends the mail that is due for this run, if one is and it is not to be left for later. */
  public void execute(PolicyId policy, RunId id, Journal journal) {
    Optional<Versioned<RunRecord>> found = ports.runs().get(policy, id);
    if (found.isPresent() && isDue(found.get().value())) {
      tell(found.get(), journal);
    }
  }

  /**
   * Whether a mail about this run has been waiting for so long that nobody else is going to send
   * it: whoever closed the run tries first, and at once.
   */
  boolean isOverdue(RunRecord run) {
    return isDue(run)
        && run.mail().orElseThrow().at().or(() -> Optional.of(run.progressAt())).stream()
            .noneMatch(at -> at.plus(FIRST_PAUSE).isAfter(ports.clock().instant()));
  }

  private boolean isDue(RunRecord run) {
    Optional<RunMail> due = run.mail().filter(mail -> mail.state() == RunMail.State.DUE);
    return run.status().isToldOf()
        && due.isPresent()
        && !due.flatMap(TellRun::notBefore)
            .filter(time -> time.isAfter(ports.clock().instant()))
            .isPresent();
  }

  private static Optional<Instant> notBefore(RunMail mail) {
    return mail.at()
        .map(
            failed ->
                failed.plus(FIRST_PAUSE.multipliedBy(1L << Math.max(0, mail.attempts() - 1))));
  }

  private void tell(Versioned<RunRecord> found, Journal journal) {
    RunRecord run = found.value();
    Policy policy;
    try {
      policy = policyOf(run);
    } catch (Library.Unusable e) {
      // Nobody knows whom to tell.
      note(found, Optional.empty());
      return;
    }
    if (policy.summaryMail().isEmpty()) {
      note(found, Optional.empty());
      return;
    }
    RunMail mail = run.mail().orElseThrow();
    Optional<Versioned<Notice>> notice = ports.notices().last(TOPIC, run.policy().value());
    Optional<Told> last = notice.map(Versioned::value).map(Notice::told).flatMap(Told::read);
    if (last.filter(told -> told.isOf(run)).isPresent()) {
      // Whoever decided this died before the run's row said so.
      note(
          found,
          Optional.of(last.get().sent() ? mail.sent(notice.get().value().at()) : mail.notNeeded()));
      return;
    }
    if (connections.disconnectedAt(policy.environment()).isPresent()) {
      // Whoever disconnected it knows, and no login is left to send with.
      note(found, Optional.of(mail.notNeeded()));
      return;
    }
    try {
      decide(found, policy, notice, last, journal);
    } catch (StateUnreadable e) {
      fail(
          found,
          mail,
          Problem.lasting(
              "mailFailed",
              "The mail could not be made, since the run's history is damaged.",
              String.valueOf(e.getMessage()),
              ""),
          journal);
    }
  }

  private void decide(
      Versioned<RunRecord> found,
      Policy policy,
      Optional<Versioned<Notice>> notice,
      Optional<Told> last,
      Journal journal) {
    RunRecord run = found.value();
    RunMail mail = run.mail().orElseThrow();
    Set<String> known = last.<Set<String>>map(Told::needs).orElseGet(Set::of);
    Optional<Summaries.Findings> findings =
        wentWell(run) ? Optional.empty() : Optional.of(summaries.findings(run));
    Telling telling =
        Telling.of(
            run,
            policy.summaryMail().orElseThrow().onlyOnError(),
            needs(run, findings, known),
            !known.isEmpty() && somethingWaits(run.policy()),
            last);
    if (!telling.needed()) {
      remember(run, telling.told(), notice);
      note(found, Optional.of(mail.notNeeded()));
      return;
    }
    RunSummary summary =
        summaries.of(run, telling.standing(), findings.orElseGet(() -> summaries.findings(run)));
    // Several may come by at once, each lane's last among them: one of them sends.
    Optional<Versioned<RunRecord>> begun =
        ports.runs().update(found, run.withMail(Optional.of(mail.begun(ports.clock().instant()))));
    if (begun.isEmpty()) {
      return;
    }
    Optional<Problem> refused = send(policy, summary);
    if (refused.isEmpty()) {
      remember(run, telling.told(), notice);
      note(begun.get(), Optional.of(mail.sent(ports.clock().instant())));
      journal.write(RunEvents.about(Event.info("MailSent"), run));
    } else {
      fail(begun.get(), mail, refused.get(), journal);
    }
  }

  /** The policy as it stands now; if it was removed meanwhile, as it stood when the run began. */
  private Policy policyOf(RunRecord run) {
    try {
      return library.policy(run.policy()).value();
    } catch (Library.Unusable e) {
      if (run.work().isEmpty()) {
        throw e;
      }
      return library.policyOf(run);
    }
  }

  private static boolean wentWell(RunRecord run) {
    return run.status() == RunStatus.FINISHED
        && run.counts().targetsFailed() == 0
        && run.counts().failed() == 0;
  }

  /**
   * Whether something that failed is left alone for a while: a run that did not try it says nothing
   * about it. What waited for long belongs to a mailbox that is no longer visited.
   */
  private boolean somethingWaits(PolicyId policy) {
    Instant recently = ports.clock().instant().minus(LONGEST_PAUSE.multipliedBy(2));
    return ports.checkpoints().list(policy).stream()
        .anyMatch(head -> head.retryAt().filter(at -> at.isAfter(recently)).isPresent());
  }

  private static Set<String> needs(
      RunRecord run, Optional<Summaries.Findings> findings, Set<String> known) {
    Set<String> needs = new TreeSet<>();
    findings.ifPresent(
        found ->
            found.troubles().stream()
                .filter(trouble -> trouble.mailboxes() > 0 || trouble.contacts() == 0)
                // Why it is left alone was told when it failed.
                .filter(trouble -> !trouble.problem().code().equals(Slice.LEFT_ALONE))
                .forEach(trouble -> needs.add(trouble.problem().code())));
    if (run.counts().failed() > 0) {
      needs.add(Telling.CONTACTS_FAILED);
    }
    if (needs.isEmpty() && !wentWell(run)) {
      needs.addAll(known.isEmpty() ? Set.of(run.status().name()) : known);
    }
    return needs;
  }

  private Optional<Problem> send(Policy policy, RunSummary summary) {
    try {
      Environment environment = library.environment(policy.environment());
      return ports.announcer().summary(environment, policy, summary);
    } catch (Library.Unusable e) {
      return Optional.of(e.problem());
    } catch (RuntimeException e) {
      // Whatever it is, the run is over and stays as it is.
      return Optional.of(
          Problem.lasting(
              "mailFailed",
              "The mail could not be made (" + e.getClass().getSimpleName() + ").",
              "The run itself is not touched. Report it with the app's version.",
              ""));
    }
  }

  private void fail(Versioned<RunRecord> found, RunMail mail, Problem why, Journal journal) {
    boolean hopeless =
        why.code().equals(Announcer.NO_SENDER) || why.code().equals(Announcer.NO_RECIPIENTS);
    boolean again = !hopeless && mail.attempts() + 1 < MAX_ATTEMPTS;
    note(found, Optional.of(mail.failed(why, again, ports.clock().instant())));
    journal.write(
        RunEvents.about(
                again ? Event.warn("MailNotSent") : Event.error("MailNotSent"), found.value())
            .with(Field.ATTEMPT, mail.attempts() + 1)
            .with(Field.OUTCOME, again ? "triedAgain" : "givenUp")
            .with(Field.REASON, why.code())
            .with(Field.REMEDY, why.remedy())
            .with(Field.SERVICE, why.service()));
  }

  /** Puts down what people know now, unless somebody knows of a later run meanwhile. */
  private void remember(RunRecord run, Told told, Optional<Versioned<Notice>> read) {
    Optional<Versioned<Notice>> known = read;
    for (int i = 0; i < TRIES; i++) {
      boolean later =
          known
              .map(Versioned::value)
              .map(Notice::told)
              .flatMap(Told::read)
              .filter(other -> other.isOfLaterThan(run))
              .isPresent();
      Notice notice = new Notice(told.written(), ports.clock().instant());
      if (later
          || ports
              .notices()
              .put(TOPIC, run.policy().value(), notice, known.map(Versioned::version))
              .isPresent()) {
        return;
      }
      known = ports.notices().last(TOPIC, run.policy().value());
    }
  }

  /** Notes on the run what became of its mail, unless the run stands otherwise by now. */
  private void note(Versioned<RunRecord> found, Optional<RunMail> mail) {
    Optional<Versioned<RunRecord>> current = Optional.of(found);
    for (int i = 0; i < TRIES && current.isPresent(); i++) {
      RunRecord run = current.get().value();
      boolean moved =
          run.status() != found.value().status() || !run.mail().equals(found.value().mail());
      if (moved || ports.runs().update(current.get(), run.withMail(mail)).isPresent()) {
        return;
      }
      current = ports.runs().get(run.policy(), run.id());
    }
  }
}
