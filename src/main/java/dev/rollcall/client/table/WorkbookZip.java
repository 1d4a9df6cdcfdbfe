package dev.rollcall.client.table;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** A workbook's parts, and what the file is if it is none. */
final class WorkbookZip {

  /**
   * The largest part that is read as a whole, in bytes: the list of sheets, the list of formats.
   */
  private static final int MAX_WHOLE = 8 << 20;

  private static final byte[] ZIP = {'P', 'K', 3, 4};
  private static final byte[] OLE = {
    (byte) 0xD0, (byte) 0xCF, 0x11, (byte) 0xE0, (byte) 0xA1, (byte) 0xB1, 0x1A, (byte) 0xE1
  };

  private static final String SAVE = "Save it again in Excel as \"Excel Workbook (.xlsx)\".";

  private final ZipParts parts;

  /**
   * @throws UnreadableFile if it is no workbook of this format
   */
  WorkbookZip(byte[] bytes) {
    checkKind(bytes);
    this.parts = new ZipParts(bytes);
  }

  /** Whether there is such a part. */
  boolean has(String part) {
    return parts.names().contains(part);
  }

  /** A small part as a whole; empty if there is none. */
  Optional<byte[]> whole(String part) {
    return parts.whole(part, MAX_WHOLE);
  }

  /**
   * A part to be read.
   *
   * @throws UnreadableFile if there is none
   */
  InputStream open(String part) {
    return parts.open(part).orElseThrow(ZipParts::damaged);
  }

  private static void checkKind(byte[] bytes) {
    if (starts(bytes, OLE)) {
      if (contains(bytes, "EncryptedPackage")) {
        throw UnreadableFile.because(
            "The workbook is encrypted: it opens only with a password.",
            "Save it without one (Excel: File, Info, Protect Workbook), and store that.");
      }
      throw UnreadableFile.because("This is an old workbook (.xls), only its name is new.", SAVE);
    }
    if (!starts(bytes, ZIP)) {
      throw UnreadableFile.because(
          "The file's name ends in .xlsx, but it is no workbook.",
          "If it is text with separators, store it under a name that ends in .csv. Else: " + SAVE);
    }
  }

  private static boolean starts(byte[] bytes, byte[] mark) {
    return bytes.length >= mark.length
        && Arrays.equals(mark, 0, mark.length, bytes, 0, mark.length);
  }

  /** Names in an OLE file's directory are UTF-16. */
  private static boolean contains(byte[] bytes, String name) {
    byte[] wanted = name.getBytes(StandardCharsets.UTF_16LE);
    for (int i = 0; i + wanted.length <= bytes.length; i += 2) {
      if (Arrays.equals(wanted, 0, wanted.length, bytes, i, i + wanted.length)) {
        return true;
      }
    }
    return false;
  }
}
