package dev.rollcall.client.offer;

/** What was received is not believed. Says why and shows nothing of it. */
public final class Refused extends Exception {

  private static final long serialVersionUID = 1L;

  /** Why. */
  public enum Reason {
    /** It is longer than it may be. */
    TOO_LONG,
    /** It is none of ours: another form, type or algorithm, or something is missing. */
    MALFORMED,
    /** It carries the certificate of somebody whom nobody named. */
    UNKNOWN_SIGNER,
    /** The certificate it carries has ended, or not begun. */
    CERTIFICATE_DATES,
    /** Its signature is not that of its certificate's key over what it says. */
    BAD_SIGNATURE,
    /** It is for somebody else, about another offer, or no answer to what was asked. */
    MIXED_UP,
    /** It is too old, or of a time to come. */
    UNTIMELY,
    /** It says something that does not hold of what it carries. */
    INCOMPLETE,
    /** A later version made it, in a form that this one does not know. */
    UNKNOWN_FORM
  }

  private final Reason reason;

  Refused(Reason reason) {
    super(reason.name());
    this.reason = reason;
  }

  /** Why. */
  public Reason reason() {
    return reason;
  }
}
