package dev.rollcall.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.state.Documents;
import dev.rollcall.state.Documents.Kind;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What every store of documents does. */
@Tag("P1")
public abstract class DocumentsContract {

  private static final byte[] ONE = "{\"name\": \"Käse\"}".getBytes(UTF_8);
  private static final byte[] TWO = "{}".getBytes(UTF_8);

  /** Documents that nobody else writes; none yet. */
  protected abstract Documents documents();

  @Test
  void givesBackTheVeryBytesThatWereStored() {
    String version = documents().put(Kind.POLICY, "employees", ONE, Optional.empty()).orElseThrow();

    var read = documents().get(Kind.POLICY, "employees").orElseThrow();

    assertArrayEquals(ONE, read.value());
    assertEquals(version, read.version());
  }

  @Test
  void keepsKindsApart() {
    documents().put(Kind.POLICY, "contoso", ONE, Optional.empty());

    assertTrue(documents().get(Kind.ENVIRONMENT, "contoso").isEmpty());
    assertTrue(documents().list(Kind.ENVIRONMENT).isEmpty());
  }

  @Test
  void createsOnlyWhatIsNotThere() {
    documents().put(Kind.POLICY, "employees", ONE, Optional.empty());

    assertTrue(documents().put(Kind.POLICY, "employees", TWO, Optional.empty()).isEmpty());
    assertArrayEquals(ONE, documents().get(Kind.POLICY, "employees").orElseThrow().value());
  }

  @Test
  void replacesOnlyTheVersionThatWasExpected() {
    String first = documents().put(Kind.POLICY, "employees", ONE, Optional.empty()).orElseThrow();
    String second =
        documents().put(Kind.POLICY, "employees", TWO, Optional.of(first)).orElseThrow();

    assertNotEquals(first, second);
    assertTrue(documents().put(Kind.POLICY, "employees", ONE, Optional.of(first)).isEmpty());
    assertTrue(documents().put(Kind.POLICY, "missing", ONE, Optional.of(first)).isEmpty());
    assertArrayEquals(TWO, documents().get(Kind.POLICY, "employees").orElseThrow().value());
  }

  @Test
  void takesWhateverCallersSendAsAVersion() {
    documents().put(Kind.POLICY, "employees", ONE, Optional.empty());

    for (String version : List.of("", "*", "\"", "W/\"datetime'x'\"", "a\r\nIf-Match: *", "ü")) {
      assertTrue(documents().put(Kind.POLICY, "employees", TWO, Optional.of(version)).isEmpty());
      assertFalse(documents().delete(Kind.POLICY, "employees", version));
    }
  }

  @Test
  void deletesOnlyTheVersionThatWasExpected() {
    String first = documents().put(Kind.POLICY, "employees", ONE, Optional.empty()).orElseThrow();
    String second =
        documents().put(Kind.POLICY, "employees", TWO, Optional.of(first)).orElseThrow();

    assertFalse(documents().delete(Kind.POLICY, "employees", first));
    assertTrue(documents().delete(Kind.POLICY, "employees", second));
    assertTrue(documents().delete(Kind.POLICY, "employees", second));
    assertTrue(documents().get(Kind.POLICY, "employees").isEmpty());
  }

  @Test
  void listsAllAscending() {
    for (String id : List.of("b", "a", "c")) {
      documents().put(Kind.ENVIRONMENT, id, (id + "!").getBytes(UTF_8), Optional.empty());
    }

    List<Documents.Stored> all = documents().list(Kind.ENVIRONMENT);

    assertEquals(List.of("a", "b", "c"), all.stream().map(Documents.Stored::id).toList());
    assertArrayEquals("b!".getBytes(UTF_8), all.get(1).document().value());
    assertEquals(
        documents().get(Kind.ENVIRONMENT, "b").orElseThrow().version(),
        all.get(1).document().version());
  }

  @Test
  void takesAsMuchAsItPromisesAndNoMore() {
    byte[] large = new byte[512 * 1024];
    new Random(7).nextBytes(large);
    documents().put(Kind.POLICY, "large", large, Optional.empty()).orElseThrow();

    assertArrayEquals(large, documents().get(Kind.POLICY, "large").orElseThrow().value());
    assertThrows(
        IllegalArgumentException.class,
        () -> documents().put(Kind.POLICY, "larger", new byte[512 * 1024 + 1], Optional.empty()));
  }
}
