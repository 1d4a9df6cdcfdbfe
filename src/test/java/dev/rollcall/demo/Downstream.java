package dev.rollcall.demo;

import dev.rollcall.localhost.LocalCloud;
import dev.rollcall.localservices.LocalServices;
import dev.rollcall.localtenant.exchange.Committees;
import dev.rollcall.localtenant.exchange.Permissions;
import dev.rollcall.localtenant.organisation.DirectoryObject;
import dev.rollcall.localtenant.organisation.Organisation;
import java.time.Clock;
import java.util.List;
import java.util.function.IntSupplier;

/**
 * One policy for each kind of downstream service: shown first, then carried out exactly as shown,
 * then run again to see that nothing is left to do.
 */
final class Downstream implements AutoCloseable {

  /** The sample policies that write to services. */
  static final List<String> POLICIES =
      List.of(
          "zivver-users",
          "zivver-mailboxes",
          "mail-filter",
          "mailbox-teams",
          "mailbox-events",
          "address-list");

  private final Demo demo;
  private final Printer print;
  private final LocalCloud cloud;
  private final Organisation organisation;
  private final boolean generated;
  private final LocalServices services;

  /**
   * @param generated whether the organisation is the generated one, whose mailboxes are known
   */
  Downstream(Demo demo, Printer print, LocalCloud cloud, boolean generated) {
    this.demo = demo;
    this.print = print;
    this.cloud = cloud;
    this.organisation = cloud.organisation();
    this.generated = generated;
    this.services = LocalServices.start(cloud, Clock.systemUTC());
  }

  void show() {
    print.title("Downstream services: who is behind the shared mailboxes is asked of Exchange");
    grant(cloud.tenant().exchange().permissions());
    int stored =
        cloud.api().put("/api/environments/contoso", LocalServices.environment(cloud)).status();
    print.check("PUT /api/environments/contoso", 200, stored);
    others();
    policy(
        "People become accounts of Zivver",
        "zivver-users",
        services.policy("zivver-users").replace("all-employees@", people() + "@"),
        () -> services.zivver().users().size());
    policy(
        "Shared mailboxes become functional accounts of Zivver, with their delegates",
        "zivver-mailboxes",
        services.policy("zivver-mailboxes"),
        () -> services.zivver().groups().size());
    policy(
        "Every valid address becomes one of the mail filter",
        "mail-filter",
        services.policy("mail-filter"),
        () -> (int) services.mailprotector().users().stream().filter(u -> u.type() != 2).count());
    policy(
        "Shared mailboxes become teams of Emailgistics",
        "mailbox-teams",
        teams(services.policy("mailbox-teams")),
        () -> services.emailgistics().teams().size());
    policy(
        "Shared mailboxes and who is behind them are told to a webhook",
        "mailbox-events",
        services.policy("mailbox-events"),
        () -> services.receiver().records().size());
    policy(
        "All valid addresses become a file",
        "address-list",
        services.policy("address-list"),
        () -> lines(cloud.api().text("GET", "/api/files/addresses.csv", "")) - 1);
  }

  @Override
  public void close() {
    services.close();
  }

  private void policy(String title, String id, String document, IntSupplier held) {
    demo.policy(title, id, document, "held by the service", held);
  }

  /** Exchange's permissions: people, a group, and the members of each committee of a congress. */
  private void grant(Permissions permissions) {
    if (!generated) {
      Committees.open(organisation);
      Committees.grant(organisation, permissions);
      for (DirectoryObject committee : Committees.committees(organisation)) {
        organisation.members(committee.id(), false).stream()
            .filter(DirectoryObject::hasMailbox)
            .forEach(
                member ->
                    permissions.sendAs(
                        Committees.mailbox(committee.id()), member.text("userPrincipalName")));
      }
      return;
    }
    List<DirectoryObject> staff =
        organisation.members(Organisation.idOf("GROUP:field"), true).stream()
            .filter(DirectoryObject::hasMailbox)
            .toList();
    for (String mailbox : List.of("info", "reception")) {
      String id = Organisation.idOf("USER:" + mailbox);
      for (DirectoryObject person : staff.subList(0, 3)) {
        permissions.fullAccess(id, person.text("userPrincipalName"));
        permissions.sendAs(id, person.text("userPrincipalName"));
      }
    }
    permissions.fullAccess(Organisation.idOf("USER:info"), organisationsField());
  }

  private String organisationsField() {
    return organisation.find(Organisation.idOf("GROUP:field")).orElseThrow().text("mail");
  }

  /** Whoever is not in the group has an account already, so that all delegates have one. */
  private void others() {
    List<DirectoryObject> people =
        members(organisation.find(people() + "@" + organisation.domain()).orElseThrow());
    organisation.mailboxes().stream()
        .filter(mailbox -> mailbox.purpose().equals("user") && !people.contains(mailbox))
        .forEach(
            mailbox ->
                services.zivver().addUser(mailbox.text("mail"), mailbox.text("displayName")));
  }

  /** A group that Zivver takes in a minute: it takes 50 requests in 10 seconds. */
  private String people() {
    String mail = SmallGroup.of(organisation, generated).text("mail");
    return mail.substring(0, mail.indexOf('@'));
  }

  private List<DirectoryObject> members(DirectoryObject group) {
    return SmallGroup.members(organisation, group);
  }

  /** The sample names two mailboxes; a congress has its committees'. */
  private String teams(String sample) {
    if (generated) {
      return sample;
    }
    String domain = "@" + organisation.domain();
    List<String> offices =
        Committees.committees(organisation).stream()
            .filter(committee -> !members(committee).isEmpty())
            .limit(2)
            .map(committee -> committee.text("mailNickname") + "-office" + domain)
            .toList();
    return sample
        .replace("info" + domain, offices.get(0))
        .replace("reception" + domain, offices.get(1));
  }

  private static int lines(String text) {
    return text.startsWith("{") ? 1 : (int) text.lines().count();
  }
}
