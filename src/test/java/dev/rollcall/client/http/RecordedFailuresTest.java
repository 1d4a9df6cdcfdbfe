package dev.rollcall.client.http;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every entry of the catalogue, held to what services really answered. */
@Tag("R7")
class RecordedFailuresTest {

  private static final Catalogue CATALOGUE = Catalogue.get();

  static List<RecordedFailure> recorded() {
    return RecordedFailure.all();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("recorded")
  void whatWasAnsweredIsKnownForWhatItIs(RecordedFailure recorded) {
    Catalogue.Entry entry = CATALOGUE.find(recorded.code()).orElseThrow();

    ClientException failure = Failures.of(recorded.symptom());

    assertAll(
        () -> assertEquals(recorded.code(), failure.problem().code()),
        () -> assertEquals(recorded.expected(), expected(failure)),
        () -> assertEquals(entry.remedy(), failure.problem().remedy()),
        () -> assertTrue(failure.problem().cause().matches(asPattern(entry.cause()))),
        () -> assertFalse(failure.problem().cause().contains("{"), "what the answer tells is said"),
        () -> assertEquals(entry.passing(), failure.problem().passing()),
        () -> assertEquals(recorded.told(), failure.problem().service()),
        () -> assertEquals(recorded.message(), failure.problem().message()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("recorded")
  void whatIsKeptNamesNobody(RecordedFailure recorded) {
    ClientException failure = Failures.of(recorded.symptom());
    String kept = failure.getMessage() + " " + failure.problem();

    for (String secret :
        List.of("Ada Popa", "ada@", "2f9b0a11", "5d3f0f0e", "977B10FB", "203.0.113.7", "555 01")) {
      assertFalse(kept.contains(secret), secret + " in " + kept);
    }
  }

  @Test
  void everyEntryHasARecordedResponse() {
    Set<String> entries =
        CATALOGUE.entries().stream().map(Catalogue.Entry::code).collect(Collectors.toSet());
    Set<String> recorded =
        recorded().stream().map(RecordedFailure::code).collect(Collectors.toSet());
    Set<String> alone = new TreeSet<>(entries);
    alone.addAll(recorded);
    alone.removeIf(code -> entries.contains(code) && recorded.contains(code));

    assertEquals(Set.of(), alone, "an entry without a response, or a response without an entry");
    assertTrue(entries.size() >= 40, entries.size() + " entries");
  }

  @Test
  void everyServiceIsMetInARecordedResponse() {
    assertEquals(
        Stream.of(Service.values())
            .filter(service -> service != Service.EMAILGISTICS)
            .collect(Collectors.toSet()),
        recorded().stream().map(RecordedFailure::service).collect(Collectors.toSet()));
  }

  @Test
  void everyResponseSaysWhenceItIsKnown() {
    recorded().forEach(recorded -> assertFalse(recorded.source().isEmpty(), recorded.name()));
  }

  private static String expected(ClientException failure) {
    return failure.disposition().name().toLowerCase(Locale.ROOT)
        + (failure.concernsWholeTarget() ? ", whole target" : "");
  }

  private static String asPattern(String cause) {
    return Pattern.quote(cause).replaceAll("\\{\\w+}", "\\\\E\\\\w+\\\\Q");
  }
}
