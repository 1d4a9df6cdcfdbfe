package dev.rollcall.run;

import dev.rollcall.model.Problem;
import dev.rollcall.policy.Environment;
import dev.rollcall.policy.PolicyDocuments;
import dev.rollcall.run.CredentialSource.Sight;
import dev.rollcall.run.CredentialSource.Sight.Lifetime;
import dev.rollcall.state.Documents;
import dev.rollcall.telemetry.Event;
import dev.rollcall.telemetry.Field;
import dev.rollcall.telemetry.Journal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Looks, once a day, how long the credentials of all environments last. Each look is told as
 * events. People are told by mail 30, 14, 7 and 1 days before the end and once after it: one mail
 * for an environment with all that is due.
 *
 * <p>Each step of a credential is told once. Of the steps that passed while the app was down, or
 * mail did not work, the most urgent one alone is told, at the first look that can.
 */
public final class WatchCredentials {

  private static final int WARNING_DAYS = 30;

  private final RunPorts ports;
  private final List<CredentialSource> sources;

  public WatchCredentials(RunPorts ports, List<CredentialSource> sources) {
    this.ports = ports;
    this.sources = List.copyOf(sources);
  }

  /** Looks at all environments; what cannot be seen does not keep the others from being told. */
  public void execute(Journal journal) {
    CredentialWarnings warnings = new CredentialWarnings(ports.notices());
    Set<String> disconnected = new Connections(ports.documents()).disconnected().keySet();
    for (Documents.Stored stored : ports.documents().list(Documents.Kind.ENVIRONMENT)) {
      if (disconnected.contains(stored.id())) {
        // Its credentials may be gone, and end without harm.
        continue;
      }
      PolicyDocuments.environment(stored.document().value())
          .match(
              valid -> {
                look(valid.value(), warnings, journal);
                return valid;
              },
              invalid -> {
                journal.write(
                    Event.error("EnvironmentInvalid")
                        .with(Field.ENVIRONMENT, stored.id())
                        .with(
                            Field.REMEDY,
                            "The stored environment is not valid for this version, so nobody is"
                                + " warned before its credentials end. Store it again: the answer"
                                + " lists every problem."));
                return invalid;
              });
    }
    warnings.forgetGone(ports.clock().instant());
  }

  private void look(Environment environment, CredentialWarnings warnings, Journal journal) {
    Instant now = ports.clock().instant();
    Map<Lifetime, Expiry> due = new LinkedHashMap<>();
    for (Sight sight : sights(environment)) {
      sight.match(
          lifetime -> {
            lifetime.end().ifPresent(end -> journal.write(ends(environment, lifetime, end, now)));
            warnings
                .due(environment.id(), lifetime, now)
                .ifPresent(step -> due.put(lifetime, expiry(lifetime, step)));
            return lifetime;
          },
          unseen -> {
            journal.write(unseen(environment, unseen));
            return unseen;
          });
    }
    if (!due.isEmpty()) {
      tell(environment, due, warnings, journal);
    }
  }

  private List<Sight> sights(Environment environment) {
    List<Sight> sights = new ArrayList<>();
    sources.forEach(source -> sights.addAll(source.look(environment)));
    return sights;
  }

  private void tell(
      Environment environment,
      Map<Lifetime, Expiry> due,
      CredentialWarnings warnings,
      Journal journal) {
    Optional<Problem> problem = ports.announcer().warn(environment, List.copyOf(due.values()));
    if (problem.isPresent()) {
      // Not put down as told: the next look tries again.
      journal.write(notTold(environment, problem.get()).with(Field.WARNINGS, due.size()));
      return;
    }
    due.forEach(
        (lifetime, expiry) ->
            warnings.told(environment.id(), lifetime, expiry.step(), ports.clock().instant()));
    journal.write(
        Event.info("ExpiryWarningSent")
            .with(Field.ENVIRONMENT, environment.id().value())
            .with(Field.WARNINGS, due.size()));
  }

  private static Expiry expiry(Lifetime lifetime, Expiry.Step step) {
    return new Expiry(
        lifetime.kind(), lifetime.name(), lifetime.app(), lifetime.end().orElseThrow(), step);
  }

  private static Event ends(Environment environment, Lifetime lifetime, Instant end, Instant now) {
    long days = CredentialWarnings.daysLeft(end, now);
    Event event =
        days <= WARNING_DAYS ? Event.warn("CredentialEnds") : Event.info("CredentialEnds");
    return about(event, environment, lifetime.kind(), lifetime.app(), lifetime.name())
        .with(Field.DAYS_LEFT, days);
  }

  private static Event unseen(Environment environment, Sight.Unseen unseen) {
    Event event =
        unseen.stops() ? Event.error("CredentialUnreadable") : Event.info("RegistrationUnreadable");
    return about(event, environment, unseen.kind(), unseen.app(), unseen.name())
        .with(Field.REASON, unseen.problem().code())
        .with(Field.REMEDY, unseen.problem().remedy())
        .with(Field.SERVICE, unseen.problem().service());
  }

  /** Nobody to tell is a choice of the document; a mail that was refused is not. */
  private static Event notTold(Environment environment, Problem problem) {
    boolean chosen =
        environment.notifyTo().isEmpty() && environment.notificationMailbox().isEmpty();
    return (chosen ? Event.info("ExpiryWarningUnsent") : Event.warn("ExpiryWarningUnsent"))
        .with(Field.ENVIRONMENT, environment.id().value())
        .with(Field.REASON, problem.code())
        .with(Field.REMEDY, problem.remedy())
        .with(Field.SERVICE, problem.service());
  }

  private static Event about(
      Event event, Environment environment, Expiry.Kind kind, String app, String name) {
    return event
        .with(Field.ENVIRONMENT, environment.id().value())
        .with(Field.APP, environment.id().value() + "/" + app)
        .with(Field.KIND, kind.name().toLowerCase(Locale.ROOT))
        .with(Field.CREDENTIAL, name);
  }
}
