package dev.rollcall.state.table;

import dev.rollcall.model.FieldPrints;
import dev.rollcall.model.Fingerprint;
import dev.rollcall.model.RecordKey;
import dev.rollcall.plan.Ledger;
import dev.rollcall.plan.LedgerEntry;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A ledger as bytes, about 200 an entry once packed.
 *
 * <p>First all keys, then all item ids, then the rest entry by entry: like stands by like, which
 * compresses best (the ids of one folder share most of their characters; prints do not compress at
 * all). Of the two prints the answered one is left out if it equals the one sent; otherwise only
 * hashes that differ from the sent ones are kept.
 */
final class LedgerCodec {

  /** The version of this format. */
  static final int FORMAT = 1;

  private static final int MAX_ENTRIES = 10_000_000;
  private static final int MAX_TEXT_BYTES = 64 * 1024;

  private static final int STANDING_BITS = 0b11;
  private static final int ANSWERED_AS_SENT = 0b100;
  private static final int NOTHING_SENT = 0b1000;
  private static final int PHOTO = 0b1_0000;
  private static final int KEPT_FIELDS = 0b10_0000;
  private static final int SETBACK = 0b100_0000;
  private static final int LEAVING = 0b1000_0000;

  private static final int DISABLED = 0b1;
  private static final int NEXT_STEP = 0b10;

  private LedgerCodec() {}

  /** Writes the ledger and ends the packed content. */
  static void write(Ledger ledger, OutputStream to) throws IOException {
    try (CodecOutput out = new CodecOutput(new Packed.Writer(Packed.Kind.LEDGER, FORMAT, to))) {
      out.number(ledger.entries().size());
      for (LedgerEntry entry : ledger.entries()) {
        out.text(entry.key().value());
      }
      for (LedgerEntry entry : ledger.entries()) {
        out.text(entry.itemId());
      }
      for (LedgerEntry entry : ledger.entries()) {
        writeRest(entry, out);
      }
    }
  }

  /**
   * The ledger in these pieces.
   *
   * @throws IOException if they are damaged, incomplete or of a newer version
   */
  static Ledger read(List<byte[]> pieces) throws IOException {
    try (Packed.Content content = Packed.open(pieces, Packed.Kind.LEDGER, FORMAT)) {
      CodecInput in = new CodecInput(content.stream());
      int count = in.count(MAX_ENTRIES);
      List<RecordKey> keys = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        keys.add(new RecordKey(in.text(MAX_TEXT_BYTES)));
      }
      List<String> itemIds = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        itemIds.add(in.text(MAX_TEXT_BYTES));
      }
      List<LedgerEntry> entries = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        entries.add(readRest(keys.get(i), itemIds.get(i), in));
      }
      in.end();
      return Ledger.of(entries);
    } catch (IllegalArgumentException e) {
      throw new Packed.Unreadable("its content breaks a rule of ledgers");
    }
  }

  private static void writeRest(LedgerEntry entry, CodecOutput out) throws IOException {
    boolean answeredAsSent = areIdentical(entry.sent(), entry.answered());
    boolean nothingSent = areIdentical(entry.sent(), FieldPrints.EMPTY);
    out.octet(
        standingCode(entry.standing())
            | (answeredAsSent ? ANSWERED_AS_SENT : 0)
            | (nothingSent ? NOTHING_SENT : 0)
            | (entry.photo().isPresent() ? PHOTO : 0)
            | (entry.keptFields() != 0 ? KEPT_FIELDS : 0)
            | (entry.setback().isPresent() ? SETBACK : 0)
            | (entry.leaving().isPresent() ? LEAVING : 0));
    if (!nothingSent) {
      writePrints(entry.sent(), FieldPrints.EMPTY, out);
    }
    if (!answeredAsSent) {
      writePrints(entry.answered(), entry.sent(), out);
    }
    if (entry.photo().isPresent()) {
      out.print(entry.photo().get());
    }
    if (entry.keptFields() != 0) {
      out.number(entry.keptFields());
    }
    if (entry.setback().isPresent()) {
      out.number(entry.setback().get().failures());
      out.time(entry.setback().get().notBefore());
    }
    if (entry.leaving().isPresent()) {
      writeLeaving(entry.leaving().get(), out);
    }
  }

  private static LedgerEntry readRest(RecordKey key, String itemId, CodecInput in)
      throws IOException {
    int flags = in.octet();
    FieldPrints sent =
        has(flags, NOTHING_SENT) ? FieldPrints.EMPTY : readPrints(FieldPrints.EMPTY, in);
    FieldPrints answered = has(flags, ANSWERED_AS_SENT) ? sent : readPrints(sent, in);
    Optional<Fingerprint> photo = has(flags, PHOTO) ? Optional.of(in.print()) : Optional.empty();
    long keptFields = has(flags, KEPT_FIELDS) ? in.number() : 0L;
    Optional<LedgerEntry.Setback> setback =
        has(flags, SETBACK)
            ? Optional.of(new LedgerEntry.Setback(in.count(Integer.MAX_VALUE), in.time()))
            : Optional.empty();
    Optional<LedgerEntry.Leaving> leaving =
        has(flags, LEAVING) ? Optional.of(readLeaving(in)) : Optional.empty();
    return new LedgerEntry(
        key,
        standing(flags & STANDING_BITS),
        itemId,
        sent,
        answered,
        photo,
        keptFields,
        setback,
        leaving);
  }

  private static void writeLeaving(LedgerEntry.Leaving leaving, CodecOutput out)
      throws IOException {
    out.time(leaving.since());
    out.octet(
        (leaving.disabledAt().isPresent() ? DISABLED : 0)
            | (leaving.nextStep().isPresent() ? NEXT_STEP : 0));
    if (leaving.disabledAt().isPresent()) {
      out.time(leaving.disabledAt().get());
    }
    if (leaving.nextStep().isPresent()) {
      out.time(leaving.nextStep().get());
    }
  }

  private static LedgerEntry.Leaving readLeaving(CodecInput in) throws IOException {
    Instant since = in.time();
    int flags = in.octet();
    Optional<Instant> disabledAt = has(flags, DISABLED) ? Optional.of(in.time()) : Optional.empty();
    Optional<Instant> nextStep = has(flags, NEXT_STEP) ? Optional.of(in.time()) : Optional.empty();
    return new LedgerEntry.Leaving(since, disabledAt, nextStep);
  }

  /** The fields as bits, then the bits of those whose hash follows, then these hashes. */
  private static void writePrints(FieldPrints prints, FieldPrints known, CodecOutput out)
      throws IOException {
    long fields = 0;
    long told = 0;
    for (int i = 0; i < prints.size(); i++) {
      long bit = 1L << prints.codeAt(i);
      fields |= bit;
      if (!holds(known, prints.codeAt(i), prints.hashAt(i))) {
        told |= bit;
      }
    }
    out.print(prints.whole());
    out.number(fields);
    if (known.size() > 0) {
      out.number(told);
    }
    for (int i = 0; i < prints.size(); i++) {
      if ((told & 1L << prints.codeAt(i)) != 0) {
        out.hash(prints.hashAt(i));
      }
    }
  }

  private static FieldPrints readPrints(FieldPrints known, CodecInput in) throws IOException {
    Fingerprint whole = in.print();
    long fields = in.number();
    long told = known.size() > 0 ? in.number() : fields;
    byte[] codes = new byte[Long.bitCount(fields)];
    int[] hashes = new int[codes.length];
    int place = 0;
    int knownPlace = 0;
    for (int code = 0; code < Long.SIZE; code++) {
      if ((fields & 1L << code) == 0) {
        continue;
      }
      codes[place] = (byte) code;
      if ((told & 1L << code) != 0) {
        hashes[place] = in.hash();
      } else {
        while (knownPlace < known.size() && known.codeAt(knownPlace) < code) {
          knownPlace++;
        }
        if (knownPlace == known.size() || known.codeAt(knownPlace) != code) {
          throw new Packed.Unreadable("a field's hash is missing in its content");
        }
        hashes[place] = known.hashAt(knownPlace);
      }
      place++;
    }
    return FieldPrints.of(codes, hashes, whole);
  }

  private static boolean holds(FieldPrints prints, int code, int hash) {
    for (int i = 0; i < prints.size(); i++) {
      if (prints.codeAt(i) == code) {
        return prints.hashAt(i) == hash;
      }
    }
    return false;
  }

  private static boolean areIdentical(FieldPrints one, FieldPrints other) {
    if (!one.equals(other) || one.size() != other.size()) {
      return false;
    }
    for (int i = 0; i < one.size(); i++) {
      if (one.codeAt(i) != other.codeAt(i) || one.hashAt(i) != other.hashAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static int standingCode(LedgerEntry.Standing standing) {
    return switch (standing) {
      case PRESENT -> 0;
      case DELETED_BY_USER -> 1;
      case NOT_CREATED -> 2;
      case WRITTEN -> 3;
    };
  }

  private static LedgerEntry.Standing standing(int code) throws IOException {
    return switch (code) {
      case 0 -> LedgerEntry.Standing.PRESENT;
      case 1 -> LedgerEntry.Standing.DELETED_BY_USER;
      case 2 -> LedgerEntry.Standing.NOT_CREATED;
      case 3 -> LedgerEntry.Standing.WRITTEN;
      default -> throw new Packed.Unreadable("an entry in its content stands in no known way");
    };
  }

  private static boolean has(int flags, int bit) {
    return (flags & bit) != 0;
  }
}
