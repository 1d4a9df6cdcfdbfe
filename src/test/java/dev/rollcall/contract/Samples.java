package dev.rollcall.contract;

import dev.rollcall.model.Content;
import dev.rollcall.model.DesiredRecord;
import dev.rollcall.model.FieldPrints;
import dev.rollcall.model.FieldValue;
import dev.rollcall.model.Fingerprint;
import dev.rollcall.model.Problem;
import dev.rollcall.model.RecordField;
import dev.rollcall.model.RecordKey;
import dev.rollcall.model.Snapshot;
import dev.rollcall.model.TargetId;
import dev.rollcall.plan.Ledger;
import dev.rollcall.plan.LedgerEntry;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;

/** Values as they occur, and some as they should not, out of a seeded generator. */
public final class Samples {

  private static final String HOSTILE =
      "az09 .,:;-_!\"#$%&'()*+/<=>?@[\\]^`{|}~äß漢\u00a0\u2028\ud83d\ude00";

  private static final String[] WORDS = {
    "Anna", "Berg", "Çelik", "Dubois", "Ñuñez", "O'Neil", "Zoë", "Łukasz", "Sales", "R&D", "漢字"
  };

  private final Random random;

  public Samples(long seed) {
    this.random = new Random(seed);
  }

  /** A target's id: mostly a directory id, sometimes whatever an id may hold. */
  public TargetId target() {
    return new TargetId(random.nextInt(4) > 0 ? uuid() : hostileId(1 + random.nextInt(40)));
  }

  /**
   * Like {@link #target()}, in ASCII: the emulator cannot go on after a page that ends otherwise.
   */
  public TargetId asciiTarget() {
    TargetId target = target();
    return target.value().chars().allMatch(c -> c < 0x7f) ? target : asciiTarget();
  }

  /** An id of this many characters (surrogate pairs count once), some of them special in keys. */
  public String hostileId(int length) {
    int[] points = HOSTILE.codePoints().toArray();
    StringBuilder id = new StringBuilder();
    do {
      id.setLength(0);
      for (int i = 0; i < length; i++) {
        id.appendCodePoint(points[random.nextInt(points.length)]);
      }
    } while (id.toString().isBlank());
    return id.toString();
  }

  /** A ledger of this many entries, as of one mailbox folder. */
  public Ledger ledger(int size) {
    String folder = base64(90);
    Map<RecordKey, LedgerEntry> entries = new LinkedHashMap<>();
    while (entries.size() < size) {
      LedgerEntry entry = entry(folder);
      entries.put(entry.key(), entry);
    }
    return Ledger.of(entries.values());
  }

  /** An entry whose item is in the folder with this id. */
  public LedgerEntry entry(String folder) {
    RecordKey key = new RecordKey("user:" + uuid());
    int kind = random.nextInt(20);
    if (kind == 0) {
      return LedgerEntry.deletedByUser(key);
    }
    if (kind == 1) {
      return LedgerEntry.notCreated(key, setback());
    }
    FieldPrints sent = prints();
    FieldPrints answered = kind < 5 ? alteration(sent) : sent;
    return new LedgerEntry(
        key,
        kind == 2 ? LedgerEntry.Standing.WRITTEN : LedgerEntry.Standing.PRESENT,
        folder + base64(15) + "AAA=",
        sent,
        answered,
        random.nextInt(3) == 0 ? Optional.of(fingerprint()) : Optional.empty(),
        random.nextInt(10) == 0 ? random.nextLong() : 0L,
        random.nextInt(10) == 0 ? Optional.of(setback()) : Optional.empty());
  }

  /** A snapshot of this many records. */
  public Snapshot snapshot(int size) {
    List<DesiredRecord> records = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      Optional<DesiredRecord.Photo> photo =
          random.nextInt(3) == 0
              ? Optional.of(new DesiredRecord.Photo("W/\"" + word() + "\"", fingerprint()))
              : Optional.empty();
      records.add(new DesiredRecord(new RecordKey("user:" + uuid()), content(), photo));
    }
    return Snapshot.of(records);
  }

  /** Content of a dozen fields, of every kind. */
  public Content content() {
    Content.Builder contact = new Content.Builder();
    for (RecordField field : RecordField.values()) {
      if (random.nextInt(43) < 15) {
        contact.put(field, value(field));
      }
    }
    return contact.build();
  }

  /** A time as the system's clock tells it. */
  public Instant time() {
    return Instant.ofEpochSecond(1_700_000_000L + random.nextInt(100_000_000))
        .plus(random.nextInt(1_000_000), ChronoUnit.MICROS);
  }

  public Fingerprint fingerprint() {
    return new Fingerprint(random.nextLong(), random.nextLong());
  }

  public Problem problem() {
    return new Problem(
        "mailboxNotEnabled",
        "The mailbox has no licence.",
        "Assign one, or take it out of the policy.",
        "404 ErrorItemNotFound",
        random.nextBoolean() ? Optional.of(Duration.ofSeconds(90)) : Optional.empty(),
        random.nextBoolean(),
        random.nextBoolean() ? "The specified object was not found in the store." : "");
  }

  private FieldValue value(RecordField field) {
    return switch (field.kind()) {
      case TEXT, DATE -> new FieldValue.Text(word());
      case TEXTS -> new FieldValue.Texts(List.of(word(), word()));
      case EMAILS ->
          new FieldValue.Emails(
              List.of(
                  new FieldValue.Email("", word() + "@example.com"),
                  new FieldValue.Email(word(), word() + "@example.com")));
      case ADDRESS -> new FieldValue.Address(word(), word(), "", "12345", word());
      case MEMBERS ->
          new FieldValue.Members(
              List.of(
                  new FieldValue.Member(uuid(), word(), word() + "@example.com"),
                  new FieldValue.Member("", "", word() + "@example.com")));
    };
  }

  private FieldPrints prints() {
    return content().prints();
  }

  /** The same fields, one of them with another hash, one perhaps gone. */
  private FieldPrints alteration(FieldPrints prints) {
    int drop = prints.size() > 1 && random.nextBoolean() ? random.nextInt(prints.size()) : -1;
    List<Integer> kept = new ArrayList<>();
    for (int i = 0; i < prints.size(); i++) {
      if (i != drop) {
        kept.add(i);
      }
    }
    byte[] codes = new byte[kept.size()];
    int[] hashes = new int[kept.size()];
    for (int i = 0; i < codes.length; i++) {
      codes[i] = (byte) prints.codeAt(kept.get(i));
      hashes[i] = i == 0 ? random.nextInt() : prints.hashAt(kept.get(i));
    }
    return FieldPrints.of(codes, hashes, fingerprint());
  }

  private LedgerEntry.Setback setback() {
    return new LedgerEntry.Setback(1 + random.nextInt(50), time());
  }

  private String word() {
    return WORDS[random.nextInt(WORDS.length)] + Integer.toString(random.nextInt(5_000), 36);
  }

  private String uuid() {
    return new UUID(random.nextLong(), random.nextLong()).toString();
  }

  private String base64(int bytes) {
    byte[] content = new byte[bytes];
    random.nextBytes(content);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(content);
  }
}
