package dev.rollcall.notify;

import dev.rollcall.model.Problem;
import dev.rollcall.notify.Letter.Fact;
import dev.rollcall.notify.Letter.Item;
import dev.rollcall.notify.Letter.Line;
import dev.rollcall.notify.Letter.Section;
import dev.rollcall.notify.Letter.Tone;
import dev.rollcall.policy.Environment;
import dev.rollcall.policy.Policy;
import dev.rollcall.policy.Schedule;
import dev.rollcall.run.RunSummary;
import dev.rollcall.state.RunRecord;
import dev.rollcall.state.RunStatus;
import dev.rollcall.state.RunTarget;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A letter about a run. */
final class SummaryLetter {

  private static final int MAX_TROUBLES = 20;
  private static final int MAX_HINTS = 20;

  private final Environment environment;
  private final Policy policy;
  private final RunSummary summary;
  private final RunRecord run;
  private final RunRecord.Counts counts;
  private final ZoneId zone;
  private final Policy.Nouns nouns;

  SummaryLetter(Environment environment, Policy policy, RunSummary summary) {
    this.environment = environment;
    this.policy = policy;
    this.summary = summary;
    this.run = summary.run();
    this.counts = run.counts();
    this.zone = zoneOf(policy);
    this.nouns = policy.type().nouns();
  }

  Letter letter() {
    List<Section> sections = new ArrayList<>();
    sections.add(waiting());
    sections.add(troubles());
    sections.add(contacts());
    sections.add(about());
    sections.add(hints());
    sections.add(mailboxes());
    sections.add(closer());
    return new Letter(
        policy
            .summaryMail()
            .flatMap(Policy.SummaryMail::subject)
            .orElseGet(() -> "Rollcall summary – " + policy.name()),
        tone(),
        headline(),
        lead(),
        sections.stream().filter(section -> !section.isEmpty()).toList());
  }

  private Tone tone() {
    return switch (summary.standing()) {
      case WORKS, WORKS_AGAIN -> Tone.GOOD;
      case WAITS, CANCELLED -> Tone.WAITING;
      case FAILS -> Tone.BAD;
    };
  }

  private String headline() {
    return switch (summary.standing()) {
      case WORKS -> "All is well: " + changes() + ".";
      case WORKS_AGAIN -> "It works again: " + changes() + ".";
      case WAITS -> "A run waits for your approval.";
      case CANCELLED -> "The run was cancelled. What it wrote before stays.";
      case FAILS -> failure();
    };
  }

  private String failure() {
    if (run.status() == RunStatus.REFUSED) {
      return "Nothing was changed: the preview to be carried out no longer holds.";
    }
    if (run.status() == RunStatus.FAILED) {
      return "The run failed.";
    }
    if (counts.targetsFailed() > 0) {
      return Words.number(counts.targetsFailed())
          + " of "
          + Words.count(mailboxCount(), nouns.place(), nouns.places())
          + " could not be brought up to date.";
    }
    return Words.count(counts.failed(), nouns.item(), nouns.items())
        + " could not be written; everything else is up to date.";
  }

  private String lead() {
    return switch (summary.standing()) {
      case WAITS -> waitingFor();
      case FAILS ->
          run.problem().map(problem -> problem.cause()).orElseGet(() -> "Done: " + changes() + ".");
      case WORKS, WORKS_AGAIN, CANCELLED ->
          "Policy '" + policy.name() + "' of " + environment.name() + ".";
    };
  }

  private String waitingFor() {
    long written = counts.created() + counts.updated() + counts.deleted();
    return written == 0
        ? "Nothing was changed so far. Somebody has to look at the plan first."
        : "Done so far: " + changes() + ". For the rest somebody has to look at the plan first.";
  }

  private String changes() {
    if (counts.created() + counts.updated() + counts.deleted() == 0) {
      return "there was nothing to change";
    }
    List<String> parts = new ArrayList<>();
    if (counts.created() > 0) {
      parts.add(Words.count(counts.created(), nouns.item(), nouns.items()) + " created");
    }
    if (counts.updated() > 0) {
      parts.add(Words.number(counts.updated()) + " updated");
    }
    if (counts.deleted() > 0) {
      parts.add(Words.number(counts.deleted()) + " deleted");
    }
    return String.join(", ", parts);
  }

  private Section waiting() {
    List<Line> lines = new ArrayList<>();
    boolean waits = run.status() == RunStatus.HELD;
    run.hold()
        .filter(hold -> waits)
        .ifPresent(
            hold -> {
              hold.reasons().forEach(reason -> lines.add(Line.of(reason)));
              lines.add(Line.of("Look at what would be done:"));
              lines.add(Line.code("GET " + path() + "/changes"));
              lines.add(Line.of("If it is right, approve exactly this plan:"));
              lines.add(
                  Line.code(
                      "POST " + path() + "/approve {\"plan\":\"" + hold.plan().hex() + "\"}"));
              lines.add(Line.of("If it is not, mend the source or the policy, and drop the run:"));
              lines.add(Line.code("POST " + path() + "/cancel"));
              lines.add(
                  Line.of(
                      "The next run of the policy takes this one's place, with a plan of its own."));
            });
    return Section.ofLines("What waits, and what to do", lines);
  }

  private Section troubles() {
    List<Item> items = summary.troubles().stream().limit(MAX_TROUBLES).map(this::trouble).toList();
    int more = summary.troubles().size() - items.size();
    return Section.ofItems(
        "What went wrong, and what to do",
        items,
        more > 0 ? List.of(Line.of("And " + Words.number(more) + " more kinds.")) : List.of());
  }

  private Item trouble(RunSummary.Trouble trouble) {
    Problem problem = trouble.problem();
    List<Line> lines = new ArrayList<>();
    if (!problem.remedy().isEmpty()) {
      lines.add(Line.of("What to do: " + problem.remedy()));
    }
    String where = where(trouble);
    if (!where.isEmpty()) {
      lines.add(Line.of("Concerns " + where + "."));
    }
    lines.add(
        Line.code(problem.code() + (problem.service().isEmpty() ? "" : ": " + problem.service())));
    return new Item(problem.cause(), lines);
  }

  private String where(RunSummary.Trouble trouble) {
    List<String> parts = new ArrayList<>();
    if (trouble.mailboxes() > 0) {
      parts.add(Words.count(trouble.mailboxes(), nouns.place(), nouns.places()));
    }
    if (trouble.contacts() > 0) {
      parts.add(
          Words.count(trouble.contacts(), "single " + nouns.item(), "single " + nouns.items()));
    }
    return String.join(" and ", parts);
  }

  private Section contacts() {
    boolean begun = run.work().isPresent();
    return Section.ofFacts(
        titled(nouns.items()),
        begun
            ? List.of(
                new Fact("Created", Words.number(counts.created())),
                new Fact("Updated", Words.number(counts.updated())),
                new Fact("Deleted", Words.number(counts.deleted())),
                new Fact("Unchanged", Words.number(counts.unchanged())),
                new Fact("Skipped", Words.number(counts.skipped())),
                new Fact("Failed", Words.number(counts.failed())))
            : List.of());
  }

  private Section mailboxes() {
    if (run.work().isEmpty()) {
      return Section.ofFacts(titled(nouns.places()), List.of());
    }
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("Up to date", Words.number(counts.targetsDone())));
    if (counts.targetsFailed() > 0) {
      facts.add(new Fact("Not up to date", Words.number(counts.targetsFailed())));
    }
    if (counts.targetsHeld() > 0) {
      facts.add(new Fact("Waiting", Words.number(counts.targetsHeld())));
    }
    List<Line> more = new ArrayList<>();
    if (summary.moreMailboxes() > 0) {
      more.add(Line.of("And " + Words.number(summary.moreMailboxes()) + " more:"));
      more.add(Line.code("GET " + path() + "/targets"));
    }
    int unvisited = run.work().map(RunRecord.Work::upToDate).orElse(0);
    if (unvisited > 0) {
      more.add(
          Line.of(
              Words.count(unvisited, nouns.place(), nouns.places())
                  + " needed no visit: nothing had changed there."));
    }
    return new Section(
        titled(nouns.places()),
        List.of(),
        facts,
        summary.mailboxes().stream().map(this::mailbox).toList(),
        more);
  }

  private Item mailbox(RunSummary.MailboxLine line) {
    RunTarget target = line.target();
    RunTarget.Counts done = target.counts();
    List<String> parts = new ArrayList<>();
    add(parts, done.created(), "created");
    add(parts, done.updated(), "updated");
    add(parts, done.deleted(), "deleted");
    add(parts, done.skipped(), "skipped");
    add(parts, done.failed(), "failed");
    String counted = parts.isEmpty() ? "nothing to change" : String.join(", ", parts);
    String contacts = Words.count(line.contacts(), nouns.item(), nouns.items());
    String told =
        switch (target.status()) {
          case DONE -> contacts + ": " + counted + ".";
          case HELD -> contacts + ". Would be: " + counted + ".";
          case FAILED, MOVED, DEFERRED ->
              "Not brought up to date" + (parts.isEmpty() ? "." : ": " + counted + ".");
          case PENDING, CANCELLED ->
              "Not reached before the run ended" + (parts.isEmpty() ? "." : ": " + counted + ".");
        };
    return Item.of(
        line.address().isEmpty() ? "A mailbox that left the policy" : line.address(),
        told,
        target.problem().map(Problem::cause).orElse(""));
  }

  private static String titled(String words) {
    return Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }

  private static void add(List<String> parts, int count, String what) {
    if (count > 0) {
      parts.add(Words.number(count) + " " + what);
    }
  }

  private Section hints() {
    List<Line> lines = new ArrayList<>();
    run.reading()
        .ifPresent(
            reading -> {
              reading.shortfalls().forEach(text -> lines.add(Line.of(text)));
              reading.hints().forEach(text -> lines.add(Line.of(text)));
            });
    return Section.ofLines(
        "Worth knowing", lines.size() > MAX_HINTS ? lines.subList(0, MAX_HINTS) : lines);
  }

  private Section about() {
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("Policy", policy.name() + " (" + policy.id() + ")"));
    facts.add(new Fact("Organisation", environment.name()));
    facts.add(
        new Fact(
            "Mode",
            run.request().preview().isPresent()
                ? "apply, of a preview"
                : run.request().mode() == RunRecord.Mode.PREVIEW ? "preview" : "apply"));
    facts.add(
        new Fact(
            "Started",
            Words.time(run.id().startedAt(), zone)
                + (run.request().trigger() == RunRecord.Trigger.SCHEDULE
                    ? ", by its schedule"
                    : ", by hand")));
    Instant end = run.finishedAt().orElse(run.progressAt());
    facts.add(
        new Fact(
            run.status() == RunStatus.HELD ? "Waits since" : "Ended",
            Words.time(end, zone)
                + ", after "
                + Words.duration(Duration.between(run.id().startedAt(), end))));
    run.reading()
        .ifPresent(
            reading ->
                facts.add(new Fact("Source", Words.count(reading.records(), "record", "records"))));
    facts.add(new Fact("Calls made", Words.number(counts.calls())));
    facts.add(
        new Fact("Next run", summary.next().map(at -> next(at, end)).orElseGet(this::noNextRun)));
    return Section.ofFacts("This run", facts);
  }

  /** The scheduler looks every five minutes: what is due comes with its next look. */
  private String next(Instant at, Instant end) {
    return at.isAfter(end) ? Words.time(at, zone) : "within minutes";
  }

  private String noNextRun() {
    return policy.schedule().isPresent()
        ? "by its schedule, once its present content was previewed"
        : "when somebody starts it; the policy has no schedule";
  }

  private Section closer() {
    return Section.ofLines(
        "Look closer",
        List.of(
            Line.code("GET " + path()),
            Line.code("GET " + path() + "/targets"),
            Line.code("GET " + path() + "/changes"),
            Line.code("GET /api/policies/" + policy.id() + "/runs")));
  }

  private int mailboxCount() {
    return counts.targetsDone() + counts.targetsFailed() + counts.targetsHeld();
  }

  private String path() {
    return "/api/runs/" + run.policy() + "/" + run.id();
  }

  private static ZoneId zoneOf(Policy policy) {
    Optional<Schedule> schedule = policy.schedule();
    return schedule
        .filter(Schedule.Calendar.class::isInstance)
        .map(Schedule.Calendar.class::cast)
        .map(Schedule.Calendar::zone)
        .orElse(ZoneId.of("UTC"));
  }
}
