package dev.rollcall.localtenant.activedirectory;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A security descriptor, written as Active Directory keeps it.
 *
 * @see <a
 *     href="https://learn.microsoft.com/openspecs/windows_protocols/ms-dtyp/7d4dac05-9cef-4563-a058-f108abecce1d">
 *     MS-DTYP 2.4.6</a> (read 2026-11-21)
 */
public final class Acl {

  /** The right that Exchange calls Full Access. */
  public static final int FULL_ACCESS = 1;

  /** The right to use an extended right. */
  public static final int EXTENDED_RIGHT = 0x100;

  /** The extended right Send As. */
  public static final UUID SEND_AS = UUID.fromString("ab721a54-1e2f-11d0-9819-00aa0040529b");

  private static final int INHERITED = 0x10;

  private record Line(int type, int flags, int mask, Optional<UUID> right, byte[] sid) {}

  private final List<Line> lines = new ArrayList<>();

  /** Allows Full Access. */
  public Acl fullAccess(byte[] sid) {
    return line(0, 0, FULL_ACCESS, Optional.empty(), sid);
  }

  /** Denies Full Access. */
  public Acl noFullAccess(byte[] sid) {
    return line(1, 0, FULL_ACCESS, Optional.empty(), sid);
  }

  /** Allows Full Access by an entry that comes from above. */
  public Acl inheritedFullAccess(byte[] sid) {
    return line(0, INHERITED, FULL_ACCESS, Optional.empty(), sid);
  }

  /** Allows to send as the object. */
  public Acl sendAs(byte[] sid) {
    return line(5, 0, EXTENDED_RIGHT, Optional.of(SEND_AS), sid);
  }

  /** Denies to send as the object. */
  public Acl noSendAs(byte[] sid) {
    return line(6, 0, EXTENDED_RIGHT, Optional.of(SEND_AS), sid);
  }

  /** Any entry. */
  public Acl line(int type, int flags, int mask, Optional<UUID> right, byte[] sid) {
    lines.add(new Line(type, flags, mask, right, sid));
    return this;
  }

  /** The whole descriptor, with an owner and a group. */
  public byte[] bytes() {
    ByteArrayOutputStream entries = new ByteArrayOutputStream();
    lines.forEach(line -> entries.writeBytes(entry(line)));
    byte[] owner = Sids.of(5, 18);
    int start = 20 + 2 * owner.length;
    int size = 8 + entries.size();
    ByteBuffer all = ByteBuffer.allocate(start + size).order(ByteOrder.LITTLE_ENDIAN);
    all.put((byte) 1).put((byte) 0).putShort((short) 0x8004);
    all.putInt(20).putInt(20 + owner.length).putInt(0).putInt(start);
    all.put(owner).put(owner);
    all.put((byte) 4).put((byte) 0).putShort((short) size);
    all.putShort((short) lines.size()).putShort((short) 0).put(entries.toByteArray());
    return all.array();
  }

  private static byte[] entry(Line line) {
    boolean ofObject = line.type >= 5;
    int size = 8 + (ofObject ? 4 + (line.right.isPresent() ? 16 : 0) : 0) + line.sid.length;
    ByteBuffer entry = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    entry.put((byte) line.type).put((byte) line.flags).putShort((short) size).putInt(line.mask);
    if (ofObject) {
      entry.putInt(line.right.isPresent() ? 1 : 0);
      line.right.ifPresent(right -> entry.put(Sids.guid(right)));
    }
    return entry.put(line.sid).array();
  }
}
