package dev.rollcall.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.localhost.LocalCloud;
import dev.rollcall.localhost.RollcallApi;
import dev.rollcall.localtenant.LocalTenant;
import dev.rollcall.localtenant.LocalTenantOptions;
import dev.rollcall.localtenant.activedirectory.LocalDirectory;
import dev.rollcall.localtenant.graph.mailbox.Location;
import dev.rollcall.localtenant.graph.mailbox.MailboxUser;
import dev.rollcall.localtenant.organisation.DirectoryObject;
import dev.rollcall.localtenant.organisation.Organisation;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A small office with servers of its own: Active Directory and Exchange, with or without a tenant
 * beside them. The people are those of {@link SmallOffice}.
 */
final class ServersOffice implements AutoCloseable {

  /** How the office is connected. */
  enum Kind {
    /** No tenant; every mailbox is on the office's own server. */
    ON_PREMISES("onPremises"),
    /** Mailboxes in both places; all of them are online until they are moved. */
    HYBRID("hybrid");

    private final String document;

    Kind(String document) {
      this.document = document;
    }
  }

  static final String POLICY = "office";
  static final String FOLDER = "Office";

  /** Whose mailbox sends mails, and whose access is used for public folders. */
  static final String READER = "svc_rollcall@contoso.example";

  private final LocalCloud cloud;
  private final Organisation organisation;
  private final List<String> mailboxes;

  private ServersOffice(LocalCloud cloud, Organisation organisation, List<String> mailboxes) {
    this.cloud = cloud;
    this.organisation = organisation;
    this.mailboxes = mailboxes;
  }

  /** An office's people, with the mailbox that mails are sent from. */
  static Organisation organisation(int people, int mailboxes) {
    Organisation organisation = SmallOffice.organisation(people, mailboxes);
    organisation.addMailbox("MAILER", "Rollcall", "svc_rollcall", "shared");
    return organisation;
  }

  static ServersOffice open(Kind kind, Organisation organisation) {
    return open(kind, organisation, LocalTenantOptions.defaults());
  }

  static ServersOffice open(Kind kind, Organisation organisation, LocalTenantOptions options) {
    LocalCloud cloud = LocalCloud.start(organisation, options);
    prepare(cloud.tenant(), kind);
    List<String> mailboxes =
        organisation.members(Organisation.idOf("GROUP:field"), false).stream()
            .map(DirectoryObject::id)
            .toList();
    ServersOffice office = new ServersOffice(cloud, organisation, mailboxes);
    office.put("/api/environments/contoso", environment(cloud.tenant(), kind));
    return office;
  }

  /** Opens the office's own servers, with the account that {@link #environment} names. */
  static void prepare(LocalTenant tenant, Kind kind) {
    tenant.addServiceAccount("svc-rollcall", "corp-reader");
    if (kind == Kind.ON_PREMISES) {
      tenant.moveEverybody(Location.ON_PREMISES);
    }
    tenant.activeDirectory();
  }

  /** The document of the environment. */
  static String environment(LocalTenant tenant, Kind kind) {
    return environment(tenant, kind, "\"url\": \"" + tenant.ews().uri() + "\"");
  }

  /**
   * The document of the environment.
   *
   * @param where key and value that tell where Exchange is
   */
  static String environment(LocalTenant tenant, Kind kind, String where) {
    String servers =
        tenant.activeDirectory().addresses().stream()
            .map(address -> "\"" + address + "\"")
            .collect(Collectors.joining(", "));
    String own =
        """
        "kind": "%s",
        "onPremises": {
          "accounts": [ { "name": "reader", "user": "CORP\\\\svc-rollcall", "secret": "corp-reader" } ],
          "ldap": { "servers": [ %s ], "security": "ldaps", "base": "%s", "account": "reader" },
          "ews": { %s, "authentication": "ntlm", "account": "reader", "maxConnections": 4 } },
        """
            .formatted(kind.document, servers, tenant.activeDirectory().base(), where);
    return kind == Kind.HYBRID
        ? LocalCloud.sampleEnvironment(tenant)
            .replace("@contoso.com", "@contoso.example")
            .replace("\"kind\": \"exchangeOnline\",", "")
            .replaceFirst("\\{", "{ " + own.replace("\\", "\\\\"))
        : "{ \"id\": \"contoso\", \"name\": \"Contoso\", "
            + own
            + "\"notificationMailbox\": \""
            + READER
            + "\", \"notify\": { \"to\": [\"admin@contoso.example\"] } }";
  }

  /** The document of an organisation whose Active Directory takes contacts of others. */
  static String addressList(LocalDirectory fabrikam) {
    return """
        { "id": "fabrikam", "name": "Fabrikam", "kind": "onPremises",
          "onPremises": {
            "accounts": [ { "name": "reader", "user": "CORP\\\\svc-rollcall", "secret": "corp-reader" } ],
            "ldap": { "servers": [ "%s" ], "security": "ldaps", "base": "%s", "account": "reader" },
            "ews": { "url": "https://mail.fabrikam.example/EWS/Exchange.asmx", "authentication": "ntlm",
                     "account": "reader" } } }
        """
        .formatted(fabrikam.addresses().get(0), fabrikam.base());
  }

  /** From Active Directory, into mailboxes that Active Directory names. */
  static String ownDirectory(String more) {
    return policy(
        more,
        "{ \"kind\": \"activeDirectory\", \"select\": [ { \"group\": \"staff@contoso.example\" } ] }",
        "\"directory\": \"activeDirectory\", ");
  }

  /** From the tenant's directory, into mailboxes that it names. */
  static String tenantDirectory(String more) {
    return policy(
        more,
        "{ \"kind\": \"directory\", \"select\": [ { \"group\": \"staff@contoso.example\" } ] }",
        "");
  }

  /** From wherever it is said, into the mailboxes of a group. */
  static String policy(String more, String source, String directory) {
    return """
        { "id": "office", "name": "Office", "type": "contacts", "environment": "contoso", %s
          "source": %s,
          "target": { "kind": "mailboxes", %s "select": [ { "group": "field@contoso.example" } ],
                      "folder": "Office" } }
        """
        .formatted(more, source, directory);
  }

  /** Stores a document. */
  void put(String path, String document) {
    RollcallApi.Answer answer = api().put(path, document);
    if (answer.status() != 200 && answer.status() != 201) {
      throw new IllegalStateException(answer.toString());
    }
  }

  void policy(String document) {
    put("/api/policies/" + POLICY, document);
  }

  RollcallApi api() {
    return cloud.api();
  }

  LocalTenant tenant() {
    return cloud.tenant();
  }

  Organisation organisation() {
    return organisation;
  }

  JsonNode apply() {
    return api().run(POLICY, "apply", false);
  }

  JsonNode applyLookingEverywhere() {
    return api().run(POLICY, "apply", true);
  }

  /** The ids of the mailboxes that get contacts. */
  List<String> mailboxes() {
    return mailboxes;
  }

  MailboxUser user(int mailbox) {
    return tenant().mailboxes().of(mailboxes.get(mailbox));
  }

  MailboxUser.Folder folder(int mailbox) {
    return user(mailbox).folder(FOLDER);
  }

  List<String> names(int mailbox) {
    return folder(mailbox).contacts().stream()
        .map(card -> card.text("displayName"))
        .sorted()
        .toList();
  }

  /** A mailbox is moved, and Active Directory knows. */
  void move(Location there, int... numbers) {
    for (int number : numbers) {
      tenant().move(there, mailboxes.get(number));
    }
  }

  @Override
  public void close() {
    cloud.close();
  }
}
