package dev.rollcall.client.exchange;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A reading command of Exchange's administration, with what is asked of it.
 *
 * @param name such as {@code Get-Mailbox}
 * @param parameters by name: texts, numbers, flags, or lists of texts; never null
 * @param select the columns answered; all of some 300 if empty
 */
public record Cmdlet(String name, Map<String, Object> parameters, List<String> select)
    implements Command {

  private static final Pattern NAME = Pattern.compile("Get-[A-Z][A-Za-z]+");
  private static final Pattern COLUMN = Pattern.compile("[A-Z][A-Za-z0-9]*");
  private static final String IDENTITY = "Identity";

  /**
   * @throws IllegalArgumentException if the name is none that is used here, or a parameter is of a
   *     kind the service does not take, or the identity is empty, which would mean every object
   */
  public Cmdlet {
    parameters = Map.copyOf(parameters);
    select = List.copyOf(select);
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("'" + name + "' is no command that is used here");
    }
    parameters.forEach(Cmdlet::check);
    if (!select.stream().allMatch(column -> COLUMN.matcher(column).matches())) {
      throw new IllegalArgumentException("a column has letters and digits, not " + select);
    }
  }

  /** Lists everything of a kind, however much there is. */
  public static Cmdlet list(String name) {
    return new Cmdlet(name, Map.of("ResultSize", "Unlimited"), List.of());
  }

  /**
   * Is about one object.
   *
   * @param identity its id or address
   * @throws IllegalArgumentException if the identity is empty
   */
  public static Cmdlet of(String name, String identity) {
    return new Cmdlet(name, Map.of(IDENTITY, identity), List.of());
  }

  /** Lists what belongs to one object, however much there is. */
  public static Cmdlet listOf(String name, String identity) {
    return of(name, identity).with("ResultSize", "Unlimited");
  }

  /** The same with a parameter. */
  public Cmdlet with(String parameter, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(parameters);
    more.put(parameter, value);
    return new Cmdlet(name, more, select);
  }

  /** The same with these columns answered, and no others. */
  public Cmdlet selecting(String... columns) {
    return new Cmdlet(name, parameters, List.of(columns));
  }

  /** Tells nothing of its parameters: they name people. */
  @Override
  public String toString() {
    return name + new ArrayList<>(parameters.keySet());
  }

  private static void check(String parameter, Object value) {
    if (parameter.equals(IDENTITY) && !(value instanceof String text && !text.isBlank())) {
      throw new IllegalArgumentException("an empty identity would mean every object");
    }
    boolean taken =
        value instanceof String
            || value instanceof Boolean
            || value instanceof Number
            || value instanceof List<?> list && list.stream().allMatch(String.class::isInstance);
    if (!taken) {
      throw new IllegalArgumentException(
          "the parameter " + parameter + " cannot be a " + value.getClass().getSimpleName());
    }
  }
}
