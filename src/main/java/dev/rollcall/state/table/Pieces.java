package dev.rollcall.state.table;

import java.io.OutputStream;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Cuts a stream of bytes into pieces that fill a row each. Full pieces are passed on as they come,
 * so that no more than one is in memory.
 */
final class Pieces extends OutputStream {

  /** What one row takes: its binary properties, each filled. */
  static final int SIZE = NewRow.MAX_BINARIES * NewRow.MAX_BINARY;

  private final Consumer<byte[]> full;
  private byte[] buffer = new byte[8 * 1024];
  private int length;
  private long total;

  /**
   * @param full takes every piece that is full when more bytes come
   */
  Pieces(Consumer<byte[]> full) {
    this.full = full;
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int count) {
    int done = 0;
    while (done < count) {
      if (length == SIZE) {
        full.accept(last());
        length = 0;
      }
      int step = Math.min(count - done, SIZE - length);
      if (length + step > buffer.length) {
        buffer = Arrays.copyOf(buffer, Math.min(SIZE, Math.max(length + step, 2 * buffer.length)));
      }
      System.arraycopy(bytes, offset + done, buffer, length, step);
      length += step;
      done += step;
    }
    total += count;
  }

  /** The piece that has not been passed on: the end of what was written. */
  byte[] last() {
    return Arrays.copyOf(buffer, length);
  }

  /** How many bytes were written in all. */
  long total() {
    return total;
  }
}
