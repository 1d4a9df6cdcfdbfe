package dev.rollcall.infra.kql;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads expressions over the columns there are. */
final class Expressions {

  private final Tokens tokens;
  private final Functions functions;
  private final Map<String, Expression> constants;

  Expressions(Tokens tokens, Instant now, Map<String, Expression> constants) {
    this.tokens = tokens;
    this.functions = new Functions(now);
    this.constants = constants;
  }

  Expression read(Map<String, Kind> columns) {
    Expression left = conjunction(columns);
    while (tokens.take("or")) {
      left = logic(left, conjunction(columns), false);
    }
    return left;
  }

  private Expression conjunction(Map<String, Kind> columns) {
    Expression left = comparison(columns);
    while (tokens.take("and")) {
      left = logic(left, comparison(columns), true);
    }
    return left;
  }

  private static Expression logic(Expression a, Expression b, boolean and) {
    Functions.require(
        a.kind() == Kind.BOOL && b.kind() == Kind.BOOL, (and ? "and" : "or") + " of conditions");
    return new Expression(
        Kind.BOOL,
        rows -> {
          boolean first = Boolean.TRUE.equals(a.value().of(rows));
          boolean second = Boolean.TRUE.equals(b.value().of(rows));
          return and ? first && second : first || second;
        },
        a.aggregate() || b.aggregate());
  }

  private Expression comparison(Map<String, Kind> columns) {
    Expression left = sum(columns);
    for (String sign : List.of("==", "!=", "<=", ">=", "<", ">")) {
      if (tokens.take(sign)) {
        return compare(left, sign, sum(columns));
      }
    }
    if (tokens.take("startswith")) {
      Expression start = sum(columns);
      Functions.require(
          left.kind() == Kind.STRING && start.kind() == Kind.STRING, "startswith of strings");
      return Expression.of(
          Kind.BOOL,
          rows -> lower(left.value().of(rows)).startsWith(lower(start.value().of(rows))));
    }
    if (tokens.take("in")) {
      return among(left, columns);
    }
    return left;
  }

  private static String lower(@Nullable Object text) {
    return text == null ? "" : ((String) text).toLowerCase(Locale.ROOT);
  }

  private Expression among(Expression left, Map<String, Kind> columns) {
    tokens.expect("(");
    List<Expression> members = arguments(columns);
    for (Expression member : members) {
      Functions.require(member.kind() == left.kind(), "in of one type");
    }
    return Expression.of(
        Kind.BOOL,
        rows -> {
          Object value = left.value().of(rows);
          return value != null && members.stream().anyMatch(m -> value.equals(m.value().of(rows)));
        });
  }

  private static Expression compare(Expression a, String sign, Expression b) {
    boolean alike = a.kind() == b.kind() || (a.kind().isNumber() && b.kind().isNumber());
    Functions.require(alike && a.kind() != Kind.DYNAMIC, a.kind() + " " + sign + " " + b.kind());
    return new Expression(
        Kind.BOOL,
        rows -> {
          Object left = a.value().of(rows);
          Object right = b.value().of(rows);
          if (left == null || right == null) {
            return null;
          }
          int order = Functions.compare(left, right);
          return switch (sign) {
            case "==" -> order == 0;
            case "!=" -> order != 0;
            case "<=" -> order <= 0;
            case ">=" -> order >= 0;
            case "<" -> order < 0;
            default -> order > 0;
          };
        },
        a.aggregate() || b.aggregate());
  }

  private Expression sum(Map<String, Kind> columns) {
    Expression left = product(columns);
    while (true) {
      if (tokens.take("+")) {
        left = arithmetic(left, '+', product(columns));
      } else if (tokens.take("-")) {
        left = arithmetic(left, '-', product(columns));
      } else {
        return left;
      }
    }
  }

  private Expression product(Map<String, Kind> columns) {
    Expression left = primary(columns);
    while (true) {
      if (tokens.take("*")) {
        left = arithmetic(left, '*', primary(columns));
      } else if (tokens.take("/")) {
        left = arithmetic(left, '/', primary(columns));
      } else {
        return left;
      }
    }
  }

  private static Expression arithmetic(Expression a, char sign, Expression b) {
    Functions.require(a.kind().isNumber() && b.kind().isNumber(), sign + " of numbers");
    Kind kind = a.kind() == Kind.REAL || b.kind() == Kind.REAL ? Kind.REAL : Kind.LONG;
    return new Expression(
        kind,
        rows -> {
          Object left = a.value().of(rows);
          Object right = b.value().of(rows);
          if (left == null || right == null) {
            return null;
          }
          return kind == Kind.REAL
              ? (Object) real(Functions.real(left), sign, Functions.real(right))
              : whole((Long) left, sign, (Long) right);
        },
        a.aggregate() || b.aggregate());
  }

  private static double real(double a, char sign, double b) {
    return switch (sign) {
      case '+' -> a + b;
      case '-' -> a - b;
      case '*' -> a * b;
      default -> a / b;
    };
  }

  /** Whole numbers are divided as whole numbers; by nothing gives nothing. */
  private static @Nullable Object whole(long a, char sign, long b) {
    return switch (sign) {
      case '+' -> a + b;
      case '-' -> a - b;
      case '*' -> a * b;
      default -> b == 0 ? null : (Long) (a / b);
    };
  }

  private Expression primary(Map<String, Kind> columns) {
    if (tokens.take("(")) {
      Expression inner = read(columns);
      tokens.expect(")");
      return inner;
    }
    Token token = tokens.next();
    Expression value =
        switch (token.sort()) {
          case STRING -> Expression.constant(Kind.STRING, token.text());
          case NUMBER ->
              token.text().contains(".")
                  ? Expression.constant(Kind.REAL, Double.valueOf(token.text()))
                  : Expression.constant(Kind.LONG, Long.valueOf(token.text()));
          case TIMESPAN -> Expression.constant(Kind.TIMESPAN, timespan(token.text()));
          case NAME -> named(token.text(), columns);
          case SIGN, END -> throw new KqlException("unexpected " + token);
        };
    while (tokens.take(".")) {
      value = member(value, tokens.name());
    }
    return value;
  }

  private Expression named(String name, Map<String, Kind> columns) {
    if (tokens.take("(")) {
      return functions.call(name, arguments(columns));
    }
    Expression constant = constants.get(name);
    if (constant != null) {
      return constant;
    }
    Kind kind = columns.get(name);
    if (kind == null) {
      throw new KqlException("no column " + name + " among " + columns.keySet());
    }
    return Expression.column(name, kind);
  }

  private static Expression member(Expression of, String name) {
    Functions.require(of.kind() == Kind.DYNAMIC, "." + name + " of " + of.kind());
    return Expression.of(
        Kind.DYNAMIC,
        rows -> {
          Object value = of.value().of(rows);
          return value instanceof JsonNode json ? json.get(name) : null;
        });
  }

  private static Duration timespan(String text) {
    String unit = text.replaceAll("\\d+", "");
    long count = Long.parseLong(text.substring(0, text.length() - unit.length()));
    return switch (unit) {
      case "d" -> Duration.ofDays(count);
      case "h" -> Duration.ofHours(count);
      case "m" -> Duration.ofMinutes(count);
      case "s" -> Duration.ofSeconds(count);
      default -> Duration.ofMillis(count);
    };
  }

  /** Arguments up to the closing parenthesis. */
  List<Expression> arguments(Map<String, Kind> columns) {
    List<Expression> arguments = new ArrayList<>();
    if (tokens.take(")")) {
      return arguments;
    }
    do {
      arguments.add(read(columns));
    } while (tokens.take(","));
    tokens.expect(")");
    return arguments;
  }
}
