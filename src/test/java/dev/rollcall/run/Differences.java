package dev.rollcall.run;

import dev.rollcall.model.Snapshot;

/** How a run compares two snapshots, for what measures it. */
public final class Differences {

  private Differences() {}

  /** How many records came, changed or went. */
  public static int between(Snapshot old, Snapshot now) {
    return Assessment.Difference.between(old, now).changes();
  }
}
