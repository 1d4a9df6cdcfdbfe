package dev.rollcall.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.Seeded;
import dev.rollcall.contract.memory.InMemoryCheckpoints;
import dev.rollcall.contract.memory.InMemoryDocuments;
import dev.rollcall.contract.memory.InMemoryLeases;
import dev.rollcall.contract.memory.InMemoryNotices;
import dev.rollcall.contract.memory.InMemoryRuns;
import dev.rollcall.contract.memory.InMemorySnapshots;
import dev.rollcall.contract.memory.InMemoryWorkQueue;
import dev.rollcall.contract.memory.ManualClock;
import dev.rollcall.credential.CredentialInUse;
import dev.rollcall.credential.RegisteredCredentials;
import dev.rollcall.model.EnvironmentId;
import dev.rollcall.model.Problem;
import dev.rollcall.model.Thumbprints;
import dev.rollcall.policy.Cloud;
import dev.rollcall.policy.Environment;
import dev.rollcall.policy.Policy;
import dev.rollcall.run.CredentialSource.Sight;
import dev.rollcall.run.Expiry.Step;
import dev.rollcall.state.Documents;
import dev.rollcall.telemetry.Event;
import dev.rollcall.telemetry.Field;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Credentials that end, over years: who is told of which step, how often. */
@Tag("E6")
final class CredentialWatchTest {

  private static final Instant BEGIN = Instant.parse("2026-01-01T04:17:00Z");
  private static final Duration DAY = Duration.ofDays(1);
  private static final Problem REFUSED =
      Problem.lasting("mailRefused", "The mail was refused.", "Look at the mailbox.", "403");

  private final ManualClock clock = new ManualClock(BEGIN);
  private final InMemoryDocuments documents = new InMemoryDocuments();
  private final InMemoryNotices notices = new InMemoryNotices();
  private final List<Mail> mails = new ArrayList<>();
  private final List<Event> events = new ArrayList<>();
  private final Map<String, List<Sight>> seen = new HashMap<>();
  private Predicate<Environment> mailWorks = environment -> true;

  /** A mail that was sent. */
  private record Mail(String environment, Instant at, List<Expiry> ends) {}

  // --- two years ---------------------------------------------------------------------------------

  /** One certificate, and the days on which it was looked at with mail working. */
  private static final class Life {
    private final String environment;
    private final Sight.Lifetime lifetime;
    private final List<Instant> looks = new ArrayList<>();

    Life(String environment, Sight.Lifetime lifetime) {
      this.environment = environment;
      this.lifetime = lifetime;
    }

    /** What a plain reading of the rule asks for: at each look, what the looks before left due. */
    List<String> warnings() {
      List<String> due = new ArrayList<>();
      Instant end = lifetime.end().orElseThrow();
      int told = -1;
      for (Instant look : looks) {
        int reached = -1;
        int[] days = {30, 14, 7, 1, 0};
        for (int i = 0; i < days.length; i++) {
          if (!look.isBefore(end.minus(DAY.multipliedBy(days[i])))) {
            reached = i;
          }
        }
        if (reached > told) {
          told = reached;
          due.add(told(environment, end, Step.values()[reached], look));
        }
      }
      return due;
    }
  }

  @Test
  void overTwoYearsEachStepIsToldOnceAndNoneIsMissed() {
    int[] warnings = new int[1];
    int[] silent = new int[1];
    Seeded.cases(
        10,
        random -> {
          CredentialWatchTest world = new CredentialWatchTest();
          List<Life> all = world.twoYears(random);

          List<String> expected =
              all.stream().flatMap(life -> life.warnings().stream()).sorted().toList();
          assertEquals(expected, world.told());
          warnings[0] += expected.size();
          silent[0] += (int) all.stream().filter(life -> life.warnings().isEmpty()).count();
          for (Mail mail : world.mails) {
            long sameDay =
                world.mails.stream()
                    .filter(other -> other.environment().equals(mail.environment()))
                    .filter(other -> other.at().equals(mail.at()))
                    .count();
            assertEquals(1, sameDay, "one mail gathers all of an environment's");
          }
        });
    assertTrue(warnings[0] > 300 && silent[0] > 0, warnings[0] + ", " + silent[0]);
  }

  private List<Life> twoYears(Random random) {
    List<String> environments = List.of("contoso", "fabrikam");
    environments.forEach(environment -> store(environment, true));
    Map<String, Life> current = new HashMap<>();
    List<Life> all = new ArrayList<>();
    boolean up = true;
    for (int day = 0; day < 2 * 365; day++) {
      up = up ? random.nextInt(25) > 0 : random.nextInt(6) == 0;
      boolean mail = random.nextInt(10) > 0;
      mailWorks = environment -> mail;
      for (String environment : environments) {
        for (int app = 0; app < 3; app++) {
          renewSometimes(environment, "app" + app, current, all, random);
        }
      }
      environments.forEach(
          environment ->
              seen.put(
                  environment,
                  current.values().stream()
                      .filter(life -> life.environment.equals(environment))
                      .map(life -> (Sight) life.lifetime)
                      .toList()));
      if (up) {
        if (mail) {
          current.values().forEach(life -> life.looks.add(clock.instant()));
        }
        watch();
      }
      clock.advance(DAY.plusSeconds(random.nextInt(7_200) - 3_600));
    }
    return all;
  }

  /** New ones come when the old one has 40 days left, or ended a while ago, or at any time. */
  private void renewSometimes(
      String environment, String app, Map<String, Life> current, List<Life> all, Random random) {
    String key = environment + "/" + app;
    Life now = current.get(key);
    boolean renewed =
        now == null
            || random.nextInt(now.lifetime.end().orElseThrow().isAfter(clock.instant()) ? 90 : 10)
                == 0;
    if (renewed) {
      Life next =
          new Life(
              environment,
              new Sight.Lifetime(
                  Expiry.Kind.CERTIFICATE,
                  app,
                  "certificate-" + app,
                  key + "#" + all.size(),
                  Optional.of(
                      clock
                          .instant()
                          .plus(DAY.multipliedBy(5 + random.nextInt(120)))
                          .plusSeconds(random.nextInt(86_400)))));
      current.put(key, next);
      all.add(next);
    }
  }

  // --- single cases ------------------------------------------------------------------------------

  @Test
  void whatIsDueInOneEnvironmentIsOneMail() {
    store("contoso", true);
    store("fabrikam", true);
    seen.put(
        "contoso",
        List.of(ending("one", 30), ending("two", 1), ending("three", 31), never("four")));
    seen.put("fabrikam", List.of(ending("one", -3)));

    watch();

    assertEquals(
        List.of("contoso one DAYS_30", "contoso two DAYS_1", "fabrikam one ENDED"), steps());
    assertEquals(2, mails.size());
    assertEquals(List.of(30L, 1L, 31L, -3L), daysLeft());
  }

  @Test
  void aMailThatIsRefusedIsTriedAgainAndWhatWasTriedIsTold() {
    store("contoso", true);
    seen.put("contoso", List.of(ending("one", 14)));
    mailWorks = environment -> false;
    watch();
    clock.advance(DAY);
    watch();
    assertEquals(List.of(), mails);
    assertEquals(
        List.of("mailRefused", "mailRefused"),
        events.stream()
            .filter(event -> event.name().equals("ExpiryWarningUnsent"))
            .filter(event -> event.severity() == Event.Severity.WARN)
            .map(event -> event.fields().get(Field.REASON))
            .toList());

    mailWorks = environment -> true;
    clock.advance(DAY);
    watch();
    clock.advance(DAY);
    watch();

    assertEquals(List.of("contoso one DAYS_14"), steps());
  }

  @Test
  void whoeverIsAddedToTheRecipientsHearsOfTheStepThatStands() {
    store("contoso", false);
    seen.put("contoso", List.of(ending("one", 14)));
    watch();
    assertEquals(List.of(), mails);
    assertEquals(Event.Severity.INFO, last("ExpiryWarningUnsent").severity());

    store("contoso", true);
    watch();

    assertEquals(List.of("contoso one DAYS_14"), steps());
  }

  @Test
  void whatCannotBeSeenHidesNothingElse() {
    store("contoso", true);
    store("fabrikam", true);
    seen.put(
        "contoso",
        List.of(
            new Sight.Unseen(Expiry.Kind.CERTIFICATE, "One", "one", REFUSED, true),
            new Sight.Unseen(Expiry.Kind.REGISTERED_CREDENTIAL, "Two", "two", REFUSED, false),
            ending("two", 7)));
    seen.put("fabrikam", List.of(ending("three", 7)));

    watch();

    assertEquals(List.of("contoso two DAYS_7", "fabrikam three DAYS_7"), steps());
    assertEquals(Event.Severity.ERROR, last("CredentialUnreadable").severity());
    assertEquals(Event.Severity.INFO, last("RegistrationUnreadable").severity());
  }

  @Test
  void credentialsThatAreLongGoneAreForgotten() {
    store("contoso", true);
    seen.put("contoso", List.of(ending("one", 7)));
    watch();
    seen.put("contoso", List.of());
    clock.advance(DAY.multipliedBy(90));
    watch();
    assertEquals(1, notices.all("credential").size());

    clock.advance(DAY);
    watch();

    assertEquals(0, notices.all("credential").size());
  }

  @Test
  void theConsoleShowsWhatLastsHowLongAndWhatWasTold() {
    store("contoso", true);
    seen.put("contoso", List.of(ending("one", 7), never("two")));
    watch();
    clock.advance(DAY);

    List<ReadCredentials.Shown> shown =
        new ReadCredentials(ports(), List.of(this::look))
            .of(new EnvironmentId("contoso"))
            .orElseThrow();

    assertEquals(Optional.of(6L), shown.get(0).daysLeft());
    assertEquals(
        Optional.of(new ReadCredentials.Warned(Step.DAYS_7, BEGIN)), shown.get(0).warned());
    assertEquals(Optional.empty(), shown.get(1).end());
    assertEquals(
        Optional.empty(), new ReadCredentials(ports(), List.of()).of(new EnvironmentId("nobody")));
  }

  @Test
  void aRegisteredCredentialIsToldBesideTheKeptOneIfItEndsAtAnotherTime() {
    Instant end = BEGIN.plus(DAY.multipliedBy(100));
    Thumbprints thumbprints = new Thumbprints("A".repeat(40), "B".repeat(64));
    Environment.App withCertificate = new Environment.App("One", "id-1", "certificate", 4);
    Environment.App withSecret =
        new Environment.App("Two", "id-2", new Environment.Credential.Secret("secret"), 4);
    Environment.App withoutKey =
        new Environment.App("Three", "id-3", new Environment.Credential.ManagedIdentity(), 4);
    Environment environment =
        new Environment(
            new EnvironmentId("contoso"),
            "",
            "",
            Cloud.GLOBAL,
            "contoso.onmicrosoft.com",
            List.of(withCertificate, withSecret, withoutKey),
            Optional.empty(),
            List.of());
    List<RegisteredCredentials.Certificate> certificates = new ArrayList<>();
    LoginCredentials source =
        new LoginCredentials(
            (any, app) ->
                app.equals(withCertificate)
                    ? new CredentialInUse(
                        CredentialInUse.Kind.CERTIFICATE,
                        Optional.of("certificate"),
                        Optional.of("v1"),
                        Optional.of(end),
                        Optional.of(thumbprints))
                    : new CredentialInUse(
                        CredentialInUse.Kind.SECRET,
                        Optional.of("secret"),
                        Optional.of("v1"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of("abc")),
            (any, app) ->
                new RegisteredCredentials(
                    certificates,
                    List.of(
                        new RegisteredCredentials.Secret("k1", "xyz", Optional.of(end)),
                        new RegisteredCredentials.Secret(
                            "k2", "abc", Optional.of(end.minusSeconds(60))))));

    certificates.add(new RegisteredCredentials.Certificate("C".repeat(40), Optional.of(BEGIN)));
    certificates.add(
        new RegisteredCredentials.Certificate(
            thumbprints.sha1(), Optional.of(end.minusMillis(500))));
    List<String> same = source.look(environment).stream().map(CredentialWatchTest::told).toList();
    certificates.set(
        1, new RegisteredCredentials.Certificate(thumbprints.sha1(), Optional.of(BEGIN)));
    List<String> earlier =
        source.look(environment).stream().map(CredentialWatchTest::told).toList();

    assertEquals(
        List.of(
            "CERTIFICATE One 2026-04-11T04:17:00Z",
            "SECRET Two ",
            "REGISTERED_CREDENTIAL Two 2026-04-11T04:16:00Z"),
        same);
    assertEquals("REGISTERED_CREDENTIAL One 2026-01-01T04:17:00Z", earlier.get(1));
    assertNotEquals(same, earlier);
  }

  // --- world -------------------------------------------------------------------------------------

  private void watch() {
    new WatchCredentials(ports(), List.of(this::look)).execute(events::add);
  }

  private List<Sight> look(Environment environment) {
    return seen.getOrDefault(environment.id().value(), List.of());
  }

  private void store(String id, boolean told) {
    String json =
        """
        { "id": "%s", "name": "%s", "kind": "exchangeOnline", "cloud": "global",
          "tenant": "%s.onmicrosoft.com",
          "apps": [ { "name": "Rollcall", "clientId": "2653598a-91f0-4a44-8a05-0d5d1a4a5d3f",
                      "credential": { "certificate": "c" } } ] %s }
        """
            .formatted(
                id,
                id,
                id,
                told
                    ? ", \"notificationMailbox\": \"rollcall@contoso.com\","
                        + " \"notify\": { \"to\": [\"admin@contoso.com\"] }"
                    : "");
    Optional<String> version =
        documents.get(Documents.Kind.ENVIRONMENT, id).map(stored -> stored.version());
    documents
        .put(Documents.Kind.ENVIRONMENT, id, json.getBytes(StandardCharsets.UTF_8), version)
        .orElseThrow();
  }

  private RunPorts ports() {
    return new RunPorts(
        documents,
        new InMemoryCheckpoints(),
        new InMemorySnapshots(),
        new InMemoryLeases(),
        new InMemoryRuns(),
        notices,
        new InMemoryWorkQueue(clock),
        new MemoryDirectory(new Random(0), 1),
        new MemoryDirectory(new Random(0), 1).selection(),
        new MemoryFolders(new Random(0), true, new Mortality()),
        new Post(),
        clock,
        new Random(0),
        RunLimits.defaults());
  }

  /** Takes the mails down. */
  private final class Post implements Announcer {
    @Override
    public Optional<Problem> summary(Environment environment, Policy policy, RunSummary summary) {
      throw new AssertionError("no run here");
    }

    @Override
    public Optional<Problem> warn(Environment environment, List<Expiry> ends) {
      if (environment.notifyTo().isEmpty()) {
        return Optional.of(Problem.lasting(NO_RECIPIENTS, "Nobody.", "Name somebody.", ""));
      }
      if (!mailWorks.test(environment)) {
        return Optional.of(REFUSED);
      }
      mails.add(new Mail(environment.id().value(), clock.instant(), ends));
      return Optional.empty();
    }

    @Override
    public Optional<Problem> test(Environment environment, Policy policy) {
      throw new AssertionError("no test here");
    }
  }

  private Sight.Lifetime ending(String name, int days) {
    return new Sight.Lifetime(
        Expiry.Kind.CERTIFICATE,
        "Rollcall",
        name,
        "v1",
        Optional.of(clock.instant().plus(DAY.multipliedBy(days))));
  }

  private static Sight.Lifetime never(String name) {
    return new Sight.Lifetime(Expiry.Kind.SECRET, "Rollcall", name, "v1", Optional.empty());
  }

  /** What was told, as {@link Life#warnings} says it; an end stands for its credential. */
  private List<String> told() {
    return mails.stream()
        .flatMap(
            mail ->
                mail.ends().stream()
                    .map(
                        expiry -> told(mail.environment(), expiry.end(), expiry.step(), mail.at())))
        .sorted()
        .toList();
  }

  private static String told(String environment, Instant end, Step step, Instant at) {
    return environment + " " + end + " " + step + " " + at;
  }

  private static String told(Sight sight) {
    return sight.match(
        lifetime ->
            lifetime.kind()
                + " "
                + lifetime.app()
                + " "
                + lifetime.end().map(Instant::toString).orElse(""),
        unseen -> "unseen " + unseen.app());
  }

  private List<String> steps() {
    return mails.stream()
        .flatMap(
            mail ->
                mail.ends().stream()
                    .map(end -> mail.environment() + " " + end.name() + " " + end.step()))
        .toList();
  }

  private List<Object> daysLeft() {
    return events.stream()
        .filter(event -> event.name().equals("CredentialEnds"))
        .map(event -> event.fields().get(Field.DAYS_LEFT))
        .toList();
  }

  private Event last(String name) {
    return events.stream()
        .filter(event -> event.name().equals(name))
        .reduce((first, second) -> second)
        .orElseThrow();
  }
}
