package dev.rollcall.model;

import java.util.Arrays;

/**
 * What the engine remembers of a record's content instead of the content: for each field with a
 * value a 32-bit hash, and one {@link Fingerprint} over all of them.
 *
 * <p>Equality is decided by the fingerprint alone. The field hashes only tell <em>which</em> fields
 * differ, so two values that share a hash can at worst hide one field of a change that has others;
 * when no field seems to differ although the fingerprints do, {@link #differing} names them all.
 *
 * <p>Prints {@linkplain #replaced composed} of two contents have no fingerprint of their own: they
 * are compared field by field.
 */
public final class FieldPrints {

  /** The prints of a record without any field. */
  public static final FieldPrints EMPTY =
      new FieldPrints(new byte[0], new int[0], Fingerprint.of(new byte[0]));

  private static final Fingerprint COMPOSED = new Fingerprint(0L, 0L);

  private final byte[] codes;
  private final int[] hashes;
  private final Fingerprint whole;

  private FieldPrints(byte[] codes, int[] hashes, Fingerprint whole) {
    this.codes = codes;
    this.hashes = hashes;
    this.whole = whole;
  }

  /**
   * @param codes field codes, 0 to 63, strictly ascending
   * @param hashes one hash for each code
   * @param whole the fingerprint of the full values these hashes stand for
   * @throws IllegalArgumentException if the lengths differ or the codes do not ascend
   */
  public static FieldPrints of(byte[] codes, int[] hashes, Fingerprint whole) {
    if (codes.length != hashes.length) {
      throw new IllegalArgumentException("each field code needs one hash");
    }
    for (int i = 0; i < codes.length; i++) {
      if (codes[i] < 0 || codes[i] > 63 || (i > 0 && codes[i] <= codes[i - 1])) {
        throw new IllegalArgumentException("field codes must ascend from 0 to 63");
      }
    }
    return new FieldPrints(codes.clone(), hashes.clone(), whole);
  }

  /** The fingerprint over all fields; all zeros if these prints are composed. */
  public Fingerprint whole() {
    return whole;
  }

  /** How many fields have a value. */
  public int size() {
    return codes.length;
  }

  /** The code of the field at this position, ascending. */
  public int codeAt(int position) {
    return codes[position];
  }

  /** The hash of the field at this position. */
  public int hashAt(int position) {
    return hashes[position];
  }

  /** Whether the field with this code has a value. */
  public boolean has(int code) {
    return Arrays.binarySearch(codes, (byte) code) >= 0;
  }

  /**
   * Bits by field code: the fields whose value differs between this and {@code other}, including
   * those that only one of them has. Zero if, and only if, the two stand for the same content.
   */
  public long differing(FieldPrints other) {
    if (whole.equals(other.whole) && !isComposed()) {
      return 0L;
    }
    boolean haveWholes = !isComposed() && !other.isComposed();
    long differing = 0L;
    int i = 0;
    int j = 0;
    while (i < codes.length || j < other.codes.length) {
      int a = i < codes.length ? codes[i] : Integer.MAX_VALUE;
      int b = j < other.codes.length ? other.codes[j] : Integer.MAX_VALUE;
      if (a != b || hashes[i] != other.hashes[j]) {
        differing |= 1L << Math.min(a, b);
      }
      i += a <= b ? 1 : 0;
      j += b <= a ? 1 : 0;
    }
    return differing == 0L && haveWholes ? fields() : differing;
  }

  /**
   * These prints with some fields as they are in {@code other}: what is known of an item that holds
   * part of one content and part of another.
   *
   * @param fields bits by field code
   */
  public FieldPrints replaced(long fields, FieldPrints other) {
    if ((fields & (fields() | other.fields())) == 0L) {
      return this;
    }
    long present = (fields() & ~fields) | (other.fields() & fields);
    byte[] newCodes = new byte[Long.bitCount(present)];
    int[] newHashes = new int[newCodes.length];
    int next = 0;
    for (long rest = present; rest != 0L; rest &= rest - 1) {
      int code = Long.numberOfTrailingZeros(rest);
      FieldPrints from = (fields & (1L << code)) == 0L ? this : other;
      newCodes[next] = (byte) code;
      newHashes[next++] = from.hashes[Arrays.binarySearch(from.codes, (byte) code)];
    }
    return new FieldPrints(newCodes, newHashes, COMPOSED);
  }

  /** Bits by field code: the fields that have a value. */
  public long fields() {
    long fields = 0L;
    for (byte code : codes) {
      fields |= 1L << code;
    }
    return fields;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FieldPrints prints
        && whole.equals(prints.whole)
        && (!isComposed()
            || (Arrays.equals(codes, prints.codes) && Arrays.equals(hashes, prints.hashes)));
  }

  @Override
  public int hashCode() {
    return Long.hashCode(whole.low());
  }

  @Override
  public String toString() {
    return "FieldPrints[" + codes.length + " fields, " + whole + "]";
  }

  private boolean isComposed() {
    return whole.equals(COMPOSED);
  }
}
