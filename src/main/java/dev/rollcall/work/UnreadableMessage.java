package dev.rollcall.work;

/**
 * A text on the work queue that is none of our messages. Trying again does not help: it belongs
 * into the poison queue. Never says what the text was.
 */
public final class UnreadableMessage extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * @param reason what is wrong with it, as the end of a sentence that speaks of "it"
   */
  UnreadableMessage(String reason) {
    super(
        "A message of the work queue cannot be understood: "
            + reason
            + ". Nothing was done for it. If a newer version of Rollcall wrote it, deploy that"
            + " version again; otherwise delete it. A run that waits for it goes on by itself"
            + " within 15 minutes.");
  }
}
