package dev.rollcall.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.FileName;
import dev.rollcall.state.Files;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What every place for files does. */
@Tag("P17")
public abstract class FilesContract {

  private static final FileName PEOPLE = new FileName("people.csv");
  private static final byte[] ONE = "mail\nada@contoso.example".getBytes(UTF_8);
  private static final byte[] TWO = "mail".getBytes(UTF_8);

  /** Files that nobody else writes; none yet. */
  protected abstract Files files();

  @Test
  void nothingIsThereBeforeTheFirstWrite() {
    assertEquals(List.of(), files().list());
    assertTrue(files().read(PEOPLE).isEmpty());
    assertTrue(files().look(PEOPLE).isEmpty());
    assertTrue(files().delete(PEOPLE, "0x1"));
  }

  @Test
  void givesBackTheVeryBytesThatWereStored() {
    Files.Entry written = files().put(PEOPLE, ONE, Optional.empty()).orElseThrow();

    Files.Content read = files().read(PEOPLE).orElseThrow();

    assertArrayEquals(ONE, read.bytes());
    assertEquals(written, read.entry());
    assertEquals(ONE.length, read.entry().bytes());
    assertEquals(Optional.of(written), files().look(PEOPLE));
    assertEquals(List.of(written), files().list());
  }

  @Test
  void createsOnlyWhatIsNotThere() {
    files().put(PEOPLE, ONE, Optional.empty());

    assertTrue(files().put(PEOPLE, TWO, Optional.empty()).isEmpty());
    assertArrayEquals(ONE, files().read(PEOPLE).orElseThrow().bytes());
  }

  @Test
  void replacesOnlyTheVersionThatWasExpected() {
    String first = files().put(PEOPLE, ONE, Optional.empty()).orElseThrow().version();
    String second = files().put(PEOPLE, TWO, Optional.of(first)).orElseThrow().version();

    assertNotEquals(first, second);
    assertTrue(files().put(PEOPLE, ONE, Optional.of(first)).isEmpty());
    assertTrue(files().put(new FileName("missing.csv"), ONE, Optional.of(first)).isEmpty());
    assertArrayEquals(TWO, files().read(PEOPLE).orElseThrow().bytes());
  }

  @Test
  void writingTheSameAgainIsAnotherVersion() {
    String first = files().put(PEOPLE, ONE, Optional.empty()).orElseThrow().version();
    String second = files().put(PEOPLE, ONE, Optional.of(first)).orElseThrow().version();

    assertNotEquals(first, second);
  }

  @Test
  void takesWhateverCallersSendAsAVersion() {
    files().put(PEOPLE, ONE, Optional.empty());

    for (String version : List.of("", "*", "\"", "W/\"x\"", "a\r\nIf-Match: *", "ü", "0x0")) {
      assertTrue(files().put(PEOPLE, TWO, Optional.of(version)).isEmpty());
      assertFalse(files().delete(PEOPLE, version));
    }
  }

  @Test
  void deletesOnlyTheVersionThatWasExpected() {
    String first = files().put(PEOPLE, ONE, Optional.empty()).orElseThrow().version();
    String second = files().put(PEOPLE, TWO, Optional.of(first)).orElseThrow().version();

    assertFalse(files().delete(PEOPLE, first));
    assertTrue(files().delete(PEOPLE, second));
    assertTrue(files().delete(PEOPLE, second));
    assertTrue(files().read(PEOPLE).isEmpty());
  }

  @Test
  void listsAllAscending() {
    for (String name : List.of("b.csv", "a.xlsx", "c.json")) {
      files().put(new FileName(name), ONE, Optional.empty());
    }

    assertEquals(
        List.of("a.xlsx", "b.csv", "c.json"),
        files().list().stream().map(entry -> entry.name().value()).toList());
  }

  @Test
  void anEmptyFileIsAFile() {
    files().put(PEOPLE, new byte[0], Optional.empty()).orElseThrow();

    assertEquals(0, files().read(PEOPLE).orElseThrow().bytes().length);
  }

  @Test
  void takesAsMuchAsItPromisesAndNoMore() {
    byte[] large = new byte[Files.MAX_BYTES];
    new Random(7).nextBytes(large);
    files().put(PEOPLE, large, Optional.empty()).orElseThrow();

    assertArrayEquals(large, files().read(PEOPLE).orElseThrow().bytes());
    assertThrows(
        IllegalArgumentException.class,
        () ->
            files()
                .put(new FileName("larger.csv"), new byte[Files.MAX_BYTES + 1], Optional.empty()));
  }
}
