package dev.rollcall.source.activedirectory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.localtenant.activedirectory.Acl;
import dev.rollcall.policy.RecipientType;
import dev.rollcall.policy.Selection;
import dev.rollcall.source.DirectoryProbe.Resolved;
import dev.rollcall.source.DirectoryProbe.Sight;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the connection test asks Active Directory. */
@Tag("E9")
@Tag("E15")
class ActiveDirectoryProbeTest {

  private final DirectoryOffice office = DirectoryOffice.small();
  private final ActiveDirectoryProbe probe = new ActiveDirectoryProbe(any -> office.client());

  @AfterEach
  void stop() {
    office.close();
  }

  @Test
  void eachServerIsAskedByItself() {
    String server = office.directory.addresses().get(0);

    assertEquals(Optional.empty(), probe.server(DirectoryOffice.environment(), server));
    assertEquals(
        "ldapUnreachable",
        probe.server(DirectoryOffice.environment(), "localhost:1").orElseThrow().code());
  }

  @Test
  void theLoginIsTried() {
    office.directory.refuseLogins("775");

    assertEquals(
        "ldapAccountLocked",
        probe
            .server(DirectoryOffice.environment(), office.directory.addresses().get(0))
            .orElseThrow()
            .code());
  }

  @Test
  void oneRecipientIsEnough() {
    assertTrue(probe.seesRecipients(DirectoryOffice.environment()));
    office.directory.controllers().get(0).forgetSearches();
    probe.seesRecipients(DirectoryOffice.environment());
    assertEquals(1, office.directory.controllers().get(0).searches().size());
  }

  @Test
  void permissionsAreTriedOnAMailboxWithoutAPerson() {
    assertEquals(
        Optional.of(false), probe.readsPermissions(DirectoryOffice.environment()), "none is shown");
    for (String box : List.of("info", "blue")) {
      office.directory.set(
          office.address(box), "msExchMailboxSecurityDescriptor", new Acl().bytes());
      office.directory.set(office.address(box), "nTSecurityDescriptor", new Acl().bytes());
    }

    assertEquals(Optional.of(true), probe.readsPermissions(DirectoryOffice.environment()));
  }

  @Test
  void whatPoliciesNameIsLookedUp() {
    List<Resolved> resolved =
        probe.resolve(
            DirectoryOffice.environment(),
            List.of(
                DirectoryOffice.members(office.address("staff"), true),
                DirectoryOffice.members(office.address("anna"), true),
                new Selection.Recipient(office.address("anna")),
                new Selection.OrganisationalUnit(
                    "OU=Staff," + office.directory.base(), Selection.Depth.SUBTREE, false),
                new Selection.OrganisationalUnit(
                    "OU=None," + office.directory.base(), Selection.Depth.SUBTREE, false),
                new Selection.Query("*", EnumSet.allOf(RecipientType.class))));

    assertEquals(
        List.of(Sight.FOUND, Sight.MISSING, Sight.FOUND, Sight.FOUND, Sight.MISSING, Sight.FOUND),
        resolved.stream().map(Resolved::sight).toList());
  }

  @Test
  void aDirectoryThatDoesNotAnswerIsNoMissingGroup() {
    office.directory.controllers().get(0).down();

    Resolved resolved =
        probe
            .resolve(
                DirectoryOffice.environment(),
                List.of(DirectoryOffice.members(office.address("staff"), true)))
            .get(0);

    assertEquals(Sight.UNKNOWN, resolved.sight());
    assertFalse(resolved.problem().isEmpty());
  }
}
