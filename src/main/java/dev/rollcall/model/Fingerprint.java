package dev.rollcall.model;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The first 128 bits of a SHA-256: equal content has an equal fingerprint, and for different
 * content two equal ones are not to be met in practice.
 */
public record Fingerprint(long high, long low) implements Comparable<Fingerprint> {

  /** The number of bytes {@link #write} appends. */
  public static final int BYTES = 16;

  /** The fingerprint of these bytes. */
  public static Fingerprint of(byte[] content) {
    return from(sha256().digest(content));
  }

  /** The fingerprint of this text's UTF-8 form. */
  public static Fingerprint of(String content) {
    return of(content.getBytes(StandardCharsets.UTF_8));
  }

  /** A fingerprint from a finished SHA-256. */
  public static Fingerprint from(byte[] sha256) {
    ByteBuffer buffer = ByteBuffer.wrap(sha256);
    return new Fingerprint(buffer.getLong(), buffer.getLong());
  }

  /**
   * The fingerprint whose {@link #hex} form this is.
   *
   * @throws IllegalArgumentException if the text is not 32 hexadecimal digits
   */
  public static Fingerprint parse(String hex) {
    if (hex.length() != 2 * BYTES) {
      throw new IllegalArgumentException("a fingerprint has 32 hex digits, not " + hex.length());
    }
    return new Fingerprint(
        Long.parseUnsignedLong(hex.substring(0, 16), 16),
        Long.parseUnsignedLong(hex.substring(16), 16));
  }

  /** A fresh SHA-256, which every Java platform has. */
  public static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** 32 lower-case hexadecimal digits. */
  public String hex() {
    return String.format("%016x%016x", high, low);
  }

  /** Appends the 16 bytes of this fingerprint. */
  public void write(ByteBuffer into) {
    into.putLong(high).putLong(low);
  }

  @Override
  public int compareTo(Fingerprint other) {
    int byHigh = Long.compareUnsigned(high, other.high);
    return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
  }

  @Override
  public String toString() {
    return hex();
  }
}
