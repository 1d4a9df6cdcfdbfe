package dev.rollcall.client.table;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Finds out what encoding a text file has: by its byte-order mark; without one it is UTF-8 if all
 * of it can be, and else Windows-1252, in which older Excel saves on western Windows.
 */
final class PlainEncoding {

  private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");

  private PlainEncoding() {}

  /**
   * The text, without its byte-order mark.
   *
   * @throws UnreadableFile if it is no text in one of these encodings
   */
  static String decode(byte[] bytes) {
    if (begins(bytes, 0xEF, 0xBB, 0xBF)) {
      return strict(StandardCharsets.UTF_8, bytes, 3);
    }
    if (begins(bytes, 0xFF, 0xFE)) {
      return strict(StandardCharsets.UTF_16LE, bytes, 2);
    }
    if (begins(bytes, 0xFE, 0xFF)) {
      return strict(StandardCharsets.UTF_16BE, bytes, 2);
    }
    for (byte one : bytes) {
      if (one == 0) {
        throw UnreadableFile.because(
            "The file is no text, or text in UTF-16 without the mark that says so.",
            "Save it again, as \"CSV UTF-8\".");
      }
    }
    try {
      return text(StandardCharsets.UTF_8, bytes, 0);
    } catch (CharacterCodingException notUtf8) {
      return strict(WINDOWS_1252, bytes, 0);
    }
  }

  private static String strict(Charset charset, byte[] bytes, int from) {
    try {
      return text(charset, bytes, from);
    } catch (CharacterCodingException e) {
      throw UnreadableFile.because(
          "The file is not text in "
              + charset.name()
              + (from == 0 ? ", nor in UTF-8." : ", although it says so at its beginning."),
          "Save it again, as \"CSV UTF-8\".");
    }
  }

  private static String text(Charset charset, byte[] bytes, int from)
      throws CharacterCodingException {
    CharsetDecoder decoder =
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    CharBuffer text = decoder.decode(ByteBuffer.wrap(bytes, from, bytes.length - from));
    return text.toString();
  }

  private static boolean begins(byte[] bytes, int... marks) {
    for (int i = 0; i < marks.length; i++) {
      if (i >= bytes.length || (bytes[i] & 0xFF) != marks[i]) {
        return false;
      }
    }
    return true;
  }
}
