package dev.rollcall.infra.kql;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The functions of a query, scalar and aggregate. */
final class Functions {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> AGGREGATES =
      Set.of(
          "count",
          "countif",
          "sum",
          "sumif",
          "min",
          "max",
          "maxif",
          "dcount",
          "dcountif",
          "percentile");

  private final Instant now;

  Functions(Instant now) {
    this.now = now;
  }

  Expression call(String name, List<Expression> given) {
    Expression call = AGGREGATES.contains(name) ? aggregate(name, given) : scalar(name, given);
    boolean aggregate = AGGREGATES.contains(name);
    for (Expression argument : given) {
      if (aggregate && argument.aggregate()) {
        throw new KqlException(name + " of an aggregate");
      }
      aggregate |= argument.aggregate();
    }
    return new Expression(call.kind(), call.value(), aggregate);
  }

  private Expression scalar(String name, List<Expression> given) {
    return switch (name) {
      case "parse_json" -> map(name, given, Kind.DYNAMIC, v -> json((String) v), Kind.STRING);
      case "tostring" -> text(one(name, given));
      case "tolong", "toint" -> number(name, one(name, given), Kind.LONG);
      case "todouble" -> number(name, one(name, given), Kind.REAL);
      case "strlen" -> map(name, given, Kind.LONG, v -> (long) ((String) v).length(), Kind.STRING);
      case "isempty" -> map(name, given, Kind.BOOL, v -> ((String) v).isEmpty(), Kind.STRING);
      case "isnotempty" -> map(name, given, Kind.BOOL, v -> !((String) v).isEmpty(), Kind.STRING);
      case "not" -> map(name, given, Kind.BOOL, v -> !(Boolean) v, Kind.BOOL);
      case "ago" -> map(name, given, Kind.DATETIME, v -> now.minus((Duration) v), Kind.TIMESPAN);
      case "iff" -> iff(given);
      case "bin" -> bin(given);
      case "round" -> round(given);
      default -> throw new KqlException("no function " + name);
    };
  }

  private static Expression iff(List<Expression> given) {
    require(given.size() == 3 && given.get(0).kind() == Kind.BOOL, "iff(condition, a, b)");
    require(given.get(1).kind() == given.get(2).kind(), "iff of two types");
    return Expression.of(
        given.get(1).kind(),
        rows ->
            given.get(Boolean.TRUE.equals(given.get(0).value().of(rows)) ? 1 : 2).value().of(rows));
  }

  private static Expression bin(List<Expression> given) {
    require(
        given.size() == 2
            && given.get(0).kind() == Kind.DATETIME
            && given.get(1).kind() == Kind.TIMESPAN,
        "bin(datetime, timespan)");
    return Expression.of(
        Kind.DATETIME,
        rows -> {
          Object time = given.get(0).value().of(rows);
          Object size = given.get(1).value().of(rows);
          if (time == null || size == null) {
            return null;
          }
          long millis = ((Duration) size).toMillis();
          return Instant.ofEpochMilli(
              Math.floorDiv(((Instant) time).toEpochMilli(), millis) * millis);
        });
  }

  private static Expression round(List<Expression> given) {
    require(
        given.size() == 2 && given.get(0).kind().isNumber() && given.get(1).kind() == Kind.LONG,
        "round(number, digits)");
    return Expression.of(
        Kind.REAL,
        rows -> {
          Object number = given.get(0).value().of(rows);
          Object digits = given.get(1).value().of(rows);
          if (number == null || digits == null || !Double.isFinite(real(number))) {
            return null;
          }
          return BigDecimal.valueOf(real(number))
              .setScale(((Long) digits).intValue(), RoundingMode.HALF_UP)
              .doubleValue();
        });
  }

  private static Expression text(Expression of) {
    return Expression.of(
        Kind.STRING,
        rows -> {
          Object value = of.value().of(rows);
          if (value instanceof JsonNode json) {
            return json.isValueNode() ? json.asText() : json.toString();
          }
          return value == null ? "" : value.toString();
        });
  }

  private static Expression number(String name, Expression of, Kind kind) {
    require(of.kind() == Kind.DYNAMIC || of.kind() == Kind.STRING || of.kind().isNumber(), name);
    return Expression.of(
        kind,
        rows -> {
          Object value = of.value().of(rows);
          try {
            if (value == null || (value instanceof JsonNode json && !json.isValueNode())) {
              return null;
            }
            String digits = value instanceof JsonNode json ? json.asText() : value.toString();
            double number = Double.parseDouble(digits);
            return kind == Kind.LONG ? (Object) (long) number : (Object) number;
          } catch (NumberFormatException e) {
            return null;
          }
        });
  }

  private static Expression aggregate(String name, List<Expression> given) {
    boolean conditional = name.endsWith("if");
    if (conditional) {
      require(given.get(given.size() - 1).kind() == Kind.BOOL, name + " needs a condition");
    }
    return switch (name) {
      case "count" -> {
        require(given.isEmpty(), "count()");
        yield Expression.of(Kind.LONG, rows -> (long) rows.size());
      }
      case "countif" -> {
        require(given.size() == 1, "countif(condition)");
        yield Expression.of(Kind.LONG, rows -> rows.stream().filter(given.get(0)::holds).count());
      }
      case "sum", "sumif" -> {
        require(given.size() == (conditional ? 2 : 1) && given.get(0).kind().isNumber(), name);
        yield sum(given.get(0), values(given, conditional));
      }
      case "min", "max", "maxif" -> {
        Kind kind = given.get(0).kind();
        require(given.size() == (conditional ? 2 : 1), name);
        require(kind.isNumber() || kind == Kind.DATETIME, name + " of " + kind);
        yield extreme(kind, values(given, conditional), name.equals("min"));
      }
      case "dcount", "dcountif" -> {
        require(given.size() == (conditional ? 2 : 1), name);
        require(given.get(0).kind() != Kind.DYNAMIC, name + " of a dynamic value");
        Function<List<Map<String, @Nullable Object>>, List<Object>> values =
            values(given, conditional);
        yield Expression.of(Kind.LONG, rows -> (long) new HashSet<>(values.apply(rows)).size());
      }
      case "percentile" -> {
        require(given.size() == 2 && given.get(0).kind() == Kind.LONG, "percentile(long, number)");
        yield percentile(given);
      }
      default -> throw new KqlException("no aggregate " + name);
    };
  }

  private static Expression sum(
      Expression of, Function<List<Map<String, @Nullable Object>>, List<Object>> values) {
    return of.kind() == Kind.LONG
        ? Expression.of(
            Kind.LONG, rows -> values.apply(rows).stream().mapToLong(v -> (Long) v).sum())
        : Expression.of(
            Kind.REAL, rows -> values.apply(rows).stream().mapToDouble(Functions::real).sum());
  }

  private static Expression extreme(
      Kind kind,
      Function<List<Map<String, @Nullable Object>>, List<Object>> values,
      boolean least) {
    Comparator<Object> order = least ? Functions::compare : (a, b) -> compare(b, a);
    return Expression.of(kind, rows -> values.apply(rows).stream().min(order).orElse(null));
  }

  private static Expression percentile(List<Expression> given) {
    Function<List<Map<String, @Nullable Object>>, List<Object>> values = values(given, false);
    return Expression.of(
        Kind.LONG,
        rows -> {
          List<Object> sorted = new ArrayList<>(values.apply(rows));
          sorted.sort(Functions::compare);
          Object percent = given.get(1).in(rows.get(0));
          if (sorted.isEmpty() || percent == null) {
            return null;
          }
          int rank = (int) Math.ceil(real(percent) / 100 * sorted.size());
          return sorted.get(Math.max(0, rank - 1));
        });
  }

  /** The first argument's values that are not null, of rows the condition holds for. */
  private static Function<List<Map<String, @Nullable Object>>, List<Object>> values(
      List<Expression> given, boolean conditional) {
    return rows -> {
      List<Object> values = new ArrayList<>();
      for (Map<String, @Nullable Object> row : rows) {
        Object value = given.get(0).in(row);
        if (value != null && (!conditional || given.get(1).holds(row))) {
          values.add(value);
        }
      }
      return values;
    };
  }

  private static Expression map(
      String name,
      List<Expression> given,
      Kind result,
      Function<Object, @Nullable Object> function,
      Kind needed) {
    Expression of = one(name, given);
    require(of.kind() == needed, name + " of " + of.kind());
    return Expression.of(
        result,
        rows -> {
          Object value = of.value().of(rows);
          return value == null ? null : function.apply(value);
        });
  }

  private static Expression one(String name, List<Expression> given) {
    require(given.size() == 1, name + " takes one argument");
    return given.get(0);
  }

  private static @Nullable Object json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      return null;
    }
  }

  static double real(Object number) {
    return ((Number) number).doubleValue();
  }

  /** Orders two values of one type; numbers among themselves. */
  @SuppressWarnings("unchecked")
  static int compare(Object a, Object b) {
    if (a instanceof Number && b instanceof Number && a.getClass() != b.getClass()) {
      return Double.compare(real(a), real(b));
    }
    return ((Comparable<Object>) a).compareTo(b);
  }

  static void require(boolean met, String what) {
    if (!met) {
      throw new KqlException("not as Kusto has it: " + what);
    }
  }
}
