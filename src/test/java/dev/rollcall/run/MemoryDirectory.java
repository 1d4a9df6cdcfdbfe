package dev.rollcall.run;

import dev.rollcall.mapping.SourceRecord;
import dev.rollcall.model.DesiredRecord;
import dev.rollcall.model.Mailbox;
import dev.rollcall.model.RecordKey;
import dev.rollcall.model.TargetId;
import dev.rollcall.policy.Environment;
import dev.rollcall.policy.Policy;
import dev.rollcall.source.Completeness;
import dev.rollcall.source.MailboxSelection;
import dev.rollcall.source.Source;
import dev.rollcall.source.SourceReading;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** A directory in memory: some people, some of whose mailboxes are filled; no photos. */
final class MemoryDirectory implements Source {

  private static final int MOST_PEOPLE = 8;

  private final Map<String, Map<String, List<String>>> people = new TreeMap<>();
  private final Set<String> mailboxes = new TreeSet<>();
  private List<String> shortfalls = List.of();

  /** Some people, and so many mailboxes. */
  MemoryDirectory(Random random, int mailboxes) {
    for (int i = 0; i < mailboxes; i++) {
      this.mailboxes.add("mailbox-" + i);
    }
    join(0, random);
    changes(random);
  }

  /** People join, leave and change; never all of them leave. */
  void changes(Random random) {
    for (int i = 0; i < MOST_PEOPLE; i++) {
      switch (random.nextInt(5)) {
        case 0 -> join(i, random);
        case 1 -> {
          if (i > 0) {
            people.remove(key(i));
          }
        }
        default -> {
          // stays as it is
        }
      }
    }
  }

  private void join(int person, Random random) {
    Map<String, List<String>> attributes = new TreeMap<>();
    attributes.put("displayName", List.of("Person " + person));
    if (random.nextBoolean()) {
      attributes.put("jobTitle", List.of("title " + random.nextInt(3)));
    }
    if (random.nextBoolean()) {
      attributes.put("mobilePhone", List.of("+49 171 " + random.nextInt(3)));
    }
    people.put(key(person), attributes);
  }

  /** The keys of everybody who may ever be there. */
  static List<String> everyKey() {
    return IntStream.range(0, MOST_PEOPLE).mapToObj(MemoryDirectory::key).toList();
  }

  private static String key(int person) {
    return "user:" + person;
  }

  Map<String, Map<String, List<String>>> people() {
    return people;
  }

  /** The ids of the mailboxes selected. */
  Set<String> mailboxes() {
    return mailboxes;
  }

  /** What speaks against the completeness of readings from now on; nothing, if empty. */
  void shortfalls(List<String> now) {
    shortfalls = now;
  }

  List<SourceRecord> records() {
    List<SourceRecord> records = new ArrayList<>();
    people.forEach(
        (key, attributes) ->
            records.add(
                new SourceRecord(new RecordKey(key), "user", attributes, "/source/select/0")));
    return records;
  }

  @Override
  public SourceReading read(Environment environment, Policy policy) {
    return new SourceReading(records(), List.of(), proof(people.size()), List.of());
  }

  @Override
  public PhotoReading readPhotos(
      Environment environment,
      Policy policy,
      List<RecordKey> keys,
      Map<RecordKey, DesiredRecord.Photo> known) {
    throw new AssertionError("the policy wants no photos");
  }

  private Completeness proof(int rows) {
    return new Completeness(1, rows, 1, shortfalls);
  }

  /** The mailboxes selected. */
  MailboxSelection selection() {
    return (environment, policy) ->
        new MailboxSelection.MailboxReading(
            mailboxes.stream()
                .map(id -> new Mailbox(new TargetId(id), id + "@contoso.com"))
                .toList(),
            List.of(),
            proof(mailboxes.size()));
  }
}
