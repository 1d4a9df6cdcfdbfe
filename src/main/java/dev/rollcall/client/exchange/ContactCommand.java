package dev.rollcall.client.exchange;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A command that makes or changes one mail contact. What it is about is an {@link ObjectId}: no
 * empty identity, name or pattern can stand in its place.
 *
 * @see <a
 *     href="https://learn.microsoft.com/powershell/module/exchangepowershell/new-mailcontact">New-MailContact</a>,
 *     <a
 *     href="https://learn.microsoft.com/powershell/module/exchangepowershell/set-mailcontact">Set-MailContact</a>
 *     and <a
 *     href="https://learn.microsoft.com/powershell/module/exchangepowershell/set-contact">Set-Contact</a>
 *     (read 2026-11-21)
 */
public final class ContactCommand implements Command {

  /** How long a contact's name may be. */
  public static final int MAX_NAME = 64;

  private static final Pattern PARAMETER = Pattern.compile("[A-Z][A-Za-z0-9]*");
  private static final Set<String> RESERVED = Set.of("Identity", "Confirm", "ResultSize");

  private final String name;
  private final boolean mayRepeat;
  private final boolean justMade;
  private final Map<String, Object> parameters;

  private ContactCommand(
      String name, boolean mayRepeat, boolean justMade, Map<String, Object> parameters) {
    this.name = name;
    this.mayRepeat = mayRepeat;
    this.justMade = justMade;
    this.parameters = parameters;
  }

  /**
   * Makes a mail contact. Refused if another object of the organisation has the name or one of the
   * addresses.
   *
   * @param name its name in the organisation, which nobody else has; at most {@link #MAX_NAME}
   * @param address where its mail goes
   */
  public static ContactCommand create(String name, String address) {
    if (name.isBlank() || name.length() > MAX_NAME || address.isBlank()) {
      throw new IllegalArgumentException("a contact has a name of its own and an address");
    }
    return new ContactCommand("New-MailContact", false, false, Map.of())
        .with("Name", name)
        .with("ExternalEmailAddress", address);
  }

  /** Sets what people read of a contact: names, numbers, postal address. */
  public static ContactCommand setDetails(ObjectId id) {
    return about("Set-Contact", id);
  }

  /** Sets what mail goes by: addresses, custom attributes, whether it is shown. */
  public static ContactCommand setRecipient(ObjectId id) {
    return about("Set-MailContact", id);
  }

  /** Removes a contact. Never sent without a look at what it is: {@link ContactRemoval}. */
  static ContactCommand remove(ObjectId id) {
    Map<String, Object> parameters = new LinkedHashMap<>();
    parameters.put("Identity", id.value());
    parameters.put("Confirm", false);
    return new ContactCommand("Remove-MailContact", false, false, parameters);
  }

  private static ContactCommand about(String name, ObjectId id) {
    return new ContactCommand(name, true, false, Map.of("Identity", id.value()));
  }

  /**
   * The same with a value.
   *
   * @param value a text, a flag, a list of texts, or an empty optional to clear what is there
   * @throws IllegalArgumentException if a parameter is none of a contact's, or of a kind the
   *     service does not take
   */
  public ContactCommand with(String parameter, Object value) {
    if (!PARAMETER.matcher(parameter).matches() || RESERVED.contains(parameter)) {
      throw new IllegalArgumentException("'" + parameter + "' is no value of a contact");
    }
    boolean taken =
        value instanceof String text && !text.isEmpty()
            || value instanceof Boolean
            || value instanceof Optional<?> nothing && nothing.isEmpty()
            || value instanceof List<?> list && list.stream().allMatch(String.class::isInstance);
    if (!taken) {
      throw new IllegalArgumentException("the parameter " + parameter + " cannot be that");
    }
    Map<String, Object> more = new LinkedHashMap<>(parameters);
    more.put(parameter, value);
    return new ContactCommand(name, mayRepeat, justMade, more);
  }

  /** The same about a contact made a moment ago, which not every server knows yet. */
  public ContactCommand ofJustMade() {
    return new ContactCommand(name, mayRepeat, true, parameters);
  }

  /** Whether it says anything beside what it is about. */
  public boolean isEmpty() {
    return parameters.size() <= 1;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Map<String, Object> parameters() {
    return parameters;
  }

  @Override
  public List<String> select() {
    return List.of();
  }

  /** Whether doing it twice is doing it once. */
  boolean mayRepeat() {
    return mayRepeat;
  }

  boolean isOfJustMade() {
    return justMade;
  }

  /** Tells nothing of its values: they name people. */
  @Override
  public String toString() {
    return name + new ArrayList<>(parameters.keySet());
  }
}
