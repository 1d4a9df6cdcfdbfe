package dev.rollcall.notify;

/**
 * Makes any text one line that shows as what it is. Names come from directories, where people write
 * what they like: line breaks would forge headers and lines, marks of writing direction would turn
 * what stands around them, control characters would do who knows what.
 */
final class PlainLine {

  /** Longer than any sentence of ours; a subject or a name has no business being longer. */
  static final int MAX_CHARACTERS = 2000;

  private PlainLine() {}

  static String of(String text) {
    StringBuilder line = new StringBuilder(Math.min(text.length(), MAX_CHARACTERS));
    int count = 0;
    boolean gap = false;
    for (int i = 0; i < text.length(); ) {
      int point = text.codePointAt(i);
      i += Character.charCount(point);
      if (Character.isWhitespace(point) || Character.isSpaceChar(point) || isControl(point)) {
        gap = true;
        continue;
      }
      if (isInvisible(point)) {
        continue;
      }
      if (count++ == MAX_CHARACTERS) {
        return line.append('…').toString();
      }
      if (gap && line.length() > 0) {
        line.append(' ');
      }
      gap = false;
      line.appendCodePoint(point);
    }
    return line.toString();
  }

  private static boolean isControl(int point) {
    return Character.getType(point) == Character.CONTROL;
  }

  /**
   * Lone surrogates have no form in UTF-8; of the format characters only the joiners change how a
   * word is rightly written, as in Persian or in emoji.
   */
  private static boolean isInvisible(int point) {
    boolean joiner = point == 0x200C || point == 0x200D;
    int type = Character.getType(point);
    return type == Character.SURROGATE
        || type == Character.PRIVATE_USE
        || (type == Character.FORMAT && !joiner);
  }
}
