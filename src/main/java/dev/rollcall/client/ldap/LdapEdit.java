package dev.rollcall.client.ldap;

import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is taken from an attribute and what is given to it.
 *
 * <p>Values are taken by name and never all that are there: where somebody else changed one
 * meanwhile, it is not found and the whole change is refused, so that nothing is lost unseen.
 *
 * @param attribute the attribute
 * @param removed values that are there
 * @param added values that are not
 */
public record LdapEdit(String attribute, List<String> removed, List<String> added) {

  public LdapEdit {
    removed = List.copyOf(removed);
    added = List.copyOf(added);
  }

  /**
   * What makes an attribute hold these values and no others; empty if it does already.
   *
   * @param entry the object as it was read, with the attribute
   */
  public static Optional<LdapEdit> of(LdapEntry entry, String attribute, List<String> wanted) {
    List<String> there = entry.raw(attribute);
    List<String> removed = there.stream().filter(value -> !wanted.contains(value)).toList();
    List<String> added = wanted.stream().filter(value -> !there.contains(value)).toList();
    return removed.isEmpty() && added.isEmpty()
        ? Optional.empty()
        : Optional.of(new LdapEdit(attribute, removed, added));
  }

  List<Modification> modifications() {
    List<Modification> modifications = new ArrayList<>();
    if (!removed.isEmpty()) {
      modifications.add(
          new Modification(ModificationType.DELETE, attribute, removed.toArray(String[]::new)));
    }
    if (!added.isEmpty()) {
      modifications.add(
          new Modification(ModificationType.ADD, attribute, added.toArray(String[]::new)));
    }
    return modifications;
  }

  /** Tells nothing of its values: they name people. */
  @Override
  public String toString() {
    return "LdapEdit of " + attribute;
  }
}
