package dev.rollcall.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("S8")
class MakerTest {

  @Test
  void aMakerIsKeptAsAPlaceThatOutlivesWhateverIsLookedForAnew() {
    Random random = new Random(7);
    for (int i = 0; i < 1000; i++) {
      Maker maker = Maker.random(random);

      assertEquals(Optional.of(maker), Maker.ofPlace(maker.place()));
      assertEquals(Optional.of(maker.place()), Location.withoutFolder(maker.place()));
      assertNotEquals(maker, Maker.random(random));
    }
  }

  @Test
  void anotherPlaceTellsNoMaker() {
    assertEquals(Optional.empty(), Maker.ofPlace("AAMkAGI2TG93AAA="));
    assertEquals(Optional.empty(), Maker.ofPlace("made:somebody"));
    assertThrows(IllegalArgumentException.class, () -> new Maker("0123"));
  }
}
