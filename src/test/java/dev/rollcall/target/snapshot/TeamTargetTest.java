package dev.rollcall.target.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.client.emailgistics.EmailgisticsClient;
import dev.rollcall.client.http.Service;
import dev.rollcall.client.service.ServiceClient;
import dev.rollcall.client.service.ServiceEndpoint;
import dev.rollcall.contract.ServicePolicies;
import dev.rollcall.contract.ServiceTargetContract;
import dev.rollcall.contract.memory.ManualClock;
import dev.rollcall.localservices.RequestCounts;
import dev.rollcall.localservices.emailgistics.LocalEmailgistics;
import dev.rollcall.localtenant.hostility.Hostility;
import dev.rollcall.model.AccountType;
import dev.rollcall.model.Content;
import dev.rollcall.model.DesiredRecord;
import dev.rollcall.model.FieldValue;
import dev.rollcall.model.RecordField;
import dev.rollcall.model.RecordKey;
import dev.rollcall.model.SkipReason;
import dev.rollcall.model.TargetId;
import dev.rollcall.plan.Change;
import dev.rollcall.plan.Plan;
import dev.rollcall.policy.Policy;
import dev.rollcall.run.ServiceSync;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Teams in an Emailgistics on loopback. */
@Tag("S7")
class TeamTargetTest extends ServiceTargetContract {

  private static final String POST = "POST /api/userSync";
  private static final String VALID = "GET /api/tokenValid";

  private final Opened opened = new Opened();
  private final LocalEmailgistics service = opened.service;

  /** A service without teams, and runs against it. */
  private static final class Opened implements Setup {

    private final ManualClock clock = new ManualClock(Instant.parse("2026-11-21T08:00:00Z"));
    private final LocalEmailgistics service = LocalEmailgistics.start("token");
    private final EmailgisticsClient client =
        new EmailgisticsClient(http(service.syncUri()), Optional.of(http(service.validUri())));
    private final SnapshotTarget target = SnapshotTarget.emailgistics(any -> client);
    private final Policy policy =
        ServicePolicies.of(
            new dev.rollcall.policy.Service.Emailgistics(
                service.syncUri(), service.validUri(), "eg-token"));
    private final ServiceSync sync =
        new ServiceSync(
            target,
            ServicePolicies.environment(),
            policy,
            new TargetId("emailgistics"),
            ServicePolicies.teams(),
            clock);

    private ServiceClient http(URI uri) {
      return new ServiceClient(
          ServiceEndpoint.withHeader(
              Service.EMAILGISTICS, uri, EmailgisticsClient.TOKEN_HEADER, () -> "token"),
          new OkHttpClient.Builder(),
          false,
          clock,
          new Random(1),
          clock::advance);
    }

    @Override
    public ServiceSync sync() {
      return sync;
    }

    @Override
    public Hostility hostility() {
      return service.hostility();
    }

    @Override
    public RequestCounts counts() {
      return service.counts();
    }

    @Override
    public Map<Integer, String> held() {
      Map<Integer, String> held = new TreeMap<>();
      service
          .teams()
          .forEach(
              (id, team) ->
                  held.put(
                      Integer.parseInt(id.substring(id.length() - 3)),
                      team.members().values().iterator().next().substring(0, 1)));
      return held;
    }

    @Override
    public void close() {
      service.close();
    }
  }

  @AfterEach
  void close() {
    opened.close();
  }

  @Override
  protected Setup open() {
    return new Opened();
  }

  @Override
  protected boolean removes() {
    return false;
  }

  @Override
  protected DesiredRecord record(RecordKey key, int number, String value) {
    return team(number, value + "@contoso.com");
  }

  @Test
  void theWholeTeamIsSentByIdAndSignInName() {
    run(team(1, "ann@contoso.com", "bob@contoso.com"));

    LocalEmailgistics.Team team = service.teams().get(mailboxId(1));
    assertEquals("team1@contoso.onmicrosoft.com", team.mail());
    assertEquals(Set.of("id-ann@contoso.com", "id-bob@contoso.com"), team.members().keySet());
    assertTrue(team.members().containsValue("ann@contoso.com"));
  }

  @Test
  void whoLeftTheMailboxLeavesTheTeamAndTheRulesThatChangedAreTold() {
    run(team(1, "ann@contoso.com", "bob@contoso.com"), team(2, "ann@contoso.com"));
    service.nameInRule("id-bob@contoso.com");

    ServiceSync.Report report = run(team(1, "ann@contoso.com"), team(2, "ann@contoso.com"));

    assertEquals(1, service.teams().get(mailboxId(1)).members().size());
    assertEquals(Map.of(key(1), "rulesChanged"), report.remarks());
  }

  @Test
  void whatTheServiceMakesOfATeamIsHeldAgainstWhatWasForeseen() {
    run(team(1, "ann@contoso.com", "bob@contoso.com"));
    service.keep("id-bob@contoso.com");

    ServiceSync.Report report = run(team(1, "ann@contoso.com", "eve@contoso.com"));

    assertEquals(Map.of(key(1), "teamDiffers"), report.remarks());
    assertTrue(run(team(1, "ann@contoso.com", "eve@contoso.com")).plan().writesNothing());
  }

  @Test
  void anEmptyTeamIsNeverSent() {
    run(team(1, "ann@contoso.com"));

    ServiceSync.Report emptied = run(team(1), team(2));

    assertEquals(Map.of(key(1), "teamEmpty"), emptied.rejected());
    assertEquals(1, service.teams().get(mailboxId(1)).members().size());
    assertFalse(service.teams().containsKey(mailboxId(2)));
    assertTrue(
        emptied.plan().changes().stream()
            .anyMatch(c -> c instanceof Change.Skip s && s.reason() == SkipReason.NO_MEMBER));
  }

  @Test
  void aTeamThatIsNoLongerSelectedIsReportedAndNothingIsSent() {
    run(team(1, "ann@contoso.com"), team(2, "ann@contoso.com"));
    service.counts().reset();

    ServiceSync.Report report = run(team(1, "ann@contoso.com"));

    assertEquals(Map.of(key(2), "teamStays"), report.rejected());
    assertEquals(0, service.counts().all());
    assertTrue(service.teams().containsKey(mailboxId(2)));
  }

  @Test
  void anExpiredTokenStopsTheRunBeforeTheFirstTeam() {
    service.renewToken("other");

    ServiceSync.Report report = run(team(1, "ann@contoso.com"), team(2, "ann@contoso.com"));

    assertEquals("targetKeyRefused", report.problem().orElseThrow().code());
    assertEquals(0, service.counts().of(POST));
    assertEquals(1, service.counts().of(VALID));
  }

  @Test
  void aServiceThatAnswersOtherThanOkDidNotTakeTheTeam() {
    service.answerStatus(Optional.of("NOT_ACTIVATED"));

    ServiceSync.Report report = run(team(1, "ann@contoso.com"));

    assertEquals(Map.of(key(1), "teamRefused"), report.rejected());
    service.answerStatus(Optional.empty());
    assertTrue(run(team(1, "ann@contoso.com")).rejected().isEmpty());
  }

  @Test
  void withoutIdsNothingIsSent() {
    DesiredRecord record = team(1, "ann@contoso.com");
    DesiredRecord without =
        new DesiredRecord(
            record.key(), record.content().without(RecordField.DIRECTORY_ID), Optional.empty());

    assertEquals(Map.of(key(1), "directoryIdMissing"), run(without).rejected());
    assertEquals(0, service.counts().of(POST));
  }

  @Test
  @Tag("R1")
  void ofAThousandTeamsTheFiveThatChangedAreSent() {
    List<DesiredRecord> teams = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      teams.add(team(i, "ann@contoso.com", "p" + i + "@contoso.com"));
    }
    assertTrue(opened.sync.run(teams).finished());
    assertEquals(1000, service.counts().of(POST));

    service.counts().reset();
    assertTrue(opened.sync.run(teams).plan().writesNothing());
    assertEquals(0, service.counts().all());

    for (int i = 0; i < 5; i++) {
      teams.set(i, team(i, "bob@contoso.com"));
    }
    opened.sync.run(teams);
    assertEquals(5, service.counts().of(POST));
    assertEquals(1, service.counts().of(VALID));
    assertEquals(
        service.counts().all(),
        opened.target.predictCalls(opened.policy, new Plan.Counts(0, 5, 0, 0, 0), 0));
  }

  private ServiceSync.Report run(DesiredRecord... records) {
    return opened.sync.run(List.of(records));
  }

  private static String mailboxId(int number) {
    return String.format("00000000-0000-4000-8000-000000000%03d", number);
  }

  private static String key(int number) {
    return String.format("user:%03d", number);
  }

  private static DesiredRecord team(int number, String... people) {
    Content.Builder content =
        Content.empty().toBuilder()
            .text(RecordField.DISPLAY_NAME, "Team " + number)
            .text(RecordField.MAIL, "team" + number + "@contoso.com")
            .text(RecordField.USER_PRINCIPAL_NAME, "team" + number + "@contoso.onmicrosoft.com")
            .text(RecordField.DIRECTORY_ID, mailboxId(number))
            .text(RecordField.ACCOUNT_TYPE, AccountType.TEAM.value());
    if (people.length > 0) {
      content.put(
          RecordField.MEMBERS,
          new FieldValue.Members(
              Arrays.stream(people)
                  .map(mail -> new FieldValue.Member("id-" + mail, "Name", mail))
                  .toList()));
    }
    return new DesiredRecord(new RecordKey(key(number)), content.build(), Optional.empty());
  }
}
