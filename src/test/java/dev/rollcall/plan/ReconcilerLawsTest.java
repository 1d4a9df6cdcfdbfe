package dev.rollcall.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.Seeded;
import dev.rollcall.model.Content;
import dev.rollcall.model.DesiredRecord;
import dev.rollcall.model.Fingerprint;
import dev.rollcall.model.RecordField;
import dev.rollcall.model.RecordKey;
import dev.rollcall.model.Snapshot;
import dev.rollcall.plan.SimulatedFolder.Item;
import dev.rollcall.plan.SimulatedSync.Depth;
import dev.rollcall.plan.SimulatedSync.Faults;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The laws every sync obeys, over random directories, folders, users and accidents. */
class ReconcilerLawsTest {

  private static final int CASES = 400;
  private static final String USER_ADDED = "user-added ";

  /** Fields that the source has. */
  private static final List<RecordField> SOURCE_FIELDS =
      List.of(
          RecordField.GIVEN_NAME,
          RecordField.JOB_TITLE,
          RecordField.DEPARTMENT,
          RecordField.MOBILE_PHONE,
          RecordField.PERSONAL_NOTES);

  /** Fields that only users fill in. */
  private static final List<RecordField> USER_FIELDS =
      List.of(RecordField.SPOUSE_NAME, RecordField.NICK_NAME);

  @Test
  @Tag("R12")
  void afterAnApplyThereIsNothingToDo() {
    Seeded.cases(
        CASES,
        random -> {
          Scene scene = new Scene(random, anyRules(random));
          for (int round = 0; round < 4; round++) {
            List<DesiredRecord> desired = scene.nextDay();
            scene.sync.run(desired, anyReading(random));

            for (Depth depth : Depth.values()) {
              Plan again = scene.sync.plan(desired, true, depth);
              assertTrue(again.writesNothing(), () -> "round again at " + depth + again.changes());
            }
          }
        });
  }

  @Test
  @Tag("R10")
  void ourOwnWritesComingBackChangeNothing() {
    Seeded.cases(
        CASES,
        random -> {
          Scene scene = new Scene(random, anyRules(random));
          List<DesiredRecord> desired = scene.people();
          scene.sync.run(desired, Depth.DRIFT);

          Plan again = scene.sync.plan(desired, true, Depth.DRIFT);

          assertTrue(again.settled().isEmpty());
          assertTrue(again.writesNothing());
        });
  }

  @Test
  @Tag("R1")
  void theOrderOfInputsDoesNotMatter() {
    Seeded.cases(
        CASES,
        random -> {
          Scene scene = new Scene(random, anyRules(random));
          scene.sync.run(scene.people(), Depth.WHOLE);
          List<DesiredRecord> desired = new ArrayList<>(scene.nextDay());
          Observed.Whole whole = scene.folder.whole(random);
          List<LedgerEntry> entries = new ArrayList<>(scene.sync.ledger().entries());

          Plan first = plan(desired, entries, whole, scene.rules);
          Collections.shuffle(desired, random);
          Collections.shuffle(entries, random);
          List<ObservedItem> items = new ArrayList<>(whole.items());
          Collections.shuffle(items, random);
          Plan second = plan(desired, entries, new Observed.Whole(items), scene.rules);

          assertEquals(first, second);
          assertEquals(first.id(), second.id());
          List<RecordKey> keys = first.changes().stream().map(Change::key).toList();
          assertEquals(keys.stream().sorted().toList(), keys);
        });
  }

  @Test
  @Tag("R12")
  void foreignItemsAreNeverTouched() {
    Seeded.cases(
        CASES,
        random -> {
          Scene scene = new Scene(random, anyRules(random));
          for (int round = 0; round < 4; round++) {
            List<DesiredRecord> desired = scene.nextDay();
            List<Item> foreign = scene.folder.foreign();
            scene.sync.run(desired, random.nextInt(5) > 0, anyDepth(random), anyFaults(random));

            assertEquals(foreign, scene.folder.foreign());
          }
        });
  }

  @Test
  @Tag("R9")
  void anIncompleteSourceNeverDeletes() {
    Seeded.cases(
        CASES,
        random -> {
          Scene scene = new Scene(random, anyRules(random));
          scene.sync.run(scene.people(), Depth.WHOLE);
          List<DesiredRecord> part = new ArrayList<>(scene.nextDay());
          part.removeIf(record -> random.nextBoolean());
          Map<RecordKey, String> before = ids(scene.folder);

          Plan plan = scene.sync.run(part, false, anyDepth(random), Faults.NONE);

          assertEquals(0, plan.counts().deletes());
          before.forEach((key, id) -> assertTrue(scene.folder.items().containsKey(id)));
        });
  }

  @Test
  @Tag("R10")
  void aRunThatDiesAfterAnyWriteIsFinishedByTheNextWithoutDoubles() {
    Seeded.cases(
        CASES,
        random -> {
          Scene scene = new Scene(random, overwriting(0L, 0L));
          scene.sync.run(scene.people(), Depth.WHOLE);
          List<DesiredRecord> desired = scene.nextDay();

          for (int death = random.nextInt(3); death < 12; death += 1 + random.nextInt(4)) {
            scene.sync.run(desired, true, Depth.WHOLE, Faults.dyingAfter(death));
          }
          if (random.nextInt(4) == 0) {
            scene.sync.forget();
          }
          scene.sync.run(desired, Depth.WHOLE);

          assertHolds(scene, desired);
          assertTrue(scene.sync.plan(desired, true, Depth.WHOLE).writesNothing());
          assertTrue(scene.sync.plan(desired, true, Depth.NOT_READ).writesNothing());
        });
  }

  @Test
  @Tag("R10")
  void aRunThatDiedDoesNotPassItsOwnWritesOffAsTheUsers() {
    Seeded.cases(
        CASES,
        random -> {
          Rules keeping =
              new Rules(true, true, Rules.UserEdits.KEEP, Rules.UserDeletes.RESTORE, 0L, 0L);
          Scene scene = new Scene(random, keeping, false);
          scene.sync.run(scene.people(), Depth.WHOLE);
          List<DesiredRecord> second = scene.directoryChanges();
          scene.sync.run(second, true, Depth.WHOLE, Faults.dyingAfter(random.nextInt(8)));
          scene.sync.run(second, Depth.WHOLE);
          List<DesiredRecord> third = scene.directoryChanges();
          scene.sync.run(third, Depth.DRIFT);

          assertHolds(scene, third);
        });
  }

  @Test
  @Tag("R17")
  void aFailingRecordLeavesTheOthersAloneAndIsTriedAgainLater() {
    Seeded.cases(
        CASES,
        random -> {
          long seed = random.nextLong();
          Scene healthy = new Scene(new Random(seed), overwriting(0L, 0L));
          Scene ailing = new Scene(new Random(seed), overwriting(0L, 0L));
          healthy.sync.run(healthy.people(), Depth.WHOLE);
          ailing.sync.run(ailing.people(), Depth.WHOLE);
          List<DesiredRecord> desired = healthy.nextDay();
          assertEquals(desired, ailing.nextDay());
          RecordKey failing = key(random.nextInt(Scene.PEOPLE));

          healthy.sync.run(desired, Depth.DRIFT);
          ailing.sync.run(desired, true, Depth.DRIFT, Faults.refusing(Set.of(failing)));

          assertEquals(contents(healthy.folder, failing), contents(ailing.folder, failing));
          Plan soon = ailing.sync.plan(desired, true, Depth.NOT_READ);
          assertTrue(soon.writesNothing(), "it is left alone for a while");

          ailing.sync.later(Duration.ofHours(2));
          ailing.sync.run(desired, Depth.NOT_READ);
          assertHolds(ailing, desired);
          assertTrue(ailing.sync.ledger().entries().stream().allMatch(e -> e.setback().isEmpty()));
        });
  }

  @Test
  @Tag("R12")
  void overwriteBringsTheSourcesValuesBackAndLeavesWhatOnlyTheUserHas() {
    Seeded.cases(
        CASES,
        random -> {
          Scene scene = new Scene(random, overwriting(0L, 0L));
          scene.sync.run(scene.people(), Depth.WHOLE);
          List<DesiredRecord> desired = scene.directoryChanges();
          scene.usersEdit();
          Map<String, String> private1 = privateFields(scene.folder);

          scene.sync.run(desired, Depth.DRIFT);

          assertHolds(scene, desired);
          Map<String, String> private2 = privateFields(scene.folder);
          private2.keySet().retainAll(private1.keySet());
          private1.keySet().retainAll(private2.keySet());
          assertEquals(private1, private2);
        });
  }

  @Test
  @Tag("R12")
  void anEditThatCouldNotBeOverwrittenAtOnceIsOverwrittenLater() {
    Seeded.cases(
        CASES,
        random -> {
          Scene scene = new Scene(random, overwriting(0L, 0L));
          scene.sync.run(scene.people(), Depth.WHOLE);
          List<DesiredRecord> desired = scene.people();
          scene.usersEdit();
          scene.usersDelete();

          // Seen, and told never again; but the writes do not come to pass.
          scene.sync.run(desired, true, Depth.DRIFT, new Faults(0, true, Set.of()));
          scene.sync.run(desired, Depth.NOT_READ);

          assertHolds(scene, desired);
        });
  }

  @Test
  @Tag("R12")
  void anEditThatShowsOnlyInAnAnswerIsOverwrittenTheNextTime() {
    Seeded.cases(
        CASES,
        random -> {
          Scene scene = new Scene(random, overwriting(0L, 0L));
          scene.sync.run(scene.people(), Depth.WHOLE);
          List<DesiredRecord> desired = scene.directoryChanges();
          scene.usersEdit();

          scene.sync.run(desired, Depth.NOT_READ);
          scene.sync.run(desired, Depth.DRIFT);

          assertHolds(scene, desired);
        });
  }

  @Test
  @Tag("R12")
  void keepLeavesEditedFieldsToTheUserForGood() {
    Seeded.cases(
        CASES,
        random -> {
          Rules keeping =
              new Rules(true, true, Rules.UserEdits.KEEP, Rules.UserDeletes.RESTORE, 0L, 0L);
          Scene scene = new Scene(random, keeping);
          scene.sync.run(scene.people(), Depth.WHOLE);
          Map<RecordKey, Map<RecordField, String>> edited = scene.usersEdit();

          for (int round = 0; round < 3; round++) {
            List<DesiredRecord> desired = scene.directoryChanges();
            scene.sync.run(desired, anyReading(random));
            for (DesiredRecord record : desired) {
              assertKeeps(scene, record, edited.getOrDefault(record.key(), Map.of()));
            }
          }
          scene.sync.rules(overwriting(0L, 0L));
          List<DesiredRecord> desired = scene.people();
          scene.sync.run(desired, anyDepth(random));
          assertHolds(scene, desired);
        });
  }

  @Test
  @Tag("R12")
  void deletionsAreRestoredOrRespected() {
    Seeded.cases(
        CASES,
        random -> {
          boolean respects = random.nextBoolean();
          Rules rules =
              new Rules(
                  true,
                  true,
                  Rules.UserEdits.OVERWRITE,
                  respects ? Rules.UserDeletes.RESPECT : Rules.UserDeletes.RESTORE,
                  0L,
                  0L);
          Scene scene = new Scene(random, rules);
          scene.sync.run(scene.people(), Depth.WHOLE);
          Set<RecordKey> deleted = scene.usersDelete();

          for (int round = 0; round < 3; round++) {
            List<DesiredRecord> desired = scene.people();
            boolean complete = round == 0 || random.nextInt(3) > 0;
            scene.sync.run(
                desired, complete, round == 0 ? anyReading(random) : anyDepth(random), Faults.NONE);
            for (DesiredRecord record : desired) {
              int expected = respects && deleted.contains(record.key()) ? 0 : 1;
              assertEquals(expected, scene.folder.of(record.key()).size());
            }
          }
          scene.sync.rules(overwriting(0L, 0L));
          scene.sync.run(scene.people(), Depth.NOT_READ);
          assertHolds(scene, scene.people());
        });
  }

  @Test
  @Tag("P14")
  void fieldsLeftToUsersAreWrittenOnceAndFieldsToFillOnlyWhileEmpty() {
    Seeded.cases(
        CASES,
        random -> {
          RecordField once = RecordField.DEPARTMENT;
          RecordField fill = RecordField.MOBILE_PHONE;
          Scene scene = new Scene(random, overwriting(bit(once), bit(fill)));
          scene.sync.run(scene.people(), Depth.WHOLE);
          for (int round = 0; round < 3; round++) {
            List<DesiredRecord> desired = scene.directoryChanges();
            scene.usersEdit();
            Map<RecordKey, Content> before = new HashMap<>();
            scene.folder.ours().forEach(i -> before.put(i.stamp().orElseThrow(), i.content()));

            scene.sync.run(desired, anyReading(random));

            for (DesiredRecord record : desired) {
              Content held = scene.folder.of(record.key()).get(0).content();
              Content had = before.get(record.key());
              if (had == null) {
                assertEquals(record.content().get(once), held.get(once));
                assertEquals(record.content().get(fill), held.get(fill));
              } else {
                assertEquals(had.get(once), held.get(once));
                assertEquals(had.get(fill).or(() -> record.content().get(fill)), held.get(fill));
              }
              assertTrue(isRight(RecordField.JOB_TITLE, scene.folder.kept(record.content()), held));
            }
          }
        });
  }

  @Test
  @Tag("R10")
  void ofItemsWithOneStampTheKnownOrOldestStays() {
    Seeded.cases(
        CASES,
        random -> {
          Scene scene = new Scene(random, overwriting(0L, 0L));
          List<DesiredRecord> desired = scene.people();
          scene.sync.run(desired, Depth.WHOLE);
          boolean forgotten = random.nextInt(3) == 0;
          Map<RecordKey, String> known = ids(scene.folder);
          for (DesiredRecord record : desired) {
            for (int i = random.nextInt(3); i > 0; i--) {
              scene.folder.add(Optional.of(record.key()), record.content(), Optional.empty());
            }
          }
          if (forgotten) {
            scene.sync.forget();
          }

          scene.sync.run(desired, Depth.WHOLE);

          assertEquals(known, ids(scene.folder));
          assertTrue(scene.sync.plan(desired, true, Depth.WHOLE).writesNothing());
        });
  }

  @Test
  @Tag("R12")
  void aSurvivingPersonKeepsTheirItemThroughThirtyDays() {
    Seeded.cases(
        200,
        random -> {
          Scene scene = new Scene(random, overwriting(0L, 0L));
          Map<RecordKey, String> ids = new TreeMap<>();
          for (int day = 0; day < 30; day++) {
            List<DesiredRecord> desired = scene.directoryChanges();
            scene.usersEdit();
            scene.sync.run(desired, true, anyDepth(random), Faults.NONE);

            Map<RecordKey, String> today = ids(scene.folder);
            ids.keySet().retainAll(today.keySet());
            ids.forEach((key, id) -> assertEquals(id, today.get(key)));
            ids.putAll(today);
          }
          List<DesiredRecord> desired = scene.people();
          scene.sync.run(desired, Depth.DRIFT);
          assertHolds(scene, desired);
        });
  }

  @Test
  @Tag("R4")
  void switchesTurnedOffWriteNothingOfTheirKind() {
    Seeded.cases(
        CASES,
        random -> {
          Scene scene = new Scene(random, anyRules(random));
          scene.sync.run(scene.people(), Depth.WHOLE);
          List<DesiredRecord> desired = scene.nextDay();
          boolean updates = random.nextBoolean();
          scene.sync.rules(
              new Rules(
                  updates, !updates, scene.rules.userEdits(), scene.rules.userDeletes(), 0L, 0L));

          Plan.Counts counts = scene.sync.run(desired, anyDepth(random)).counts();

          assertEquals(0, updates ? counts.deletes() : counts.creates() + counts.updates());
        });
  }

  private static void assertHolds(Scene scene, List<DesiredRecord> desired) {
    assertEquals(desired.size(), scene.folder.ours().size(), "one item a record");
    for (DesiredRecord record : desired) {
      List<Item> items = scene.folder.of(record.key());
      assertEquals(1, items.size());
      Content expected = scene.folder.kept(record.content());
      Content held = items.get(0).content();
      for (RecordField field : SOURCE_FIELDS) {
        assertTrue(
            isRight(field, expected, held),
            () -> field + " " + expected.get(field) + " but " + held.get(field));
      }
      record
          .photo()
          .ifPresent(photo -> assertEquals(Optional.of(photo.content()), items.get(0).photo()));
    }
  }

  /** The source's value; or none, where only the user ever had one. */
  private static boolean isRight(RecordField field, Content expected, Content held) {
    boolean userAdded =
        expected.get(field).isEmpty()
            && held.text(field).toLowerCase(Locale.ROOT).startsWith(USER_ADDED);
    return userAdded || expected.get(field).equals(held.get(field));
  }

  private static void assertKeeps(
      Scene scene, DesiredRecord record, Map<RecordField, String> edited) {
    Content held = scene.folder.of(record.key()).get(0).content();
    Content expected = scene.folder.kept(record.content());
    for (RecordField field : SOURCE_FIELDS) {
      if (!edited.containsKey(field)) {
        assertEquals(expected.text(field), held.text(field), field.document());
      } else if (!edited.get(field).equals(held.text(field))) {
        // Only if the user typed just what the source came to say is the field not the user's.
        assertEquals(expected.text(field), held.text(field), field.document());
      }
    }
  }

  private static Map<RecordKey, String> ids(SimulatedFolder folder) {
    Map<RecordKey, String> ids = new TreeMap<>();
    folder.ours().forEach(item -> ids.putIfAbsent(item.stamp().orElseThrow(), item.id()));
    assertEquals(ids.size(), folder.ours().size(), "one item a record");
    return ids;
  }

  private static Map<RecordKey, Content> contents(SimulatedFolder folder, RecordKey without) {
    Map<RecordKey, Content> contents = new TreeMap<>();
    folder.ours().forEach(item -> contents.put(item.stamp().orElseThrow(), item.content()));
    contents.remove(without);
    return contents;
  }

  private static Map<String, String> privateFields(SimulatedFolder folder) {
    Map<String, String> texts = new TreeMap<>();
    for (Item item : folder.ours()) {
      texts.put(
          item.id(),
          item.content().text(RecordField.SPOUSE_NAME)
              + item.content().text(RecordField.NICK_NAME));
    }
    return texts;
  }

  private static Plan plan(
      List<DesiredRecord> desired, List<LedgerEntry> entries, Observed observed, Rules rules) {
    return Reconciler.reconcile(
        Snapshot.of(desired).records(),
        true,
        Ledger.of(entries),
        observed,
        rules,
        Instant.EPOCH,
        Instant.EPOCH);
  }

  private static Rules overwriting(long createOnly, long fillOnly) {
    return new Rules(
        true, true, Rules.UserEdits.OVERWRITE, Rules.UserDeletes.RESTORE, createOnly, fillOnly);
  }

  private static Rules anyRules(Random random) {
    return new Rules(
        random.nextInt(6) > 0,
        random.nextInt(6) > 0,
        random.nextBoolean() ? Rules.UserEdits.OVERWRITE : Rules.UserEdits.KEEP,
        random.nextBoolean() ? Rules.UserDeletes.RESTORE : Rules.UserDeletes.RESPECT,
        random.nextInt(3) == 0 ? bit(RecordField.DEPARTMENT) : 0L,
        random.nextInt(3) == 0 ? bit(RecordField.MOBILE_PHONE) : 0L);
  }

  private static Depth anyReading(Random random) {
    return random.nextBoolean() ? Depth.DRIFT : Depth.WHOLE;
  }

  private static Depth anyDepth(Random random) {
    return Depth.values()[random.nextInt(3)];
  }

  private static Faults anyFaults(Random random) {
    return switch (random.nextInt(3)) {
      case 0 -> Faults.dyingAfter(random.nextInt(5));
      case 1 -> Faults.refusing(Set.of(key(random.nextInt(Scene.PEOPLE))));
      default -> Faults.NONE;
    };
  }

  private static long bit(RecordField field) {
    return 1L << field.code();
  }

  private static RecordKey key(int person) {
    return new RecordKey(String.format("user:%02d", person));
  }

  /** A directory, a folder with other people's items, its users, and a policy's sync of it. */
  private static final class Scene {

    static final int PEOPLE = 9;

    final Random random;
    final Rules rules;
    final SimulatedFolder folder;
    final SimulatedSync sync;
    private final Map<RecordKey, DesiredRecord> people = new TreeMap<>();

    Scene(Random random, Rules rules) {
      this(random, rules, random.nextBoolean());
    }

    Scene(Random random, Rules rules, boolean normalises) {
      this.random = random;
      this.rules = rules;
      this.folder = new SimulatedFolder(normalises);
      this.sync = new SimulatedSync(folder, rules, new Random(random.nextLong()));
      for (int i = random.nextInt(4); i > 0; i--) {
        folder.add(Optional.empty(), anyContact(), Optional.empty());
      }
      directoryChanges();
    }

    List<DesiredRecord> people() {
      return List.copyOf(people.values());
    }

    List<DesiredRecord> nextDay() {
      usersEdit();
      usersDelete();
      return directoryChanges();
    }

    List<DesiredRecord> directoryChanges() {
      for (int i = 0; i < PEOPLE; i++) {
        switch (random.nextInt(4)) {
          case 0 -> people.put(key(i), anyPerson(key(i)));
          case 1 -> people.computeIfPresent(key(i), (key, person) -> changed(person));
          case 2 -> {
            if (random.nextInt(3) == 0) {
              people.remove(key(i));
            }
          }
          default -> {
            // stays as it is
          }
        }
      }
      return people();
    }

    /** Users edit our items and add items of their own; answers the edited fields. */
    Map<RecordKey, Map<RecordField, String>> usersEdit() {
      Map<RecordKey, Map<RecordField, String>> edited = new HashMap<>();
      for (Item item : folder.ours()) {
        if (random.nextInt(3) == 0) {
          boolean own = random.nextBoolean();
          List<RecordField> fields = own ? USER_FIELDS : SOURCE_FIELDS;
          RecordField field = fields.get(random.nextInt(fields.size()));
          boolean managed =
              sync.ledger()
                  .find(item.stamp().orElseThrow())
                  .map(entry -> entry.sent().has(field.code()))
                  .orElse(false);
          String text =
              random.nextInt(4) == 0 ? "" : (managed ? "V" : USER_ADDED) + random.nextInt(3);
          Content after = folder.kept(item.content().toBuilder().text(field, text).build());
          if (!after.text(field).equals(item.content().text(field))) {
            folder.set(item.id(), after, item.photo());
            edited
                .computeIfAbsent(item.stamp().orElseThrow(), key -> new HashMap<>())
                .put(field, after.text(field));
          }
        }
      }
      if (random.nextInt(4) == 0) {
        folder.add(Optional.empty(), anyContact(), Optional.empty());
      }
      return edited;
    }

    Set<RecordKey> usersDelete() {
      Set<RecordKey> deleted = new TreeSet<>();
      for (Item item : folder.ours()) {
        if (random.nextInt(6) == 0) {
          folder.remove(item.id());
          deleted.add(item.stamp().orElseThrow());
        }
      }
      return deleted;
    }

    private DesiredRecord anyPerson(RecordKey key) {
      Optional<DesiredRecord.Photo> photo =
          random.nextInt(4) == 0
              ? Optional.of(
                  new DesiredRecord.Photo("tag", Fingerprint.of("photo" + random.nextInt(3))))
              : Optional.empty();
      return new DesiredRecord(key, anyContact(), photo);
    }

    private DesiredRecord changed(DesiredRecord person) {
      RecordField field = SOURCE_FIELDS.get(random.nextInt(SOURCE_FIELDS.size()));
      String text = random.nextInt(3) == 0 ? "" : "v" + random.nextInt(3);
      return new DesiredRecord(
          person.key(), person.content().toBuilder().text(field, text).build(), person.photo());
    }

    private Content anyContact() {
      Content.Builder contact =
          new Content.Builder().text(RecordField.DISPLAY_NAME, "n" + random.nextInt(5));
      for (RecordField field : SOURCE_FIELDS) {
        if (random.nextInt(3) > 0) {
          contact.text(field, "v" + random.nextInt(3));
        }
      }
      return contact.build();
    }
  }
}
