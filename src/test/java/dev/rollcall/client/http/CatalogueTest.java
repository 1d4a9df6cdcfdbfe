package dev.rollcall.client.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The catalogue's file: well formed, no entry in another's way, and as careful as it must be. */
@Tag("R7")
class CatalogueTest {

  private static final Catalogue CATALOGUE = Catalogue.get();

  @Test
  void everyEntryIsMadeOfWholeSentences() {
    List<String> wrong = new ArrayList<>();
    for (Catalogue.Entry entry : CATALOGUE.entries()) {
      if (!entry.code().matches("[a-z][a-zA-Z]{2,40}")) {
        wrong.add(entry.code() + ": the code");
      }
      if (!isSentences(entry.cause()) || !isSentences(entry.remedy())) {
        wrong.add(entry.code() + ": cause or remedy");
      }
      if (entry.link().filter(link -> !link.toString().startsWith("https://")).isPresent()) {
        wrong.add(entry.code() + ": the link");
      }
    }

    assertEquals(List.of(), wrong);
  }

  @Test
  void noTwoEntriesSayTheSame() {
    Set<String> causes = new TreeSet<>();
    List<String> twice = new ArrayList<>();
    for (Catalogue.Entry entry : CATALOGUE.entries()) {
      if (!causes.add(entry.cause())) {
        twice.add(entry.code());
      }
    }

    assertEquals(List.of(), twice);
  }

  @Test
  void everyWayAnEntryIsKnownByLeadsToIt() {
    List<String> shadowed = new ArrayList<>();
    for (Known known : CATALOGUE.known()) {
      for (Rule rule : known.rules()) {
        if (rule.pattern().isEmpty()) {
          ways(rule).stream()
              .filter(way -> way.stream().noneMatch(seen -> leadsTo(known, seen)))
              .forEach(way -> shadowed.add(known.entry().code() + ": " + way.get(0)));
        }
      }
    }

    assertEquals(List.of(), shadowed, "an entry before takes these");
  }

  @Test
  void onlyTheLastEntryHoldsForEverything() {
    List<Known> known = CATALOGUE.known();
    Symptom nothing = Symptom.answer(Service.GRAPH, 0, "", "");

    assertEquals("refused", CATALOGUE.diagnose(nothing).entry().code());
    assertEquals("refused", known.get(known.size() - 1).entry().code());
  }

  /** A write that may have had its effect is looked after, never sent again. */
  @Tag("R17")
  @ParameterizedTest
  @EnumSource(
      value = Service.class,
      names = {
        "IDENTITY",
        "KEY_VAULT",
        "KEY_VAULT_SECRETS",
        "KEY_VAULT_CERTIFICATES",
        "LDAP",
        "ENTRA",
        "NETWORK",
        "ROLLCALL",
        "EXCHANGE"
      },
      mode = EnumSource.Mode.EXCLUDE)
  void anAnswerThatSaysNothingOfTheEffectLeavesItOpen(Service service) {
    for (int status : new int[] {408, 500, 502, 503, 504, 599}) {
      assertEquals(
          Disposition.UNKNOWN_EFFECT,
          Failures.of(Symptom.answer(service, status, "", "")).disposition(),
          service + " " + status);
    }
    assertEquals(
        Disposition.THROTTLED, Failures.of(Symptom.answer(service, 429, "", "")).disposition());
  }

  /**
   * Reading a key or a token has no effect that could be doubled, and certificates are made anew by
   * people only; a handshake comes first.
   */
  @Tag("R17")
  @Test
  void onlyWhatNeverReachedAServiceIsSentAgainUnseen() {
    Set<String> neverSent =
        Set.of(
            "java.net.ConnectException",
            "java.net.UnknownHostException",
            "java.net.NoRouteToHostException",
            "javax.net.ssl.SSLHandshakeException",
            "javax.net.ssl.SSLPeerUnverifiedException");
    Set<Service> withoutEffect =
        Set.of(
            Service.ENTRA,
            Service.IDENTITY,
            Service.KEY_VAULT,
            Service.KEY_VAULT_SECRETS,
            Service.KEY_VAULT_CERTIFICATES);
    List<String> daring = new ArrayList<>();
    for (Known known : CATALOGUE.known()) {
      for (Rule rule : known.rules()) {
        boolean harmless = !rule.services().isEmpty() && withoutEffect.containsAll(rule.services());
        boolean before = !rule.thrown().isEmpty() && neverSent.containsAll(rule.thrown());
        if (known.entry().disposition() == Disposition.RETRY && !harmless && !before) {
          daring.add(known.entry().code());
        }
      }
    }

    assertEquals(List.of(), daring);
  }

  /** Refused for load with nothing done: 429, and these that say so in their own words. */
  @Tag("R17")
  @Test
  void onlyARefusalForLoadCountsAsThrottling() {
    Set<String> sayingSo =
        Set.of(
            "errormailboxmoveinprogress",
            "errorexceededconnectioncount",
            "errorserverbusy",
            "errorbatchprocessingstopped",
            "maximum number of concurrent requests");
    List<String> daring = new ArrayList<>();
    for (Known known : CATALOGUE.known()) {
      for (Rule rule : known.rules()) {
        boolean saying =
            !rule.codes().isEmpty() && sayingSo.containsAll(rule.codes())
                || !rule.texts().isEmpty() && sayingSo.containsAll(rule.texts());
        if (known.entry().disposition() == Disposition.THROTTLED
            && !saying
            && !rule.statuses().equals(Set.of(429))) {
          daring.add(known.entry().code());
        }
      }
    }

    assertEquals(List.of(), daring);
  }

  @Test
  void anEntryIsFoundByItsCode() {
    assertEquals(
        Set.of(Service.ENTRA), CATALOGUE.find("certificateNotRegistered").orElseThrow().services());
    assertEquals(Optional.empty(), CATALOGUE.find("nothingOfTheKind"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{'code': 'x', 'disposition': 'gone', 'cause': 'A.', 'remedy': 'B.'}]",
        "[{'code': 'x', 'disposition': 'maybe', 'cause': 'A.', 'remedy': 'B.', 'seen': [{}]}]",
        "[{'code': 'x', 'disposition': 'gone', 'cause': 'A.', 'remedy': 'B.', 'sen': [{}]}]",
        "[{'code': 'x', 'disposition': 'gone', 'cause': 'A.', 'remedy': 'B.',"
            + " 'seen': [{'staus': 404}]}]",
        "[{'code': 'x', 'disposition': 'gone', 'cause': 'A.', 'remedy': 'B.',"
            + " 'seen': [{'service': 'grahp'}]}]",
      })
  void anEntryWithAMistakeIsNotRead(String file) throws Exception {
    JsonNode json = new JsonMapper().readTree(file.replace('\'', '"'));

    IllegalArgumentException mistake =
        assertThrows(IllegalArgumentException.class, () -> CatalogueFile.read(json));

    assertTrue(mistake.getMessage().contains("entry 'x'"), mistake.getMessage());
  }

  @Test
  void twoEntriesOfOneCodeAreNotRead() throws Exception {
    String entry =
        "{'code': 'x', 'disposition': 'gone', 'cause': 'A.', 'remedy': 'B.', 'seen': [{}]}";
    JsonNode json = new JsonMapper().readTree(("[" + entry + "," + entry + "]").replace('\'', '"'));

    assertThrows(IllegalStateException.class, () -> new Catalogue(CatalogueFile.read(json)));
  }

  @ParameterizedTest
  @CsvSource({
    "graph, GRAPH",
    "keyVault, KEY_VAULT",
    "keyVaultSecrets, KEY_VAULT_SECRETS",
    "ldap, LDAP"
  })
  void servicesHaveTheirNamesInTheFile(String name, Service service) {
    assertEquals(service, Service.named(name));
    assertFalse(service.shown().isEmpty());
  }

  private static boolean isSentences(String text) {
    return text.matches("(?s)[A-Z'].*[.]") && !text.contains("  ") && text.length() <= 300;
  }

  private static boolean leadsTo(Known known, Symptom seen) {
    return CATALOGUE.diagnose(seen).entry().equals(known.entry());
  }

  /** Each alternative of each part of a rule, as what may be seen of it: one per service. */
  private static List<List<Symptom>> ways(Rule rule) {
    List<List<Symptom>> ways = new ArrayList<>();
    Collection<Service> services =
        rule.services().isEmpty() ? List.of(Service.values()) : rule.services();
    for (int status : or(rule.statuses(), 0)) {
      for (String code : or(rule.codes(), "")) {
        for (String text : or(rule.texts(), "")) {
          for (String thrown : or(rule.thrown(), "")) {
            ways.add(
                services.stream()
                    .map(service -> seen(service, status, code, text, thrown))
                    .toList());
          }
        }
      }
    }
    return ways;
  }

  private static Symptom seen(
      Service service, int status, String code, String text, String thrown) {
    return new Symptom(
        service,
        status,
        code.toUpperCase(Locale.ROOT),
        text,
        thrown.isEmpty() ? Set.of() : Set.of(thrown),
        "",
        Optional.empty(),
        Optional.empty());
  }

  private static <T> Collection<T> or(Set<T> values, T none) {
    return values.isEmpty() ? List.of(none) : values;
  }
}
