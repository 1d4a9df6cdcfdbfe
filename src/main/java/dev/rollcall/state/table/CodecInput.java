package dev.rollcall.state.table;

import dev.rollcall.model.Fingerprint;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads what {@link CodecOutput} wrote. Numbers are checked against the bounds that the caller
 * names; so bytes that are no such content end in an exception, never in an allocation that cannot
 * be met.
 */
final class CodecInput {

  private static final int MAX_SHARED = 50_000;
  private static final int MAX_SHARED_LENGTH = 48;

  private final DataInputStream in;
  private final Map<String, String> shared = new HashMap<>();

  CodecInput(InputStream in) {
    this.in = new DataInputStream(new BufferedInputStream(in, 16 * 1024));
  }

  int octet() throws IOException {
    return in.readUnsignedByte();
  }

  long number() throws IOException {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int next = in.readUnsignedByte();
      value |= (next & 0x7fL) << shift;
      if ((next & 0x80) == 0) {
        return value;
      }
    }
    throw new Packed.Unreadable("a number in its content does not end");
  }

  /** A number that says how many of something follow. */
  int count(int max) throws IOException {
    long count = number();
    if (count < 0 || count > max) {
      throw new Packed.Unreadable("a count in its content is out of bounds");
    }
    return (int) count;
  }

  int hash() throws IOException {
    return in.readInt();
  }

  Fingerprint print() throws IOException {
    return new Fingerprint(in.readLong(), in.readLong());
  }

  Instant time() throws IOException {
    return Instant.ofEpochSecond(in.readLong(), in.readInt());
  }

  String text(int maxBytes) throws IOException {
    byte[] bytes = new byte[count(maxBytes)];
    in.readFully(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** A text that probably occurs again, such as a city: equal ones become one object. */
  String sharedText(int maxBytes) throws IOException {
    String text = text(maxBytes);
    if (text.length() > MAX_SHARED_LENGTH) {
      return text;
    }
    String first = shared.get(text);
    if (first == null && shared.size() < MAX_SHARED) {
      shared.put(text, text);
    }
    return first == null ? text : first;
  }

  /**
   * @throws Packed.Unreadable if there is more
   */
  void end() throws IOException {
    if (in.read() >= 0) {
      throw new Packed.Unreadable("its content goes on after its end");
    }
  }
}
