package dev.rollcall.client.http;

import dev.rollcall.model.Problem;
import java.net.URI;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What commonly goes wrong with the services that the app uses: how each failure is known, its
 * cause, its remedy, and what can be done about the request that met it.
 *
 * <p>To add one, add an entry to {@code catalogue/failures.jsonc} and a recorded response of the
 * entry's name to the directory {@code catalogue} of the tests; nothing else has to change. Entries
 * are tried in the file's order and the first that holds counts, so the particular stand before the
 * general; the last holds for everything.
 */
public final class Catalogue {

  private final Map<String, Known> entries = new LinkedHashMap<>();

  /** Those that can be met with each service, in the file's order. */
  private final Map<Service, List<Known>> byService = new EnumMap<>(Service.class);

  /** Read at the first failure, so that a start pays nothing for it. */
  private static final class Kept {
    static final Catalogue CATALOGUE = new Catalogue(CatalogueFile.read());
  }

  Catalogue(List<Known> known) {
    for (Known one : known) {
      if (entries.put(one.entry().code(), one) != null) {
        throw new IllegalStateException("the catalogue has " + one.entry().code() + " twice");
      }
    }
    for (Service service : Service.values()) {
      List<Known> met = new ArrayList<>();
      for (Known one : known) {
        if (one.isOf(service)) {
          met.add(one);
        }
      }
      byService.put(service, met);
    }
  }

  /** The one that the app goes by. */
  public static Catalogue get() {
    return Kept.CATALOGUE;
  }

  /**
   * One failure.
   *
   * @param code its fixed name; alerts, tests and the guide go by it
   * @param services whom it is met with; all if empty
   * @param disposition what can be done about the request
   * @param wholeTarget whether every other request about the same mailbox or organisation would
   *     fail as well
   * @param cause what happened, in plain sentences; what only an answer tells, such as a number,
   *     stands in braces
   * @param remedy what to do next, in plain sentences
   * @param link where it is described; empty if nowhere that is known
   */
  public record Entry(
      String code,
      Set<Service> services,
      Disposition disposition,
      boolean wholeTarget,
      String cause,
      String remedy,
      Optional<URI> link) {

    /** Whether it may well go by itself. */
    public boolean passing() {
      return disposition.isPassing() || disposition == Disposition.CONFLICT;
    }
  }

  /** All, in the order in which they are tried. */
  public List<Entry> entries() {
    return entries.values().stream().map(Known::entry).toList();
  }

  /** The entry of a problem's code; empty if the problem is none of a service. */
  public Optional<Entry> find(String code) {
    return Optional.ofNullable(entries.get(code)).map(Known::entry);
  }

  /** All with how they are known. */
  List<Known> known() {
    return List.copyOf(entries.values());
  }

  /** What was seen, known for what it is. */
  record Diagnosis(Entry entry, Problem problem) {}

  Diagnosis diagnose(Symptom symptom) {
    Rule.Seen seen = Rule.Seen.of(symptom);
    for (Known known : byService.getOrDefault(symptom.service(), List.of())) {
      Optional<Problem> problem = known.problem(seen);
      if (problem.isPresent()) {
        return new Diagnosis(known.entry(), problem.get());
      }
    }
    throw new IllegalStateException("the catalogue's last entry must hold for everything");
  }
}
