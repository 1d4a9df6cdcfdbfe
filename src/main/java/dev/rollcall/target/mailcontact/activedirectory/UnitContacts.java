package dev.rollcall.target.mailcontact.activedirectory;

import dev.rollcall.client.ldap.Guids;
import dev.rollcall.client.ldap.LdapEntry;
import dev.rollcall.client.ldap.LdapFilter;
import dev.rollcall.client.ldap.LdapResult;
import dev.rollcall.client.ldap.LdapSearch;
import dev.rollcall.client.ldap.LdapSession;
import dev.rollcall.target.mailcontact.ContactForm;
import dev.rollcall.target.mailcontact.Stamp;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Looks for a few contacts at once, by what they are known by. */
final class UnitContacts {

  private final ContactUnit unit;
  private final Stamp stamp;
  private final LdapSession session;

  UnitContacts(ContactUnit unit, Stamp stamp, LdapSession session) {
    this.unit = unit;
    this.stamp = stamp;
    this.session = session;
  }

  /**
   * Those of these ids that are contacts in the unit, or the policy's own elsewhere.
   *
   * @throws dev.rollcall.client.http.ClientException if they could not be looked for
   */
  Map<String, LdapEntry> byId(Collection<String> ids) {
    List<LdapFilter> any = new ArrayList<>();
    ids.forEach(
        id -> Guids.bytes(id).ifPresent(guid -> any.add(LdapFilter.is("objectGUID", guid))));
    Map<String, LdapEntry> found = new HashMap<>();
    for (LdapEntry entry : search(unit.base(), LdapSearch.Depth.SUBTREE, any)) {
      if (UnitLook.isPolicys(unit, stamp, entry)) {
        found.put(UnitLook.id(entry), entry);
      }
    }
    return found;
  }

  /**
   * What the unit has of these names, by name in lower case.
   *
   * @throws dev.rollcall.client.http.ClientException if it could not be looked for
   */
  Map<String, LdapEntry> byName(Collection<String> names) {
    List<LdapFilter> any = names.stream().map(name -> LdapFilter.is("cn", name)).toList();
    Map<String, LdapEntry> found = new HashMap<>();
    for (LdapEntry entry : search(unit.name().toString(), LdapSearch.Depth.ONE_LEVEL, any)) {
      found.put(entry.first("cn").toLowerCase(Locale.ROOT), entry);
    }
    return found;
  }

  /**
   * Which of these addresses somebody has whose contact is not the policy's.
   *
   * @param addresses lower-case
   * @throws dev.rollcall.client.http.ClientException if they could not be looked for
   */
  Set<String> addressesOfOthers(Collection<String> addresses) {
    List<LdapFilter> any = new ArrayList<>();
    for (String address : addresses) {
      // Values compare in any case.
      any.add(LdapFilter.is(AdForm.PROXY_ADDRESSES, "smtp:" + address));
      any.add(LdapFilter.is(AdForm.TARGET_ADDRESS, "smtp:" + address));
      any.add(LdapFilter.is("mail", address));
    }
    Set<String> taken = new HashSet<>();
    for (LdapEntry entry : search(unit.base(), LdapSearch.Depth.SUBTREE, any)) {
      if (!isOurs(entry)) {
        taken.addAll(UnitLook.addresses(entry));
      }
    }
    return taken;
  }

  /**
   * Which of these display names some recipient has whose contact is not the policy's.
   *
   * @throws dev.rollcall.client.http.ClientException if they could not be looked for
   */
  Set<String> namesOfOthers(Collection<String> names) {
    List<LdapFilter> any = names.stream().map(name -> LdapFilter.is("displayName", name)).toList();
    Set<String> taken = new HashSet<>();
    for (LdapEntry entry : search(unit.base(), LdapSearch.Depth.SUBTREE, any)) {
      if (!isOurs(entry) && entry.has(AdForm.MAIL_NICKNAME)) {
        names.stream().filter(entry.first("displayName")::equalsIgnoreCase).forEach(taken::add);
      }
    }
    return taken;
  }

  private boolean isOurs(LdapEntry entry) {
    // Of a policy of the same name in another installation nothing is.
    return entry.is("contact") && stamp.isMine(entry.first(unit.stampAttribute()));
  }

  private List<LdapEntry> search(String base, LdapSearch.Depth depth, List<LdapFilter> any) {
    if (any.isEmpty()) {
      return List.of();
    }
    LdapResult found =
        session.search(new LdapSearch(base, depth, LdapFilter.or(any), AdForm.attributes()));
    if (found.cut().isPresent()) {
      throw found.cut().get();
    }
    return found.entries();
  }

  /** The address that a contact shall have, as addresses are looked for. */
  static String wanted(String address) {
    return ContactForm.bare(address);
  }
}
