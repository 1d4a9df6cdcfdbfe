package dev.rollcall.model;

import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * Who makes things at a service: one policy of one installation, since its state is what it is.
 * Part of the stamps there, so that what another installation made, whose environment and policy
 * happen to have the same names, is told from what a run of this one made that was cut off: the
 * latter may be removed.
 *
 * <p>It is kept as the place of the target's checkpoint, from before the first write on. A policy
 * whose state was lost is another maker afterwards.
 *
 * @param id twelve digits and letters a to f, random
 */
public record Maker(String id) {

  private static final String PLACE = "made:";
  private static final int DIGITS = 12;
  private static final Pattern ID = Pattern.compile("[0-9a-f]{" + DIGITS + "}");

  /**
   * @throws IllegalArgumentException if the id has another form
   */
  public Maker {
    if (!ID.matcher(id).matches()) {
      throw new IllegalArgumentException("a maker's id has twelve hexadecimal digits");
    }
  }

  /** A new one. */
  public static Maker random(RandomGenerator random) {
    return new Maker(String.format("%0" + DIGITS + "x", random.nextLong(1L << (4 * DIGITS))));
  }

  /** The one that a checkpoint's place tells. */
  public static Optional<Maker> ofPlace(String place) {
    return isPlace(place)
        ? Optional.of(new Maker(place.substring(PLACE.length(), PLACE.length() + DIGITS)))
        : Optional.empty();
  }

  /** Whether a checkpoint's place is a maker; a target may keep more behind it, after a space. */
  public static boolean isPlace(String place) {
    String id = place.split(" ", 2)[0];
    return id.startsWith(PLACE) && ID.matcher(id.substring(PLACE.length())).matches();
  }

  /** How a checkpoint keeps it. */
  public String place() {
    return PLACE + id;
  }
}
