package dev.rollcall.state;

/** Something stored is there and cannot be understood: damaged, or written by a newer version. */
public final class StateUnreadable extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public StateUnreadable(String message, Throwable cause) {
    super(message, cause);
  }

  public StateUnreadable(String message) {
    super(message);
  }
}
