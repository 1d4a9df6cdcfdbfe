package dev.rollcall.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.Seeded;
import dev.rollcall.contract.memory.ManualClock;
import dev.rollcall.localtenant.LocalTenantOptions;
import dev.rollcall.localtenant.graph.mailbox.MailboxUser;
import dev.rollcall.localtenant.organisation.DirectoryObject;
import dev.rollcall.localtenant.organisation.Organisation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A month in the life of an office: people join, leave, marry and get other numbers; users edit
 * what they were given, add what the directory does not know, delete contacts and keep their own.
 * Whoever stays is the same contact all the time, in every mailbox.
 */
@Tag("R2")
@Tag("R12")
class ThirtyDaysTest {

  private static final int DAYS = 30;
  private static final int MAILBOXES = 4;

  @Test
  void whoeverStaysIsTheSameContactForThirtyDays() {
    Seeded.cases(1, seed -> new Month(seed).passes());
  }

  /** One month. */
  private static final class Month {

    private static final String STAFF = Organisation.idOf("GROUP:staff");
    private static final List<String> OURS =
        List.of("displayName", "surname", "jobTitle", "mobilePhone");
    private static final List<String> NOT_OURS = List.of("department", "nickName", "personalNotes");

    private final Random random;
    private final ManualClock clock = new ManualClock(Instant.now());
    private final Organisation organisation = SmallOffice.organisation(30, MAILBOXES);

    /** Contact ids by mailbox, then by person. */
    private final List<Map<String, String>> ids = new ArrayList<>();

    /** Contacts that users made, as they left them, by mailbox, then by id. */
    private final List<Map<String, String>> own = new ArrayList<>();

    /** What users wrote into fields that the directory has nothing for, by contact and field. */
    private final Map<String, String> added = new HashMap<>();

    private int newcomers;
    private int weddings;

    Month(Random random) {
      this.random = random;
    }

    void passes() {
      try (SmallOffice office =
          SmallOffice.open(
              organisation,
              "\"mapping\": { \"photo\": false },",
              RunLimits.defaults(),
              LocalTenantOptions.defaults().withClock(clock),
              clock)) {
        office.apply();
        for (int mailbox = 0; mailbox < MAILBOXES; mailbox++) {
          ids.add(new HashMap<>());
          own.add(new HashMap<>());
        }
        check(office, "at first");
        for (int day = 1; day <= DAYS; day++) {
          clock.advance(Duration.ofDays(1));
          inTheDirectory();
          for (int mailbox = 0; mailbox < MAILBOXES; mailbox++) {
            inAMailbox(office, mailbox);
          }
          JsonNode run = office.apply();
          assertEquals("finished", run.path("status").asText(), run.toString());
          assertEquals(0, run.path("counts").path("failed").asInt(), run.toString());
          check(office, "on day " + day);
        }
        assertEquals(List.of(), office.cloud().tenant().unexpectedRequests());
      }
    }

    private void inTheDirectory() {
      for (int i = random.nextInt(3); i > 0; i--) {
        int number = newcomers++;
        DirectoryObject joined =
            organisation.join("n" + number, "New" + number + " Comer" + number, "n" + number);
        joined.properties().put("givenName", "New" + number).put("surname", "Comer" + number);
        organisation.addMembers(STAFF, List.of(joined.id()));
      }
      if (random.nextBoolean()) {
        // Those whose mailboxes are written stay.
        String leaver = anybody(MAILBOXES);
        organisation.leave(leaver);
        ids.forEach(known -> known.remove(leaver));
      }
      if (random.nextBoolean()) {
        organisation.marry(anybody(0), "Wed" + weddings++);
      }
      for (int i = random.nextInt(3); i > 0; i--) {
        organisation.change(anybody(0), "mobilePhone", "+49 172 " + random.nextInt(10_000_000));
      }
      if (random.nextInt(3) == 0) {
        organisation.change(anybody(0), "mobilePhone", "");
        organisation.change(anybody(0), "jobTitle", random.nextBoolean() ? "" : "Head");
        organisation.change(anybody(0), "businessPhones", "+49 30 " + random.nextInt(1_000_000));
      }
    }

    private String anybody(int from) {
      List<DirectoryObject> staff = organisation.members(STAFF, false);
      return staff.get(from + random.nextInt(staff.size() - from)).id();
    }

    private void inAMailbox(SmallOffice office, int mailbox) {
      MailboxUser.Folder folder = office.folder(mailbox);
      List<MailboxUser.Card> ours = ours(office, mailbox);
      for (int i = random.nextInt(3); i > 0; i--) {
        MailboxUser.Card card = ours.get(random.nextInt(ours.size()));
        String field = OURS.get(random.nextInt(OURS.size()));
        if (!card.text(field).isEmpty()) {
          card.edit(field, "Edited " + random.nextInt());
        }
      }
      if (random.nextInt(3) == 0) {
        MailboxUser.Card card = ours.get(random.nextInt(ours.size()));
        String field = NOT_OURS.get(random.nextInt(NOT_OURS.size()));
        String value = "Added on a whim, no. " + random.nextInt();
        card.edit(field, value);
        added.put(card.id() + field, value);
      }
      if (random.nextInt(4) == 0) {
        // The contact of that person comes back as another one: it is no longer followed.
        MailboxUser.Card card = ours.get(random.nextInt(ours.size()));
        ids.get(mailbox).values().remove(card.id());
        card.delete();
      }
      if (random.nextInt(3) == 0) {
        // Sometimes one that looks like one of ours.
        String name =
            random.nextBoolean()
                ? "Friend " + random.nextInt()
                : ours.get(random.nextInt(ours.size())).text("displayName");
        MailboxUser.Card added =
            folder.add("{\"displayName\":\"" + name + "\",\"mobilePhone\":\"0171\"}");
        own.get(mailbox).put(added.id(), added.rawState());
      }
    }

    private List<MailboxUser.Card> ours(SmallOffice office, int mailbox) {
      return office.folder(mailbox).contacts().stream()
          .filter(card -> !own.get(mailbox).containsKey(card.id()))
          .toList();
    }

    /** Everybody once, as the directory has them, and as the contact they were before. */
    private void check(SmallOffice office, String when) {
      TreeMap<String, DirectoryObject> wanted = new TreeMap<>();
      organisation
          .members(STAFF, false)
          .forEach(person -> wanted.put(person.text("displayName"), person));
      for (int mailbox = 0; mailbox < MAILBOXES; mailbox++) {
        List<MailboxUser.Card> ours = ours(office, mailbox);
        assertEquals(
            List.copyOf(wanted.keySet()),
            ours.stream().map(card -> card.text("displayName")).sorted().toList(),
            when);
        for (MailboxUser.Card card : ours) {
          DirectoryObject person = wanted.get(card.text("displayName"));
          assertEquals(values(person.properties()), values(card.json()), when);
          String known = ids.get(mailbox).putIfAbsent(person.id(), card.id());
          assertTrue(known == null || known.equals(card.id()), when + ": another contact");
          for (String field : NOT_OURS) {
            assertEquals(added.getOrDefault(card.id() + field, ""), card.text(field), when);
          }
        }
        Map<String, String> foreign = new HashMap<>();
        for (MailboxUser.Card card : office.folder(mailbox).contacts()) {
          if (own.get(mailbox).containsKey(card.id())) {
            foreign.put(card.id(), card.rawState());
          }
        }
        assertEquals(own.get(mailbox), foreign, when);
      }
    }

    private static List<String> values(JsonNode holder) {
      return Stream.of("givenName", "surname", "jobTitle", "mobilePhone", "businessPhones")
          .map(name -> name + "=" + text(holder.path(name)))
          .toList();
    }

    private static String text(JsonNode value) {
      return value.isArray() ? value.toString() : value.isNull() ? "" : value.asText();
    }
  }
}
