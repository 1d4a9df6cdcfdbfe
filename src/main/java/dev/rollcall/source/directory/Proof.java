package dev.rollcall.source.directory;

import dev.rollcall.mapping.Dropped;
import dev.rollcall.model.CallMeter;
import dev.rollcall.model.SkipReason;
import dev.rollcall.source.Completeness;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Gathers, while the directory is read, how complete that is and what was left out. */
final class Proof {

  private final CallMeter meter;
  private final List<String> shortfalls = new ArrayList<>();
  private final Set<Dropped> dropped = new LinkedHashSet<>();
  private int pages;
  private int rows;

  Proof() {
    this(new CallMeter());
  }

  /**
   * @param meter counts the calls of this and what else it is shared with
   */
  Proof(CallMeter meter) {
    this.meter = meter;
  }

  CallMeter meter() {
    return meter;
  }

  void page(int rowsInIt) {
    pages++;
    rows += rowsInIt;
  }

  void shortfall(String sentence) {
    shortfalls.add(sentence);
  }

  void drop(String key, String selection, SkipReason reason, String detail) {
    dropped.add(new Dropped(key, selection, reason, detail));
  }

  Completeness completeness() {
    return new Completeness(pages, rows, Math.toIntExact(meter.calls()), shortfalls);
  }

  List<Dropped> dropped() {
    return List.copyOf(dropped);
  }
}
