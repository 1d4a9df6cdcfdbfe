package dev.rollcall.run;

import dev.rollcall.policy.Environment;
import dev.rollcall.policy.Parsed;
import dev.rollcall.policy.PolicyDocuments;
import dev.rollcall.state.Documents;
import dev.rollcall.telemetry.Event;
import dev.rollcall.telemetry.Field;
import dev.rollcall.telemetry.Journal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/** Looks, once a day, how long the credentials of all environments last, and tells. */
public final class WatchCredentials {

  private static final int WARNING_DAYS = 30;

  private final RunPorts ports;
  private final Function<Environment, Optional<Instant>> ends;

  /**
   * @param ends when an environment's credential ends; empty if it does not; throws if it cannot be
   *     read
   */
  public WatchCredentials(RunPorts ports, Function<Environment, Optional<Instant>> ends) {
    this.ports = ports;
    this.ends = ends;
  }

  /** Looks at all environments; one that cannot be read does not keep the others from it. */
  public void execute(Journal journal) {
    for (Documents.Stored stored : ports.documents().list(Documents.Kind.ENVIRONMENT)) {
      Parsed<Environment> parsed = PolicyDocuments.environment(stored.document().value());
      parsed.match(
          valid -> {
            look(valid.value(), journal);
            return valid;
          },
          invalid -> invalid);
    }
  }

  private void look(Environment environment, Journal journal) {
    Optional<Instant> end;
    try {
      end = ends.apply(environment);
    } catch (RuntimeException e) {
      // Whatever it is, it will be in the way of the next run: told now, and the others looked at.
      journal.write(
          about(Event.error("CredentialUnreadable"), environment)
              .with(Field.REASON, "credentialUnreadable")
              .with(Field.ERROR, e.getClass().getSimpleName())
              .with(
                  Field.REMEDY,
                  "Check that the certificate is in Key Vault under this name, and that the app's"
                      + " identity has the role Key Vault Secrets User."));
      return;
    }
    end.ifPresent(
        at -> {
          long days = Duration.between(ports.clock().instant(), at).toDays();
          Event event =
              days <= WARNING_DAYS ? Event.warn("CredentialEnds") : Event.info("CredentialEnds");
          journal.write(about(event, environment).with(Field.DAYS_LEFT, days));
        });
  }

  private static Event about(Event event, Environment environment) {
    return event
        .with(Field.ENVIRONMENT, environment.id().value())
        .with(
            Field.CREDENTIAL,
            environment
                .app()
                .credential()
                .match(
                    certificate -> certificate.name(),
                    secret -> secret.name(),
                    identity -> "managedIdentity"));
  }
}
