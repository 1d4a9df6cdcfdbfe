package dev.rollcall.localservices.mailprotector;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What the console holds. Safe for threads. */
final class Console {

  /** A request that contradicts what is there. */
  static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Refused(String message) {
      super(message);
    }
  }

  private final String domain;
  private final Clock clock;
  private final Map<Integer, String> aliasDomains = new LinkedHashMap<>();
  private final Map<Integer, String> groups = new LinkedHashMap<>();
  private final Map<Integer, Row> rows = new TreeMap<>();
  private int nextId = 200_000;
  private boolean builtInSync;

  Console(String domain, Clock clock) {
    this.domain = domain.toLowerCase(Locale.ROOT);
    this.clock = clock;
    addGroup("Main");
  }

  String domain() {
    return domain;
  }

  synchronized Map<Integer, String> aliasDomains() {
    return new LinkedHashMap<>(aliasDomains);
  }

  synchronized Map<Integer, String> groups() {
    return new LinkedHashMap<>(groups);
  }

  synchronized void addGroup(String name) {
    groups.put(nextId++, name);
  }

  synchronized void addAliasDomain(String name) {
    aliasDomains.put(nextId++, name.toLowerCase(Locale.ROOT));
  }

  synchronized Optional<Integer> group(String name) {
    return groups.entrySet().stream()
        .filter(entry -> entry.getValue().equals(name))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  synchronized String groupName(int id) {
    return groups.getOrDefault(id, "");
  }

  synchronized void builtInSync(boolean enabled) {
    builtInSync = enabled;
  }

  synchronized boolean builtInSync() {
    return builtInSync;
  }

  /** All users and aliases, by name. */
  synchronized List<Row> rows() {
    List<Row> all = new ArrayList<>(rows.values());
    all.sort(Comparator.comparing(Row::name));
    return all;
  }

  synchronized Optional<Row> row(int id) {
    return Optional.ofNullable(rows.get(id));
  }

  /** Every address of a row. */
  synchronized List<String> addresses(Row row) {
    List<String> addresses = new ArrayList<>();
    addresses.add(row.name() + "@" + domain);
    aliasDomains.values().forEach(alias -> addresses.add(row.name() + "@" + alias));
    return addresses;
  }

  /** The user or alias with this address. */
  synchronized Optional<Row> find(String address) {
    return rows().stream().filter(row -> addresses(row).contains(address)).findFirst();
  }

  /**
   * Makes a user with its aliases.
   *
   * @throws Refused if a name is taken or is no local part; nothing is made then
   */
  synchronized int create(
      int group, String name, String first, String last, int type, List<String> aliases) {
    List<String> names = new ArrayList<>(List.of(name));
    names.addAll(aliases);
    for (String wanted : names) {
      checkFree(wanted);
    }
    int id = nextId++;
    rows.put(id, new Row(id, name, Optional.empty(), type, group, first, last, clock.instant()));
    aliases.forEach(alias -> createAlias(id, alias));
    return id;
  }

  synchronized Row createAlias(int user, String name) {
    checkFree(name);
    Row owner = rows.get(user);
    int id = nextId++;
    Row alias = new Row(id, name, Optional.of(user), 2, owner.group(), "", "", clock.instant());
    rows.put(id, alias);
    return alias;
  }

  synchronized Row update(int id, String first, String last, int type) {
    Row changed = rows.get(id).withNames(first, last, type);
    rows.put(id, changed);
    return changed;
  }

  synchronized void move(int id, int group) {
    Row row = rows.get(id);
    rows.put(
        id,
        new Row(
            id,
            row.name(),
            row.parent(),
            row.type(),
            group,
            row.firstName(),
            row.lastName(),
            row.createdAt()));
  }

  /** A user's aliases go with it. */
  synchronized void delete(int id) {
    rows.remove(id);
    rows.values().removeIf(row -> row.parent().equals(Optional.of(id)));
  }

  /** Every user of a group goes with it. */
  synchronized void deleteGroup(int id) {
    groups.remove(id);
    rows.values().removeIf(row -> row.group() == id);
  }

  private void checkFree(String name) {
    if (name.isBlank() || name.contains("@")) {
      throw new Refused("Name is invalid");
    }
    if (rows.values().stream().anyMatch(row -> row.name().equalsIgnoreCase(name))) {
      throw new Refused("Name has already been taken");
    }
  }
}
