package dev.rollcall.source.activedirectory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.localtenant.organisation.Organisation;
import dev.rollcall.model.RecordKey;
import dev.rollcall.policy.RecipientType;
import dev.rollcall.policy.Selection;
import dev.rollcall.source.SourceReading;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Ten thousand people: read in pages, each once, also when a server fails on the way. */
@Tag("S2")
@Tag("P15")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LargeDirectoryTest {

  private static final int PEOPLE = 10_000;

  private DirectoryOffice office;

  @BeforeAll
  void start() {
    Organisation people = new Organisation("Contoso", "contoso.example");
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < PEOPLE; i++) {
      ids.add(people.join("p" + i, "Person " + i, "p" + i).id());
    }
    people.addGroup("all", "All", "all", "distribution");
    people.addMembers(people.find("all@contoso.example").orElseThrow().id(), ids);
    office = new DirectoryOffice(people, 2);
  }

  @AfterAll
  void stop() {
    office.close();
  }

  @Test
  void aQueryTakesOneRequestForAThousandPeople() {
    SourceReading reading = office.read(new Selection.Query("*", EnumSet.of(RecipientType.USER)));

    assertEquals(PEOPLE, keys(reading).size());
    assertTrue(reading.completeness().isComplete());
    assertEquals(4 + 11, reading.completeness().calls(), "10,001 recipients");
  }

  @Test
  void aGroupsMembersAreHeldAgainstItsList() {
    SourceReading reading = office.read(DirectoryOffice.members(office.address("all"), true));

    assertEquals(PEOPLE, keys(reading).size());
    assertTrue(reading.completeness().isComplete());
    assertEquals(
        4 + 1 + 10 + 7,
        reading.completeness().calls(),
        "the group, pages of 1,000, ranges of 1,500");
  }

  @Test
  void aServerThatFailsOnTheWayCostsTimeAndNobody() {
    office.kept.clear();
    for (int i = 0; i < 6; i++) {
      office.directory.controllers().get(0).hostility().answer();
    }
    office.directory.controllers().get(0).hostility().breakConnection();

    SourceReading reading = office.read(new Selection.Query("*", EnumSet.of(RecipientType.USER)));

    assertEquals(PEOPLE, keys(reading).size());
    assertEquals(PEOPLE, reading.records().size());
    assertTrue(reading.completeness().isComplete());
    assertTrue(office.kept.isEmpty(), "numbers of two controllers do not go together");
  }

  private static Set<RecordKey> keys(SourceReading reading) {
    Set<RecordKey> keys = new HashSet<>();
    reading.records().forEach(record -> keys.add(record.key()));
    return keys;
  }
}
