package dev.rollcall.target.scim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.rollcall.localservices.scim.LocalScim;
import dev.rollcall.localservices.scim.LocalZivver;
import dev.rollcall.localservices.scim.ScimHabits;
import dev.rollcall.model.CallMeter;
import dev.rollcall.model.Problem;
import dev.rollcall.plan.Plan;
import dev.rollcall.policy.Policy;
import dev.rollcall.policy.Service;
import dev.rollcall.target.Observation;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is found out of a service before anything is written there. */
@Tag("S5")
class ScimProbeTest {

  private final TestClock clock = new TestClock();
  private final LocalScim scim = LocalScim.start(ScimHabits.KEYCLOAK);
  private final LocalZivver zivver = LocalZivver.start(clock).claim("contoso.example");

  @AfterEach
  void stop() {
    scim.close();
    zivver.close();
  }

  @Test
  void aServiceThatIsThereHasNothingInTheWay() {
    assertEquals(Optional.empty(), probe(Service.Dialect.KEYCLOAK, scim.uri(), scim.key()));
    assertEquals(Optional.empty(), probe(Service.Dialect.ZIVVER, zivver.uri(), zivver.key()));
    assertEquals(0, scim.counts().writes() + zivver.counts().writes());
  }

  @Test
  void aWrongAddressIsNamed() {
    URI elsewhere = URI.create(scim.uri().toString().replace("/scim/", "/other/"));

    assertEquals(
        Optional.of("targetAddressWrong"),
        probe(Service.Dialect.RFC, elsewhere, scim.key()).map(Problem::code));
  }

  @Test
  void aWrongKeyIsNamedAndNeverShown() {
    Optional<Problem> problem = probe(Service.Dialect.ZIVVER, zivver.uri(), "another-key");

    assertEquals(Optional.of("targetKeyRefused"), problem.map(Problem::code));
    assertFalse(problem.toString().contains("another-key"));
  }

  @Test
  void aLookThatFailsFailsTheTargetAndWritesNothing() {
    Observation seen = sync(Service.Dialect.ZIVVER, zivver.uri(), "another-key").look();

    assertEquals("targetKeyRefused", seen.match(any -> "seen", failed -> failed.problem().code()));
  }

  @Test
  void thePreviewTellsHowLongManyAccountsTake() {
    ScimSync sync = sync(Service.Dialect.ZIVVER, zivver.uri(), zivver.key());

    List<String> hints =
        sync.target().hints(ScimSync.environment(), sync.policy(), new CallMeter());
    Duration predicted =
        sync.target().predictTime(sync.policy(), new Plan.Counts(1_000, 0, 0, 0, 0));

    assertEquals(1, hints.size());
    assertEquals(7, predicted.toMinutes());
    assertEquals(
        List.of(),
        sync(Service.Dialect.RFC, scim.uri(), scim.key())
            .target()
            .hints(
                ScimSync.environment(),
                sync(Service.Dialect.RFC, scim.uri(), scim.key()).policy(),
                new CallMeter()));
  }

  private Optional<Problem> probe(Service.Dialect dialect, URI url, String key) {
    ScimSync sync = sync(dialect, url, key);
    return sync.target().probe(sync.policy(), new CallMeter());
  }

  private ScimSync sync(Service.Dialect dialect, URI url, String key) {
    return new ScimSync(clock, Policy.Type.ACCOUNTS, dialect, url, () -> key);
  }
}
