package dev.rollcall.infra.kql;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A query over the table {@code traces} as Application Insights has it, of which two columns count
 * here: {@code timestamp} and {@code message}.
 */
public final class Query {

  private static final Map<String, Kind> TRACES =
      Map.of("timestamp", Kind.DATETIME, "message", Kind.STRING);

  private final Tokens tokens;
  private final Expressions expressions;
  private final List<UnaryOperator<List<Map<String, @Nullable Object>>>> steps = new ArrayList<>();
  private Map<String, Kind> columns = new LinkedHashMap<>(TRACES);

  private Query(String text, Instant now) {
    this.tokens = new Tokens(text);
    Map<String, Expression> constants = new HashMap<>();
    this.expressions = new Expressions(tokens, now, constants);
    while (tokens.take("let")) {
      String name = tokens.name();
      tokens.expect("=");
      constants.put(name, expressions.read(Map.of()));
      tokens.expect(";");
    }
    tokens.expect("traces");
    while (!tokens.end()) {
      tokens.expect("|");
      step(tokens.name());
    }
  }

  /**
   * Reads a query.
   *
   * @param now what the query takes for the time
   * @throws KqlException if it is not one
   */
  public static Query parse(String text, Instant now) {
    return new Query(text, now);
  }

  /** The names of the columns it answers, in their order. */
  public List<String> columns() {
    return List.copyOf(columns.keySet());
  }

  /** Asks these rows, each with {@code timestamp} and {@code message}. */
  public List<Map<String, @Nullable Object>> run(List<Map<String, @Nullable Object>> traces) {
    List<Map<String, @Nullable Object>> rows = traces;
    for (UnaryOperator<List<Map<String, @Nullable Object>>> step : steps) {
      rows = step.apply(rows);
    }
    return rows;
  }

  private void step(String operator) {
    switch (operator) {
      case "where" -> where();
      case "extend" -> extend();
      case "project" -> project();
      case "summarize" -> summarize();
      case "order" -> order();
      case "take" -> {
        long count = tokens.number();
        steps.add(rows -> rows.stream().limit(count).toList());
      }
      default -> throw new KqlException("no operator " + operator);
    }
  }

  private void where() {
    Expression condition = expressions.read(columns);
    Functions.require(
        condition.kind() == Kind.BOOL && !condition.aggregate(), "where needs a condition");
    steps.add(rows -> rows.stream().filter(condition::holds).toList());
  }

  private void extend() {
    Map<String, Expression> added = named(false);
    Map<String, Kind> wider = new LinkedHashMap<>(columns);
    added.forEach((name, expression) -> wider.put(name, expression.kind()));
    columns = wider;
    steps.add(
        rows ->
            rows.stream()
                .map(
                    row -> {
                      Map<String, @Nullable Object> more = new LinkedHashMap<>(row);
                      added.forEach((name, expression) -> more.put(name, expression.in(row)));
                      return more;
                    })
                .toList());
  }

  private void project() {
    Map<String, Expression> kept = named(false);
    columns = kinds(kept);
    steps.add(
        rows ->
            rows.stream()
                .map(
                    row -> {
                      Map<String, @Nullable Object> only = new LinkedHashMap<>();
                      kept.forEach((name, expression) -> only.put(name, expression.in(row)));
                      return only;
                    })
                .toList());
  }

  private void summarize() {
    Map<String, Expression> aggregates = named(true);
    Map<String, Expression> keys = tokens.take("by") ? named(false) : Map.of();
    keys.forEach(
        (name, key) ->
            Functions.require(key.kind() != Kind.DYNAMIC, "by " + name + ", which is dynamic"));
    Map<String, Kind> answered = kinds(keys);
    aggregates.forEach(
        (name, aggregate) -> {
          Functions.require(aggregate.aggregate(), name + " is no aggregate");
          Functions.require(answered.put(name, aggregate.kind()) == null, name + " is there twice");
        });
    columns = answered;
    steps.add(rows -> summarized(rows, keys, aggregates));
  }

  private static List<Map<String, @Nullable Object>> summarized(
      List<Map<String, @Nullable Object>> rows,
      Map<String, Expression> keys,
      Map<String, Expression> aggregates) {
    Map<Map<String, @Nullable Object>, List<Map<String, @Nullable Object>>> groups =
        new LinkedHashMap<>();
    for (Map<String, @Nullable Object> row : rows) {
      Map<String, @Nullable Object> key = new LinkedHashMap<>();
      keys.forEach((name, expression) -> key.put(name, expression.in(row)));
      groups.computeIfAbsent(key, k -> new ArrayList<>()).add(row);
    }
    if (keys.isEmpty() && groups.isEmpty()) {
      groups.put(Map.of(), List.of());
    }
    List<Map<String, @Nullable Object>> summarized = new ArrayList<>();
    groups.forEach(
        (key, group) -> {
          Map<String, @Nullable Object> row = new LinkedHashMap<>(key);
          aggregates.forEach((name, aggregate) -> row.put(name, aggregate.value().of(group)));
          summarized.add(row);
        });
    return summarized;
  }

  private record Sorting(String column, boolean ascending) {}

  private void order() {
    tokens.expect("by");
    List<Sorting> sortings = new ArrayList<>();
    do {
      String column = tokens.name();
      Kind kind = columns.get(column);
      Functions.require(kind != null && kind != Kind.DYNAMIC, "order by " + column);
      boolean ascending = tokens.take("asc");
      if (!ascending) {
        tokens.take("desc");
      }
      sortings.add(new Sorting(column, ascending));
    } while (tokens.take(","));
    steps.add(rows -> rows.stream().sorted(comparator(sortings)).toList());
  }

  /** Nothing sorts before everything, ascending. */
  private static Comparator<Map<String, @Nullable Object>> comparator(List<Sorting> sortings) {
    return (a, b) -> {
      for (Sorting sorting : sortings) {
        Object left = a.get(sorting.column);
        Object right = b.get(sorting.column);
        int order =
            left == null || right == null
                ? Boolean.compare(left != null, right != null)
                : Functions.compare(left, right);
        if (order != 0) {
          return sorting.ascending ? order : -order;
        }
      }
      return 0;
    };
  }

  private Map<String, Expression> named(boolean aggregates) {
    Map<String, Expression> named = new LinkedHashMap<>();
    do {
      if (tokens.seesNaming()) {
        String name = tokens.name();
        tokens.expect("=");
        put(named, name, expressions.read(columns));
      } else if (aggregates && tokens.take("arg_max")) {
        latest(named);
      } else {
        String name = tokens.name();
        Kind kind = columns.get(name);
        if (kind == null) {
          throw new KqlException("no column " + name + " among " + columns.keySet());
        }
        put(named, name, Expression.column(name, kind));
      }
    } while (tokens.take(","));
    return named;
  }

  /** The columns of the row in which the first of them is greatest. */
  private void latest(Map<String, Expression> named) {
    tokens.expect("(");
    List<String> names = new ArrayList<>();
    do {
      names.add(tokens.name());
    } while (tokens.take(","));
    tokens.expect(")");
    for (String name : names) {
      Kind kind = columns.get(name);
      if (kind == null) {
        throw new KqlException("no column " + name + " among " + columns.keySet());
      }
      put(
          named,
          name,
          new Expression(
              kind,
              rows ->
                  rows.stream()
                      .filter(row -> row.get(names.get(0)) != null)
                      .reduce((a, b) -> later(names.get(0), a, b) ? b : a)
                      .map(row -> row.get(name))
                      .orElse(null),
              true));
    }
  }

  private static boolean later(
      String column, Map<String, @Nullable Object> a, Map<String, @Nullable Object> b) {
    Object before = a.get(column);
    Object after = b.get(column);
    return before != null && after != null && Functions.compare(after, before) >= 0;
  }

  private static void put(Map<String, Expression> named, String name, Expression expression) {
    Functions.require(named.put(name, expression) == null, name + " is there twice");
  }

  private static Map<String, Kind> kinds(Map<String, Expression> expressions) {
    Map<String, Kind> kinds = new LinkedHashMap<>();
    expressions.forEach((name, expression) -> kinds.put(name, expression.kind()));
    return kinds;
  }
}
