package dev.rollcall.state;

/** How a run stands. */
public enum RunStatus {
  /** Asked for; its first message is on the way. */
  QUEUED(false),
  /** Reading the source. */
  READING(false),
  /** Working through its targets: writing, or in a preview planning. */
  APPLYING(false),
  /** Stopped by a guardrail before the writes it is about; waits for approval. */
  HELD(false),
  /** Asked to stop; slices settle what they did. */
  CANCELLING(false),
  /** Over: every target is settled. Targets may have failed; the counts tell. */
  FINISHED(true),
  /** Over because somebody cancelled it; what was done stays done. */
  CANCELLED(true),
  /** Over before its first write, or stopped by something that stood in the way of all targets. */
  FAILED(true),
  /** Did nothing: another run of the policy was under way. */
  SKIPPED(true),
  /** Did nothing: what the approved preview was made from has moved since. */
  REFUSED(true),
  /** Was held, and a later run of the policy took its place. */
  SUPERSEDED(true);

  private final boolean over;

  RunStatus(boolean over) {
    this.over = over;
  }

  /**
   * Whether people may want to hear of it: what a run did, or that it waits. One that only gave way
   * to another run is told of with that.
   */
  public boolean isToldOf() {
    return switch (this) {
      case HELD, FINISHED, CANCELLED, FAILED, REFUSED -> true;
      case QUEUED, READING, APPLYING, CANCELLING, SKIPPED, SUPERSEDED -> false;
    };
  }

  /** Whether nothing more will happen. */
  public boolean isOver() {
    return over;
  }
}
