package dev.rollcall.policy;

/**
 * Who is taken or left out by the text of the primary mail address, such as {@code
 * @sales.contoso.com OR (info AND berlin)}.
 *
 * <p>A text fits where it stands anywhere in the address, without regard to case. {@code AND} binds
 * tighter than or, which is written {@code OR}, as a space, a line break or a semicolon; parentheses
 * as usual. A record without an address contains no text: including leaves it out, excluding keeps
 * it.
 *
 * @param mode what becomes of those that fit
 * @param text the condition as written
 */
public record AddressFilter(Mode mode, String text) {

  /** What becomes of records that fit. */
  public enum Mode {
    INCLUDE,
    EXCLUDE
  }

  /**
   * The condition under which a record stays, on the attribute {@code mail}, which has to be given
   * as the primary address.
   *
   * @throws IllegalArgumentException if the text is no condition; the message says where
   */
  public Filter condition() {
    Filter fits = new AddressParser(text).parse();
    return mode == Mode.INCLUDE ? fits : new Filter.Not(fits);
  }
}
