package dev.rollcall.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.localhost.LocalCloud;
import dev.rollcall.localhost.RollcallApi;
import dev.rollcall.localtenant.LocalTenant;
import dev.rollcall.localtenant.organisation.DirectoryObject;
import dev.rollcall.localtenant.organisation.DirectoryObject.Kind;
import dev.rollcall.localtenant.organisation.Generator;
import dev.rollcall.localtenant.organisation.Organisation;
import dev.rollcall.model.Mark;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Two tenants that see each other: a second organisation in the same cloud, and a policy in each
 * direction. What differs between them is what differs between real ones: somebody is a guest on
 * the other side, and somebody else's Rollcall has been here before.
 */
final class Neighbours {

  private static final String THERE = "people-for-fabrikam";
  private static final String BACK = "people-for-contoso";
  private static final int PEOPLE = 40;
  private static final long SEED = 20261122L;
  private static final int SHOWN = 6;

  /** What another installation made of somebody at a third organisation. */
  private static final String THIRD = "tina@tailspin.example";

  private final Demo demo;
  private final Printer print;
  private final RollcallApi api;
  private final LocalTenant ours;
  private final LocalTenant theirs;
  private final Organisation contoso;
  private final Organisation fabrikam =
      Generator.neighbour("Fabrikam", "fabrikam.example", SEED, PEOPLE);
  private final DirectoryObject group;
  private final DirectoryObject guest;

  /**
   * @param generated whether the organisation is the generated one, whose groups are known
   */
  Neighbours(Demo demo, Printer print, LocalCloud cloud, boolean generated) {
    this.demo = demo;
    this.print = print;
    this.api = cloud.api();
    this.ours = cloud.tenant();
    this.contoso = cloud.organisation();
    this.theirs = cloud.addTenant(fabrikam);
    this.group = SmallGroup.of(contoso, generated);
    this.guest = given().get(0);
  }

  void show() {
    open();
    demo.policy(
        "The people of a group of " + contoso.name() + " in Fabrikam's address list",
        THERE,
        there(),
        "mail contacts of ours at Fabrikam",
        () -> made(fabrikam).size());
    demo.policy(
        "Everybody at Fabrikam in " + contoso.name() + "'s, and nobody who came from there",
        BACK,
        back(),
        "mail contacts of Fabrikam's here",
        () -> made(contoso).size());
    whoIsSeenWhere();
    whoIsNot();
    edits();
    quiet();
  }

  private void open() {
    print.title("A second tenant in the same cloud: Fabrikam, which is to see our people");
    fabrikam.addWithoutMailbox(
        "fabrikam guest", guest.text("displayName"), Optional.of(guest.text("mail")), "Guest");
    fabrikam.addContact("fabrikam partner", "Petra Partner", "petra@partner.example");
    contoso.addMembers(
        group.id(),
        List.of(
            contoso.addContact("rollcall-5a5a5a5a-tina", "Tina Tester (Tailspin)", THIRD).id()));
    List.of(ours, theirs).forEach(tenant -> tenant.app().grant("Exchange.ManageAsApp"));
    int stored =
        api.put("/api/environments/fabrikam", LocalCloud.addressListEnvironment(theirs, "fabrikam"))
            .status();
    print.check("PUT /api/environments/fabrikam", 201, stored);
    print.line(
        "Of the "
            + given().size()
            + " people in "
            + group.text("mail")
            + " one is a guest at Fabrikam, which has "
            + PEOPLE
            + " people. With them is a contact that another installation of Rollcall made here.");
  }

  private void whoIsSeenWhere() {
    print.title("Who is seen where");
    List<DirectoryObject> seenThere = made(fabrikam);
    List<DirectoryObject> seenHere = made(contoso);
    print.table(
        List.of("address list", "people of its own", "guests", "of the other", "echoes"),
        List.of(row(fabrikam, seenThere), row(contoso, seenHere)));
    print.table(
        List.of("at Fabrikam", "address", "title"),
        seenThere.stream()
            .limit(SHOWN)
            .map(
                seen -> List.of(seen.text("displayName"), seen.text("mail"), seen.text("jobTitle")))
            .toList());
    Set<String> expected = addresses(given());
    expected.remove(guest.text("mail"));
    print.check("seen at Fabrikam", expected.size(), seenThere.size());
    print.check("all of the group but the guest", true, expected.equals(addresses(seenThere)));
    Set<String> everybody = addresses(fabrikam.mailboxes());
    everybody.add("petra@partner.example");
    print.check("seen here", everybody.size(), seenHere.size());
    print.check("all of Fabrikam and its partner", true, everybody.equals(addresses(seenHere)));
    print.check(
        "the guest is known once at Fabrikam",
        1L,
        all(fabrikam).stream().filter(one -> one.text("mail").equals(guest.text("mail"))).count());
    print.check(
        "echoes",
        false,
        addresses(seenHere).removeAll(addresses(contoso.mailboxes()))
            || addresses(seenThere).removeAll(addresses(fabrikam.mailboxes())));
    print.check(
        "what another Rollcall made was passed on", false, addresses(seenThere).contains(THIRD));
  }

  private void whoIsNot() {
    print.title("Who is not passed on, and why");
    Map<String, Long> there = skipped(THERE);
    Map<String, Long> back = skipped(BACK);
    print.check(
        "a user, guest or group there has the address",
        1L,
        there.getOrDefault("OTHER_KIND_THERE", 0L));
    print.check(
        "made here by another installation", 1L, there.getOrDefault("MADE_BY_ROLLCALL", 0L));
    print.check(
        "came from here", (long) made(fabrikam).size(), back.getOrDefault("MADE_BY_ROLLCALL", 0L));
  }

  /** How many records a preview that looks at the list itself leaves out, by reason. */
  private Map<String, Long> skipped(String policy) {
    JsonNode preview = demo.run(api.startRun(policy, "preview", true));
    Map<String, Long> reasons =
        api.all(RollcallApi.address(preview) + "/changes").stream()
            .map(change -> change.path("reason").asText())
            .filter(reason -> !reason.isEmpty())
            .collect(Collectors.groupingBy(reason -> reason, TreeMap::new, Collectors.counting()));
    print.line(policy + ": " + reasons);
    return reasons;
  }

  private void edits() {
    print.title("An edit on one side is seen on the other, once");
    DirectoryObject person = given().get(1);
    contoso.change(person.id(), "jobTitle", "Envoy to Fabrikam");
    after(THERE, 1);
    after(BACK, 0);
    print.check("title at Fabrikam", "Envoy to Fabrikam", title(fabrikam, person));
    DirectoryObject other = fabrikam.mailboxes().get(3);
    fabrikam.change(other.id(), "jobTitle", "Envoy to " + contoso.name());
    after(BACK, 1);
    after(THERE, 0);
    print.check("title here", "Envoy to " + contoso.name(), title(contoso, other));
  }

  private void quiet() {
    print.title("Nothing changed: both policies only read lists");
    for (LocalTenant tenant : List.of(ours, theirs)) {
      tenant.counters().reset();
      tenant.exchange().resetCounts();
    }
    after(THERE, 0);
    after(BACK, 0);
    for (LocalTenant tenant : List.of(ours, theirs)) {
      Map<String, Integer> asked = tenant.exchange().counts();
      print.line(
          tenant.organisation().name()
              + ": Graph answered "
              + tenant.counters().counts().calls()
              + " calls, Exchange "
              + asked.values().stream().mapToInt(Integer::intValue).sum()
              + " ("
              + asked.entrySet().stream()
                  .map(entry -> entry.getValue() + " " + entry.getKey())
                  .collect(Collectors.joining(", "))
              + ").");
      print.check(
          "requests to " + tenant.organisation().name() + "'s Exchange that are no lists",
          List.of(),
          asked.keySet().stream().filter(name -> !name.startsWith("Get-")).toList());
    }
  }

  /** A run, and how many contacts it wrote. */
  private void after(String policy, int updated) {
    JsonNode run = demo.run(api.startRun(policy, "apply", false));
    JsonNode counts = run.path("counts");
    print.check(policy + ": updated", updated, counts.path("updated").asInt());
    print.check(
        policy + ": created, deleted, failed",
        List.of(0, 0, 0),
        List.of(
            counts.path("created").asInt(),
            counts.path("deleted").asInt(),
            counts.path("failed").asInt()));
  }

  private String there() {
    return LocalCloud.sample("policies/people-for-fabrikam.json")
        .replace("all-staff@contoso.com", group.text("mail"))
        .replace("(Contoso)", "(" + contoso.name() + ")");
  }

  /** The opposite direction takes everybody, so that it meets what the other policy made. */
  private String back() {
    return """
        { "id": "%s", "name": "Fabrikam in our address list", "type": "gal",
          "environment": "fabrikam",
          "source": { "kind": "directory",
                      "select": [ { "query": "*", "recipientTypes": [ "user", "mailContact" ] } ] },
          "target": { "kind": "mailcontact", "environment": "contoso", "suffix": " (Fabrikam)" } }
        """
        .formatted(BACK);
  }

  private List<DirectoryObject> given() {
    return SmallGroup.members(contoso, group);
  }

  /** The mail contacts that this installation made. */
  private static List<DirectoryObject> made(Organisation organisation) {
    return organisation.all(Kind.CONTACT).stream()
        .filter(contact -> Mark.isAlias(contact.text("mailNickname")))
        .filter(contact -> !contact.text("mail").equals(THIRD))
        .toList();
  }

  private static List<DirectoryObject> all(Organisation organisation) {
    return List.of(Kind.USER, Kind.CONTACT).stream()
        .flatMap(kind -> organisation.all(kind).stream())
        .toList();
  }

  private static Set<String> addresses(List<DirectoryObject> objects) {
    return objects.stream()
        .map(object -> object.text("mail"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String title(Organisation organisation, DirectoryObject person) {
    return made(organisation).stream()
        .filter(contact -> contact.text("mail").equals(person.text("mail")))
        .map(contact -> contact.text("jobTitle"))
        .findFirst()
        .orElse("");
  }

  private static List<String> row(Organisation organisation, List<DirectoryObject> made) {
    Set<String> own = addresses(organisation.mailboxes());
    return List.of(
        organisation.name(),
        Integer.toString(own.size()),
        Long.toString(
            organisation.all(Kind.USER).stream()
                .filter(user -> user.text("userType").equals("Guest"))
                .count()),
        Integer.toString(made.size()),
        Long.toString(made.stream().filter(contact -> own.contains(contact.text("mail"))).count()));
  }
}
