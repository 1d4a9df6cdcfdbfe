package dev.rollcall.source;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rollcall.model.CallMeter;
import dev.rollcall.model.Location;
import dev.rollcall.model.Mailbox;
import dev.rollcall.model.SkipReason;
import dev.rollcall.model.TargetId;
import dev.rollcall.policy.Environment;
import dev.rollcall.policy.Policy;
import dev.rollcall.policy.PolicyDocuments;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Mailboxes of both places in one selection. */
@Tag("P5")
@Tag("E1")
class TargetsOfPolicyTest {

  private static final Mailbox ANNA = new Mailbox(new TargetId("entra-anna"), "Anna@contoso.com");
  private static final Mailbox BEN = new Mailbox(new TargetId("entra-ben"), "ben@contoso.com");

  private final TargetsOfPolicy targets =
      new TargetsOfPolicy(
          (environment, policy) -> reading(ANNA, BEN),
          (environment, policy) ->
              reading(
                  new Mailbox(new TargetId("guid-anna"), "anna@contoso.com", Location.ON_PREMISES),
                  new Mailbox(new TargetId("guid-ben"), "ben@contoso.com", Location.ONLINE),
                  new Mailbox(new TargetId("guid-carl"), "carl@contoso.com", Location.ON_PREMISES),
                  new Mailbox(new TargetId("guid-dora"), "dora@contoso.com", Location.ONLINE)),
          (environment, mailboxes, meter) -> Set.of("anna@contoso.com"),
          new Tenant());

  @Test
  void theTenantsPeopleAreWrittenWhereTheirMailboxIs() {
    MailboxSelection.MailboxReading reading =
        targets.read(environment("contoso-hybrid"), policy("smallest"));

    assertEquals(List.of(ANNA.at(Location.ON_PREMISES), BEN), reading.mailboxes());
  }

  @Test
  void peopleOfActiveDirectoryAreTheSameOnesAsInTheTenant() {
    MailboxSelection.MailboxReading reading =
        targets.read(environment("contoso-hybrid"), policy("active-directory-contacts"));

    assertEquals(
        List.of(
            new Mailbox(new TargetId("entra-anna"), "anna@contoso.com", Location.ON_PREMISES),
            new Mailbox(new TargetId("entra-ben"), "ben@contoso.com", Location.ONLINE),
            new Mailbox(new TargetId("guid-carl"), "carl@contoso.com", Location.ON_PREMISES)),
        reading.mailboxes());
    assertEquals(1, reading.dropped().size());
    assertEquals(SkipReason.NO_MAILBOX, reading.dropped().get(0).reason());
    assertEquals("guid-dora", reading.dropped().get(0).key());
  }

  @Test
  void withoutATenantNobodyAsksIt() {
    assertEquals(
        4, targets.read(environment("contoso-servers"), policy("smallest")).mailboxes().size());
  }

  @Test
  void withoutServersNobodyAsksThem() {
    assertEquals(
        List.of(ANNA, BEN), targets.read(environment("contoso"), policy("smallest")).mailboxes());
  }

  @Test
  void aMailboxThatLeftIsWhereItLivesNow() {
    Mailbox anna = new Mailbox(new TargetId("entra-anna"), "", Location.ONLINE);
    Mailbox ben = new Mailbox(new TargetId("entra-ben"), "", Location.ON_PREMISES);
    Mailbox nobody = new Mailbox(new TargetId("guid-gone"), "", Location.ON_PREMISES);

    List<Mailbox> now = targets.whereNow(environment("contoso-hybrid"), List.of(anna, ben, nobody));

    assertEquals(
        List.of(
            new Mailbox(anna.id(), "anna@contoso.com", Location.ON_PREMISES),
            new Mailbox(ben.id(), "ben@contoso.com", Location.ONLINE),
            nobody),
        now);
  }

  /** Two people of the tenant. */
  private static final class Tenant implements TenantIdentities {

    @Override
    public Map<TargetId, TargetId> of(
        Environment environment,
        List<Mailbox> mailboxes,
        Map<TargetId, String> anchors,
        CallMeter meter) {
      return Map.of(
          new TargetId("guid-anna"),
          new TargetId("entra-anna"),
          new TargetId("guid-ben"),
          new TargetId("entra-ben"));
    }

    @Override
    public Map<TargetId, String> addresses(
        Environment environment, List<TargetId> ids, CallMeter meter) {
      return Map.of(
          new TargetId("entra-anna"), "anna@contoso.com",
          new TargetId("entra-ben"), "ben@contoso.com");
    }
  }

  private static MailboxSelection.MailboxReading reading(Mailbox... mailboxes) {
    return new MailboxSelection.MailboxReading(
        List.of(mailboxes), List.of(), new Completeness(1, mailboxes.length, 1, List.of()));
  }

  private static Environment environment(String name) {
    return PolicyDocuments.environment(sample("environments/" + name))
        .match(
            valid -> valid.value(),
            invalid -> {
              throw new AssertionError(invalid.problems().toString());
            });
  }

  private static Policy policy(String name) {
    return PolicyDocuments.policy(sample("policies/" + name))
        .match(
            valid -> valid.value(),
            invalid -> {
              throw new AssertionError(invalid.problems().toString());
            });
  }

  private static byte[] sample(String path) {
    try {
      return Files.readAllBytes(Path.of("src/main/samples", path + ".json"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
