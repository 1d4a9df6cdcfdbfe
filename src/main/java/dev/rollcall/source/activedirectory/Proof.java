package dev.rollcall.source.activedirectory;

import dev.rollcall.client.ldap.LdapResult;
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
  private final Set<String> shortfalls = new LinkedHashSet<>();
  private final Set<Dropped> dropped = new LinkedHashSet<>();
  private final Set<String> hints = new LinkedHashSet<>();
  private int pages;
  private int rows;

  Proof() {
    this(new CallMeter());
  }

  private Proof(CallMeter meter) {
    this.meter = meter;
  }

  /** The proof of another attempt; its requests are counted on. */
  Proof anew() {
    return new Proof(meter);
  }

  CallMeter meter() {
    return meter;
  }

  /**
   * Notes what a search answered.
   *
   * @param what its name in a sentence about a shortfall
   */
  void read(LdapResult result, String what) {
    pages += result.pages();
    rows += result.entries().size();
    result
        .cut()
        .ifPresent(
            failure ->
                shortfall(
                    "After "
                        + result.entries().size()
                        + " rows, "
                        + what
                        + " could not be read on: "
                        + failure.problem().cause()));
  }

  void shortfall(String sentence) {
    shortfalls.add(sentence);
  }

  void drop(String key, String selection, SkipReason reason, String detail) {
    dropped.add(new Dropped(key, selection, reason, detail));
  }

  void hint(String sentence) {
    hints.add(sentence);
  }

  Completeness completeness() {
    return new Completeness(
        pages, rows, Math.toIntExact(meter.calls()), new ArrayList<>(shortfalls));
  }

  List<Dropped> dropped() {
    return List.copyOf(dropped);
  }

  List<String> hints() {
    return List.copyOf(hints);
  }
}
