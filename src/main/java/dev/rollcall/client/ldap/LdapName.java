package dev.rollcall.client.ldap;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.LDAPException;
import java.util.Optional;

/**
 * A distinguished name. Two that name the same object are equal, whatever their case and spacing.
 */
public final class LdapName {

  private final DN dn;

  private LdapName(DN dn) {
    this.dn = dn;
  }

  /** The name that this text is; empty if it is none. */
  public static Optional<LdapName> of(String text) {
    try {
      DN dn = new DN(text);
      return dn.isNullDN() ? Optional.empty() : Optional.of(new LdapName(dn));
    } catch (LDAPException e) {
      return Optional.empty();
    }
  }

  /** Whether it is this name or below it. */
  public boolean isWithin(LdapName above) {
    return dn.isDescendantOf(above.dn, true);
  }

  /** What it is directly below; empty at the top. */
  public Optional<LdapName> parent() {
    DN parent = dn.getParent();
    return parent == null || parent.isNullDN()
        ? Optional.empty()
        : Optional.of(new LdapName(parent));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LdapName name && dn.equals(name.dn);
  }

  @Override
  public int hashCode() {
    return dn.hashCode();
  }

  /** As it is written. */
  @Override
  public String toString() {
    return dn.toString();
  }
}
