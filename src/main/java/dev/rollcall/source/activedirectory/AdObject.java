package dev.rollcall.source.activedirectory;

import dev.rollcall.client.ldap.LdapEntry;
import dev.rollcall.client.ldap.LdapName;
import dev.rollcall.model.Location;
import dev.rollcall.model.RecordKey;
import dev.rollcall.policy.Attribute;
import dev.rollcall.policy.RecipientType;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One object of Active Directory.
 *
 * @param kind what it is
 * @param id its objectGUID, lower-case
 * @param name its distinguished name
 * @param attributes its values by attribute name
 * @param type what kind of recipient it is; empty if it is nobody to write to
 * @param hidden whether it is hidden from address lists
 * @param disabled whether it is an account that may not sign in
 * @param mailbox where its mailbox lives; empty if it has none
 * @param entry as the directory answered it
 */
record AdObject(
    Kind kind,
    String id,
    LdapName name,
    Map<String, List<String>> attributes,
    Optional<RecipientType> type,
    boolean hidden,
    boolean disabled,
    Optional<Location> mailbox,
    LdapEntry entry) {

  enum Kind {
    USER("user"),
    CONTACT("contact"),
    GROUP("group"),
    /** Anything else that can be in a group: a computer, somebody of another forest. */
    OTHER("other");

    private final String prefix;

    Kind(String prefix) {
      this.prefix = prefix;
    }

    RecordKey key(String id) {
      return new RecordKey(prefix + ":" + id.toLowerCase(Locale.ROOT));
    }
  }

  RecordKey key() {
    return kind.key(id);
  }

  String first(Attribute attribute) {
    List<String> values = attributes.get(attribute.document());
    return values == null ? "" : values.get(0);
  }

  boolean hasMail() {
    return attributes.containsKey(Attribute.MAIL.document());
  }

  /**
   * What Entra Connect knows it by in the tenant, {@code onPremisesImmutableId} there: its own
   * consistency GUID once that is set, which came along from another forest perhaps, and the
   * objectGUID before.
   *
   * @see <a
   *     href="https://learn.microsoft.com/entra/identity/hybrid/connect/plan-connect-design-concepts">Design
   *     concepts: sourceAnchor</a> (read 2026-11-21)
   */
  Optional<String> anchor() {
    return entry
        .bytes(ObjectReader.CONSISTENCY_GUID)
        .filter(guid -> guid.length > 0)
        .or(() -> entry.bytes("objectGUID"))
        .map(Base64.getEncoder()::encodeToString);
  }

  /** Whether it is a group whose members a filter finds. */
  boolean isDynamicGroup() {
    return kind == Kind.GROUP && entry.is(ObjectReader.DYNAMIC_GROUP);
  }

  /** The same with another attribute. */
  AdObject with(String attribute, List<String> values) {
    if (values.isEmpty()) {
      return this;
    }
    Map<String, List<String>> more = new HashMap<>(attributes);
    more.put(attribute, values);
    return new AdObject(kind, id, name, more, type, hidden, disabled, mailbox, entry);
  }

  /** Tells nothing of its values: they name people. */
  @Override
  public String toString() {
    return "AdObject[" + kind + "]";
  }
}
