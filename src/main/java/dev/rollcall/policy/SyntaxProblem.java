package dev.rollcall.policy;

/** A text that cannot be read, with the exact place of what is wrong with it. */
final class SyntaxProblem extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  private final int position;
  private final String allowed;

  /**
   * @param position of the character where it begins to be wrong, counted from 1
   * @param message what is wrong, in a plain sentence
   * @param allowed what is allowed there
   */
  SyntaxProblem(int position, String message, String allowed) {
    super("At character " + position + ": " + message);
    this.position = position;
    this.allowed = allowed;
  }

  int position() {
    return position;
  }

  String allowed() {
    return allowed;
  }
}
