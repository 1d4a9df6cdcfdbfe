package dev.rollcall.localtenant.graph.mailbox;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * The two ids of every contact in one mailbox: the one that changes with its folder, and the
 * immutable one. Both are taken in addresses. They are long, case-sensitive, and hold characters
 * that have to be encoded.
 */
public final class ItemIds {

  private static final String REST = "AAMkAGI2";
  private static final String IMMUTABLE = "AAkALgAA";
  private static final String FOLDER = "AQMkAGI2";
  private static final int PADDING = 27;

  private final UUID owner;

  ItemIds(String ownerId) {
    this.owner = UUID.nameUUIDFromBytes(ownerId.getBytes(StandardCharsets.UTF_8));
  }

  public String contact(long number, boolean immutable) {
    ByteBuffer bytes = ByteBuffer.allocate(24 + PADDING);
    bytes.putLong(owner.getMostSignificantBits()).putLong(owner.getLeastSignificantBits());
    bytes.putLong(number);
    String encoded = Base64.getUrlEncoder().encodeToString(bytes.array());
    // Real ids are padded: 51 bytes would not be.
    return (immutable ? IMMUTABLE : REST) + encoded + "=";
  }

  /** A contact's number by either of its ids; empty if it is not of this mailbox. */
  public OptionalLong number(String id) {
    if (!id.startsWith(REST) && !id.startsWith(IMMUTABLE) || !id.endsWith("=")) {
      return OptionalLong.empty();
    }
    try {
      ByteBuffer bytes =
          ByteBuffer.wrap(
              Base64.getUrlDecoder().decode(id.substring(REST.length(), id.length() - 1)));
      return bytes.remaining() == 24 + PADDING
              && bytes.getLong() == owner.getMostSignificantBits()
              && bytes.getLong() == owner.getLeastSignificantBits()
          ? OptionalLong.of(bytes.getLong())
          : OptionalLong.empty();
    } catch (IllegalArgumentException e) {
      return OptionalLong.empty();
    }
  }

  /** Whether a text has the form of a contact's id, of whatever mailbox. */
  public static boolean isContact(String id) {
    return (id.startsWith(REST) || id.startsWith(IMMUTABLE))
        && isEncoded(id, REST.length(), 24 + PADDING);
  }

  /** Whether a text has the form of a folder's id, of whatever mailbox. */
  public static boolean isFolder(String id) {
    return id.startsWith(FOLDER) && isEncoded(id, FOLDER.length(), 42);
  }

  private static boolean isEncoded(String id, int from, int bytes) {
    try {
      return id.endsWith("=")
          && id.length() > from
          && Base64.getUrlDecoder().decode(id.substring(from, id.length() - 1)).length == bytes;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** A folder's only id. */
  public String folder(long number) {
    ByteBuffer bytes = ByteBuffer.allocate(42);
    bytes.putLong(owner.getLeastSignificantBits()).putLong(owner.getMostSignificantBits());
    bytes.putLong(number);
    return FOLDER + Base64.getUrlEncoder().encodeToString(bytes.array()) + "=";
  }

  /** What is in {@code @odata.etag} between the quotes; standard base64, so with slashes. */
  public static String changeKey(long change) {
    byte[] bytes =
        ByteBuffer.allocate(24)
            .put(new byte[] {0x11, 0, 0, 0x16, 0, 0, 0, (byte) 0xff, (byte) 0xfe, 0x3f})
            .putLong(change)
            .array();
    return Base64.getEncoder().encodeToString(bytes);
  }
}
