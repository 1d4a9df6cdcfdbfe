package dev.rollcall.state.table;

import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.zip.CRC32C;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/**
 * The packed form of everything stored as bytes.
 *
 * <pre>
 * 3  magic "RLC"        1  version of this frame     1  kind     1  version of the kind's format
 * n  content, deflated
 * 8  length of the content before it was deflated    4  CRC-32C over all that precedes
 * </pre>
 *
 * <p>The checksum is looked at before anything is inflated: damaged, incomplete or mixed-up bytes
 * never reach the codec of the content.
 */
final class Packed {

  private static final byte[] MAGIC = {'R', 'L', 'C'};
  private static final int FRAME = 1;
  private static final int HEADER = 6;
  private static final int TRAILER = 12;

  /** What is packed. The codes are part of stored data. */
  enum Kind {
    LEDGER(1),
    SNAPSHOT(2),
    CONTENT(3);

    private final int code;

    Kind(int code) {
      this.code = code;
    }
  }

  private Packed() {}

  /** Bytes that are not what they should be. */
  static final class Unreadable extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * @param why the end of a sentence
     */
    Unreadable(String why) {
      super(why);
    }
  }

  /** Packs what is written to it; closing it ends the content, not the stream below. */
  static final class Writer extends OutputStream {

    private final OutputStream out;
    private final CRC32C checksum = new CRC32C();
    private final Deflater deflater = new Deflater();
    private final DeflaterOutputStream content;
    private long length;
    private boolean closed;

    Writer(Kind kind, int format, OutputStream out) throws IOException {
      this.out = out;
      this.content = new DeflaterOutputStream(new Summed(), deflater, 8 * 1024);
      byte[] header = Arrays.copyOf(MAGIC, HEADER);
      header[3] = FRAME;
      header[4] = (byte) kind.code;
      header[5] = (byte) format;
      new Summed().write(header, 0, HEADER);
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
      content.write(bytes, offset, count);
      length += count;
    }

    @Override
    public void close() throws IOException {
      if (closed) {
        return;
      }
      closed = true;
      try {
        content.finish();
      } finally {
        deflater.end();
      }
      byte[] tail = ByteBuffer.allocate(TRAILER).putLong(length).array();
      checksum.update(tail, 0, Long.BYTES);
      ByteBuffer.wrap(tail).putInt(Long.BYTES, (int) checksum.getValue());
      out.write(tail);
    }

    private final class Summed extends OutputStream {
      @Override
      public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int offset, int count) throws IOException {
        checksum.update(bytes, offset, count);
        out.write(bytes, offset, count);
      }
    }
  }

  /**
   * Content that proved whole.
   *
   * @param length how many bytes it has
   */
  record Content(InputStream stream, long length) implements Closeable {
    @Override
    public void close() throws IOException {
      stream.close();
    }
  }

  /**
   * Unpacks.
   *
   * @param pieces the packed bytes, in order
   * @param format the version of the kind's format that the caller reads
   * @throws Unreadable if a byte is wrong, missing or too many, or a newer version wrote them
   */
  static Content open(List<byte[]> pieces, Kind kind, int format) throws Unreadable {
    long size = pieces.stream().mapToLong(piece -> piece.length).sum();
    if (size < HEADER + TRAILER) {
      throw new Unreadable("its packed bytes are missing or cut off");
    }
    byte[] header = range(pieces, 0, HEADER);
    byte[] trailer = range(pieces, size - TRAILER, TRAILER);
    if (!Arrays.equals(header, 0, 3, MAGIC, 0, 3)) {
      throw new Unreadable("its packed bytes begin with something else");
    }
    if (header[3] > FRAME) {
      throw new Unreadable("a newer version of Rollcall packed its bytes");
    }
    if (checksum(pieces, size - Integer.BYTES) != ByteBuffer.wrap(trailer).getInt(Long.BYTES)) {
      throw new Unreadable("its packed bytes are damaged or incomplete");
    }
    if (header[4] != kind.code) {
      throw new Unreadable("its packed bytes are of another kind");
    }
    if (header[5] != format) {
      throw new Unreadable("a newer version of Rollcall wrote the format of its packed bytes");
    }
    return new Content(inflated(pieces), ByteBuffer.wrap(trailer).getLong(0));
  }

  /** The stream ends by itself where the deflated content does, before the trailer. */
  private static InputStream inflated(List<byte[]> pieces) {
    List<ByteArrayInputStream> streams = new ArrayList<>();
    long skipped = 0;
    for (byte[] piece : pieces) {
      int skip = (int) Math.min(HEADER - skipped, piece.length);
      streams.add(new ByteArrayInputStream(piece, skip, piece.length - skip));
      skipped += skip;
    }
    return new InflaterInputStream(
        new SequenceInputStream(Collections.enumeration(streams)), new Inflater(), 8 * 1024);
  }

  private static int checksum(List<byte[]> pieces, long count) {
    CRC32C checksum = new CRC32C();
    long left = count;
    for (byte[] piece : pieces) {
      int step = (int) Math.min(left, piece.length);
      checksum.update(piece, 0, step);
      left -= step;
    }
    return (int) checksum.getValue();
  }

  private static byte[] range(List<byte[]> pieces, long offset, int count) {
    byte[] range = new byte[count];
    long start = 0;
    for (byte[] piece : pieces) {
      for (int i = 0; i < count; i++) {
        long at = offset + i - start;
        if (at >= 0 && at < piece.length) {
          range[i] = piece[(int) at];
        }
      }
      start += piece.length;
    }
    return range;
  }
}
