package dev.rollcall.client.ldap;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.UUID;

/**
 * Ids between their bytes and their texts.
 *
 * @see <a
 *     href="https://learn.microsoft.com/openspecs/windows_protocols/ms-dtyp/4926e530-816e-41c2-b251-ec5c7aca018a">
 *     MS-DTYP 2.3.4</a> (read 2026-11-21): the first three groups stand backwards
 */
public final class Guids {

  private static final int BYTES = 16;

  private Guids() {}

  /** The text of an objectGUID, as other directories know it. */
  public static String text(byte[] guid) {
    if (guid.length != BYTES) {
      throw new IllegalArgumentException("a GUID has 16 bytes, not " + guid.length);
    }
    ByteBuffer bytes = ByteBuffer.wrap(guid).order(ByteOrder.LITTLE_ENDIAN);
    long high = Integer.toUnsignedLong(bytes.getInt()) << 32;
    high |= Short.toUnsignedLong(bytes.getShort()) << 16;
    high |= Short.toUnsignedLong(bytes.getShort());
    return new UUID(high, bytes.order(ByteOrder.BIG_ENDIAN).getLong()).toString();
  }

  /** The bytes of an id; empty if the text is none. */
  public static Optional<byte[]> bytes(String text) {
    UUID id;
    try {
      id = UUID.fromString(text.strip());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    long high = id.getMostSignificantBits();
    ByteBuffer bytes = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putInt((int) (high >>> 32)).putShort((short) (high >>> 16)).putShort((short) high);
    bytes.order(ByteOrder.BIG_ENDIAN).putLong(id.getLeastSignificantBits());
    return Optional.of(bytes.array());
  }
}
