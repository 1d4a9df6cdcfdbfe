package dev.rollcall.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rollcall.model.FileName;
import dev.rollcall.model.PolicyId;
import dev.rollcall.source.Recollections;
import dev.rollcall.state.Files;
import dev.rollcall.state.StateUnavailable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What sources remember, one file for each policy in a container of its own. Whatever goes wrong,
 * nothing is remembered.
 */
record KeptRecollections(Files files) implements Recollections {

  /** The container's name in Azure. */
  static final String CONTAINER = "recollections";

  private static final ObjectMapper JSON = new ObjectMapper();

  @Override
  public Optional<Recollection> of(PolicyId policy) {
    try {
      Optional<Files.Content> kept = files.read(name(policy));
      if (kept.isEmpty()) {
        return Optional.empty();
      }
      JsonNode json = JSON.readTree(kept.get().bytes());
      return Optional.of(
          new Recollection(json.path("form").asText(), json.path("bytes").binaryValue()));
    } catch (IOException | Files.TooLarge | StateUnavailable e) {
      return Optional.empty();
    }
  }

  @Override
  public void keep(PolicyId policy, Recollection what) {
    if (what.bytes().length > MAX_BYTES) {
      forget(policy);
      return;
    }
    try {
      byte[] json =
          JSON.writeValueAsBytes(
              JSON.createObjectNode().put("form", what.form()).put("bytes", what.bytes()));
      // Of two readings at once either may win: both were complete.
      files.put(name(policy), json, files.look(name(policy)).map(Files.Entry::version));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (StateUnavailable e) {
      // The next reading is a full one.
      forget(policy);
    }
  }

  @Override
  public void purge(Set<PolicyId> policies, Instant since) {
    Set<FileName> names =
        policies.stream().map(KeptRecollections::name).collect(Collectors.toSet());
    for (Files.Entry kept : files.list()) {
      if (!names.contains(kept.name()) || kept.changed().isBefore(since)) {
        // One that was written meanwhile stays until the next time.
        files.delete(kept.name(), kept.version());
      }
    }
  }

  private void forget(PolicyId policy) {
    try {
      files.look(name(policy)).ifPresent(kept -> files.delete(kept.name(), kept.version()));
    } catch (StateUnavailable e) {
      // What is left behind was true once, and says itself from when on to ask for changes.
    }
  }

  private static FileName name(PolicyId policy) {
    return new FileName(policy.value() + ".json");
  }
}
