package dev.rollcall.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.localtenant.LocalTenant;
import dev.rollcall.localtenant.LocalTenantOptions;
import dev.rollcall.localtenant.graph.mailbox.MailboxQuirks;
import dev.rollcall.localtenant.graph.mailbox.MailboxState;
import dev.rollcall.localtenant.graph.mailbox.MailboxUser;
import dev.rollcall.localtenant.hostility.Incident;
import dev.rollcall.localtenant.hostility.Moment;
import dev.rollcall.localtenant.hostility.Rates;
import dev.rollcall.localtenant.hostility.Sighting;
import dev.rollcall.localtenant.organisation.Organisation;
import dev.rollcall.state.RunRecord;
import dev.rollcall.state.RunTarget;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A service that throttles, fails, forgets and breaks off only makes a run longer: in the end every
 * mailbox is right, no contact is there twice, and what is not ours is as it was, byte for byte.
 */
@Tag("R10")
@Tag("R17")
class HostilityTest {

  private static final int PEOPLE = 30;
  private static final int MAILBOXES = 4;
  private static final String MORE =
      "\"mapping\": { \"photo\": false }, \"guardrail\": { \"maxDeletePercent\": 50 },";

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void aRoughServiceOnlyTakesLonger(long seed) {
    Organisation organisation = SmallOffice.organisation(PEOPLE, MAILBOXES);
    try (SmallOffice office = open(organisation, seed)) {
      List<MailboxUser.Card> foreign = foreign(office);
      List<String> before = foreign.stream().map(MailboxUser.Card::rawState).toList();
      office.cloud().tenant().hostility().rates(Rates.ROUGH);

      settle(office, true);
      assertRight(office, seed);

      organisation.leave(SmallOffice.person(20));
      organisation.change(SmallOffice.person(21), "mobilePhone", "+49 171 7777777");
      organisation.addMembers(
          Organisation.idOf("GROUP:staff"),
          List.of(organisation.join("late", "Late Comer", "late.comer").id()));
      office.folder(1).contact("Given5 Sur5").edit("jobTitle", "Boss");
      office.folder(2).contact("Given6 Sur6").delete();
      office.folder(3).forgetChanges();
      settle(office, true);
      office.cloud().tenant().hostility().calm();
      office.applyLookingEverywhere();

      assertRight(office, seed);
      assertEquals("Engineer", office.folder(1).contact("Given5 Sur5").text("jobTitle"));
      assertEquals(
          "+49 171 7777777", office.folder(0).contact("Given21 Sur21").text("mobilePhone"));
      assertEquals(before, foreign.stream().map(MailboxUser.Card::rawState).toList());
      JsonNode last = office.applyLookingEverywhere();
      for (String count : List.of("created", "updated", "deleted", "failed")) {
        assertEquals(0, last.path("counts").path(count).asInt(), last.toString());
      }
      assertEquals(List.of(), office.cloud().tenant().unexpectedRequests());
    }
  }

  /** Groups that hold each other, and mailboxes that break while contacts are written. */
  @ParameterizedTest
  @ValueSource(longs = {5, 6, 7})
  void whatBreaksInMidRunIsSaidAndStaysAlone(long seed) {
    Organisation organisation = SmallOffice.organisation(8, 6);
    String staff = Organisation.idOf("GROUP:staff");
    String inner = organisation.addGroup("inner", "Inner", "inner", "distribution").id();
    organisation.addMembers(staff, List.of(inner));
    organisation.addMembers(
        inner, List.of(staff, organisation.join("in", "Inner Circle", "inner.circle").id()));
    try (HandDelivery office =
        HandDelivery.open(
            organisation,
            LocalTenantOptions.defaults().withSeed(seed).withQuirks(MailboxQuirks.AWKWARD),
            SmallOffice.policyJson("\"mapping\": { \"photo\": false },")
                .replace(
                    "\"staff@contoso.example\"",
                    "\"staff@contoso.example\", \"include\": \"members\", \"nested\": true"))) {
      List<MailboxState> broken =
          List.of(
              MailboxState.INACTIVE,
              MailboxState.OUT_OF_SCOPE,
              MailboxState.MOVING,
              MailboxState.FULL);
      for (int mailbox : List.of(0, 5)) {
        office
            .tenant()
            .mailboxes()
            .of(office.mailboxes().get(mailbox))
            .makeFolder(SmallOffice.FOLDER);
        office.addForeign(mailbox, "My dentist");
      }
      office
          .tenant()
          .hostility()
          .rates(Rates.ROUGH)
          .times(
              1,
              sighting -> sighting.level() == Sighting.Level.ITEM && sighting.isWrite(),
              Moment.AFTER,
              sighting -> {
                breakAll(office, broken);
                return Incident.NONE;
              });

      office.apply();
      office.assertForeignUntouched("seed " + seed);
      office.tenant().hostility().calm();
      RunRecord run = office.apply();

      assertEquals(4, run.counts().targetsFailed(), run.toString());
      List<String> codes = new ArrayList<>();
      for (ReadRuns.LabelledTarget labelled :
          office
              .worker()
              .readRuns()
              .targets(run, TargetFilter.all(), Optional.empty(), 10)
              .targets()) {
        RunTarget target = labelled.target();
        target.problem().ifPresent(problem -> codes.add(problem.code()));
        target.problem().ifPresent(problem -> assertFalse(problem.remedy().isBlank()));
      }
      codes.sort(Comparator.naturalOrder());
      assertEquals(
          List.of("mailboxFull", "mailboxMoving", "mailboxNotEnabled", "mailboxOutOfScope"), codes);
      office.assertInStep("seed " + seed, 0, 5);

      breakAll(
          office,
          List.of(
              MailboxState.ACTIVE, MailboxState.ACTIVE, MailboxState.ACTIVE, MailboxState.ACTIVE));
      office.apply();
      office.assertInStep("seed " + seed, 0, 1, 2, 3, 4, 5);
    }
  }

  private static void breakAll(HandDelivery office, List<MailboxState> states) {
    for (int i = 0; i < states.size(); i++) {
      office.tenant().mailboxes().of(office.mailboxes().get(i + 1)).state(states.get(i));
    }
  }

  /** The app's certificate is renewed, and the old one withdrawn, while contacts are written. */
  @Test
  @Tag("E2")
  void aCertificateRolledInMidRunIsTakenUp() {
    try (SmallOffice office = open(SmallOffice.organisation(PEOPLE, MAILBOXES), 4)) {
      LocalTenant tenant = office.cloud().tenant();
      tenant
          .hostility()
          .times(
              1,
              sighting -> sighting.level() == Sighting.Level.ITEM && sighting.isWrite(),
              Moment.BEFORE,
              sighting -> {
                tenant.rollCertificate();
                tenant
                    .hostility()
                    .once(
                        next -> next.level() == Sighting.Level.BATCH,
                        Moment.BEFORE,
                        Incident.refused(
                            401, "InvalidAuthenticationToken", "Access token has expired."));
                return Incident.NONE;
              });

      JsonNode run = office.apply();

      assertEquals("finished", run.path("status").asText(), run.toString());
      assertEquals(0, run.path("counts").path("failed").asInt(), run.toString());
      assertEquals(0, run.path("counts").path("targetsFailed").asInt(), run.toString());
      assertRight(office, 4);
    }
  }

  private static SmallOffice open(Organisation organisation, long seed) {
    return SmallOffice.open(
        organisation,
        MORE,
        RunLimits.defaults(),
        LocalTenantOptions.defaults()
            .withSeed(seed)
            .withQuirks(seed % 2 == 0 ? MailboxQuirks.DEFAULT : MailboxQuirks.AWKWARD),
        Clock.systemUTC());
  }

  /** A contact of the user's own in every folder, one of them with a name that we use too. */
  private static List<MailboxUser.Card> foreign(SmallOffice office) {
    List<MailboxUser.Card> foreign = new ArrayList<>();
    for (int i = 0; i < MAILBOXES; i++) {
      MailboxUser.Folder folder = office.user(i).makeFolder(SmallOffice.FOLDER);
      foreign.add(folder.add("{\"displayName\":\"My dentist\",\"mobilePhone\":\"1\"}"));
      foreign.add(
          office.user(i).contacts().add("{\"displayName\":\"Given1 Sur1\",\"jobTitle\":\"Dad\"}"));
    }
    return foreign;
  }

  /** Runs until one ends with nothing failed, as a schedule would. */
  private static void settle(SmallOffice office, boolean everywhere) {
    JsonNode run = office.preview();
    for (int i = 0; i < 10; i++) {
      run = everywhere ? office.applyLookingEverywhere() : office.apply();
      boolean failed =
          run.path("counts").path("failed").asInt() > 0
              || run.path("counts").path("targetsFailed").asInt() > 0;
      if (run.path("status").asText().equals("finished") && !failed) {
        return;
      }
    }
    throw new AssertionError("ten runs were not enough; the last: " + run);
  }

  private static void assertRight(SmallOffice office, long seed) {
    TreeSet<String> wanted = new TreeSet<>();
    office
        .organisation()
        .members(Organisation.idOf("GROUP:staff"), false)
        .forEach(person -> wanted.add(person.text("displayName")));
    for (int i = 0; i < MAILBOXES; i++) {
      List<String> names = new ArrayList<>(office.names(i));
      names.remove("My dentist");
      assertEquals(List.copyOf(wanted), names, "seed " + seed + ", mailbox " + i);
    }
    assertTrue(wanted.size() >= PEOPLE - 1);
  }
}
