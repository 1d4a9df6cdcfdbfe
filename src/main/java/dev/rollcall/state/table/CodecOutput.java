package dev.rollcall.state.table;

import dev.rollcall.model.Fingerprint;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Writes the values that packed formats are made of. {@link CodecInput} reads them. */
final class CodecOutput implements Closeable {

  private final DataOutputStream out;

  CodecOutput(OutputStream out) {
    this.out = new DataOutputStream(new BufferedOutputStream(out, 16 * 1024));
  }

  void octet(int value) throws IOException {
    out.writeByte(value);
  }

  /** A number whose small values are short; taken as unsigned. */
  void number(long value) throws IOException {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      out.writeByte((int) (rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    out.writeByte((int) rest);
  }

  void hash(int value) throws IOException {
    out.writeInt(value);
  }

  void print(Fingerprint print) throws IOException {
    out.writeLong(print.high());
    out.writeLong(print.low());
  }

  void time(Instant time) throws IOException {
    out.writeLong(time.getEpochSecond());
    out.writeInt(time.getNano());
  }

  void text(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    number(bytes.length);
    out.write(bytes);
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
