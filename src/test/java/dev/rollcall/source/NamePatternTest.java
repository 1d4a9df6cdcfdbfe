package dev.rollcall.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("P3")
class NamePatternTest {

  @ParameterizedTest
  @CsvSource({
    "Meeting*, meeting Room 1, true",
    "Meeting*, Big Meeting, false",
    "*room*, Meeting Room 1, true",
    "*, anything, true",
    "'', anything, true",
    "Ada, ada, true",
    "Ada, Adam, false",
    "A*m, Adam, true",
    "A*m, Adams, false",
    "a.a, ada, false",
    "M*t*g*, Meeting, true",
  })
  void aStarStandsForAnyCharactersAndCaseDoesNotMatter(String pattern, String name, boolean fits) {
    assertEquals(fits, new NamePattern(pattern).fits(name));
  }

  @Test
  void whatStandsBeforeTheFirstStarNarrowsTheRequest() {
    assertEquals("meeting", new NamePattern("Meeting*").prefix());
    assertEquals("", new NamePattern("*room").prefix());
    assertTrue(new NamePattern("**").fitsAll());
  }

  @Test
  void manyStarsDoNotTakeForever() {
    NamePattern pattern = new NamePattern("a*".repeat(40) + "b");

    assertTimeoutPreemptively(Duration.ofSeconds(2), () -> pattern.fits("a".repeat(5_000)));
  }
}
