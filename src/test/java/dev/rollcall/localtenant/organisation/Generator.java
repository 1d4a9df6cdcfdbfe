package dev.rollcall.localtenant.organisation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;

/** Makes organisations from a seed: mostly ordinary people, and everything that breaks tools. */
public final class Generator {

  private static final String[] GIVEN = {
    "Anna", "Ben", "Clara", "David", "Elif", "François", "Grace", "Hiroshi", "Ines", "Jürgen",
    "Katarzyna", "Liam", "Mária", "Noah", "Olga", "Priya", "Quentin", "Rosa", "Søren", "Tomás",
    "Ursula", "Viktor", "Wanjiru", "Xin", "Yusuf", "Zoë"
  };
  private static final String[] SURNAMES = {
    "Ames", "Bauer", "Çelik", "Dubois", "Eriksen", "Fischer", "García", "Horváth", "Ivanova",
    "Jansen", "Kowalski", "López", "Müller", "Nguyen", "O'Brien", "Petrov", "Quist", "Rossi",
    "Schmidt", "Tanaka", "Ünal", "van der Berg", "Wójcik", "Xu", "Yamamoto", "Zimmermann"
  };
  private static final String[] DEPARTMENTS = {"Sales", "Service", "Research", "Finance", "IT"};
  private static final String[] TITLES = {"Consultant", "Engineer", "Manager", "Analyst", "Intern"};
  private static final String[][] CITIES = {
    {"Berlin", "10115", "DE", "+49 30 5550"},
    {"Wien", "1010", "AT", "+43 1 5550"},
    {"London", "EC1A 1BB", "GB", "+44 20 5550"},
    {"Boston", "02108", "US", "+1 617 555 "}
  };

  private Generator() {}

  /** The default organisation: about 300 people, some thirty of them out in the field. */
  public static Organisation standard() {
    return of(20261121L, 300, 30);
  }

  /**
   * An organisation.
   *
   * @param people how many people with a mailbox
   * @param field how many of them are in {@code field-staff}, whose mailboxes are written in
   *     samples
   */
  public static Organisation of(long seed, int people, int field) {
    Organisation organisation = new Organisation("Contoso", "contoso.example");
    List<String> everybody = people(organisation, "", seed, people);
    oddities(organisation, everybody);
    List<String> staff = new ArrayList<>();
    for (int i = 0; i < field && i < people; i++) {
      staff.add(everybody.get((int) ((long) i * people / field)));
    }
    groups(organisation, everybody, staff);
    return organisation;
  }

  /** Another organisation, of ordinary people only, whose ids are those of nobody else's. */
  public static Organisation neighbour(String name, String domain, long seed, int people) {
    Organisation organisation = new Organisation(name, domain);
    people(organisation, name + " ", seed, people);
    return organisation;
  }

  private static List<String> people(
      Organisation organisation, String prefix, long seed, int people) {
    SplittableRandom random = new SplittableRandom(seed);
    List<String> everybody = new ArrayList<>(people);
    for (int i = 0; i < people; i++) {
      everybody.add(person(organisation, random, prefix + "person" + i, i));
    }
    return everybody;
  }

  private static String person(
      Organisation organisation, SplittableRandom random, String seedName, int number) {
    String given = GIVEN[random.nextInt(GIVEN.length)];
    String surname = SURNAMES[random.nextInt(SURNAMES.length)];
    String[] city = CITIES[random.nextInt(CITIES.length)];
    String local =
        (given.charAt(0) + "." + surname + number)
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9.]", "");
    DirectoryObject person = organisation.join(seedName, given + " " + surname, local);
    ObjectNode properties = person.properties();
    properties
        .put("givenName", given)
        .put("surname", surname)
        .put("jobTitle", TITLES[random.nextInt(TITLES.length)])
        .put("department", DEPARTMENTS[random.nextInt(DEPARTMENTS.length)])
        .put("companyName", organisation.name())
        .put("officeLocation", city[0] + " / " + (1 + random.nextInt(40)))
        .put("streetAddress", (1 + random.nextInt(90)) + " Main Street")
        .put("city", city[0])
        .put("postalCode", city[1])
        .put("country", city[2])
        .put("employeeId", String.format("%06d", number));
    properties.putArray("businessPhones").add(city[3] + String.format("%04d", number % 10_000));
    if (random.nextInt(4) > 0) {
      properties.put("mobilePhone", "+49 171 " + (1_000_000 + number));
    }
    return person.id();
  }

  /** Two people with one name, names in several scripts, values nobody expects. */
  private static void oddities(Organisation organisation, List<String> everybody) {
    String[][] odd = {
      {"twin1", "Jan", "de Vries", "j.devries1"},
      {"twin2", "Jan", "de Vries", "j.devries2"},
      {"arabic", "محمد", "الأحمد", "m.alahmad"},
      {"hebrew", "יעל", "כהן", "y.cohen"},
      {"chinese", "伟", "王", "w.wang"},
      {"greek", "Ελένη", "Παπαδοπούλου", "e.papa"},
      {"apostrophe", "Siobhán", "O'Neill-D'Arcy", "s.oneill"},
      {"emoji", "Robin 🎉", "Sparks 👩🏽‍🚀", "r.sparks"},
      {"semicolon", "Semi;colon", "Comma, Quote\"", "s.quote"}
    };
    for (String[] one : odd) {
      DirectoryObject person = organisation.join("odd-" + one[0], one[1] + " " + one[2], one[3]);
      person.properties().put("givenName", one[1]).put("surname", one[2]).put("country", "DE");
      everybody.add(person.id());
    }
    DirectoryObject longTitle = organisation.join("odd-long", "Lona Longtitle", "l.long");
    longTitle.properties().put("jobTitle", "Head of ".repeat(40).strip());
    everybody.add(longTitle.id());
    DirectoryObject phones = organisation.join("odd-phones", "Phil Phones", "p.phones");
    // The directory allows one business phone; imported and synchronised objects have been seen
    // with more.
    phones
        .properties()
        .putArray("businessPhones")
        .add("+49 30 1001")
        .add("+49 30 1002")
        .add("+49 30 1003")
        .add("+49 30 1004")
        .add("+49 30 1005");
    everybody.add(phones.id());
  }

  private static void groups(
      Organisation organisation, List<String> everybody, List<String> staff) {
    organisation.addMailbox("info", "Info Desk", "info", "shared");
    organisation.addMailbox("reception", "Reception", "reception", "shared");
    organisation.addMailbox("room1", "Meeting Room One", "room1", "room");
    organisation.addMailbox("room2", "Meeting Room Two", "room2", "room");
    organisation.addMailbox("projector", "Projector", "projector", "equipment");
    organisation.addWithoutMailbox(
        "guest1", "Gustav Guest", Optional.of("gustav@partner.example"), "Guest");
    organisation.addWithoutMailbox("nomail", "Nobody Mailless", Optional.empty(), "Member");
    organisation.addWithoutMailbox(
        "mailuser", "Mara Mailuser", Optional.of("mara@elsewhere.example"), "Member");
    DirectoryObject partner =
        organisation.addContact("partner1", "Paula Partner", "paula@partner.example");
    partner
        .properties()
        .put("givenName", "Paula")
        .put("surname", "Partner")
        .put("companyName", "Partner Ltd");
    partner
        .properties()
        .putArray("phones")
        .addObject()
        .put("type", "mobile")
        .put("number", "+44 7700 900123");
    organisation.addContact("partner2", "Pavel Partner", "pavel@partner.example");
    organisation.addDevice("laptop");

    DirectoryObject all =
        organisation.addGroup("all", "All Employees", "all-employees", "distribution");
    int half = everybody.size() / 2;
    DirectoryObject north =
        organisation.addGroup("north", "All North", "all-north", "mailEnabledSecurity");
    organisation.addMembers(north.id(), everybody.subList(0, half));
    organisation.addMembers(all.id(), everybody.subList(half, everybody.size()));
    organisation.addMembers(all.id(), List.of(north.id()));
    DirectoryObject field =
        organisation.addGroup("field", "Field Staff", "field-staff", "microsoft365");
    organisation.addMembers(field.id(), staff);
    DirectoryObject cycleA = organisation.addGroup("cyclea", "Cycle A", "cycle-a", "distribution");
    DirectoryObject cycleB = organisation.addGroup("cycleb", "Cycle B", "cycle-b", "distribution");
    organisation.addMembers(cycleA.id(), List.of(cycleB.id(), everybody.get(0)));
    organisation.addMembers(
        cycleB.id(), List.of(cycleA.id(), everybody.get(1), Organisation.idOf("CONTACT:partner1")));
    DirectoryObject mixed = organisation.addGroup("mixed", "Mixed", "mixed", "security");
    organisation.addMembers(
        mixed.id(), List.of(everybody.get(2), Organisation.idOf("DEVICE:laptop")));
    DirectoryObject dynamic =
        organisation.addGroup("dynamic", "Everybody (dynamic)", "everybody", "dynamicDistribution");
    organisation.addMembers(dynamic.id(), everybody);
  }
}
