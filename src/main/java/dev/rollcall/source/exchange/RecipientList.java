package dev.rollcall.source.exchange;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * All recipients of an organisation, to be found by whatever Exchange calls them: it names the same
 * recipient by id, sign-in name, address, name or display name, as it pleases.
 */
final class RecipientList {

  private final List<RecipientRow> rows;
  private final Map<String, RecipientRow> byId = new HashMap<>();
  private final List<Names> names;

  /** What one kind of name leads to. */
  private record Names(Map<String, RecipientRow> rows, Set<String> ofSeveral) {

    static Names of(List<RecipientRow> all, Function<RecipientRow, Collection<String>> named) {
      Names names = new Names(new HashMap<>(), new HashSet<>());
      for (RecipientRow row : all) {
        for (String name : named.apply(row)) {
          String key = name.toLowerCase(Locale.ROOT);
          if (!key.isEmpty() && names.rows.putIfAbsent(key, row) != null) {
            names.ofSeveral.add(key);
          }
        }
      }
      return names;
    }
  }

  RecipientList(List<RecipientRow> rows) {
    this.rows = List.copyOf(rows);
    for (RecipientRow row : rows) {
      if (!row.id().isEmpty()) {
        byId.put(row.id(), row);
      }
    }
    // What is unique counts before what two may share.
    this.names =
        List.of(
            Names.of(rows, row -> row.identities().toList()),
            Names.of(rows, row -> List.of(row.name())),
            Names.of(rows, row -> List.of(row.alias())),
            Names.of(rows, row -> List.of(row.displayName())));
  }

  List<RecipientRow> rows() {
    return rows;
  }

  /** The recipient with this object id. */
  Optional<RecipientRow> byId(String objectId) {
    return Optional.ofNullable(byId.get(objectId.toLowerCase(Locale.ROOT)));
  }

  /** The one recipient that this name means; empty if none has it, or several. */
  Optional<RecipientRow> named(String name) {
    for (Names kind : names) {
      RecipientRow found = kind.rows.get(key(name));
      if (found != null) {
        return kind.ofSeveral.contains(key(name)) ? Optional.empty() : Optional.of(found);
      }
    }
    return Optional.empty();
  }

  /** Whether nobody can tell which of several recipients this name means. */
  boolean isAmbiguous(String name) {
    return named(name).isEmpty()
        && names.stream().anyMatch(kind -> kind.rows.containsKey(key(name)));
  }

  /** Every recipient that this name may mean. */
  List<RecipientRow> allNamed(String name) {
    String key = key(name);
    return rows.stream()
        .filter(
            row ->
                row.name().equalsIgnoreCase(key)
                    || row.alias().equalsIgnoreCase(key)
                    || row.displayName().equalsIgnoreCase(key)
                    || row.identities().anyMatch(key::equals))
        .toList();
  }

  /** Where a name comes with the place it is kept at, its last part is the name. */
  private static String key(String name) {
    return name.substring(name.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
  }
}
