package dev.rollcall.source.spreadsheet;

import dev.rollcall.policy.Attribute;
import dev.rollcall.policy.FilterAttributes;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a column gives: an attribute, or something a row has beside its attributes.
 *
 * @param name as policies and messages write it
 * @param kind what is done with its cells
 * @param attribute the attribute; empty if it is none
 */
record Meaning(String name, Kind kind, Optional<Attribute> attribute) {

  /** What is done with a column's cells. */
  enum Kind {
    /** One value. */
    VALUE,
    /** Several, with semicolons between them. */
    VALUES,
    /** Addresses beside the primary one, with semicolons between them. */
    ALIASES,
    /** What kind of recipient the row is. */
    TYPE,
    /** Whether the account may be used. */
    ENABLED,
    /** The people behind a mailbox, with semicolons between them. */
    TRUSTEES
  }

  private static final Set<Attribute> SEVERAL =
      Set.of(
          Attribute.BUSINESS_PHONES,
          Attribute.HOME_PHONES,
          Attribute.PROXY_ADDRESSES,
          Attribute.OTHER_MAILS,
          Attribute.EMAIL_ADDRESSES,
          Attribute.CATEGORIES,
          Attribute.IM_ADDRESSES,
          Attribute.CHILDREN);

  private static final Map<String, Meaning> NAMED = named();

  /** What else columns are called; as compared. */
  private static final Map<String, String> USUAL =
      Map.ofEntries(
          Map.entry("email", "mail"),
          Map.entry("emailaddress", "mail"),
          Map.entry("mailaddress", "mail"),
          Map.entry("primarysmtpaddress", "mail"),
          Map.entry("upn", "userPrincipalName"),
          Map.entry("name", "displayName"),
          Map.entry("fullname", "displayName"),
          Map.entry("firstname", "givenName"),
          Map.entry("lastname", "surname"),
          Map.entry("familyname", "surname"),
          Map.entry("company", "companyName"),
          Map.entry("office", "officeLocation"),
          Map.entry("phone", "businessPhones"),
          Map.entry("businessphone", "businessPhones"),
          Map.entry("telephone", "businessPhones"),
          Map.entry("homephone", "homePhones"),
          Map.entry("mobile", "mobilePhone"),
          Map.entry("fax", "faxNumber"),
          Map.entry("street", "streetAddress"),
          Map.entry("zip", "postalCode"),
          Map.entry("zipcode", "postalCode"),
          Map.entry("emailaliases", "aliases"),
          Map.entry("active", FilterAttributes.ACCOUNT_ENABLED),
          Map.entry("enabled", FilterAttributes.ACCOUNT_ENABLED),
          Map.entry("recipienttype", "type"),
          Map.entry("members", "trustees"),
          Map.entry("delegates", "trustees"));

  /** All names that {@code source.columns} may give a header. */
  static Set<String> names() {
    Set<String> names = new LinkedHashSet<>();
    NAMED.values().forEach(meaning -> names.add(meaning.name()));
    return names;
  }

  /** What a name means, without regard to case, blanks, hyphens and underscores. */
  static Optional<Meaning> of(String name) {
    String compared = compared(name);
    Meaning exact = NAMED.get(compared);
    return exact != null
        ? Optional.of(exact)
        : Optional.ofNullable(USUAL.get(compared)).map(usual -> NAMED.get(compared(usual)));
  }

  static String compared(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[\\s_.-]+", "");
  }

  /** Whether several columns may give it. */
  boolean takesSeveralColumns() {
    return switch (kind) {
      case VALUES, ALIASES, TRUSTEES -> true;
      case VALUE, TYPE, ENABLED -> false;
    };
  }

  boolean is(Attribute wanted) {
    return attribute.equals(Optional.of(wanted));
  }

  private static Map<String, Meaning> named() {
    Map<String, Meaning> all = new HashMap<>();
    for (Attribute attribute : Attribute.values()) {
      // A group's members have no place in a row; those of a mailbox are its trustees.
      if (attribute != Attribute.MEMBERS) {
        Kind kind = SEVERAL.contains(attribute) ? Kind.VALUES : Kind.VALUE;
        all.put(
            compared(attribute.document()),
            new Meaning(attribute.document(), kind, Optional.of(attribute)));
      }
    }
    for (Meaning other :
        List.of(
            new Meaning("aliases", Kind.ALIASES, Optional.empty()),
            new Meaning("type", Kind.TYPE, Optional.empty()),
            new Meaning(FilterAttributes.ACCOUNT_ENABLED, Kind.ENABLED, Optional.empty()),
            new Meaning("trustees", Kind.TRUSTEES, Optional.empty()))) {
      all.put(compared(other.name()), other);
    }
    return Map.copyOf(all);
  }
}
