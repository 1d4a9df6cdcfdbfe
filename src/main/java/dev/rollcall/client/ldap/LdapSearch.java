package dev.rollcall.client.ldap;

import java.util.List;

/**
 * What is looked for.
 *
 * @param base the distinguished name where it begins
 * @param depth how far it goes
 * @param filter what is taken
 * @param attributes what of each entry is answered; nothing but its name if empty
 * @param descriptors whether security descriptors are among them, which are given without the part
 *     that only administrators may read
 */
public record LdapSearch(
    String base, Depth depth, LdapFilter filter, List<String> attributes, boolean descriptors) {

  public LdapSearch {
    attributes = List.copyOf(attributes);
  }

  /** A search that needs no security descriptors. */
  public LdapSearch(String base, Depth depth, LdapFilter filter, List<String> attributes) {
    this(base, depth, filter, attributes, false);
  }

  /** How far a search goes. */
  public enum Depth {
    /** The base alone. */
    OBJECT,
    /** What is directly below the base. */
    ONE_LEVEL,
    /** The base and everything below. */
    SUBTREE
  }
}
