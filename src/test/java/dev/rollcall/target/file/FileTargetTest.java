package dev.rollcall.target.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.client.table.Rows;
import dev.rollcall.client.table.SheetRow;
import dev.rollcall.client.table.TableFile;
import dev.rollcall.contract.ServicePolicies;
import dev.rollcall.contract.memory.ManualClock;
import dev.rollcall.model.AccountType;
import dev.rollcall.model.Content;
import dev.rollcall.model.DesiredRecord;
import dev.rollcall.model.FieldValue;
import dev.rollcall.model.RecordField;
import dev.rollcall.model.RecordKey;
import dev.rollcall.model.TargetId;
import dev.rollcall.policy.Policy;
import dev.rollcall.policy.Service;
import dev.rollcall.run.ServiceSync;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything a policy holds in one file, whatever happens to the writing of it. */
@Tag("S7")
class FileTargetTest {

  private static final String[] NAMES = {"accounts.csv", "accounts.xlsx", "accounts.json"};

  private final ManualClock clock = new ManualClock(Instant.parse("2026-11-21T08:00:00Z"));
  private final MemoryPlace place = new MemoryPlace(clock);

  @ParameterizedTest
  @ValueSource(strings = {"accounts.csv", "accounts.xlsx", "accounts.json"})
  void whatIsDesiredIsWrittenOnceAndASecondRunWritesNothing(String name) {
    ServiceSync sync = sync(name);

    assertTrue(sync.run(people(12, "a")).finished());
    assertEquals(12, held(name).size());
    assertEquals(1, place.writes);

    ServiceSync.Report second = sync.run(people(12, "a"));
    assertTrue(second.plan().writesNothing(), second.plan().changes().toString());
    assertEquals(1, place.writes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"accounts.csv", "accounts.xlsx", "accounts.json"})
  void allChangesAreOneWriteAndTwoCalls(String name) {
    ServiceSync sync = sync(name);
    sync.run(people(12, "a"));
    List<DesiredRecord> next = new ArrayList<>(people(9, "a"));
    next.set(3, person(3, "b"));
    next.add(person(20, "a"));
    long calls = sync.meter().calls();

    ServiceSync.Report report = sync.run(next);

    assertTrue(report.finished());
    assertEquals(2, place.writes);
    assertTrue(sync.meter().calls() - calls <= 3, "a look, a read and a write at most");
    assertEquals(
        next.stream().map(record -> text(record.content())).toList(),
        held(name).stream().map(line -> text(line.content())).toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"accounts.csv", "accounts.xlsx", "accounts.json"})
  void whatIsReadBackIsWhatWasWritten(String name) {
    Random random = new Random(7);
    String signs = "=+-@'\"\t;,<>&|äß渡😀_x0041_ \\{}[]";
    int[] points = signs.codePoints().toArray();
    List<DesiredRecord> strange = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      StringBuilder text = new StringBuilder();
      for (int j = 0; j <= random.nextInt(12); j++) {
        text.appendCodePoint(points[random.nextInt(points.length)]);
      }
      strange.add(person(i, text.toString().strip() + "."));
    }
    ServiceSync sync = sync(name);

    assertTrue(sync.run(strange).finished());

    Layout layout = layout(name);
    assertEquals(
        strange.stream().map(record -> layout.normal(record.content())).toList(),
        held(name).stream().map(Line::content).toList());
    assertTrue(sync.run(strange).plan().writesNothing());
    // Whoever has lost all memory finds the file as it would write it.
    ServiceSync another = sync(name);
    assertTrue(another.run(strange).finished());
    assertEquals(1, place.writes);
    assertTrue(another.run(strange).plan().writesNothing());
  }

  @ParameterizedTest
  @ValueSource(strings = {"accounts.csv", "accounts.xlsx", "accounts.json"})
  void theSameRecordsAreTheSameFileWhateverTheirOrder(String name) {
    sync(name).run(people(30, "a"));
    List<String> first = held(name).stream().map(Line::id).toList();
    MemoryPlace other = new MemoryPlace(clock);
    List<DesiredRecord> reversed = new ArrayList<>(people(30, "a"));
    Collections.reverse(reversed);

    sync(name, other).run(reversed);

    assertEquals(
        first,
        layout(name).read(other.read(name).orElseThrow().bytes()).stream().map(Line::id).toList());
    if (!name.endsWith(".xlsx")) {
      assertArrayEquals(
          place.read(name).orElseThrow().bytes(), other.read(name).orElseThrow().bytes());
    }
  }

  @Test
  void formulasAreHarmlessInTextAndPhoneNumbersStayAsTheyAre() {
    String danger = "=cmd|' /C calc'!A0";
    DesiredRecord record =
        new DesiredRecord(
            new RecordKey("user:1"),
            person(1, danger).content().toBuilder()
                .text(RecordField.MOBILE_PHONE, "+49 30 1234")
                .build(),
            Optional.empty());
    sync("accounts.csv").run(List.of(record));

    String text = new String(place.read("accounts.csv").orElseThrow().bytes(), UTF_8);

    assertTrue(text.contains("\"'=cmd|"), text);
    assertTrue(text.contains("\"+49 30 1234\""), text);
    assertEquals(danger, held("accounts.csv").get(0).content().text(RecordField.DISPLAY_NAME));
  }

  @Test
  void theColumnsAreThoseOfTheGuide() {
    sync("accounts.csv").run(people(1, "a"));

    Rows rows =
        TableFile.rows(
            "accounts.csv", place.read("accounts.csv").orElseThrow().bytes(), Optional.empty());
    SheetRow header = rows.next().orElseThrow();

    assertEquals(
        "policy recordKey mail displayName givenName surname accountType active aliases members"
            + " userPrincipalName directoryId employeeId jobTitle department companyName"
            + " businessPhones mobilePhone division destination",
        String.join(" ", header.cells().stream().map(cell -> cell.text()).toList()));
  }

  @Test
  void peopleOfAnAccountAreReadable() {
    sync("accounts.csv").run(people(1, "a"));

    assertTrue(
        new String(place.read("accounts.csv").orElseThrow().bytes(), UTF_8)
            .contains("\"Ben <ben@contoso.example>; cy@contoso.example\""));
  }

  @Test
  void anEditIsSeenAndTakenBack() {
    ServiceSync sync = sync("accounts.json");
    sync.run(people(3, "a"));
    String edited =
        new String(place.read("accounts.json").orElseThrow().bytes(), UTF_8)
            .replace("\"a\"", "\"edited\"");
    place.put("accounts.json", edited.getBytes(UTF_8));

    ServiceSync another = sync("accounts.json");
    another.run(people(3, "a"));

    assertEquals(
        List.of("a", "a", "a"),
        held("accounts.json").stream().map(line -> text(line.content())).toList());
  }

  @Test
  void aFileThatWasDeletedIsWrittenAnew() {
    ServiceSync sync = sync("accounts.csv");
    sync.run(people(3, "a"));
    String version = place.read("accounts.csv").orElseThrow().version();
    place.files.delete(new dev.rollcall.model.FileName("accounts.csv"), version);

    sync("accounts.csv").run(people(3, "a"));

    assertEquals(3, held("accounts.csv").size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"accounts.csv", "accounts.xlsx", "accounts.json"})
  void anotherFileOfThatNameIsNeverOverwritten(String name) {
    byte[] other = "mail,name\r\nada@contoso.example,Ada\r\n".getBytes(UTF_8);
    place.put(name, other);

    ServiceSync.Report report = sync(name).run(people(3, "a"));

    assertEquals("fileUnreadable", report.problem().orElseThrow().code());
    assertTrue(report.problem().orElseThrow().remedy().contains("Nothing was changed."));
    assertArrayEquals(other, place.read(name).orElseThrow().bytes());
  }

  @Test
  void linesOfAnotherPolicyAndOfNobodyStay() {
    Content foreign = person(7, "theirs").content();
    place.put(
        "accounts.json",
        new JsonLayout()
            .write(List.of(new Line("other", "user:001", foreign), new Line("", "", foreign))));
    ServiceSync sync = sync("accounts.json");

    sync.run(people(3, "a"));
    sync.run(people(1, "a"));

    List<Line> lines = held("accounts.json");
    assertEquals(3, lines.size());
    assertTrue(lines.contains(new Line("other", "user:001", foreign)));
    assertTrue(lines.contains(new Line("", "", foreign)));
  }

  @ParameterizedTest
  @EnumSource(MemoryPlace.Fate.class)
  @Tag("E3")
  void whateverBecomesOfAWriteTheFileIsWholeAndRightInTheEnd(MemoryPlace.Fate fate) {
    for (String name : NAMES) {
      ServiceSync sync = sync(name);
      sync.run(people(4, "a"));
      List<DesiredRecord> next = new ArrayList<>(people(6, "a"));
      next.set(1, person(1, "b"));
      place.next = fate;

      ServiceSync.Report report = sync.run(next);
      assertEquals(
          fate == MemoryPlace.Fate.WRITTEN || fate == MemoryPlace.Fate.OVERTAKEN,
          report.finished(),
          fate + " " + name);
      for (int i = 0; i < 3; i++) {
        sync.run(next);
      }

      assertEquals(
          next.stream().map(record -> text(record.content())).toList(),
          held(name).stream().map(line -> text(line.content())).toList(),
          name);
      assertTrue(sync.run(next).plan().writesNothing(), name);
    }
  }

  @Test
  @Tag("E3")
  void anInvocationThatDiesIsMadeGood() {
    ServiceSync sync = sync("accounts.csv");
    sync.run(people(4, "a"));
    sync.die(people(8, "b"));

    sync.run(people(4, "a"));
    sync.run(people(4, "a"));

    assertEquals(
        List.of("a", "a", "a", "a"),
        held("accounts.csv").stream().map(line -> text(line.content())).limit(4).toList());
  }

  @Test
  void aRecordThatDoesNotFitACellIsRefusedAlone() {
    List<FieldValue.Member> many = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      many.add(new FieldValue.Member("", "", "member" + i + "@contoso.example"));
    }
    DesiredRecord large =
        new DesiredRecord(
            new RecordKey("user:00000"),
            person(0, "a").content().with(RecordField.MEMBERS, new FieldValue.Members(many)),
            Optional.empty());

    ServiceSync.Report text = sync("accounts.csv").run(List.of(large, person(1, "a")));
    ServiceSync.Report json = sync("accounts.json").run(List.of(large, person(1, "a")));

    assertEquals("cellTooLong", text.rejected().get("user:00000"));
    assertEquals(1, held("accounts.csv").size());
    assertTrue(json.rejected().isEmpty());
    assertEquals(2, held("accounts.json").size());
  }

  @Test
  void aCancelledRunWritesNothing() {
    ServiceSync.Report report = sync("accounts.csv").run(people(3, "a"), () -> true);

    assertFalse(report.finished());
    assertEquals(0, place.writes);
  }

  @Test
  void tenThousandRecordsAreOneFile() {
    for (String name : NAMES) {
      assertTrue(sync(name).run(people(10_000, "a")).finished(), name);
      assertEquals(10_000, held(name).size(), name);
    }
  }

  private ServiceSync sync(String name) {
    return sync(name, place);
  }

  private ServiceSync sync(String name, MemoryPlace where) {
    Policy policy = ServicePolicies.of(new Service.File(name));
    return new ServiceSync(
        FileTarget.of(where),
        ServicePolicies.environment(),
        policy,
        new TargetId("file"),
        ServicePolicies.rules(false, false),
        clock);
  }

  private List<Line> held(String name) {
    return layout(name).read(place.read(name).orElseThrow().bytes());
  }

  private static Layout layout(String name) {
    return name.endsWith(".json") ? new JsonLayout() : new TableLayout(name.endsWith(".xlsx"));
  }

  private static List<DesiredRecord> people(int count, String name) {
    List<DesiredRecord> records = new ArrayList<>();
    for (int number = 0; number < count; number++) {
      records.add(person(number, name));
    }
    return records;
  }

  private static DesiredRecord person(int number, String name) {
    return new DesiredRecord(
        new RecordKey(String.format("user:%05d", number)),
        new Content.Builder()
            .text(RecordField.MAIL, "person" + number + "@contoso.example")
            .text(RecordField.DISPLAY_NAME, name)
            .text(RecordField.ACCOUNT_TYPE, AccountType.USER.value())
            .text(RecordField.ACTIVE, "true")
            .texts(RecordField.ALIASES, List.of("p" + number + "@contoso.example"))
            .put(
                RecordField.MEMBERS,
                new FieldValue.Members(
                    List.of(
                        new FieldValue.Member("1", "Ben", "ben@contoso.example"),
                        new FieldValue.Member("2", "", "cy@contoso.example"))))
            .build(),
        Optional.empty());
  }

  private static String text(Content content) {
    return content.text(RecordField.DISPLAY_NAME);
  }
}
