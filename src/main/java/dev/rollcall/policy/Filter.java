package dev.rollcall.policy;

import java.text.Normalizer;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A condition on a record's attributes, in the filter syntax of SCIM, such as {@code department eq
 * "Sales" and not (jobTitle co "intern")}.
 *
 * <p>Texts are compared without regard to case. Of an attribute with several values one that fits
 * is enough. {@code ne} is the opposite of {@code eq}: a record without the attribute fits it; no
 * other comparison fits such a record. {@code gt ge lt le} go by the order of Unicode characters in
 * lower case, which for days such as {@code 1990-05-17} is that of time. {@code eq null} means that
 * there is no value. Mail addresses in {@code proxyAddresses} fit with and without their prefix
 * {@code smtp:}.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7644#section-3.4.2.2">RFC 7644, section
 *     3.4.2.2</a>
 */
public sealed interface Filter {

  /** How an attribute is compared. */
  enum Operator {
    EQ(String::equals),
    NE(String::equals),
    CO(String::contains),
    SW(String::startsWith),
    EW(String::endsWith),
    GT((value, other) -> value.compareTo(other) > 0),
    GE((value, other) -> value.compareTo(other) >= 0),
    LT((value, other) -> value.compareTo(other) < 0),
    LE((value, other) -> value.compareTo(other) <= 0),
    /** Has a value; compared with nothing. */
    PR((value, other) -> true);

    private final BiPredicate<String, String> fits;

    Operator(BiPredicate<String, String> fits) {
      this.fits = fits;
    }

    /** The operator as filters write it. */
    public String document() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Operator> named(String name) {
      return Stream.of(values())
          .filter(operator -> operator.name().equalsIgnoreCase(name))
          .findFirst();
    }
  }

  /** At least one of them holds. */
  record AnyOf(List<Filter> filters) implements Filter {
    public AnyOf {
      filters = List.copyOf(filters);
    }

    @Override
    public boolean fits(Function<String, List<String>> values) {
      return filters.stream().anyMatch(filter -> filter.fits(values));
    }

    @Override
    public Set<String> groups() {
      return groupsOf(filters);
    }

    @Override
    public Set<String> attributes() {
      return attributesOf(filters);
    }
  }

  /** All of them hold. */
  record AllOf(List<Filter> filters) implements Filter {
    public AllOf {
      filters = List.copyOf(filters);
    }

    @Override
    public boolean fits(Function<String, List<String>> values) {
      return filters.stream().allMatch(filter -> filter.fits(values));
    }

    @Override
    public Set<String> groups() {
      return groupsOf(filters);
    }

    @Override
    public Set<String> attributes() {
      return attributesOf(filters);
    }
  }

  /** It does not hold. */
  record Not(Filter filter) implements Filter {
    @Override
    public boolean fits(Function<String, List<String>> values) {
      return !filter.fits(values);
    }

    @Override
    public Set<String> groups() {
      return filter.groups();
    }

    @Override
    public Set<String> attributes() {
      return filter.attributes();
    }
  }

  /**
   * An attribute is compared.
   *
   * @param attribute its published name
   * @param with what it is compared with, in the form of {@link #folded}; empty for {@code pr}
   */
  record Comparison(String attribute, Operator operator, String with) implements Filter {
    @Override
    public boolean fits(Function<String, List<String>> values) {
      boolean any = false;
      for (String value : values.apply(attribute)) {
        any |= !value.isBlank() && fitsOne(folded(value));
      }
      return any != (operator == Operator.NE);
    }

    private boolean fitsOne(String value) {
      int prefix = value.indexOf(':');
      boolean address = attribute.equals(Attribute.PROXY_ADDRESSES.document()) && prefix >= 0;
      return operator.fits.test(value, with)
          || (address && operator.fits.test(value.substring(prefix + 1), with));
    }

    @Override
    public Set<String> groups() {
      return attribute.equals(FilterAttributes.MEMBER_OF) ? Set.of(with) : Set.of();
    }

    @Override
    public Set<String> attributes() {
      return Set.of(attribute);
    }
  }

  /**
   * Reads a filter.
   *
   * @throws IllegalArgumentException if it is malformed, names an attribute that does not exist or
   *     compares one with a value of another type; the message says where, for the administrator
   */
  static Filter parse(String text) {
    return new FilterParser(text).parse();
  }

  /**
   * Whether a record fits.
   *
   * @param values all values of an attribute, by its published name; empty if it has none
   */
  boolean fits(Function<String, List<String>> values);

  /** The groups whose members the filter asks for, by address or id, in lower case. */
  Set<String> groups();

  /** The attributes that it compares, by their published names. */
  Set<String> attributes();

  /** A text in the one form in which texts are compared. */
  static String folded(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
  }

  private static Set<String> attributesOf(List<Filter> filters) {
    Set<String> attributes = new HashSet<>();
    filters.forEach(filter -> attributes.addAll(filter.attributes()));
    return attributes;
  }

  private static Set<String> groupsOf(List<Filter> filters) {
    Set<String> groups = new HashSet<>();
    filters.forEach(filter -> groups.addAll(filter.groups()));
    return groups;
  }
}
