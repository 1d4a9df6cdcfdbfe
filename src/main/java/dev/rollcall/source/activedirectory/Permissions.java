package dev.rollcall.source.activedirectory;

import dev.rollcall.client.ldap.Guids;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import net.tirasa.adsddl.ntsd.ACE;
import net.tirasa.adsddl.ntsd.ACL;
import net.tirasa.adsddl.ntsd.SDDL;
import net.tirasa.adsddl.ntsd.data.AceFlag;
import net.tirasa.adsddl.ntsd.data.AceType;

/**
 * Who was given a right on a mailbox, by its security descriptor. What comes from above and what is
 * for objects below does not count; what is denied takes away what is allowed.
 *
 * @param allowed whom it was given to
 * @param denied whom it is denied
 * @see <a
 *     href="https://learn.microsoft.com/openspecs/windows_protocols/ms-dtyp/7d4dac05-9cef-4563-a058-f108abecce1d">
 *     MS-DTYP 2.4.6</a>, <a
 *     href="https://learn.microsoft.com/windows/win32/adschema/r-send-as">Send-As</a> (read
 *     2026-11-21)
 */
record Permissions(Set<Sid> allowed, Set<Sid> denied) {

  /** In a mailbox's own descriptor: to open it and do everything in it. */
  private static final long FULL_ACCESS = 1;

  /** In an object's descriptor: to use an extended right. */
  private static final long EXTENDED_RIGHT = 0x100;

  private static final String SEND_AS = "ab721a54-1e2f-11d0-9819-00aa0040529b";

  Permissions {
    allowed = Set.copyOf(allowed);
    denied = Set.copyOf(denied);
  }

  /** Those who may open a mailbox; empty if the descriptor is none. */
  static Optional<Permissions> toOpen(byte[] descriptor) {
    return read(descriptor, AceType.ACCESS_ALLOWED_ACE_TYPE, AceType.ACCESS_DENIED_ACE_TYPE, false);
  }

  /** Those who may send as the object; empty if the descriptor is none. */
  static Optional<Permissions> toSend(byte[] descriptor) {
    return read(
        descriptor,
        AceType.ACCESS_ALLOWED_OBJECT_ACE_TYPE,
        AceType.ACCESS_DENIED_OBJECT_ACE_TYPE,
        true);
  }

  private static Optional<Permissions> read(
      byte[] descriptor, AceType allows, AceType denies, boolean sending) {
    Set<Sid> allowed = new HashSet<>();
    Set<Sid> denied = new HashSet<>();
    try {
      ACL list = new SDDL(descriptor).getDacl();
      if (list == null) {
        return Optional.of(new Permissions(allowed, denied));
      }
      for (ACE entry : list.getAces()) {
        // Other types of entries depend on conditions, which nobody here could weigh.
        boolean counts =
            (entry.getType() == allows || entry.getType() == denies)
                && !entry.getFlags().contains(AceFlag.INHERITED_ACE)
                && !entry.getFlags().contains(AceFlag.INHERIT_ONLY_ACE)
                && (sending ? isSendAs(entry) : isFullAccess(entry));
        if (counts) {
          (entry.getType() == allows ? allowed : denied).add(new Sid(entry.getSid().toByteArray()));
        }
      }
    } catch (IndexOutOfBoundsException
        | NegativeArraySizeException
        | IllegalArgumentException
        | NullPointerException e) {
      // The library has no other way to say that the bytes are no descriptor.
      return Optional.empty();
    }
    allowed.removeAll(denied);
    return Optional.of(new Permissions(allowed, denied));
  }

  private static boolean isFullAccess(ACE entry) {
    return (entry.getRights().asUInt() & FULL_ACCESS) != 0;
  }

  private static boolean isSendAs(ACE entry) {
    return (entry.getRights().asUInt() & EXTENDED_RIGHT) != 0
        && entry.getObjectType() != null
        && SEND_AS.equals(Guids.text(entry.getObjectType()));
  }
}
