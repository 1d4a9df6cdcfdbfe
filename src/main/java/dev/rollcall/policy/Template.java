package dev.rollcall.policy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A text with attributes in it, such as <code>{surname}, {givenName} ({department})</code>.
 *
 * <p>What only separated a missing value goes with it: with no given name and no department the
 * example gives the bare surname, without comma and without brackets. If every attribute is missing
 * the whole is missing, whatever words stand around them. A literal brace is written twice.
 */
public final class Template {

  private static final String SEPARATORS = ",;:/|-–—·•&+_";
  private static final String OPENING_BRACKETS = "([<{";
  private static final String CLOSING_BRACKETS = ")]>}";

  private final String form;
  private final List<Piece> pieces;
  private final boolean namesAttributes;

  private Template(String form, List<Piece> pieces) {
    this.form = form;
    this.pieces = pieces;
    this.namesAttributes = pieces.stream().anyMatch(piece -> piece.attribute() != null);
  }

  /**
   * Reads a template.
   *
   * @throws IllegalArgumentException if a brace has no partner or an attribute does not exist; the
   *     message says which, for the administrator
   */
  public static Template parse(String form) {
    List<Piece> pieces = new ArrayList<>();
    StringBuilder literal = new StringBuilder();
    for (int i = 0; i < form.length(); i++) {
      char c = form.charAt(i);
      boolean doubled = i + 1 < form.length() && form.charAt(i + 1) == c;
      if (c == '{' && !doubled) {
        int end = form.indexOf('}', i);
        if (end < 0) {
          throw new IllegalArgumentException("'{' at position " + i + " is not closed by '}'");
        }
        split(literal, pieces);
        pieces.add(Piece.of(attribute(form.substring(i + 1, end).trim())));
        i = end;
      } else if (c == '}' && !doubled) {
        throw new IllegalArgumentException(
            "'}' at position " + i + " closes nothing; a literal brace is written twice");
      } else {
        literal.append(c);
        i += c == '{' || c == '}' ? 1 : 0;
      }
    }
    split(literal, pieces);
    return new Template(form, List.copyOf(pieces));
  }

  /** The attributes named. */
  public Set<Attribute> attributes() {
    Set<Attribute> attributes = EnumSet.noneOf(Attribute.class);
    pieces.forEach(
        piece -> {
          if (piece.attribute() != null) {
            attributes.add(piece.attribute());
          }
        });
    return attributes;
  }

  /** The attribute, if the template is one attribute and nothing else. */
  public Optional<Attribute> soleAttribute() {
    return pieces.size() == 1 ? Optional.ofNullable(pieces.get(0).attribute()) : Optional.empty();
  }

  /**
   * The text for these values.
   *
   * @param values the value of an attribute, or an empty text
   * @return the text, or an empty one if no attribute that the template names has a value
   */
  public String render(Function<Attribute, String> values) {
    List<Piece> filled = new ArrayList<>(pieces.size());
    boolean anyValue = false;
    for (Piece piece : pieces) {
      String value = piece.attribute() == null ? piece.text() : values.apply(piece.attribute());
      anyValue |= piece.attribute() != null && !value.isEmpty();
      filled.add(
          piece.attribute() == null
              ? piece
              : new Piece(value.isEmpty() ? Kind.MISSING : Kind.VALUE, value, null));
    }
    if (!anyValue && namesAttributes) {
      return "";
    }
    return joined(withoutMissing(withoutEmptyBrackets(filled)));
  }

  @Override
  public String toString() {
    return form;
  }

  private static Attribute attribute(String name) {
    return Attribute.named(name)
        .orElseThrow(
            () -> new IllegalArgumentException("'" + name + "' is no attribute of a record"));
  }

  /** Takes a literal apart into separators, brackets and words, which are kept differently. */
  private static void split(StringBuilder literal, List<Piece> pieces) {
    int start = 0;
    for (int i = 1; i <= literal.length(); i++) {
      Kind kind = Kind.of(literal.charAt(start));
      boolean single = kind == Kind.OPENING || kind == Kind.CLOSING;
      if (i == literal.length() || single || Kind.of(literal.charAt(i)) != kind) {
        pieces.add(new Piece(kind, literal.substring(start, i), null));
        start = i;
      }
    }
    literal.setLength(0);
  }

  /** Brackets around nothing but missing values are themselves missing. */
  private static List<Piece> withoutEmptyBrackets(List<Piece> pieces) {
    List<Piece> kept = new ArrayList<>(pieces);
    for (int close = 0; close < kept.size(); close++) {
      if (kept.get(close).kind() != Kind.CLOSING) {
        continue;
      }
      int open = close - 1;
      boolean missing = false;
      while (open >= 0 && kept.get(open).isGap()) {
        missing |= kept.get(open).kind() == Kind.MISSING;
        open--;
      }
      if (open >= 0 && kept.get(open).kind() == Kind.OPENING && missing) {
        kept.subList(open, close + 1).clear();
        kept.add(open, new Piece(Kind.MISSING, "", null));
        close = open;
      }
    }
    return kept;
  }

  /**
   * Where values are missing one separator around them stays, if it still separates something: the
   * first that is more than a space, else the first.
   */
  private static List<Piece> withoutMissing(List<Piece> pieces) {
    List<Piece> kept = new ArrayList<>(pieces.size());
    int start = 0;
    while (start < pieces.size()) {
      int end = start;
      while (end < pieces.size() && pieces.get(end).isGap()) {
        end++;
      }
      List<Piece> gap = pieces.subList(start, end);
      boolean missing = gap.stream().anyMatch(piece -> piece.kind() == Kind.MISSING);
      boolean separates =
          start > 0
              && end < pieces.size()
              && pieces.get(start - 1).kind() != Kind.OPENING
              && pieces.get(end).kind() != Kind.CLOSING;
      if (!missing) {
        kept.addAll(gap);
      } else if (separates) {
        gap.stream()
            .filter(piece -> piece.kind() == Kind.SEPARATOR)
            .min(Comparator.comparing(piece -> piece.text().isBlank()))
            .ifPresent(kept::add);
      }
      if (end < pieces.size()) {
        kept.add(pieces.get(end));
      }
      start = end + 1;
    }
    return kept;
  }

  private static String joined(List<Piece> pieces) {
    StringBuilder text = new StringBuilder();
    pieces.forEach(piece -> text.append(piece.text()));
    return text.toString().strip();
  }

  private enum Kind {
    VALUE,
    MISSING,
    WORD,
    SEPARATOR,
    OPENING,
    CLOSING;

    static Kind of(char c) {
      if (Character.isWhitespace(c) || Character.isSpaceChar(c) || SEPARATORS.indexOf(c) >= 0) {
        return SEPARATOR;
      }
      return OPENING_BRACKETS.indexOf(c) >= 0
          ? OPENING
          : CLOSING_BRACKETS.indexOf(c) >= 0 ? CLOSING : WORD;
    }
  }

  /**
   * A piece of the template.
   *
   * @param attribute the attribute whose value stands here; null for a literal
   */
  private record Piece(Kind kind, String text, @Nullable Attribute attribute) {
    /** Whether there is nothing to read here. */
    boolean isGap() {
      return kind == Kind.MISSING || kind == Kind.SEPARATOR;
    }

    static Piece of(Attribute attribute) {
      return new Piece(Kind.VALUE, "", attribute);
    }
  }
}
