package dev.rollcall.contract.memory;

import dev.rollcall.state.Documents;
import dev.rollcall.state.Versioned;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Documents in memory. Safe for several threads. */
public final class InMemoryDocuments implements Documents {

  private static final int MAX_BYTES = 512 * 1024;

  private final Versions versions = new Versions();
  private final Map<Kind, TreeMap<String, Versioned<byte[]>>> documents = new EnumMap<>(Kind.class);

  @Override
  public synchronized Optional<Versioned<byte[]>> get(Kind kind, String id) {
    return Optional.ofNullable(of(kind).get(id)).map(InMemoryDocuments::copy);
  }

  @Override
  public synchronized List<Stored> list(Kind kind) {
    List<Stored> all = new ArrayList<>();
    of(kind).forEach((id, document) -> all.add(new Stored(id, copy(document))));
    return List.copyOf(all);
  }

  @Override
  public synchronized Optional<String> put(
      Kind kind, String id, byte[] json, Optional<String> expected) {
    if (json.length > MAX_BYTES) {
      throw new IllegalArgumentException(
          "a document has at most " + MAX_BYTES + " bytes, not " + json.length);
    }
    Optional<String> present = get(kind, id).map(Versioned::version);
    if (!present.equals(expected)) {
      return Optional.empty();
    }
    Versioned<byte[]> stored = versions.of(json.clone());
    of(kind).put(id, stored);
    return Optional.of(stored.version());
  }

  @Override
  public synchronized boolean delete(Kind kind, String id, String expected) {
    Optional<String> present = get(kind, id).map(Versioned::version);
    if (present.isPresent() && !present.get().equals(expected)) {
      return false;
    }
    of(kind).remove(id);
    return true;
  }

  private TreeMap<String, Versioned<byte[]>> of(Kind kind) {
    return documents.computeIfAbsent(kind, any -> new TreeMap<>());
  }

  private static Versioned<byte[]> copy(Versioned<byte[]> document) {
    return new Versioned<>(document.value().clone(), document.version());
  }
}
