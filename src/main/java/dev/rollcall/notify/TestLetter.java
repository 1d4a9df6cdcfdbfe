package dev.rollcall.notify;

import dev.rollcall.notify.Letter.Fact;
import dev.rollcall.notify.Letter.Section;
import dev.rollcall.notify.Letter.Tone;
import dev.rollcall.policy.Environment;
import dev.rollcall.policy.Policy;
import java.util.List;

/** A letter that says mail works. */
final class TestLetter {

  private TestLetter() {}

  static Letter of(Environment environment, Policy policy) {
    boolean onlyOnError =
        policy.summaryMail().map(Policy.SummaryMail::onlyOnError).orElse(Boolean.FALSE);
    return new Letter(
        "Rollcall test mail – " + policy.name(),
        Tone.GOOD,
        "Mail works.",
        "Somebody asked for this test. Nothing was synchronised and nothing needs to be done.",
        List.of(
            Section.ofFacts(
                "What comes by mail",
                List.of(
                    new Fact("Policy", policy.name()),
                    new Fact("Organisation", environment.name()),
                    new Fact(
                        "Summaries",
                        onlyOnError
                            ? "when something needs care, and when it works again"
                            : "after each run, and when one waits for approval")))));
  }
}
