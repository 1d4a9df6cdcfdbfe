package dev.rollcall.target.mailcontact.activedirectory;

import dev.rollcall.client.ldap.LdapClient;
import dev.rollcall.client.ldap.LdapEntry;
import dev.rollcall.client.ldap.LdapFilter;
import dev.rollcall.client.ldap.LdapName;
import dev.rollcall.client.ldap.LdapSearch;
import dev.rollcall.client.ldap.LdapWriter;
import dev.rollcall.model.CallMeter;
import dev.rollcall.model.EnvironmentId;
import dev.rollcall.model.Maker;
import dev.rollcall.model.PolicyId;
import dev.rollcall.model.Problem;
import dev.rollcall.target.mailcontact.Stamp;
import java.util.List;
import java.util.Optional;

/**
 * The organisational unit that a policy fills, and how.
 *
 * @param client of the organisation's Active Directory, as the account that writes
 * @param name the unit's distinguished name
 * @param source the environment that the records come from
 * @param policy the policy
 * @param attribute the number of the extension attribute that carries the stamps, 1 to 15
 * @param distinctNames whether a contact gets its domain behind its name where somebody else there
 *     is called the same
 */
public record ContactUnit(
    LdapClient client,
    LdapName name,
    EnvironmentId source,
    PolicyId policy,
    int attribute,
    boolean distinctNames) {

  private static final String CONTACT = "contact";
  private static final String MAY_HOLD = "allowedChildClassesEffective";
  private static final String MAY_WRITE = "allowedAttributesEffective";

  /**
   * @throws IllegalArgumentException if there is no such extension attribute
   */
  public ContactUnit {
    if (attribute < 1 || attribute > 15) {
      throw new IllegalArgumentException("extension attributes have numbers from 1 to 15");
    }
  }

  /**
   * Asks for as little as shows that contacts could be written: for the connection test.
   *
   * @return what stands in the way, as far as the directory tells; empty if nothing does
   * @throws dev.rollcall.client.http.ClientException if the directory cannot be read
   * @see <a
   *     href="https://learn.microsoft.com/openspecs/windows_protocols/ms-adts/2d3f3808-daf5-49e4-b902-3dca929e0549">
   *     allowedChildClassesEffective</a> (what the account that asks may make; read 2026-11-21)
   */
  public Optional<Problem> probe(CallMeter meter) {
    try (LdapWriter writer = client.openToWrite(meter)) {
      Optional<LdapEntry> unit =
          writer.session().entry(name.toString(), List.of("objectClass", MAY_HOLD));
      if (unit.isEmpty()) {
        return Optional.of(AdRemarks.unitMissing());
      }
      boolean makes = unit.get().all(MAY_HOLD).stream().anyMatch(CONTACT::equalsIgnoreCase);
      boolean changes =
          writer
              .session()
              .any(
                  new LdapSearch(
                      name.toString(),
                      LdapSearch.Depth.ONE_LEVEL,
                      LdapFilter.is("objectClass", CONTACT),
                      List.of(MAY_WRITE)))
              .map(one -> one.all(MAY_WRITE).stream())
              .map(all -> all.anyMatch(AdForm.TARGET_ADDRESS::equalsIgnoreCase))
              .orElse(true);
      return makes && changes ? Optional.empty() : Optional.of(AdRemarks.writesDenied());
    }
  }

  /** The distinguished name below which recipients are. */
  String base() {
    return client.settings().base();
  }

  Stamp stamp(Maker maker) {
    return new Stamp(source, policy, maker, attribute);
  }

  /** The attribute that carries the stamps. */
  String stampAttribute() {
    return "extensionAttribute" + attribute;
  }
}
