package dev.rollcall.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.rollcall.model.Location;
import dev.rollcall.model.Mailbox;
import dev.rollcall.model.TargetId;
import dev.rollcall.state.StateUnreadable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

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
   * @param mailbox the target
   * @param leaving whether it left the policy, and what we wrote there is to go
   */
  record Entry(Mailbox mailbox, boolean leaving) {

    /** One in Exchange Online, or one that is no mailbox. */
    Entry(TargetId id, String address, boolean leaving) {
      this(new Mailbox(id, address), leaving);
    }

    TargetId id() {
      return mailbox.id();
    }

    /** What people call it. */
    String address() {
      return mailbox.address();
    }
  }

  TargetList {
    entries = List.copyOf(entries);
  }

  /** The same targets, those that left the policy as {@code whereNow} tells them. */
  TargetList located(UnaryOperator<List<Mailbox>> whereNow) {
    List<Mailbox> left = entries.stream().filter(Entry::leaving).map(Entry::mailbox).toList();
    if (left.isEmpty()) {
      return this;
    }
    Map<TargetId, Mailbox> now = new HashMap<>();
    whereNow.apply(left).forEach(mailbox -> now.put(mailbox.id(), mailbox));
    return new TargetList(
        entries.stream()
            .map(
                entry ->
                    entry.leaving()
                        ? new Entry(now.getOrDefault(entry.id(), entry.mailbox()), true)
                        : entry)
            .toList());
  }

  byte[] encoded() {
    ArrayNode list = JSON.createArrayNode();
    for (Entry entry : entries) {
      ArrayNode row =
          list.addArray().add(entry.id().value()).add(entry.address()).add(entry.leaving());
      // Nothing where it is usual, so that lists from before locations keep their hash.
      if (entry.mailbox().location() != Location.ONLINE) {
        row.add(entry.mailbox().location().document());
      }
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
                new Mailbox(
                    new TargetId(entry.path(0).asText()),
                    entry.path(1).asText(),
                    Location.named(entry.path(3).asText()).orElse(Location.ONLINE)),
                entry.path(2).asBoolean()));
      }
      return new TargetList(entries);
    } catch (IOException | IllegalArgumentException e) {
      throw new StateUnreadable("a run's list of targets is damaged", e);
    }
  }
}
