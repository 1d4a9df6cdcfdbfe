package dev.rollcall.localtenant.activedirectory;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.UUID;

/** Ids as Active Directory keeps them: bytes. */
final class Sids {

  private static final int[] DOMAIN = {21, 1004336348, 1177238915, 682003330};

  private Sids() {}

  /** Of an object of the domain. */
  static byte[] ofDomain(int relativeId) {
    return of(5, DOMAIN[0], DOMAIN[1], DOMAIN[2], DOMAIN[3], relativeId);
  }

  /** A security id; {@code of(5, 10)} is SELF. */
  static byte[] of(int authority, int... parts) {
    ByteBuffer bytes = ByteBuffer.allocate(8 + 4 * parts.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put((byte) 1).put((byte) parts.length).put(new byte[5]).put((byte) authority);
    for (int part : parts) {
      bytes.putInt(part);
    }
    return bytes.array();
  }

  /** The bytes of an objectGUID: the first three groups backwards. */
  static byte[] guid(UUID id) {
    ByteBuffer bytes = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    long high = id.getMostSignificantBits();
    bytes.putInt((int) (high >>> 32)).putShort((short) (high >>> 16)).putShort((short) high);
    return bytes.order(ByteOrder.BIG_ENDIAN).putLong(id.getLeastSignificantBits()).array();
  }
}
