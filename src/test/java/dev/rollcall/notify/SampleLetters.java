package dev.rollcall.notify;

import dev.rollcall.localhost.LocalCloud;
import dev.rollcall.model.Fingerprint;
import dev.rollcall.model.PolicyId;
import dev.rollcall.model.Problem;
import dev.rollcall.model.RunId;
import dev.rollcall.model.TargetId;
import dev.rollcall.policy.Environment;
import dev.rollcall.policy.Policy;
import dev.rollcall.policy.PolicyDocuments;
import dev.rollcall.run.Expiry;
import dev.rollcall.run.RunSummary;
import dev.rollcall.run.RunSummary.MailboxLine;
import dev.rollcall.run.RunSummary.Standing;
import dev.rollcall.run.RunSummary.Trouble;
import dev.rollcall.state.RunRecord;
import dev.rollcall.state.RunStatus;
import dev.rollcall.state.RunTarget;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Letters of every kind, with the longest and worst that they may have to show. */
final class SampleLetters {

  static final Instant NOW = Instant.parse("2026-11-21T02:30:00Z");

  /** Right-to-left override, markup, a template's own braces, a line break, a long word. */
  static final String HOSTILE =
      "\u202Egnp.exe</td><script>alert(1)</script>{{subject}}\r\n<img src=x onerror=alert(2)>"
          + "\"'&amp;\u2066"
          + "W".repeat(80);

  private static final String ADDRESS =
      "anne-katrin.von-und-zu-hohenlohe-schillingsfuerst.extern@subsidiary-of-contoso.example";

  private SampleLetters() {}

  /** Each by a name for its file. */
  static Map<String, Letter> all() {
    Map<String, Letter> all = new LinkedHashMap<>();
    all.put("works", summary("Company employees", RunStatus.FINISHED, Standing.WORKS, 0));
    all.put("fails", summary("Company employees", RunStatus.FINISHED, Standing.FAILS, 3));
    all.put("waits", summary("Company employees", RunStatus.HELD, Standing.WAITS, 0));
    all.put("ended-early", summary("Company employees", RunStatus.FAILED, Standing.FAILS, 0));
    all.put("hostile", summary(HOSTILE, RunStatus.FINISHED, Standing.FAILS, 2));
    all.put("warning", warning());
    all.put("test", TestLetter.of(environment("Contoso"), policy("Company employees")));
    return all;
  }

  static Letter summary(String name, RunStatus status, Standing standing, int troubles) {
    List<MailboxLine> lines = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      boolean failed = i < troubles;
      lines.add(
          new MailboxLine(
              i == 1 ? ADDRESS : "p" + i + "@contoso.com",
              failed ? 0 : 412,
              new RunTarget(
                  new TargetId("t" + i),
                  failed
                      ? RunTarget.Status.FAILED
                      : status == RunStatus.HELD ? RunTarget.Status.HELD : RunTarget.Status.DONE,
                  failed
                      ? RunTarget.Counts.none()
                      : new RunTarget.Counts(12, 3, status == RunStatus.HELD ? 61 : 1, 396, 2, 0),
                  400,
                  1,
                  Optional.empty(),
                  failed ? Optional.of(problem(name, 0)) : Optional.empty())));
    }
    List<Trouble> found = new ArrayList<>();
    for (int i = 0; i < troubles; i++) {
      found.add(new Trouble(problem(name, i), 37 - i, i == 2 ? 14 : 0));
    }
    if (status == RunStatus.FAILED) {
      found.add(new Trouble(problem(name, 1), 0, 0));
    }
    return new SummaryLetter(
            environment(name.equals(HOSTILE) ? HOSTILE : "Contoso"),
            policy(name),
            new RunSummary(
                run(status, troubles),
                standing,
                status == RunStatus.FAILED ? List.of() : lines,
                status == RunStatus.FAILED ? 0 : 1_180,
                found,
                Optional.of(NOW.plus(Duration.ofHours(4)))))
        .letter();
  }

  private static RunRecord run(RunStatus status, int troubles) {
    RunId id = RunId.startingAt(NOW.minus(Duration.ofSeconds(754)), new Random(1));
    RunRecord run =
        RunRecord.requested(
            new PolicyId("company-employees"),
            id,
            new RunRecord.Request(
                RunRecord.Mode.APPLY, RunRecord.Trigger.SCHEDULE, false, Optional.empty(), false));
    if (status == RunStatus.FAILED) {
      return run.withProblem(problem("", 1)).moved(status, NOW);
    }
    return run.planned(
            new RunRecord.Reading(
                412,
                3,
                5,
                420,
                List.of(),
                List.of("Photos of 3 people are too large and were left out."),
                17),
            Optional.of(SampleWork.of(1_200)),
            status == RunStatus.HELD
                ? Optional.of(
                    new RunRecord.Hold(
                        Fingerprint.of("plan"),
                        List.of(
                            "61 of 412 contacts would be deleted in one mailbox; the policy allows"
                                + " 50. The same holds for 1,199 more mailboxes."),
                        false))
                : Optional.empty())
        .withCounts(
            new RunRecord.Counts(
                status == RunStatus.HELD ? 0 : 1_200 - 37 * Math.min(1, troubles),
                37 * Math.min(1, troubles),
                status == RunStatus.HELD ? 1_200 : 0,
                status == RunStatus.HELD ? 0 : 14_400,
                status == RunStatus.HELD ? 0 : 3_600,
                status == RunStatus.HELD ? 0 : 1_200,
                475_200,
                2_400,
                troubles > 2 ? 14 : 0,
                21_345,
                0,
                0))
        .moved(status, NOW);
  }

  private static Problem problem(String name, int number) {
    List<Problem> problems =
        List.of(
            Problem.lasting(
                "mailboxOutOfScope",
                "The app may not use this mailbox: it is outside the mailboxes the app is limited"
                    + " to, or the permission Contacts.ReadWrite is missing.",
                "Extend the management scope of the app's Exchange role, or grant the permission,"
                    + " or take the mailbox out of the selection. Changes need up to two hours.",
                "403 ErrorAccessDenied 6f1c8a0e-77f5-4c39-9b2a-0d2f5b8a5d11"),
            Problem.lasting(
                "permissionMissing",
                "The app lacks a permission of Microsoft Graph for this request.",
                "Grant the app the permissions its policies need and give admin consent.",
                "403 Authorization_RequestDenied 0b0f7a52-15f4-4e39-8a4c-54d8bd6ac2e7"),
            Problem.lasting(
                "refused",
                "The service refused the request as malformed. Look at the record's values.",
                "",
                "400 ErrorInvalidArgument"));
    Problem problem = problems.get(number);
    return name.equals(HOSTILE)
        ? Problem.lasting(problem.code(), HOSTILE, HOSTILE, HOSTILE)
        : problem;
  }

  static Letter warning() {
    return new WarningLetter(
            environment("Contoso"),
            List.of(
                new Expiry(
                    Expiry.Kind.CERTIFICATE,
                    "rollcall-contoso",
                    "Rollcall",
                    NOW.plus(Duration.ofDays(7)),
                    Expiry.Step.DAYS_7),
                new Expiry(
                    Expiry.Kind.SECRET,
                    "rollcall-second-app-secret",
                    "Rollcall 2",
                    NOW.minus(Duration.ofDays(2)),
                    Expiry.Step.ENDED),
                new Expiry(
                    Expiry.Kind.REGISTERED_CREDENTIAL,
                    "3f2b0c1d4e5f60718293a4b5c6d7e8f901234567",
                    "Rollcall",
                    NOW.plus(Duration.ofDays(30)),
                    Expiry.Step.DAYS_30)),
            NOW)
        .letter();
  }

  static Environment environment(String name) {
    Environment contoso =
        PolicyDocuments.environment(
                LocalCloud.sample("environments/contoso.json").getBytes(StandardCharsets.UTF_8))
            .match(
                valid -> valid.value(),
                invalid -> {
                  throw new IllegalArgumentException(invalid.problems().toString());
                });
    return new Environment(
        contoso.id(),
        name,
        contoso.description(),
        contoso.cloud(),
        contoso.tenant(),
        contoso.apps(),
        contoso.notificationMailbox(),
        contoso.notifyTo());
  }

  static Policy policy(String name) {
    Policy policy =
        PolicyDocuments.policy(
                LocalCloud.sample("policies/company-employees.json")
                    .getBytes(StandardCharsets.UTF_8))
            .match(
                valid -> valid.value(),
                invalid -> {
                  throw new IllegalArgumentException(invalid.problems().toString());
                });
    return new Policy(
        policy.id(),
        name,
        policy.description(),
        policy.environment(),
        policy.source(),
        policy.filters(),
        policy.target(),
        policy.mapping(),
        policy.changes(),
        policy.guardrail(),
        policy.schedule(),
        policy.summaryMail());
  }
}
