package dev.rollcall.contract.memory;

import dev.rollcall.model.Fingerprint;
import dev.rollcall.model.Snapshot;
import dev.rollcall.state.Snapshots;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/** Content by its hash, in memory. Safe for several threads. */
public final class InMemorySnapshots implements Snapshots {

  private static final int MAX_CONTENT = 64 * 1024 * 1024;

  private final Map<Address, Content> contents = new ConcurrentHashMap<>();

  @Override
  public void put(Snapshot snapshot) {
    store(
        new Address(Optional.empty(), snapshot.id()),
        new Content(Optional.of(snapshot), new byte[0], Optional.empty()));
  }

  @Override
  public Optional<Snapshot> get(Fingerprint id) {
    return Optional.ofNullable(contents.get(new Address(Optional.empty(), id)))
        .flatMap(Content::snapshot);
  }

  @Override
  public Fingerprint put(Kind kind, byte[] content) {
    if (content.length > MAX_CONTENT) {
      throw new IllegalArgumentException(
          "content has at most " + MAX_CONTENT + " bytes, not " + content.length);
    }
    Fingerprint hash = Fingerprint.of(content);
    store(
        new Address(Optional.of(kind), hash),
        new Content(Optional.empty(), content.clone(), Optional.empty()));
    return hash;
  }

  @Override
  public Optional<byte[]> get(Kind kind, Fingerprint id) {
    return Optional.ofNullable(contents.get(new Address(Optional.of(kind), id)))
        .map(content -> content.bytes().clone());
  }

  @Override
  public Swept sweep(References references, Instant now, Duration notice, BooleanSupplier goOn) {
    int deleted = 0;
    int condemned = 0;
    for (Address address : List.copyOf(contents.keySet())) {
      if (!goOn.getAsBoolean()) {
        return new Swept(deleted, condemned, 0, false);
      }
      Content content = contents.get(address);
      if (content == null || address.isIn(references)) {
        continue;
      }
      if (content.condemnedAt().isEmpty()) {
        condemned += contents.replace(address, content, content.condemned(now)) ? 1 : 0;
      } else if (!content.condemnedAt().get().isAfter(now.minus(notice))) {
        deleted += contents.remove(address, content) ? 1 : 0;
      }
    }
    return new Swept(deleted, condemned, 0, true);
  }

  private void store(Address address, Content content) {
    contents.merge(address, content, (present, put) -> present.acquitted());
  }

  private record Address(Optional<Kind> kind, Fingerprint hash) {

    boolean isIn(References references) {
      return kind.map(known -> references.toContent(known, hash))
          .orElseGet(() -> references.toSnapshot(hash));
    }
  }

  private record Content(Optional<Snapshot> snapshot, byte[] bytes, Optional<Instant> condemnedAt) {

    Content condemned(Instant now) {
      return new Content(snapshot, bytes, Optional.of(now));
    }

    Content acquitted() {
      return condemnedAt.isEmpty() ? this : new Content(snapshot, bytes, Optional.empty());
    }
  }
}
