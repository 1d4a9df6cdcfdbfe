package dev.rollcall.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.localhost.LocalCloud;
import dev.rollcall.localtenant.LocalTenant;
import dev.rollcall.localtenant.LocalTrust;
import dev.rollcall.localtenant.ews.EwsCounts;
import dev.rollcall.localtenant.graph.mailbox.Location;
import dev.rollcall.localtenant.graph.mailbox.MailboxUser;
import dev.rollcall.localtenant.organisation.DirectoryObject;
import dev.rollcall.localtenant.organisation.Organisation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Contacts from where people keep them: a folder of a shared mailbox, a public folder, Active
 * Directory. The organisation has servers of its own; of four people's mailboxes two are there.
 */
final class OwnServers {

  private static final int PEOPLE = 4;
  private static final String PUBLIC_FOLDER = "/Contacts/District offices";

  private final Demo demo;
  private final Printer print;
  private final LocalCloud cloud;
  private final LocalTenant tenant;
  private final Organisation organisation;
  private final List<ObjectNode> offices;
  private final List<DirectoryObject> people = new ArrayList<>();

  /**
   * @param offices what is kept in the shared folders
   */
  OwnServers(Demo demo, Printer print, LocalCloud cloud, List<ObjectNode> offices) {
    this.demo = demo;
    this.print = print;
    this.cloud = cloud;
    this.tenant = cloud.tenant();
    this.organisation = cloud.organisation();
    this.offices = offices;
  }

  void show() {
    print.title("Servers of the organisation's own: Active Directory, Exchange, public folders");
    open();
    int stored = cloud.api().put("/api/environments/contoso-hybrid", environment()).status();
    print.check("PUT /api/environments/contoso-hybrid", 201, stored);
    print.line(
        "Of "
            + PEOPLE
            + " people, two have their mailbox online and two on Exchange Server. The shared"
            + " folders hold "
            + offices.size()
            + " offices.");
    demo.policy(
        "The contacts of a shared mailbox's folder",
        "shared-mailbox-contacts",
        sharedMailbox(),
        "contacts in mailboxes",
        () -> contacts("Offices"));
    tenant.ews().resetCounts();
    demo.policy(
        "The contacts of a public folder, which only Exchange's web services reach",
        "public-folder-contacts",
        publicFolder(),
        "contacts in mailboxes",
        () -> contacts("District offices"));
    EwsCounts counts = tenant.ews().counts();
    print.line(
        "Exchange Server was asked "
            + counts.calls()
            + " times: "
            + counts.callsByOperation().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> entry.getValue() + " " + entry.getKey())
                .collect(Collectors.joining(", "))
            + ".");
    demo.policy(
        "People of Active Directory, into the mailboxes that it names",
        "active-directory-contacts",
        activeDirectory(),
        "contacts in mailboxes",
        () -> contacts("Staff"));
    print.check(
        "offices in the first mailbox online", offices.size(), contacts(people.get(0), "Offices"));
    print.check(
        "offices in the first mailbox on Exchange Server",
        offices.size(),
        contacts(people.get(2), "Offices"));
  }

  private void open() {
    for (int i = 0; i < PEOPLE; i++) {
      DirectoryObject person =
          organisation.join("plant" + i, "Plant Manager" + i, "plant.manager" + i);
      person.properties().put("givenName", "Plant").put("surname", "Manager" + i);
      people.add(person);
    }
    organisation.addMembers(
        organisation.addGroup("plants", "Plants", "plants", "distribution").id(),
        people.stream().map(DirectoryObject::id).toList());
    organisation.addMailbox("OFFICES", "Offices", "offices", "shared");
    tenant.move(Location.ON_PREMISES, people.get(2).id(), people.get(3).id());
    tenant.addServiceAccount("svc-rollcall", "corp-reader");
    tenant.addServiceAccount("svc-rollcall-write", "corp-writer");
    tenant.vault().putSecret("corp-root-ca", LocalTrust.install().authorityPem());
    tenant.activeDirectory().replicate();
    MailboxUser.Folder shared =
        tenant.mailboxes().of(Organisation.idOf("USER:OFFICES")).makeFolder("Offices/East");
    MailboxUser.Folder common =
        tenant
            .ews()
            .publicFolders()
            .make(PUBLIC_FOLDER, "pf1")
            .allow(people.get(2).text("mail"))
            .contents();
    offices.forEach(shared::add);
    offices.forEach(common::add);
  }

  /** The sample environment, with the addresses of the servers on this machine. */
  private String environment() {
    return LocalCloud.sample("environments/contoso-hybrid.json")
        .replace("\"kind\": \"hybrid\",", "\"kind\": \"hybrid\", \"cloud\": \"custom\",")
        .replace("contoso.onmicrosoft.com", tenant.initialDomain())
        .replace("2653598a-91f0-4a44-8a05-0d5d1a4a5d3f", tenant.clientId())
        .replace("\"rollcall-contoso\"", "\"" + tenant.certificateName() + "\"")
        .replace(
            "\"dc1.corp.contoso.com\", \"dc2.corp.contoso.com\"",
            tenant.activeDirectory().addresses().stream()
                .map(address -> "\"" + address + "\"")
                .collect(Collectors.joining(", ")))
        .replace("DC=corp,DC=contoso,DC=com", tenant.activeDirectory().base())
        .replace("https://mail.contoso.com/EWS/Exchange.asmx", tenant.ews().uri().toString())
        .replace("@contoso.com", "@" + organisation.domain());
  }

  private String sharedMailbox() {
    return hybrid(LocalCloud.sample("policies/shared-mailbox-contacts.json"))
        .replace("reception@", "offices@");
  }

  private String publicFolder() {
    return """
        { "id": "public-folder-contacts", "name": "District offices", "type": "contacts",
          "environment": "contoso-hybrid",
          "source": { "kind": "publicFolder", "folder": "%s", "mailbox": "%s",
                      "location": "onPremises" },
          "target": { "kind": "mailboxes", "select": [ { "group": "plants@%s" } ],
                      "folder": "District offices" } }
        """
        .formatted(PUBLIC_FOLDER, people.get(2).text("mail"), organisation.domain());
  }

  private String activeDirectory() {
    String base = tenant.activeDirectory().base();
    return """
        { "id": "active-directory-contacts", "name": "Staff", "type": "contacts",
          "environment": "contoso-hybrid",
          "source": { "kind": "activeDirectory",
                      "select": [ { "ou": "OU=Staff,%s", "depth": "subtree" } ] },
          "target": { "kind": "mailboxes", "directory": "activeDirectory",
                      "select": [ { "group": "plants@%s" } ], "folder": "Staff",
                      "account": "writer" } }
        """
        .formatted(base, organisation.domain());
  }

  private String hybrid(String sample) {
    return sample
        .replace("\"environment\": \"contoso\"", "\"environment\": \"contoso-hybrid\"")
        .replace("field-staff@", "plants@")
        .replace("contoso.com", organisation.domain());
  }

  private int contacts(String folder) {
    return people.stream().mapToInt(person -> contacts(person, folder)).sum();
  }

  private int contacts(DirectoryObject person, String folder) {
    Optional<MailboxUser.Folder> found = tenant.mailboxes().of(person.id()).findFolder(folder);
    return found.map(f -> f.contacts().size()).orElse(0);
  }
}
