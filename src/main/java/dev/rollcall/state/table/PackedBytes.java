package dev.rollcall.state.table;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** Plain bytes in packed form. */
final class PackedBytes {

  private static final int FORMAT = 1;

  private PackedBytes() {}

  /** The packed form of bytes that are known to fit one row. */
  static byte[] pack(byte[] content) {
    Pieces pieces =
        new Pieces(
            piece -> {
              throw new IllegalArgumentException("the content does not fit one row");
            });
    try {
      write(content, pieces);
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    return pieces.last();
  }

  /** Writes the bytes and ends the packed content. */
  static void write(byte[] content, OutputStream to) throws IOException {
    try (OutputStream out = new Packed.Writer(Packed.Kind.CONTENT, FORMAT, to)) {
      out.write(content);
    }
  }

  /**
   * The bytes in these pieces.
   *
   * @throws IOException if they are damaged, incomplete, of a newer version or more than expected
   */
  static byte[] unpack(List<byte[]> pieces, int maxBytes) throws IOException {
    try (Packed.Content content = Packed.open(pieces, Packed.Kind.CONTENT, FORMAT)) {
      if (content.length() < 0 || content.length() > maxBytes) {
        throw new Packed.Unreadable("its content is larger than anything we store");
      }
      byte[] bytes = content.stream().readNBytes((int) content.length());
      if (bytes.length != content.length() || content.stream().read() >= 0) {
        throw new Packed.Unreadable("its content has another length than it says");
      }
      return bytes;
    }
  }
}
