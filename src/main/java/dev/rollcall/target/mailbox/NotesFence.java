package dev.rollcall.target.mailbox;

/**
 * Parts a contact's notes between us and its user: ours stand above a line, the user's below it.
 * Only what stands above counts when contents are compared, and only that is replaced.
 */
public final class NotesFence {

  /** Part of stored data: changing it would make notes written before the user's own. */
  public static final String LINE = "----- Your own notes: below this line (Rollcall) -----";

  private NotesFence() {}

  /** Our part; empty if there is no line, for then nothing of it is ours. */
  public static String ours(String notes) {
    String text = notes.replace("\r\n", "\n");
    int line = text.indexOf(LINE);
    return line < 0 ? "" : withoutLastBreak(text.substring(0, line));
  }

  /**
   * The notes with our part replaced.
   *
   * @param current the notes as they are
   * @param ours our part; empty to take it away together with the line
   */
  public static String replaced(String current, String ours) {
    String text = current.replace("\r\n", "\n");
    int line = text.indexOf(LINE);
    String theirs =
        line < 0 ? withoutCopy(text, ours) : afterBreak(text.substring(line + LINE.length()));
    return ours.isEmpty() ? theirs : ours + "\n" + LINE + "\n" + theirs;
  }

  /** Without the line our text would be the user's, and stand there twice. */
  private static String withoutCopy(String text, String ours) {
    return !ours.isEmpty() && text.startsWith(ours)
        ? afterBreak(text.substring(ours.length()))
        : text;
  }

  private static String withoutLastBreak(String text) {
    return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
  }

  private static String afterBreak(String text) {
    return text.startsWith("\n") ? text.substring(1) : text;
  }
}
