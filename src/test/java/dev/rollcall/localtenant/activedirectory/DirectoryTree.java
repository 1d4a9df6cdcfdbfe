package dev.rollcall.localtenant.activedirectory;

import com.fasterxml.jackson.databind.JsonNode;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.RDN;
import com.unboundid.ldap.sdk.schema.Schema;
import dev.rollcall.localtenant.organisation.DirectoryObject;
import dev.rollcall.localtenant.organisation.DirectoryObject.Kind;
import dev.rollcall.localtenant.organisation.Organisation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * An organisation as a tree of entries: people under {@code OU=Staff} in an organisational unit for
 * each department, mailboxes without a person under {@code OU=Resources}, groups under {@code
 * OU=Groups}, mail contacts under {@code OU=Contacts}.
 */
final class DirectoryTree {

  private static final Schema SCHEMA = DirectorySchema.make();
  private static final int NORMAL_ACCOUNT = 512;
  private static final int DISABLED = 2;
  private static final int FIRST_RELATIVE_ID = 1104;
  private static final int UNIVERSAL = 8;
  private static final int SECURITY = 0x80000000;

  private static final Map<String, String> TEXTS =
      Map.ofEntries(
          Map.entry("displayName", "displayName"),
          Map.entry("givenName", "givenName"),
          Map.entry("surname", "sn"),
          Map.entry("mail", "mail"),
          Map.entry("mailNickname", "mailNickname"),
          Map.entry("userPrincipalName", "userPrincipalName"),
          Map.entry("employeeId", "employeeID"),
          Map.entry("employeeType", "employeeType"),
          Map.entry("companyName", "company"),
          Map.entry("department", "department"),
          Map.entry("jobTitle", "title"),
          Map.entry("officeLocation", "physicalDeliveryOfficeName"),
          Map.entry("mobilePhone", "mobile"),
          Map.entry("faxNumber", "facsimileTelephoneNumber"),
          Map.entry("streetAddress", "streetAddress"),
          Map.entry("city", "l"),
          Map.entry("state", "st"),
          Map.entry("postalCode", "postalCode"),
          Map.entry("country", "co"),
          Map.entry("usageLocation", "msExchUsageLocation"),
          Map.entry("description", "description"));

  private final Organisation organisation;
  private final Predicate<String> onPremises;
  private final String base;
  private final Map<String, Integer> relativeIds = new HashMap<>();
  private final Map<String, Map<String, List<Object>>> added = new HashMap<>();
  private final Map<String, Map<String, List<Object>>> ofPlaces = new LinkedHashMap<>();

  DirectoryTree(Organisation organisation, Predicate<String> onPremises, String base) {
    this.organisation = organisation;
    this.onPremises = onPremises;
    this.base = base;
  }

  /** Sets an attribute of an object beyond what the organisation says of it. */
  synchronized void set(String objectId, String attribute, List<Object> values) {
    added.computeIfAbsent(objectId, id -> new HashMap<>()).put(attribute, values);
  }

  /** Adds or replaces an entry that is nobody of the organisation. */
  synchronized void put(String dn, Map<String, List<Object>> attributes) {
    ofPlaces.put(dn, attributes);
  }

  static UUID guid(String objectId) {
    return UUID.fromString(Organisation.idOf("on-premises " + objectId));
  }

  synchronized byte[] sid(String objectId) {
    return Sids.ofDomain(
        relativeIds.computeIfAbsent(objectId, id -> FIRST_RELATIVE_ID + relativeIds.size()));
  }

  /** All entries, parents first, without what the controller itself keeps. */
  synchronized List<Entry> entries() {
    return organisation.locked(this::read);
  }

  /** The names of all objects by their ids. */
  synchronized Map<String, String> names() {
    return organisation.locked(this::named);
  }

  private List<Entry> read(Organisation from) {
    Map<String, String> names = named(from);
    Map<String, Entry> entries = new LinkedHashMap<>();
    place(entries, base);
    Map<String, Set<String>> memberOf = new HashMap<>();
    List<DirectoryObject> groups =
        from.all(Kind.GROUP).stream().filter(group -> names.containsKey(group.id())).toList();
    for (DirectoryObject group : groups) {
      for (String member : group.members()) {
        memberOf.computeIfAbsent(member, id -> new HashSet<>()).add(group.id());
      }
    }
    for (Map.Entry<String, String> named : names.entrySet()) {
      DirectoryObject object = from.find(named.getKey()).orElseThrow();
      parents(entries, named.getValue());
      Entry entry = entry(object, named.getValue());
      for (String group : memberOf.getOrDefault(object.id(), Set.of())) {
        entry.addAttribute("memberOf", names.get(group));
      }
      for (String group : chain(object.id(), memberOf)) {
        entry.addAttribute(DirectorySchema.CHAIN, names.get(group));
      }
      List<String> members = new ArrayList<>();
      object.members().stream()
          .filter(names::containsKey)
          .forEach(id -> members.add(names.get(id)));
      if (!members.isEmpty()) {
        entry.addAttribute("member", members);
      }
      set(entry, added.getOrDefault(object.id(), Map.of()));
      entries.put(named.getValue(), entry);
    }
    ofPlaces.forEach(
        (dn, attributes) -> {
          parents(entries, dn);
          Entry entry = entries.computeIfAbsent(dn, DirectoryTree::bare);
          set(entry, attributes);
          if (!entry.hasAttribute("objectGUID")) {
            entry.addAttribute("objectGUID", Sids.guid(guid(dn)));
          }
        });
    return List.copyOf(entries.values());
  }

  private Map<String, String> named(Organisation from) {
    Map<String, String> names = new LinkedHashMap<>();
    Set<String> taken = new HashSet<>();
    List<DirectoryObject> all = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      all.addAll(from.all(kind));
    }
    all.addAll(from.dynamicGroups());
    for (DirectoryObject object : all) {
      // Guests are in the cloud alone, and so are Microsoft 365 groups.
      if (object.text("userType").equals("Guest") || isCloudGroup(object)) {
        continue;
      }
      String place = place(object);
      String name = object.text("displayName").strip();
      String full = dn(name.isEmpty() ? object.id() : name, place);
      if (!taken.add(full.toLowerCase(Locale.ROOT))) {
        full = dn(name + " " + object.id().substring(0, 8), place);
        taken.add(full.toLowerCase(Locale.ROOT));
      }
      names.put(object.id(), full);
    }
    return names;
  }

  private static boolean isCloudGroup(DirectoryObject object) {
    return object.properties().path("groupTypes").toString().contains("Unified");
  }

  private String place(DirectoryObject object) {
    return switch (object.kind()) {
      case CONTACT -> "OU=Contacts," + base;
      case GROUP -> "OU=Groups," + base;
      case DEVICE -> "CN=Computers," + base;
      case USER -> {
        if (object.hasMailbox() && !object.purpose().equals("user")) {
          yield "OU=Resources," + base;
        }
        String department = object.text("department").strip();
        yield department.isEmpty()
            ? "OU=Staff," + base
            : new RDN("OU", department) + ",OU=Staff," + base;
      }
    };
  }

  private static String dn(String name, String parent) {
    return new RDN("CN", name.length() > 64 ? name.substring(0, 64).strip() : name) + "," + parent;
  }

  private Entry entry(DirectoryObject object, String dn) {
    Entry entry = bare(dn);
    entry.addAttribute("objectGUID", Sids.guid(guid(object.id())));
    JsonNode properties = object.properties();
    TEXTS.forEach((graph, ldap) -> text(entry, ldap, properties.path(graph).asText("")));
    properties.path("proxyAddresses").forEach(each -> text(entry, "proxyAddresses", each.asText()));
    phones(entry, properties);
    JsonNode extensions = properties.path("onPremisesExtensionAttributes");
    extensions.properties().forEach(each -> text(entry, each.getKey(), each.getValue().asText("")));
    switch (object.kind()) {
      case USER -> user(entry, object);
      case CONTACT -> {
        kind(entry, "person", "organizationalPerson", "contact");
        recipient(entry, 64, 6);
        text(entry, "targetAddress", "SMTP:" + object.text("mail"));
      }
      case GROUP -> group(entry, object);
      case DEVICE -> {
        kind(entry, "person", "organizationalPerson", "user", "computer");
        entry.addAttribute("objectSid", sid(object.id()));
      }
    }
    return entry;
  }

  private static void phones(Entry entry, JsonNode properties) {
    JsonNode numbers = properties.path("businessPhones");
    for (int i = 0; i < numbers.size(); i++) {
      text(entry, i == 0 ? "telephoneNumber" : "otherTelephone", numbers.get(i).asText());
    }
    for (JsonNode phone : properties.path("phones")) {
      String ldap =
          switch (phone.path("type").asText()) {
            case "business" ->
                entry.hasAttribute("telephoneNumber") ? "otherTelephone" : "telephoneNumber";
            case "mobile" -> "mobile";
            case "home" -> "homePhone";
            case "businessFax" -> "facsimileTelephoneNumber";
            default -> "pager";
          };
      text(entry, ldap, phone.path("number").asText(""));
    }
    JsonNode address = properties.path("addresses").path(0);
    text(entry, "streetAddress", address.path("street").asText(""));
    text(entry, "l", address.path("city").asText(""));
    text(entry, "st", address.path("state").asText(""));
    text(entry, "postalCode", address.path("postalCode").asText(""));
    text(entry, "co", address.path("countryOrRegion").asText(""));
    text(entry, "physicalDeliveryOfficeName", address.path("officeLocation").asText(""));
    for (JsonNode im : properties.path("imAddresses")) {
      text(entry, "msRTCSIP-PrimaryUserAddress", "sip:" + im.asText());
    }
  }

  private void user(Entry entry, DirectoryObject user) {
    kind(entry, "person", "organizationalPerson", "user");
    entry.addAttribute("objectSid", sid(user.id()));
    String upn = user.text("userPrincipalName");
    text(entry, "sAMAccountName", account(upn.substring(0, Math.max(0, upn.indexOf('@')))));
    boolean enabled = user.properties().path("accountEnabled").asBoolean(true);
    number(entry, "userAccountControl", NORMAL_ACCOUNT | (enabled ? 0 : DISABLED));
    number(entry, "primaryGroupID", 513);
    user.photo().ifPresent(photo -> entry.addAttribute("thumbnailPhoto", photo.jpeg()));
    boolean here = onPremises.test(user.id());
    long details =
        switch (user.purpose()) {
          case "shared" -> here ? 4L : 34359738368L;
          case "room" -> here ? 16L : 8589934592L;
          case "equipment" -> here ? 32L : 17179869184L;
          case "user" -> here ? 1L : 2147483648L;
          case "scheduling" -> 17592186044416L;
          default -> user.text("mail").isEmpty() ? 0 : 128L;
        };
    if (details == 0) {
      return;
    }
    recipient(entry, details, here ? 1073741824L : -2147483642L);
    if (user.hasMailbox() && here) {
      text(entry, "homeMDB", "CN=DB01,CN=Databases," + configuration());
      entry.addAttribute("msExchMailboxGuid", Sids.guid(guid("mailbox " + user.id())));
    } else if (user.hasMailbox()) {
      String local = upn.substring(0, Math.max(0, upn.indexOf('@')));
      text(
          entry,
          "targetAddress",
          "SMTP:" + local + "@" + organisation.initialDomain().replace(".on", ".mail.on"));
      text(entry, "msDS-ExternalDirectoryObjectId", "User_" + user.id());
    } else {
      text(entry, "targetAddress", "SMTP:" + user.text("mail"));
    }
  }

  private void group(Entry entry, DirectoryObject group) {
    boolean mail = group.properties().path("mailEnabled").asBoolean(false);
    if (group.isDynamic()) {
      kind(entry, "msExchDynamicDistributionList");
      recipient(entry, 2048, 3);
      return;
    }
    kind(entry, "group");
    boolean security = group.properties().path("securityEnabled").asBoolean(false);
    number(entry, "groupType", UNIVERSAL | (security ? SECURITY : 0));
    entry.addAttribute("objectSid", sid(group.id()));
    text(entry, "sAMAccountName", account(group.text("mailNickname")));
    if (mail) {
      recipient(entry, security ? 1024 : 256, security ? 1073741833 : 1);
    }
  }

  String configuration() {
    return "CN=Configuration," + base;
  }

  private static String account(String name) {
    return name.length() > 20 ? name.substring(0, 20) : name;
  }

  private static void recipient(Entry entry, long details, long display) {
    number(entry, "msExchRecipientTypeDetails", details);
    number(entry, "msExchRecipientDisplayType", display);
  }

  private static Set<String> chain(String id, Map<String, Set<String>> memberOf) {
    Set<String> chain = new HashSet<>();
    List<String> open = new ArrayList<>(memberOf.getOrDefault(id, Set.of()));
    while (!open.isEmpty()) {
      String group = open.remove(open.size() - 1);
      if (chain.add(group)) {
        open.addAll(memberOf.getOrDefault(group, Set.of()));
      }
    }
    return chain;
  }

  private void parents(Map<String, Entry> entries, String dn) {
    DN parent = parent(dn);
    if (parent != null && !entries.containsKey(parent.toString())) {
      parents(entries, parent.toString());
      place(entries, parent.toString());
    }
  }

  private static DN parent(String dn) {
    try {
      return new DN(dn).getParent();
    } catch (LDAPException e) {
      throw new IllegalArgumentException(dn, e);
    }
  }

  private static void place(Map<String, Entry> entries, String dn) {
    Entry entry = bare(dn);
    entry.addAttribute("objectGUID", Sids.guid(guid(dn)));
    kind(
        entry,
        dn.startsWith("DC=")
            ? "domain"
            : dn.startsWith("OU=") ? "organizationalUnit" : "container");
    entries.put(dn, entry);
  }

  private static Entry bare(String dn) {
    Entry entry = new Entry(dn, SCHEMA);
    entry.addAttribute("distinguishedName", dn);
    try {
      RDN own = new DN(dn).getRDN();
      entry.addAttribute(
          own.getAttributeNames()[0].toLowerCase(Locale.ROOT), own.getAttributeValues()[0]);
      entry.addAttribute("name", own.getAttributeValues()[0]);
    } catch (LDAPException e) {
      throw new IllegalArgumentException(dn, e);
    }
    return entry;
  }

  private static void kind(Entry entry, String... classes) {
    entry.addAttribute("objectClass", "top");
    entry.addAttribute("objectClass", classes);
  }

  private static void text(Entry entry, String attribute, String value) {
    if (!value.isBlank()) {
      entry.addAttribute(attribute, value);
    }
  }

  private static void number(Entry entry, String attribute, long value) {
    entry.addAttribute(attribute, Long.toString(value));
  }

  private static void set(Entry entry, Map<String, List<Object>> attributes) {
    attributes.forEach(
        (name, values) -> {
          entry.removeAttribute(name);
          if (!values.isEmpty()) {
            entry.addAttribute(
                values.get(0) instanceof byte[]
                    ? new Attribute(name, values.toArray(byte[][]::new))
                    : new Attribute(name, values.stream().map(String::valueOf).toList()));
          }
        });
  }
}
