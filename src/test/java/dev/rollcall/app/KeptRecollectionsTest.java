package dev.rollcall.app;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rollcall.contract.memory.InMemoryFiles;
import dev.rollcall.contract.memory.ManualClock;
import dev.rollcall.model.FileName;
import dev.rollcall.model.PolicyId;
import dev.rollcall.source.Recollections;
import dev.rollcall.source.Recollections.Recollection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What sources remember from one reading to the next. */
@Tag("S3")
class KeptRecollectionsTest {

  private static final PolicyId OFFICES = new PolicyId("offices");
  private static final PolicyId PLANTS = new PolicyId("plants");

  private final ManualClock clock = new ManualClock(Instant.parse("2026-11-21T00:00:00Z"));
  private final InMemoryFiles files = new InMemoryFiles(clock);
  private final Recollections kept = new KeptRecollections(files);

  @Test
  void theLastOneKeptIsTheOneThatIsRemembered() {
    kept.keep(OFFICES, new Recollection("folder/1", new byte[] {1}));
    kept.keep(OFFICES, new Recollection("folder/2", new byte[] {2, 3}));

    Recollection found = kept.of(OFFICES).orElseThrow();

    assertEquals("folder/2", found.form());
    assertArrayEquals(new byte[] {2, 3}, found.bytes());
    assertEquals(Optional.empty(), kept.of(PLANTS).map(Recollection::form));
  }

  @Test
  void whatIsTooLargeIsForgottenRatherThanLeftToAge() {
    kept.keep(OFFICES, new Recollection("folder/1", new byte[] {1}));

    kept.keep(OFFICES, new Recollection("folder/1", new byte[Recollections.MAX_BYTES + 1]));

    assertEquals(Optional.empty(), kept.of(OFFICES).map(Recollection::form));
  }

  @Test
  void whatIsDamagedIsNotRemembered() {
    files.put(new FileName("offices.json"), "{".getBytes(StandardCharsets.UTF_8), Optional.empty());

    assertEquals(Optional.empty(), kept.of(OFFICES).map(Recollection::form));
  }

  @Test
  @Tag("R15")
  void itGoesWithItsPolicyAndWithTheHistory() {
    PolicyId gone = new PolicyId("gone");
    kept.keep(OFFICES, new Recollection("folder/1", new byte[] {1}));
    clock.advance(Duration.ofDays(100));
    kept.keep(PLANTS, new Recollection("folder/1", new byte[] {1}));
    kept.keep(gone, new Recollection("folder/1", new byte[] {1}));

    kept.purge(Set.of(OFFICES, PLANTS), clock.instant().minus(Duration.ofDays(90)));

    assertEquals(Optional.empty(), kept.of(OFFICES).map(Recollection::form));
    assertEquals(Optional.empty(), kept.of(gone).map(Recollection::form));
    assertEquals(Optional.of("folder/1"), kept.of(PLANTS).map(Recollection::form));
  }
}
