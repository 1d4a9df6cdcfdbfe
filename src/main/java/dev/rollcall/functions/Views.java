package dev.rollcall.functions;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.model.Fingerprint;
import dev.rollcall.model.Problem;
import dev.rollcall.run.ReadRuns;
import dev.rollcall.run.ReadSchedule;
import dev.rollcall.state.RunChange;
import dev.rollcall.state.RunMail;
import dev.rollcall.state.RunRecord;
import dev.rollcall.state.RunTarget;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How runs look in JSON. */
final class Views {

  private Views() {}

  static ObjectNode schedule(ReadSchedule.Shown shown) {
    ObjectNode view = Answers.JSON.createObjectNode();
    view.put("scheduled", shown.scheduled()).put("previewed", shown.previewed());
    shown.last().ifPresent(at -> view.put("last", at.toString()));
    texts(shown.next().stream().map(Instant::toString).toList(), view.putArray("next"));
    shown.disconnectedAt().ifPresent(at -> view.put("disconnectedAt", at.toString()));
    return view;
  }

  static ObjectNode run(RunRecord run, Optional<ReadRuns.Progress> progress) {
    ObjectNode view = Answers.JSON.createObjectNode();
    view.put("policy", run.policy().value())
        .put("id", run.id().value())
        .put("mode", lower(run.request().mode()))
        .put("trigger", lower(run.request().trigger()))
        .put("status", lower(run.status()))
        .put("startedAt", run.id().startedAt().toString());
    run.finishedAt().ifPresent(at -> view.put("finishedAt", at.toString()));
    run.purgedAt().ifPresent(at -> view.put("purgedAt", at.toString()));
    run.request().preview().ifPresent(preview -> view.put("ofPreview", preview.value()));
    if (run.request().decommission()) {
      view.put("removesPolicy", true);
    }
    run.reading().ifPresent(reading -> reading(reading, view.putObject("source")));
    run.work()
        .ifPresent(
            work -> {
              view.putObject("work")
                  .put("targets", work.targetCount())
                  .put("upToDate", work.upToDate())
                  .put("lanes", work.lanes())
                  .put("snapshot", work.snapshot().hex());
              apps(work.apps(), view.putArray("apps"));
            });
    counts(run.counts(), view.putObject("counts"));
    run.hold()
        .ifPresent(
            hold -> {
              ObjectNode node = view.putObject("hold");
              node.put("plan", hold.plan().hex()).put("approved", hold.approved());
              texts(hold.reasons(), node.putArray("reasons"));
            });
    run.problem().ifPresent(problem -> problem(problem, view.putObject("problem")));
    run.mail().ifPresent(mail -> mail(mail, view.putObject("mail")));
    progress.ifPresent(now -> progress(now, view.putObject("progress")));
    return view;
  }

  static ObjectNode target(ReadRuns.LabelledTarget labelled) {
    RunTarget target = labelled.target();
    ObjectNode view = Answers.JSON.createObjectNode();
    view.put("id", target.target().value())
        .put("mailbox", labelled.address())
        .put("status", lower(target.status()))
        .put("held", target.held())
        .put("created", target.counts().created())
        .put("updated", target.counts().updated())
        .put("deleted", target.counts().deleted())
        .put("unchanged", target.counts().unchanged())
        .put("skipped", target.counts().skipped())
        .put("failed", target.counts().failed());
    target.at().ifPresent(at -> view.put("at", at.toString()));
    labelled.severity().ifPresent(severity -> view.put("severity", lower(severity)));
    target.plan().map(Fingerprint::hex).ifPresent(plan -> view.put("plan", plan));
    target.problem().ifPresent(problem -> problem(problem, view.putObject("problem")));
    return view;
  }

  static ObjectNode change(RunChange change) {
    ObjectNode view = Answers.JSON.createObjectNode();
    view.put("target", change.target())
        .put("sequence", change.sequence())
        .put("kind", change.kind())
        .put("key", change.key())
        .put("name", change.shown())
        .put("outcome", change.outcome());
    if (!change.reason().isEmpty()) {
      view.put("reason", change.reason()).put("detail", change.detail());
    }
    ArrayNode fields = view.putArray("fields");
    for (RunChange.Field field : change.fields()) {
      fields
          .addObject()
          .put("field", field.name())
          .put("before", field.before())
          .put("after", field.after());
    }
    return view;
  }

  private static void reading(RunRecord.Reading reading, ObjectNode node) {
    node.put("records", reading.records())
        .put("dropped", reading.dropped())
        .put("pages", reading.pages())
        .put("rows", reading.rows())
        .put("complete", reading.shortfalls().isEmpty())
        .put("calls", reading.calls());
    texts(reading.shortfalls(), node.putArray("shortfalls"));
    texts(reading.hints(), node.putArray("hints"));
  }

  private static void counts(RunRecord.Counts counts, ObjectNode node) {
    node.put("targetsDone", counts.targetsDone())
        .put("targetsFailed", counts.targetsFailed())
        .put("targetsHeld", counts.targetsHeld())
        .put("created", counts.created())
        .put("updated", counts.updated())
        .put("deleted", counts.deleted())
        .put("unchanged", counts.unchanged())
        .put("skipped", counts.skipped())
        .put("failed", counts.failed())
        .put("calls", counts.calls());
    long changed = counts.created() + counts.updated() + counts.deleted();
    if (changed > 0) {
      node.put("callsPerChange", Math.round(counts.calls() * 1000.0 / changed) / 1000.0);
    }
    if (counts.predictedCalls() > 0) {
      node.put("predictedCalls", counts.predictedCalls())
          .put("predictedMinutes", Math.round(counts.predictedSeconds() / 6.0) / 10.0);
    }
  }

  private static void apps(List<RunRecord.AppUse> apps, ArrayNode node) {
    for (RunRecord.AppUse app : apps) {
      ObjectNode use =
          node.addObject()
              .put("name", app.name())
              .put("clientId", app.app())
              .put("calls", app.calls());
      if (!app.refusal().isEmpty()) {
        use.put("refused", app.refusal());
      }
    }
  }

  private static void progress(ReadRuns.Progress progress, ObjectNode node) {
    node.put("targetsDone", progress.targetsDone())
        .put("targets", progress.targets())
        .put("changesDone", progress.changesDone())
        .put("changesExpected", progress.changesExpected())
        .put("changesPerSecond", Math.round(progress.perSecond() * 10) / 10.0);
    progress.estimatedEnd().ifPresent(end -> node.put("estimatedEnd", end.toString()));
  }

  private static void mail(RunMail mail, ObjectNode node) {
    node.put(
        "status",
        switch (mail.state()) {
          case DUE -> "due";
          case SENT -> "sent";
          case NOT_NEEDED -> "notNeeded";
          case GIVEN_UP -> "givenUp";
        });
    mail.at().ifPresent(at -> node.put("at", at.toString()));
    if (mail.attempts() > 0) {
      node.put("failedAttempts", mail.attempts());
    }
    mail.problem().ifPresent(problem -> problem(problem, node.putObject("problem")));
  }

  static void problem(Problem problem, ObjectNode node) {
    node.put("code", problem.code()).put("cause", problem.cause()).put("remedy", problem.remedy());
    if (!problem.service().isEmpty()) {
      node.put("service", problem.service());
    }
    if (!problem.message().isEmpty()) {
      node.put("message", problem.message());
    }
  }

  private static void texts(List<String> texts, ArrayNode node) {
    texts.forEach(node::add);
  }

  /** A choice of several words as documents spell theirs, such as {@code days30}. */
  static String camel(Enum<?> value) {
    StringBuilder name = new StringBuilder();
    for (String word : value.name().split("_")) {
      name.append(name.isEmpty() ? word.charAt(0) : Character.toUpperCase(word.charAt(0)))
          .append(word.substring(1).toLowerCase(Locale.ROOT));
    }
    return Character.toLowerCase(name.charAt(0)) + name.substring(1);
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
