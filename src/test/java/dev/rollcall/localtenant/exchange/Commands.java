package dev.rollcall.localtenant.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.localtenant.organisation.DirectoryObject;
import dev.rollcall.localtenant.organisation.DirectoryObject.Kind;
import dev.rollcall.localtenant.organisation.Organisation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The commands, over the directory of an organisation. */
final class Commands {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String IDENTITY = "identity";
  private static final String DETAILS = "recipienttypedetails";
  private static final String FILTER = "filter";
  private static final String DYNAMIC = "DynamicDistributionGroup";
  private static final List<String> TYPES =
      List.of(
          "UserMailbox",
          "SharedMailbox",
          "RoomMailbox",
          "EquipmentMailbox",
          "SchedulingMailbox",
          "GuestMailUser",
          "MailUser",
          "MailContact",
          "GroupMailbox",
          "MailUniversalSecurityGroup",
          "MailUniversalDistributionGroup",
          DYNAMIC);

  /** What each command takes, in lower case, besides those that all take. */
  private static final Map<String, Set<String>> PARAMETERS =
      Map.of(
          "Get-Mailbox", Set.of(DETAILS),
          "Get-Recipient", Set.of(DETAILS, FILTER),
          "Get-MailContact", Set.of(FILTER),
          "Get-Contact", Set.of(DETAILS, FILTER),
          "Get-MailboxPermission", Set.of(),
          "Get-RecipientPermission", Set.of("trustee"),
          "Get-DistributionGroupMember", Set.of(),
          "Get-DynamicDistributionGroup", Set.of(),
          "Get-DynamicDistributionGroupMember", Set.of("includesoftdeletedobjects"));

  private final Organisation organisation;
  private final Permissions permissions;
  private final ExchangeQuirks quirks;
  private final Set<String> hidden = ConcurrentHashMap.newKeySet();
  private final Map<String, String> units = new ConcurrentHashMap<>();

  private final MailContacts contacts;

  Commands(Organisation organisation, Permissions permissions, ExchangeQuirks quirks) {
    this.organisation = organisation;
    this.permissions = permissions;
    this.quirks = quirks;
    this.contacts = new MailContacts(organisation, quirks, hidden, units);
  }

  MailContacts contacts() {
    return contacts;
  }

  void hide(String id) {
    hidden.add(id);
  }

  void show(String id) {
    hidden.remove(id);
  }

  void keepIn(String id, String organizationalUnit) {
    units.put(id, organizationalUnit);
  }

  /** Whether the product may ask for it. */
  static boolean isKnown(String cmdlet) {
    return PARAMETERS.containsKey(cmdlet) || MailContacts.writes(cmdlet);
  }

  /** All that a command answers, before it is cut into pages. */
  List<ObjectNode> run(String cmdlet, Map<String, JsonNode> given) throws CmdletFailure {
    if (MailContacts.writes(cmdlet)) {
      return contacts.run(cmdlet, given);
    }
    for (String name : given.keySet()) {
      boolean common = name.equals(IDENTITY) || name.equals("resultsize");
      if (!common && !PARAMETERS.getOrDefault(cmdlet, Set.of()).contains(name)) {
        throw CmdletFailure.unknownParameter(name);
      }
    }
    if (cmdlet.equals("Get-MailContact")) {
      return filtered(rows(contacts.read(given), given, false), given);
    }
    if (cmdlet.equals("Get-Contact")) {
      return filtered(contacts.read(given).stream().map(contacts::detailsRow).toList(), given);
    }
    List<DirectoryObject> all = organisation.locked(Commands::recipients);
    return switch (cmdlet) {
      case "Get-Mailbox" ->
          rows(
              chosen(all.stream().filter(DirectoryObject::hasMailbox).toList(), given),
              given,
              true);
      case "Get-Recipient" -> filtered(rows(chosen(all, given), given, false), given);
      case "Get-MailboxPermission" ->
          mailboxPermissions(one(all.stream().filter(DirectoryObject::hasMailbox).toList(), given));
      case "Get-RecipientPermission" -> sendPermissions(chosen(all, given));
      case "Get-DistributionGroupMember" -> members(one(all, given), false);
      case "Get-DynamicDistributionGroup" ->
          rows(
              chosen(all.stream().filter(DirectoryObject::isDynamic).toList(), given),
              given,
              false);
      case "Get-DynamicDistributionGroupMember" -> members(one(all, given), true);
      default -> throw new IllegalArgumentException(cmdlet);
    };
  }

  private static List<ObjectNode> filtered(List<ObjectNode> rows, Map<String, JsonNode> given)
      throws CmdletFailure {
    if (!given.containsKey(FILTER)) {
      return rows;
    }
    RowFilter filter = RowFilter.parse(given.get(FILTER).asText());
    return rows.stream().filter(filter::test).toList();
  }

  private static List<DirectoryObject> recipients(Organisation organisation) {
    return Stream.concat(
            Stream.of(Kind.USER, Kind.CONTACT, Kind.GROUP)
                .flatMap(kind -> organisation.all(kind).stream()),
            organisation.dynamicGroups().stream())
        .filter(object -> !object.text("mail").isEmpty())
        .toList();
  }

  private List<DirectoryObject> chosen(List<DirectoryObject> all, Map<String, JsonNode> given)
      throws CmdletFailure {
    String identity = given.getOrDefault(IDENTITY, JSON.nullNode()).asText("");
    if (identity.isEmpty() || identity.equals("null")) {
      return all;
    }
    List<DirectoryObject> found =
        organisation.find(identity).filter(all::contains).map(List::of).orElse(List.of());
    if (found.isEmpty()) {
      if (quirks.unknownIdentityMeansAll()) {
        return all;
      }
      throw CmdletFailure.notFound(identity);
    }
    return found;
  }

  private DirectoryObject one(List<DirectoryObject> all, Map<String, JsonNode> given)
      throws CmdletFailure {
    if (!given.containsKey(IDENTITY)) {
      throw CmdletFailure.missing("Identity");
    }
    return chosen(all, given).get(0);
  }

  private List<ObjectNode> rows(
      List<DirectoryObject> objects, Map<String, JsonNode> given, boolean mailboxes)
      throws CmdletFailure {
    Set<String> wanted = new HashSet<>();
    JsonNode details = given.getOrDefault(DETAILS, JSON.createArrayNode());
    for (JsonNode type : details.isArray() ? details : JSON.createArrayNode().add(details)) {
      if (!TYPES.contains(type.asText())) {
        throw CmdletFailure.badValue("RecipientTypeDetails", type.asText());
      }
      wanted.add(type.asText());
    }
    return objects.stream()
        .filter(object -> wanted.isEmpty() || wanted.contains(details(object)))
        .map(object -> row(object, mailboxes))
        .toList();
  }

  /** Sign-in names stand under one name in a list of mailboxes, under another elsewhere. */
  private ObjectNode row(DirectoryObject object, boolean ofMailboxes) {
    ObjectNode row = JSON.createObjectNode();
    row.put("ExternalDirectoryObjectId", object.isDynamic() ? "" : object.id());
    row.put("Guid@data.type", "System.Guid").put("Guid", object.id());
    row.put("Identity", object.id()).put("Id", object.id());
    row.put("Name", name(object));
    if (!object.text("userPrincipalName").isEmpty()) {
      row.put(
          ofMailboxes ? "UserPrincipalName" : "WindowsLiveID", object.text("userPrincipalName"));
    }
    row.put("DisplayName", object.text("displayName"));
    row.put("Alias", object.text("mailNickname"));
    row.put("PrimarySmtpAddress", object.text("mail"));
    row.put("EmailAddresses@odata.type", "#Collection(String)");
    ArrayNode addresses = JSON.createArrayNode();
    object.properties().path("proxyAddresses").forEach(address -> addresses.add(address.asText()));
    row.set(
        "EmailAddresses",
        addresses.size() == 1 && quirks.singlesAsText() ? addresses.get(0) : addresses);
    row.put("RecipientType", object.hasMailbox() ? "UserMailbox" : details(object));
    row.put("RecipientTypeDetails", details(object));
    row.put("HiddenFromAddressListsEnabled", hidden.contains(object.id()));
    row.put("ProhibitSendQuota", "99 GB (106,300,440,576 bytes)");
    row.put(
        "OrganizationalUnit",
        units.getOrDefault(
            object.id(),
            "eurpr01a001.prod.outlook.com/Microsoft Exchange Hosted Organizations/"
                + organisation.initialDomain()));
    row.put("WhenCreatedUTC@data.type", "System.DateTime");
    row.put("WhenCreatedUTC", "2024-04-10T08:56:22.0000000+00:00");
    if (object.kind() == Kind.CONTACT) {
      contacts.recipientColumns(row, object);
    }
    if (object.isDynamic()) {
      row.put("RecipientFilter", "((RecipientType -eq 'UserMailbox'))");
    }
    return row;
  }

  private List<ObjectNode> mailboxPermissions(DirectoryObject mailbox) {
    List<ObjectNode> rows = new ArrayList<>();
    for (Permissions.Entry entry : permissions.ofMailbox(mailbox.id())) {
      ObjectNode row = JSON.createObjectNode();
      row.put("Identity", identity(mailbox)).put("User", entry.trustee());
      rights(row, entry);
      row.put("IsInherited", entry.inherited() ? "True" : "False");
      row.put("Deny", entry.deny() ? "True" : "False");
      row.put("InheritanceType", "All");
      rows.add(row);
    }
    return rows;
  }

  private List<ObjectNode> sendPermissions(List<DirectoryObject> recipients) {
    List<ObjectNode> rows = new ArrayList<>();
    for (DirectoryObject recipient : recipients) {
      for (Permissions.Entry entry : permissions.ofSender(recipient.id())) {
        ObjectNode row = JSON.createObjectNode();
        row.put("Identity", identity(recipient)).put("Trustee", entry.trustee());
        rights(row, entry);
        row.put("AccessControlType", entry.deny() ? "Deny" : "Allow");
        row.put("IsInherited", entry.inherited() ? "True" : "False");
        rows.add(row);
      }
    }
    return rows;
  }

  private void rights(ObjectNode row, Permissions.Entry entry) {
    row.put("AccessRights@odata.type", "#Collection(String)");
    if (quirks.singlesAsText()) {
      row.put("AccessRights", entry.rights());
    } else {
      row.putArray("AccessRights").add(entry.rights());
    }
  }

  private List<ObjectNode> members(DirectoryObject group, boolean dynamic) throws CmdletFailure {
    if (group.isDynamic() != dynamic || group.kind() != Kind.GROUP) {
      throw CmdletFailure.notFound(group.id());
    }
    return organisation.members(group.id(), false).stream()
        .filter(member -> !member.text("mail").isEmpty())
        .map(member -> row(member, false))
        .toList();
  }

  /** Its name in Exchange, which is its own, unlike the one people see. */
  private String name(DirectoryObject object) {
    return contacts.name(object).orElseGet(() -> object.text("mailNickname"));
  }

  /** By which of its names an object is called in a list of permissions is not documented. */
  private String identity(DirectoryObject object) {
    return quirks.identitiesAsNames() ? name(object) : object.id();
  }

  /** What Exchange calls its kind. */
  private static String details(DirectoryObject object) {
    boolean security = object.properties().path("securityEnabled").asBoolean(false);
    boolean unified = object.properties().path("groupTypes").toString().contains("Unified");
    return switch (object.kind()) {
      case GROUP ->
          object.isDynamic()
              ? DYNAMIC
              : unified
                  ? "GroupMailbox"
                  : security ? "MailUniversalSecurityGroup" : "MailUniversalDistributionGroup";
      case USER ->
          switch (object.purpose()) {
            case "shared" -> "SharedMailbox";
            case "room" -> "RoomMailbox";
            case "equipment" -> "EquipmentMailbox";
            case "scheduling" -> "SchedulingMailbox";
            case "user" -> "UserMailbox";
            default -> object.text("userType").equals("Guest") ? "GuestMailUser" : "MailUser";
          };
      case CONTACT, DEVICE -> "MailContact";
    };
  }
}
