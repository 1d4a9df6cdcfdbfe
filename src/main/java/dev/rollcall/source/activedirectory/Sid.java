package dev.rollcall.source.activedirectory;

import dev.rollcall.client.ldap.LdapEntry;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A security id: whom Windows means.
 *
 * @see <a
 *     href="https://learn.microsoft.com/windows-server/identity/ad-ds/manage/understand-security-identifiers">
 *     Security identifiers</a> (the well-known ones; read 2026-11-21)
 */
final class Sid {

  private static final int HEAD = 8;
  private static final int NT_AUTHORITY = 5;
  private static final int DOMAIN = 21;

  /** Below it are the groups and accounts that every domain comes with. */
  private static final long FIRST_OF_THE_ORGANISATION = 1000;

  private final byte[] bytes;

  /**
   * @throws IllegalArgumentException if the bytes are no security id
   */
  Sid(byte[] bytes) {
    boolean whole = bytes.length >= HEAD && bytes.length == HEAD + 4 * (bytes[1] & 0xff);
    if (!whole || bytes[0] != 1) {
      throw new IllegalArgumentException("no security id");
    }
    this.bytes = bytes.clone();
  }

  /** That of an object; empty if it has none that can be read. */
  static Optional<Sid> of(LdapEntry entry) {
    try {
      return entry.bytes("objectSid").map(Sid::new);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  byte[] bytes() {
    return bytes.clone();
  }

  /** The number of the object in its domain; empty if it is of no domain. */
  Optional<String> relativeId() {
    return isOfDomain()
        ? Optional.of(Long.toString(part((bytes.length - HEAD) / 4 - 1)))
        : Optional.empty();
  }

  /**
   * Whether it is nobody of the organisation: SELF, the system, what Windows comes with, such as
   * {@code Domain Admins}.
   */
  boolean isOfWindows() {
    return !isOfDomain() || part((bytes.length - HEAD) / 4 - 1) < FIRST_OF_THE_ORGANISATION;
  }

  private boolean isOfDomain() {
    return bytes[7] == NT_AUTHORITY && bytes.length > HEAD + 4 && part(0) == DOMAIN;
  }

  private long part(int index) {
    return Integer.toUnsignedLong(
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(HEAD + 4 * index));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Sid sid && Arrays.equals(bytes, sid.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes);
  }
}
