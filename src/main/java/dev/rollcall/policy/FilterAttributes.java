package dev.rollcall.policy;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The attributes that filters may name: those of {@link Attribute}, and some that decide who is
 * taken but that no contact shows.
 */
public final class FilterAttributes {

  /** The groups a record is in, at any depth; only those the filter names are known. */
  public static final String MEMBER_OF = "memberOf";

  /** Whether a user may log in; only users have it. */
  public static final String ACCOUNT_ENABLED = "accountEnabled";

  /** The product ids ({@code skuId}) of a user's licences. */
  public static final String ASSIGNED_LICENSES = "assignedLicenses";

  /** Whether it can receive mail: for a group as the directory says, else whether it has mail. */
  public static final String MAIL_ENABLED = "mailEnabled";

  /** {@code Member} or {@code Guest}; only users have it. */
  public static final String USER_TYPE = "userType";

  /** What kind of recipient it is, by the names that selections use. */
  public static final String RECIPIENT_TYPE = "recipientType";

  /** What values of an attribute are. */
  enum Type {
    TEXT,
    BOOLEAN,
    /** A group, known by address and id. */
    GROUP
  }

  /** An attribute's published name and type. */
  record Named(String name, Type type) {}

  /** Whether it is hidden from address lists; known only where Exchange is asked. */
  public static final String HIDDEN = "hiddenFromAddressLists";

  /** Where Exchange keeps it; known only where Exchange is asked. */
  public static final String ORGANIZATIONAL_UNIT = "organizationalUnit";

  /** What only Exchange knows. */
  public static final Set<String> OF_EXCHANGE = Set.of(HIDDEN, ORGANIZATIONAL_UNIT);

  private static final Map<String, Named> BY_NAME = byName();

  private FilterAttributes() {}

  /** The attribute of this name, written in any case. */
  static Optional<Named> named(String name) {
    return Optional.ofNullable(BY_NAME.get(name.toLowerCase(Locale.ROOT)));
  }

  /** All published names. */
  static Collection<String> names() {
    return BY_NAME.values().stream().map(Named::name).toList();
  }

  private static Map<String, Named> byName() {
    Map<String, Named> all = new TreeMap<>();
    for (Attribute attribute : Attribute.values()) {
      put(all, attribute.document(), Type.TEXT);
    }
    put(all, MEMBER_OF, Type.GROUP);
    put(all, ACCOUNT_ENABLED, Type.BOOLEAN);
    put(all, ASSIGNED_LICENSES, Type.TEXT);
    put(all, MAIL_ENABLED, Type.BOOLEAN);
    put(all, USER_TYPE, Type.TEXT);
    put(all, RECIPIENT_TYPE, Type.TEXT);
    put(all, HIDDEN, Type.BOOLEAN);
    put(all, ORGANIZATIONAL_UNIT, Type.TEXT);
    return Map.copyOf(all);
  }

  private static void put(Map<String, Named> all, String name, Type type) {
    all.put(name.toLowerCase(Locale.ROOT), new Named(name, type));
  }
}
