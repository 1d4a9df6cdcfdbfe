package dev.rollcall.run;

import dev.rollcall.model.EnvironmentId;
import dev.rollcall.model.Fingerprint;
import dev.rollcall.run.CredentialSource.Sight;
import dev.rollcall.run.Expiry.Step;
import dev.rollcall.state.Notice;
import dev.rollcall.state.Notices;
import dev.rollcall.state.Versioned;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which steps of which credentials people were warned of. A credential that is renewed, or whose
 * end is set anew, is another subject: its steps begin anew.
 */
final class CredentialWarnings {

  static final String TOPIC = "credential";

  /** Longer than a credential that is not seen for a while is likely to come back. */
  private static final Duration REMEMBERED = Duration.ofDays(90);

  private final Notices notices;
  private final Map<String, Notice> told;
  private final Set<String> seen = new HashSet<>();

  /** As of now; takes one request. */
  CredentialWarnings(Notices notices) {
    this.notices = notices;
    this.told = notices.all(TOPIC);
  }

  /** What people were last told of this credential. */
  Optional<Notice> last(EnvironmentId environment, Sight.Lifetime lifetime) {
    String subject = subject(environment, lifetime);
    seen.add(subject);
    return Optional.ofNullable(told.get(subject));
  }

  /** How near the end is, if that is to be told now: nothing as urgent was told before. */
  Optional<Step> due(EnvironmentId environment, Sight.Lifetime lifetime, Instant now) {
    Optional<Step> last = last(environment, lifetime).flatMap(CredentialWarnings::step);
    return lifetime
        .end()
        .flatMap(end -> reached(end, now))
        .filter(step -> last.filter(before -> before.compareTo(step) >= 0).isEmpty());
  }

  /** Puts down that people were told. */
  void told(EnvironmentId environment, Sight.Lifetime lifetime, Step step, Instant now) {
    String subject = subject(environment, lifetime);
    Optional<String> version = notices.last(TOPIC, subject).map(Versioned::version);
    // Lost only to somebody who told the same.
    notices.put(TOPIC, subject, new Notice(step.name(), now), version);
  }

  /** Forgets the credentials that were not asked about here and have long been told of. */
  void forgetGone(Instant now) {
    told.forEach(
        (subject, notice) -> {
          if (!seen.contains(subject) && notice.at().isBefore(now.minus(REMEMBERED))) {
            notices.forget(TOPIC, subject);
          }
        });
  }

  /** The most urgent step that was reached. */
  static Optional<Step> reached(Instant end, Instant now) {
    Duration left = Duration.between(now, end);
    Optional<Step> reached = Optional.empty();
    for (Step step : Step.values()) {
      if (left.compareTo(before(step)) <= 0) {
        reached = Optional.of(step);
      }
    }
    return reached;
  }

  /** Whole days from now to the end; negative once it is past. */
  static long daysLeft(Instant end, Instant now) {
    return Math.floorDiv(Duration.between(now, end).toSeconds(), Duration.ofDays(1).toSeconds());
  }

  static Optional<Step> step(Notice notice) {
    for (Step step : Step.values()) {
      if (step.name().equals(notice.told())) {
        return Optional.of(step);
      }
    }
    return Optional.empty();
  }

  private static Duration before(Step step) {
    return switch (step) {
      case DAYS_30 -> Duration.ofDays(30);
      case DAYS_14 -> Duration.ofDays(14);
      case DAYS_7 -> Duration.ofDays(7);
      case DAYS_1 -> Duration.ofDays(1);
      case ENDED -> Duration.ZERO;
    };
  }

  private static String subject(EnvironmentId environment, Sight.Lifetime lifetime) {
    Fingerprint which =
        Fingerprint.of(
            String.join(
                "|",
                lifetime.kind().name(),
                lifetime.name(),
                lifetime.version(),
                lifetime.end().map(Instant::toString).orElse("")));
    return environment.value() + "/" + which.hex();
  }
}
