package dev.rollcall.client.table;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/**
 * The parts of a ZIP file by its directory, which is at its end: what stands before each part is
 * written in so many ways that the JDK's stream cannot read all workbooks, and its file needs a
 * disk.
 *
 * <p>What is unpacked is counted over all parts, whatever the directory says of sizes.
 *
 * @see <a href="https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT">APPNOTE</a> 4.3
 */
final class ZipParts {

  /**
   * What the parts that are read may unpack to, in bytes: 256 MiB. A hundred thousand rows of
   * twenty columns unpack to about 100 MB (measured).
   */
  static final long MAX_UNPACKED = 256L << 20;

  private static final int END = 0x06054b50;
  private static final int END_64 = 0x06064b50;
  private static final int END_64_LOCATOR = 0x07064b50;
  private static final int ENTRY = 0x02014b50;
  private static final int LOCAL = 0x04034b50;
  private static final int END_LENGTH = 22;
  private static final int MAX_COMMENT = 65_535;
  private static final int UNKNOWN = 0xFFFFFFFF;

  private static final int STORED = 0;
  private static final int DEFLATED = 8;

  private final byte[] bytes;
  private final ByteBuffer file;
  private final Map<String, Entry> entries = new HashMap<>();
  private long unpacked;

  private record Entry(int method, boolean encrypted, long packed, long offset) {}

  /**
   * @throws UnreadableFile if its directory cannot be read
   */
  ZipParts(byte[] bytes) {
    this.bytes = bytes;
    this.file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    try {
      readDirectory();
    } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
      throw damaged();
    }
  }

  static UnreadableFile damaged() {
    return UnreadableFile.because(
        "The workbook is damaged, or is none.",
        "Save it again in Excel as \"Excel Workbook (.xlsx)\".");
  }

  Set<String> names() {
    return entries.keySet();
  }

  /** A part to be read; empty if there is none. */
  Optional<InputStream> open(String name) {
    return Optional.ofNullable(entries.get(name)).map(this::open);
  }

  /**
   * A part as a whole; empty if there is none.
   *
   * @param most of a longer one nothing is answered but that the file is unreadable
   */
  Optional<byte[]> whole(String name, int most) {
    return open(name)
        .map(
            in -> {
              try (in) {
                byte[] content = in.readNBytes(most + 1);
                if (content.length > most) {
                  throw damaged();
                }
                return content;
              } catch (IOException e) {
                throw damaged();
              }
            });
  }

  private InputStream open(Entry entry) {
    try {
      int at = Math.toIntExact(entry.offset());
      if (entry.encrypted() || file.getInt(at) != LOCAL) {
        throw damaged();
      }
      int start = at + 30 + unsigned(file.getShort(at + 26)) + unsigned(file.getShort(at + 28));
      int length = Math.toIntExact(entry.packed());
      if (start > bytes.length - length) {
        throw damaged();
      }
      InputStream packed = new ByteArrayInputStream(bytes, start, length);
      return switch (entry.method()) {
        case STORED -> new Counted(packed);
        case DEFLATED -> new Counted(new InflaterInputStream(packed, new Inflater(true)));
        default -> throw damaged();
      };
    } catch (IndexOutOfBoundsException | ArithmeticException e) {
      throw damaged();
    }
  }

  private void readDirectory() {
    int end = end();
    long count = unsigned(file.getShort(end + 10));
    long at = Integer.toUnsignedLong(file.getInt(end + 16));
    if ((count == 0xFFFF || (int) at == UNKNOWN)
        && end >= 20
        && file.getInt(end - 20) == END_64_LOCATOR) {
      int large = checked(file.getLong(end - 12));
      if (file.getInt(large) != END_64) {
        throw damaged();
      }
      count = file.getLong(large + 32);
      at = file.getLong(large + 48);
    }
    int next = checked(at);
    for (long i = 0; i < count; i++) {
      next = readEntry(next);
    }
  }

  private int readEntry(int at) {
    if (file.getInt(at) != ENTRY) {
      throw damaged();
    }
    int nameLength = unsigned(file.getShort(at + 28));
    int extraLength = unsigned(file.getShort(at + 30));
    String name = new String(bytes, at + 46, nameLength, StandardCharsets.UTF_8).replace('\\', '/');
    long[] sizes = sizes(at, at + 46 + nameLength, extraLength);
    boolean encrypted = (file.getShort(at + 8) & 1) != 0;
    Entry entry = new Entry(unsigned(file.getShort(at + 10)), encrypted, sizes[0], sizes[1]);
    if (entries.put(name.startsWith("/") ? name.substring(1) : name, entry) != null) {
      // Two parts of one name: programs differ in which they read.
      throw damaged();
    }
    return at + 46 + nameLength + extraLength + unsigned(file.getShort(at + 32));
  }

  /** Packed size and offset; those of large files are in an extra field. */
  private long[] sizes(int at, int extra, int extraLength) {
    long packed = Integer.toUnsignedLong(file.getInt(at + 20));
    long offset = Integer.toUnsignedLong(file.getInt(at + 42));
    boolean largeUnpacked = file.getInt(at + 24) == UNKNOWN;
    for (int field = extra; field + 4 <= extra + extraLength; ) {
      int length = unsigned(file.getShort(field + 2));
      if (file.getShort(field) == 1) {
        int value = field + 4 + (largeUnpacked ? 8 : 0);
        if ((int) packed == UNKNOWN) {
          packed = file.getLong(value);
          value += 8;
        }
        if ((int) offset == UNKNOWN) {
          offset = file.getLong(value);
        }
      }
      field += 4 + length;
    }
    return new long[] {packed, offset};
  }

  private int end() {
    for (int at = bytes.length - END_LENGTH;
        at >= Math.max(0, bytes.length - END_LENGTH - MAX_COMMENT);
        at--) {
      if (file.getInt(at) == END) {
        return at;
      }
    }
    throw damaged();
  }

  private int checked(long position) {
    if (position < 0 || position > bytes.length) {
      throw damaged();
    }
    return (int) position;
  }

  private static int unsigned(short value) {
    return Short.toUnsignedInt(value);
  }

  /** Stops at the limit, however much follows. */
  private final class Counted extends FilterInputStream {

    Counted(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int read = super.read(into, offset, length);
      unpacked += Math.max(0, read);
      if (unpacked > MAX_UNPACKED) {
        throw UnreadableFile.because(
            "The workbook unpacks to more than " + (MAX_UNPACKED >> 20) + " MiB.",
            "Copy the people into a new workbook with nothing else in it, and store that.");
      }
      return read;
    }

    @Override
    public long skip(long count) throws IOException {
      return readNBytes((int) Math.min(count, 8192)).length;
    }

    @Override
    public boolean markSupported() {
      return false;
    }
  }
}
