package dev.rollcall.contract.memory;

import dev.rollcall.model.Fingerprint;
import dev.rollcall.model.Snapshot;
import dev.rollcall.state.Snapshots;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Content by its hash, in memory. Safe for several threads. */
public final class InMemorySnapshots implements Snapshots {

  private static final int MAX_CONTENT = 64 * 1024 * 1024;

  private final Map<Fingerprint, Snapshot> snapshots = new ConcurrentHashMap<>();
  private final Map<Address, byte[]> contents = new ConcurrentHashMap<>();

  @Override
  public void put(Snapshot snapshot) {
    snapshots.putIfAbsent(snapshot.id(), snapshot);
  }

  @Override
  public Optional<Snapshot> get(Fingerprint id) {
    return Optional.ofNullable(snapshots.get(id));
  }

  @Override
  public Fingerprint put(Kind kind, byte[] content) {
    if (content.length > MAX_CONTENT) {
      throw new IllegalArgumentException(
          "content has at most " + MAX_CONTENT + " bytes, not " + content.length);
    }
    Fingerprint hash = Fingerprint.of(content);
    contents.putIfAbsent(new Address(kind, hash), content.clone());
    return hash;
  }

  @Override
  public Optional<byte[]> get(Kind kind, Fingerprint id) {
    return Optional.ofNullable(contents.get(new Address(kind, id))).map(byte[]::clone);
  }

  private record Address(Kind kind, Fingerprint hash) {}
}
