package dev.rollcall.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.rollcall.model.TargetId;
import dev.rollcall.state.StateUnreadable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The targets of a run, or of one round of it, ascending by id. Who serves which of them is not in
 * it.
 *
 * <p>Stored under its hash, so that a run that finds the same targets as the last one writes
 * nothing.
 */
record TargetList(List<Entry> entries) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * One target.
   *
   * @param id its id
   * @param address what people call it
   * @param leaving whether it left the policy, and what we wrote there is to go
   */
  record Entry(TargetId id, String address, boolean leaving) {}

  TargetList {
    entries = List.copyOf(entries);
  }

  byte[] encoded() {
    ArrayNode list = JSON.createArrayNode();
    for (Entry entry : entries) {
      list.addArray().add(entry.id().value()).add(entry.address()).add(entry.leaving());
    }
    try {
      return JSON.writeValueAsBytes(list);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static TargetList decoded(byte[] encoded) {
    try {
      List<Entry> entries = new ArrayList<>();
      for (JsonNode entry : JSON.readTree(encoded)) {
        entries.add(
            new Entry(
                new TargetId(entry.path(0).asText()),
                entry.path(1).asText(),
                entry.path(2).asBoolean()));
      }
      return new TargetList(entries);
    } catch (IOException | IllegalArgumentException e) {
      throw new StateUnreadable("a run's list of targets is damaged", e);
    }
  }
}
