package dev.rollcall.localtenant.activedirectory;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Which account may make, change and remove contacts where. */
final class Delegations {

  private final Map<String, Set<DN>> units = new ConcurrentHashMap<>();

  void allow(String account, String unit) {
    try {
      units.computeIfAbsent(account, any -> ConcurrentHashMap.newKeySet()).add(new DN(unit));
    } catch (LDAPException e) {
      throw new IllegalArgumentException(unit, e);
    }
  }

  void take(String account) {
    units.remove(account);
  }

  /** Whether what is at this name or below may be written. */
  boolean allows(String account, DN place) throws LDAPException {
    for (DN unit : units.getOrDefault(account, Set.of())) {
      if (place.isDescendantOf(unit, true)) {
        return true;
      }
    }
    return false;
  }

  void demand(String account, DN place) throws LDAPException {
    if (!allows(account, place)) {
      throw new LDAPException(
          ResultCode.INSUFFICIENT_ACCESS_RIGHTS,
          "00002098: SecErr: DSID-031514A0, problem 4003 (INSUFF_ACCESS_RIGHTS), data 0");
    }
  }
}
