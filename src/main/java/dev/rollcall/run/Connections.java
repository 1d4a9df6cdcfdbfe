package dev.rollcall.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.model.EnvironmentId;
import dev.rollcall.model.PolicyId;
import dev.rollcall.policy.PolicyDocuments;
import dev.rollcall.state.Documents;
import dev.rollcall.state.Documents.Kind;
import dev.rollcall.state.StateUnreadable;
import dev.rollcall.state.Versioned;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Which environments are disconnected.
 *
 * <p>A disconnection is noted beside the environment's document, and names the version it is about:
 * it holds for as long as that very version is stored. So storing the document again, changed or
 * not, connects the environment again, in one write that cannot be left half done.
 */
public final class Connections {

  private final Documents documents;

  public Connections(Documents documents) {
    this.documents = documents;
  }

  /** Since when this environment is disconnected; empty if it is not, or is not stored. */
  public Optional<Instant> disconnectedAt(EnvironmentId id) {
    Optional<Versioned<byte[]>> note = documents.get(Kind.DISCONNECTION, id.value());
    if (note.isEmpty()) {
      return Optional.empty();
    }
    return documents
        .get(Kind.ENVIRONMENT, id.value())
        .flatMap(environment -> since(note.get(), environment.version()));
  }

  /** An environment that is disconnected, and since when. */
  public record Disconnected(EnvironmentId environment, Instant since) {}

  /** The first of these that is disconnected; empty if none is. */
  public Optional<Disconnected> firstOf(Collection<EnvironmentId> environments) {
    return environments.stream()
        .flatMap(id -> disconnectedAt(id).map(since -> new Disconnected(id, since)).stream())
        .findFirst();
  }

  /** What keeps this policy from running: the first environment it uses that is disconnected. */
  public Optional<Disconnected> of(PolicyId policy) {
    return documents
        .get(Kind.POLICY, policy.value())
        .flatMap(
            stored ->
                PolicyDocuments.policy(stored.value())
                    .match(
                        valid -> firstOf(valid.value().environments()),
                        invalid -> Optional.empty()));
  }

  /** All disconnected environments by id, each with since when. */
  public Map<String, Instant> disconnected() {
    Map<String, Versioned<byte[]>> notes =
        documents.list(Kind.DISCONNECTION).stream()
            .collect(Collectors.toMap(Documents.Stored::id, Documents.Stored::document));
    if (notes.isEmpty()) {
      return Map.of();
    }
    Map<String, Instant> disconnected = new TreeMap<>();
    for (Documents.Stored environment : documents.list(Kind.ENVIRONMENT)) {
      Optional.ofNullable(notes.get(environment.id()))
          .flatMap(note -> since(note, environment.document().version()))
          .ifPresent(at -> disconnected.put(environment.id(), at));
    }
    return disconnected;
  }

  /**
   * Notes that this version of an environment is disconnected; nothing happens if it is already.
   *
   * @return since when
   */
  Instant disconnect(EnvironmentId id, String version, Instant now) {
    Optional<Versioned<byte[]>> before = documents.get(Kind.DISCONNECTION, id.value());
    Optional<Instant> already = before.flatMap(note -> since(note, version));
    if (already.isPresent()) {
      return already.get();
    }
    ObjectNode note =
        JsonNodeFactory.instance.objectNode().put("version", version).put("at", now.toString());
    Optional<String> written =
        documents.put(
            Kind.DISCONNECTION,
            id.value(),
            ConfigurationFile.bytes(note),
            before.map(Versioned::version));
    // Of two at once, one noted it: what it noted holds.
    return written.isPresent() ? now : disconnectedAt(id).orElse(now);
  }

  /** Forgets what was noted about an environment that is no longer stored. */
  void forget(EnvironmentId id) {
    documents
        .get(Kind.DISCONNECTION, id.value())
        .map(Versioned::version)
        .ifPresent(version -> documents.delete(Kind.DISCONNECTION, id.value(), version));
  }

  private static Optional<Instant> since(Versioned<byte[]> note, String version) {
    JsonNode json = ConfigurationFile.document(note.value());
    if (!json.path("version").asText().equals(version)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Instant.parse(json.path("at").asText()));
    } catch (DateTimeParseException e) {
      throw new StateUnreadable("The note of a disconnection is damaged.", e);
    }
  }
}
