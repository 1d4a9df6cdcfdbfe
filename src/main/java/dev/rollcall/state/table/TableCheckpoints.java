package dev.rollcall.state.table;

import dev.rollcall.model.PolicyId;
import dev.rollcall.model.TargetId;
import dev.rollcall.plan.Ledger;
import dev.rollcall.state.CheckpointHead;
import dev.rollcall.state.Checkpoints;
import dev.rollcall.state.StateUnavailable;
import dev.rollcall.state.StateUnreadable;
import dev.rollcall.state.Versioned;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Checkpoints in the table {@code Checkpoints}: partition the policy, row the target for the head,
 * and rows of packed bytes for each generation of its ledger. Ledger rows sort before all heads, so
 * that listing the heads passes over none of them.
 *
 * <p>A writer owns a generation by having created its first row; a number that somebody left behind
 * is skipped. So two writers never write into one generation, and the one that loses the head drops
 * its own rows alone. Rows of older generations go with the next save that succeeds.
 */
final class TableCheckpoints implements Checkpoints {

  /** Rows as large as a ledger's are read a few at a time. */
  private static final int LEDGER_PAGE = 3;

  /** The heads are all keys from here on: an id's key never begins with {@link Keys#BREAK}. */
  private static final String FIRST_HEAD = "!.";

  private static final int MAX_ATTEMPTS = 5;

  private final Table table;

  TableCheckpoints(Table table) {
    this.table = table;
  }

  @Override
  public List<PolicyId> policies() {
    return table.partitions().stream().map(PolicyId::new).toList();
  }

  @Override
  public List<CheckpointHead> list(PolicyId policy) {
    List<CheckpointHead> heads = new ArrayList<>();
    table
        .rows(
            new Range(policy.value(), Optional.of(FIRST_HEAD), true, Optional.empty()),
            Table.MAX_PAGE)
        .forEachRemaining(row -> heads.add(HeadColumns.read(row).value()));
    heads.sort(Comparator.comparing(CheckpointHead::target));
    return Collections.unmodifiableList(heads);
  }

  @Override
  public Map<TargetId, Versioned<CheckpointHead>> claim(
      PolicyId policy, Collection<TargetId> targets, CheckpointHead.Claim claim, Instant now) {
    Map<TargetId, Versioned<CheckpointHead>> claimed = new LinkedHashMap<>();
    for (TargetId target : new LinkedHashSet<>(targets)) {
      claim(policy, target, claim, now).ifPresent(head -> claimed.put(target, head));
    }
    return Collections.unmodifiableMap(claimed);
  }

  /**
   * {@inheritDoc}
   *
   * <p>A head read before somebody else saved points to rows that are gone: then the head is read
   * again, and the ledger it points to now is answered. Whoever goes on with the old head loses its
   * update all the same.
   */
  @Override
  public Ledger loadLedger(PolicyId policy, CheckpointHead head) {
    CheckpointHead pointing = head;
    for (int attempt = 1; ; attempt++) {
      try {
        return read(policy, pointing);
      } catch (StateUnreadable e) {
        CheckpointHead now = current(policy, head.target());
        if (now.generation() == pointing.generation() || attempt == MAX_ATTEMPTS) {
          throw e;
        }
        pointing = now;
      }
    }
  }

  @Override
  public Optional<Versioned<CheckpointHead>> update(
      PolicyId policy, Versioned<CheckpointHead> read, CheckpointHead head) {
    return replace(policy, read, withGeneration(head, read.value().generation()));
  }

  @Override
  public Optional<Versioned<CheckpointHead>> save(
      PolicyId policy, Versioned<CheckpointHead> read, CheckpointHead head, Ledger ledger) {
    TargetId target = read.value().target();
    GenerationWriter writer = new GenerationWriter(policy, target, read.value().generation() + 1);
    long generation = writer.write(ledger);
    Optional<Versioned<CheckpointHead>> saved =
        replace(policy, read, withGeneration(head, generation));
    String all = ledgerPrefix(target);
    drop(
        saved.isPresent()
            ? Range.prefix(policy.value(), all).before(generationPrefix(target, generation))
            : Range.prefix(policy.value(), generationPrefix(target, generation)));
    return saved;
  }

  @Override
  public boolean delete(PolicyId policy, Versioned<CheckpointHead> read) {
    TargetId target = read.value().target();
    List<Row> ledgers = rows(Range.prefix(policy.value(), ledgerPrefix(target)));
    boolean deleted = table.delete(policy.value(), Keys.escape(target.value()), read.version());
    if (deleted) {
      table.deleteAll(ledgers);
    }
    return deleted;
  }

  private Optional<Versioned<CheckpointHead>> claim(
      PolicyId policy, TargetId target, CheckpointHead.Claim claim, Instant now) {
    String key = Keys.escape(target.value());
    Optional<Versioned<CheckpointHead>> read =
        table.get(policy.value(), key).map(HeadColumns::read);
    if (read.isPresent()) {
      boolean foreign =
          read.get()
              .value()
              .claim()
              .filter(held -> !held.owner().equals(claim.owner()) && !held.until().isBefore(now))
              .isPresent();
      return foreign
          ? Optional.empty()
          : replace(policy, read.get(), read.get().value().withClaim(Optional.of(claim)));
    }
    CheckpointHead head = CheckpointHead.unknown(target).withClaim(Optional.of(claim));
    return table
        .create(HeadColumns.write(head, table.row(policy.value(), key)))
        .map(version -> new Versioned<>(head, version));
  }

  private Optional<Versioned<CheckpointHead>> replace(
      PolicyId policy, Versioned<CheckpointHead> read, CheckpointHead head) {
    if (!head.target().equals(read.value().target())) {
      throw new IllegalArgumentException("a head is replaced by one of the same target");
    }
    NewRow row = table.row(policy.value(), Keys.escape(head.target().value()));
    return table
        .update(HeadColumns.write(head, row), read.version())
        .map(version -> new Versioned<>(head, version));
  }

  private CheckpointHead current(PolicyId policy, TargetId target) {
    return table
        .get(policy.value(), Keys.escape(target.value()))
        .map(row -> HeadColumns.read(row).value())
        .orElseGet(() -> CheckpointHead.unknown(target));
  }

  private Ledger read(PolicyId policy, CheckpointHead head) {
    if (head.generation() == 0) {
      return Ledger.empty();
    }
    Range range = Range.prefix(policy.value(), generationPrefix(head.target(), head.generation()));
    List<byte[]> pieces = new ArrayList<>();
    table.rows(range, LEDGER_PAGE).forEachRemaining(row -> pieces.add(row.data()));
    try {
      return LedgerCodec.read(pieces);
    } catch (IOException e) {
      String first = pieceKey(head.target(), head.generation(), 0);
      throw table.unreadable(policy.value(), first, String.valueOf(e.getMessage()), e);
    }
  }

  /** What is left here goes with the next save. */
  private void drop(Range range) {
    try {
      table.deleteAll(rows(range));
    } catch (StateUnavailable e) {
      // The checkpoint is right as it is; to fail now would have the caller do it all again.
    }
  }

  private List<Row> rows(Range range) {
    List<Row> rows = new ArrayList<>();
    table.rows(range, List.of()).forEachRemaining(rows::add);
    return rows;
  }

  private static CheckpointHead withGeneration(CheckpointHead head, long generation) {
    return new CheckpointHead(
        head.target(),
        head.applied(),
        head.held(),
        head.open(),
        generation,
        head.place(),
        head.deltaToken(),
        head.driftCheckedAt(),
        head.retryAt(),
        head.failures(),
        head.claim(),
        head.progress());
  }

  private static String ledgerPrefix(TargetId target) {
    return Keys.BREAK + Keys.escape(target.value()) + Keys.BREAK;
  }

  private static String generationPrefix(TargetId target, long generation) {
    return ledgerPrefix(target) + String.format("%019d-", generation);
  }

  private static String pieceKey(TargetId target, long generation, int number) {
    return generationPrefix(target, generation) + String.format("%05d", number);
  }

  /** Writes one ledger into rows of a generation that nobody else writes. */
  private final class GenerationWriter {

    private final PolicyId policy;
    private final TargetId target;
    private long generation;
    private int rows;

    GenerationWriter(PolicyId policy, TargetId target, long generation) {
      this.policy = policy;
      this.target = target;
      this.generation = generation;
    }

    /** The generation it was written as. */
    long write(Ledger ledger) {
      Pieces pieces = new Pieces(this::add);
      try {
        LedgerCodec.write(ledger, pieces);
      } catch (IOException e) {
        throw new UncheckedIOException("memory does not fail", e);
      }
      add(pieces.last());
      return generation;
    }

    private void add(byte[] piece) {
      if (rows > 0) {
        table.upsert(row(piece));
      } else {
        while (table.create(row(piece)).isEmpty()) {
          generation++;
        }
      }
      rows++;
    }

    private NewRow row(byte[] piece) {
      return table.row(policy.value(), pieceKey(target, generation, rows)).data(piece);
    }
  }
}
