package dev.rollcall.plan;

import dev.rollcall.model.Fingerprint;
import dev.rollcall.model.RecordKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a run does to one target: shown by a preview, judged by guardrails, carried out by an apply.
 *
 * @param changes ascending by key; surplus items' deletions follow the change of the record they
 *     double, and what nobody claims comes last
 * @param ledger the ledger as observation corrected it, before any change is carried out
 * @param settled ledger entries that become true without a write: edits and deletions seen, kept or
 *     respected, agreements found; an empty value drops the entry. They hold whatever becomes of
 *     the changes, and come before their outcomes
 * @param unchanged how many records need nothing
 */
public record Plan(
    List<Change> changes,
    Ledger ledger,
    Map<RecordKey, Optional<LedgerEntry>> settled,
    int unchanged) {

  public Plan {
    changes = List.copyOf(changes);
    settled = Map.copyOf(settled);
  }

  /**
   * How many items this plan creates, updates, disables and deletes, and how many records it skips.
   */
  public Counts counts() {
    int creates = 0;
    int updates = 0;
    int disables = 0;
    int deletes = 0;
    int skips = 0;
    for (Change change : changes) {
      switch (kindOf(change)) {
        case CREATE -> creates++;
        case UPDATE -> updates++;
        case DISABLE -> disables++;
        case DELETE -> deletes++;
        case SKIP -> skips++;
      }
    }
    return new Counts(creates, updates, disables, deletes, skips);
  }

  /** Whether the plan writes nothing to the target. */
  public boolean writesNothing() {
    return changes.stream().noneMatch(Change::writes);
  }

  /**
   * The id of exactly these writes: two plans that do the same to a target have the same. Skips are
   * not part of it.
   */
  public Fingerprint id() {
    MessageDigest digest = Fingerprint.sha256();
    for (Change change : changes) {
      if (change.writes()) {
        byte[] form = canonical(change).getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(4).putInt(form.length).array());
        digest.update(form);
      }
    }
    return Fingerprint.from(digest.digest());
  }

  private enum Kind {
    CREATE,
    UPDATE,
    DISABLE,
    DELETE,
    SKIP
  }

  private static Kind kindOf(Change change) {
    return change.match(
        create -> Kind.CREATE,
        update -> Kind.UPDATE,
        disable -> Kind.DISABLE,
        delete -> Kind.DELETE,
        skip -> Kind.SKIP);
  }

  private static String canonical(Change change) {
    return change.match(
        create -> "C\0" + create.key(),
        update ->
            "U\0"
                + update.key()
                + "\0"
                + update.itemId()
                + "\0"
                + update.fields()
                + "\0"
                + update.photo().map(Fingerprint::hex).orElse(""),
        disable -> "X\0" + disable.key() + "\0" + disable.itemId(),
        delete -> "D\0" + delete.key() + "\0" + delete.itemId(),
        skip -> "");
  }

  /** A plan's numbers. */
  public record Counts(int creates, int updates, int disables, int deletes, int skips) {

    /** How many writes there are. */
    public int writes() {
      return creates + updates + disables + deletes;
    }
  }
}
