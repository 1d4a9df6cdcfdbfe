package dev.rollcall.localtenant.organisation;

import dev.rollcall.localtenant.organisation.DirectoryObject.Kind;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * An organisation of a few ordinary people, and what happens to them from one day to the next. The
 * same seed brings the same days.
 */
public final class DailyLife {

  private final Organisation organisation;
  private final Random random;
  private int joined;

  private DailyLife(Organisation organisation, Random random) {
    this.organisation = organisation;
    this.random = random;
  }

  /**
   * Founds an organisation.
   *
   * @param name also, in lower case, the name of its domain below {@code .example}
   */
  public static DailyLife of(String name, int people, Random random) {
    Organisation organisation = new Organisation(name, name.toLowerCase(Locale.ROOT) + ".example");
    DailyLife life = new DailyLife(organisation, random);
    for (int i = 0; i < people; i++) {
      life.join();
    }
    return life;
  }

  public Organisation organisation() {
    return organisation;
  }

  /** A day, of which nothing may happen; answers the ids of those who are not what they were. */
  public Set<String> passes() {
    Set<String> touched = new HashSet<>();
    List<DirectoryObject> people = organisation.all(Kind.USER);
    for (int i = random.nextInt(3); i > 0; i--) {
      DirectoryObject person = people.get(random.nextInt(people.size()));
      organisation.change(person.id(), "jobTitle", "title " + random.nextInt());
      touched.add(person.id());
    }
    if (random.nextInt(3) == 0) {
      DirectoryObject person = people.get(random.nextInt(people.size()));
      organisation.marry(person.id(), "wed" + random.nextInt(1_000_000));
      touched.add(person.id());
    }
    if (random.nextInt(4) == 0) {
      String gone = people.get(random.nextInt(people.size())).id();
      organisation.leave(gone);
      touched.add(gone);
    }
    if (random.nextInt(3) == 0) {
      touched.add(join());
    }
    return touched;
  }

  /** Somebody joins; answers the id. */
  public String join() {
    String number = organisation.name() + joined++;
    DirectoryObject person =
        organisation.join(
            "person " + number, "Given " + number, "p." + number.toLowerCase(Locale.ROOT));
    person
        .properties()
        .put("givenName", "Given")
        .put("surname", number)
        .put("jobTitle", "newcomer");
    return person.id();
  }

  /** Name and title of everybody who is there now, by address. */
  public Map<String, String> people() {
    return seen(organisation.all(Kind.USER));
  }

  /** The same as others see it who put something behind every name. */
  public Map<String, String> people(String suffix) {
    Map<String, String> seen = people();
    seen.replaceAll((address, text) -> text.replaceFirst(", ", suffix + ", "));
    return seen;
  }

  /** Name and title of every mail contact, by address. */
  public Map<String, String> contacts() {
    return seen(organisation.all(Kind.CONTACT));
  }

  private static Map<String, String> seen(List<DirectoryObject> objects) {
    Map<String, String> seen = new TreeMap<>();
    objects.forEach(
        object ->
            seen.put(
                object.text("mail"), object.text("displayName") + ", " + object.text("jobTitle")));
    return seen;
  }
}
