package dev.rollcall;

import java.security.SecureRandom;
import java.util.Random;
import java.util.function.Consumer;

/**
 * Runs a law over many random cases. A failure names its seed; {@code -Drollcall.seed=…} runs that
 * one case again.
 */
public final class Seeded {

  private static final String SEED = "rollcall.seed";

  private Seeded() {}

  /** Checks the law for this many cases, each with a random source of its own. */
  public static void cases(int count, Consumer<Random> law) {
    Long given = Long.getLong(SEED);
    if (given != null) {
      check(given, law);
      return;
    }
    SecureRandom seeds = new SecureRandom();
    for (int i = 0; i < count; i++) {
      check(seeds.nextLong(), law);
    }
  }

  private static void check(long seed, Consumer<Random> law) {
    try {
      law.accept(new Random(seed));
    } catch (RuntimeException | AssertionError failure) {
      throw new AssertionError(
          "with -D" + SEED + "=" + seed + ": " + failure.getMessage(), failure);
    }
  }
}
