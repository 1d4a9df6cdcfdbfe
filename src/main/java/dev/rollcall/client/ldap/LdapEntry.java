package dev.rollcall.client.ldap;

import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Entry;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** One object as the directory answered it. Names of attributes count in any case. */
public final class LdapEntry {

  private final Entry entry;

  LdapEntry(Entry entry) {
    this.entry = entry;
  }

  /** Its distinguished name. */
  public String dn() {
    return entry.getDN();
  }

  public boolean has(String attribute) {
    return entry.hasAttribute(attribute);
  }

  /** The first value that is not blank; an empty text if there is none. */
  public String first(String attribute) {
    return all(attribute).stream().findFirst().orElse("");
  }

  /** All values that are not blank. */
  public List<String> all(String attribute) {
    String[] values = entry.getAttributeValues(attribute);
    return values == null
        ? List.of()
        : Arrays.stream(values).filter(value -> !value.isBlank()).toList();
  }

  /** All values, the blank ones as well. */
  List<String> raw(String attribute) {
    String[] values = entry.getAttributeValues(attribute);
    return values == null ? List.of() : List.of(values);
  }

  /** The first value as it is kept. */
  public Optional<byte[]> bytes(String attribute) {
    return Optional.ofNullable(entry.getAttributeValueBytes(attribute));
  }

  /** The first value as a number; empty if it is none. */
  public OptionalLong number(String attribute) {
    Long value = entry.getAttributeValueAsLong(attribute);
    return value == null ? OptionalLong.empty() : OptionalLong.of(value);
  }

  /** Whether it is said and true. */
  public boolean flag(String attribute) {
    return first(attribute).equalsIgnoreCase("TRUE");
  }

  /** Whether it is of this class. */
  public boolean is(String objectClass) {
    return all("objectClass").stream().anyMatch(objectClass::equalsIgnoreCase);
  }

  /** The part of a large attribute that came along instead of the whole. */
  Optional<Part> part(String attribute) {
    String prefix = attribute.toLowerCase(Locale.ROOT) + ";range=";
    for (Attribute each : entry.getAttributes()) {
      String name = each.getName().toLowerCase(Locale.ROOT);
      int dash = name.lastIndexOf('-');
      if (name.startsWith(prefix) && dash > 0) {
        String last = name.substring(dash + 1);
        return Optional.of(
            new Part(
                List.of(each.getValues()),
                last.equals("*") ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(last))));
      }
    }
    return Optional.empty();
  }

  /**
   * Some values of many.
   *
   * @param last the number of the last one; empty if they are the end
   */
  record Part(List<String> values, OptionalLong last) {}

  /** Tells nothing of its values: they name people. */
  @Override
  public String toString() {
    return "LdapEntry";
  }
}
