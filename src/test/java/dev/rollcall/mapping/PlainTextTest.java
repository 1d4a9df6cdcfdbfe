package dev.rollcall.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.Seeded;
import java.text.Normalizer;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("P14")
class PlainTextTest {

  @Test
  void aLineHasSingleSpacesAndNothingInvisible() {
    assertEquals("a b", PlainText.line("  a \t\r\n b\u00A0"));
    assertEquals("ab", PlainText.line("a\u0000\u200B\u00ADb\uFEFF"));
    assertEquals("a b", PlainText.line("a\u2028\u2029\u0085b"));
    assertEquals("ab", PlainText.line("\u202Aa\u202C\u2067b\u2069"));
    assertEquals("山　田", PlainText.line("　山　 　田　"));
    assertEquals("", PlainText.line("\u200E\u200D \uFFFE"));
    assertEquals("x", PlainText.line("x\uD83D"));
    assertEquals("עברית", PlainText.line("\u200Fעברית\u200F"));
  }

  @Test
  void linesKeepTheirBreaks() {
    assertEquals("a\nb\n\nc", PlainText.lines("\r\n a \r\nb\n\n\n\nc\n\n"));
    assertEquals("a, b, c", PlainText.joined("a,\r\nb \n\n c\n"));
  }

  @Test
  void bareTextHasNoCharacterWithoutAShape() {
    assertEquals("+4930123", PlainText.bare("\u202A+4930\u200E123\u202C"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"👩🏽‍🚀", "🇩🇪", "e\u0323\u0301", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "👍🏿", "❤️", "𝔸", "नि"})
  void aClusterIsKeptWholeOrNotAtAll(String cluster) {
    String normal = PlainText.line(cluster);
    for (int max = 10; max < 10 + normal.length(); max++) {
      assertEquals("x".repeat(10), PlainText.cut("x".repeat(10) + normal + "tail", max));
    }
    assertEquals(
        "x".repeat(10) + normal,
        PlainText.cut("x".repeat(10) + normal + "tail", 10 + normal.length()));
  }

  @Test
  void flagsAreCutBetweenFlags() {
    assertEquals("🇩🇪🇦🇹", PlainText.cut("🇩🇪🇦🇹🇨🇭", 9));
    assertEquals("🇩🇪🇦🇹", PlainText.cut("🇩🇪🇦🇹🇨🇭", 10));
    assertEquals("🇩🇪🇦🇹", PlainText.cut("🇩🇪🇦🇹🇨🇭", 11));
  }

  @Test
  void aCutEndsWithoutASpace() {
    assertEquals("abc", PlainText.cut("abc def", 4));
  }

  @Test
  void endlessAccentsAreCutAllTheSame() {
    String cut = PlainText.cut("a" + "\u0489".repeat(1000), 255);

    assertEquals(255, cut.length());
  }

  @Test
  void theFormIsReachedAtOnceAndFits() {
    Seeded.cases(
        2000,
        random -> {
          String raw = anyText(random);
          int max = 1 + random.nextInt(40);
          String line = PlainText.line(raw);
          String cut = PlainText.cut(line, max);

          assertEquals(line, PlainText.line(line));
          assertEquals(PlainText.lines(raw), PlainText.lines(PlainText.lines(raw)));
          assertEquals(PlainText.bare(raw), PlainText.bare(PlainText.bare(raw)));
          assertTrue(Normalizer.isNormalized(line, Normalizer.Form.NFC));
          assertTrue(line.codePoints().noneMatch(Character::isISOControl));
          assertTrue(cut.length() <= max);
          assertEquals(cut, PlainText.line(cut));
          assertFalse(hasHalfACharacter(cut));
        });
  }

  static String anyText(Random random) {
    int[][] ranges = {
      {0x20, 0x7E},
      {0x00, 0x3F},
      {0xA0, 0x17F},
      {0x300, 0x36F},
      {0x5D0, 0x64F},
      {0x900, 0x97F},
      {0x200B, 0x2069},
      {0x1100, 0x11FF},
      {0x3000, 0x30FF},
      {0xAC00, 0xAC40},
      {0xD800, 0xDFFF},
      {0xFE00, 0xFE0F},
      {0xFFF0, 0xFFFF},
      {0x1F1E6, 0x1F1FF},
      {0x1F3FB, 0x1F64F},
      {0xE0020, 0xE007F}
    };
    StringBuilder text = new StringBuilder();
    int length = random.nextInt(60);
    for (int i = 0; i < length; i++) {
      int[] range = ranges[random.nextInt(ranges.length)];
      text.appendCodePoint(range[0] + random.nextInt(range[1] - range[0] + 1));
    }
    return text.toString();
  }

  private static boolean hasHalfACharacter(String text) {
    return text.codePoints().anyMatch(c -> c >= 0xD800 && c <= 0xDFFF);
  }
}
