package dev.rollcall.state.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.contract.Samples;
import dev.rollcall.model.RunId;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("R10")
final class KeysTest {

  @Test
  void ordinaryIdsStayReadable() {
    assertEquals(
        "3f2c9a1e-0b7d-4c55-8a61-2d9f00aa11bb",
        Keys.escape("3f2c9a1e-0b7d-4c55-8a61-2d9f00aa11bb"));
  }

  @Test
  void everyIdComesBackFromItsKey() {
    for (long seed = 0; seed < 2_000; seed++) {
      String id = new Samples(seed).hostileId(1 + (int) (seed % 60));

      assertEquals(id, Keys.unescape(Keys.escape(id)), "seed " + seed);
    }
  }

  @Test
  void everyCharacterHasAKeyOfItsOwnInOrder() {
    String last = "";
    for (int c = 0; c < 0xd800; c++) {
      String id = String.valueOf((char) c);
      String key = Keys.escape(id);

      assertEquals(id, Keys.unescape(key));
      assertTrue(last.compareTo(key) < 0, "character " + c);
      last = key;
    }
  }

  @Test
  void keysSortAsTheirIdsDo() {
    Random random = new Random(3);
    for (int i = 0; i < 20_000; i++) {
      Samples samples = new Samples(random.nextLong());
      String one = samples.hostileId(1 + random.nextInt(6));
      String other = samples.hostileId(1 + random.nextInt(6));

      assertEquals(
          Integer.signum(one.compareTo(other)),
          Integer.signum(Keys.escape(one).compareTo(Keys.escape(other))),
          one + " | " + other);
    }
  }

  @Test
  void aKeyHoldsNothingTheServiceForbids() {
    StringBuilder all = new StringBuilder();
    for (char c = 0; c < 0x100; c++) {
      all.append(c);
    }
    String key = Keys.escape(all.toString());

    assertFalse(key.matches("(?s).*[/\\\\#?%\\p{Cntrl}\\x7f-\\x9f].*"));
    assertFalse(key.contains(Keys.BREAK));
    assertTrue(Keys.BREAK.compareTo(Keys.escape("\u0000")) < 0);
  }

  @Test
  void theLongestIdFitsAKeyWithWhatIsAppended() {
    String longest = "/".repeat(200);

    assertTrue((Keys.escape(longest) + "!-!-0000000000000000000-00000").length() <= 512);
    assertThrows(IllegalArgumentException.class, () -> Keys.escape("/".repeat(257)));
  }

  @Test
  void refusesHalfASurrogatePairAndWhatIsNoKey() {
    for (String id : List.of("a\ud83d", "\ude00a", "\ud83da")) {
      assertThrows(IllegalArgumentException.class, () -> Keys.escape(id));
    }
    for (String key : List.of("!", "!-", "a.", ".2", "~z", "!z", "[%")) {
      assertThrows(IllegalArgumentException.class, () -> Keys.unescape(key), key);
    }
  }

  @Test
  void laterRunsSortFirst() {
    Random random = new Random(9);
    for (int i = 0; i < 2_000; i++) {
      RunId one = RunId.startingAt(Instant.ofEpochMilli(random.nextLong(1L << 42)), random);
      RunId other = RunId.startingAt(Instant.ofEpochMilli(random.nextLong(1L << 42)), random);

      assertEquals(
          Integer.signum(other.startedAt().compareTo(one.startedAt())),
          Integer.signum(Keys.newestFirst(one).compareTo(Keys.newestFirst(other))));
    }
  }
}
