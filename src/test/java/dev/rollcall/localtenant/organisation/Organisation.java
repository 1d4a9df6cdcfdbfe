package dev.rollcall.localtenant.organisation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.localtenant.organisation.DirectoryObject.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/**
 * A directory in memory, and what happens to it: people join, leave, marry, change their number.
 * Safe for several threads.
 *
 * <p>Ids are made from names given by the caller, so that the same organisation has the same ids
 * every time.
 */
public final class Organisation {

  static final ObjectMapper JSON = new ObjectMapper();

  private static final String SMTP = "smtp:";

  private final String name;
  private final String domain;
  private final Map<String, DirectoryObject> objects = new LinkedHashMap<>();
  private final Map<String, String> ids = new LinkedHashMap<>();

  /**
   * @param name what it is called; its initial domain is made from it
   * @param domain the domain of its addresses
   */
  public Organisation(String name, String domain) {
    this.name = name;
    this.domain = domain;
  }

  public String name() {
    return name;
  }

  public String domain() {
    return domain;
  }

  /** The domain it was founded with, which no other tenant can take. */
  public String initialDomain() {
    String label = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    return (label.isEmpty() ? "org" : label) + ".onmicrosoft.com";
  }

  /** Reads or changes the directory as one step. */
  public synchronized <T> T locked(Function<Organisation, T> work) {
    return work.apply(this);
  }

  /** The id that an object with this name of the caller's has, whether it exists or not. */
  public static String idOf(String seedName) {
    return UUID.nameUUIDFromBytes(seedName.getBytes(StandardCharsets.UTF_8)).toString();
  }

  /** Somebody with a mailbox joins; answers the object, whose properties may be added to. */
  public synchronized DirectoryObject join(String seedName, String displayName, String localPart) {
    DirectoryObject person = user(seedName, displayName, localPart, "user");
    person.properties().putArray("assignedLicenses").addObject().put("skuId", idOf("sku"));
    return person;
  }

  /**
   * A mailbox without a person: {@code shared}, {@code room}, {@code equipment} or {@code
   * scheduling}.
   */
  public synchronized DirectoryObject addMailbox(
      String seedName, String displayName, String localPart, String purpose) {
    DirectoryObject mailbox = user(seedName, displayName, localPart, purpose);
    mailbox.properties().put("accountEnabled", false);
    return mailbox;
  }

  /** A user without a mailbox: a guest, a mail user, somebody without licence. */
  public synchronized DirectoryObject addWithoutMailbox(
      String seedName, String displayName, Optional<String> mail, String userType) {
    DirectoryObject user = user(seedName, displayName, seedName.replace(' ', '.'), "");
    user.properties().put("userType", userType);
    mail.ifPresentOrElse(
        address -> address(user, address),
        () -> {
          user.properties().putNull("mail");
          user.properties().putArray("proxyAddresses");
        });
    return user;
  }

  private DirectoryObject user(
      String seedName, String displayName, String localPart, String purpose) {
    DirectoryObject user = addUser(seedName, displayName, localPart + "@" + domain, purpose);
    address(user, localPart + "@" + domain);
    return user;
  }

  /** A user who has no mail address yet, of any domain. */
  synchronized DirectoryObject addUser(
      String seedName, String displayName, String userPrincipalName, String purpose) {
    ObjectNode properties = JSON.createObjectNode();
    properties
        .put("displayName", displayName)
        .put("userPrincipalName", userPrincipalName)
        .put("mailNickname", userPrincipalName.substring(0, userPrincipalName.indexOf('@')))
        .put("userType", "Member")
        .put("accountEnabled", true);
    properties.putArray("businessPhones");
    properties.putArray("assignedLicenses");
    DirectoryObject user = add(Kind.USER, seedName, properties);
    user.purpose(purpose);
    return user;
  }

  /** A mail contact. */
  public synchronized DirectoryObject addContact(
      String seedName, String displayName, String address) {
    ObjectNode properties = JSON.createObjectNode();
    properties.put("displayName", displayName).put("mailNickname", seedName.replace(' ', '.'));
    properties.putArray("phones");
    properties.putArray("addresses");
    DirectoryObject contact = add(Kind.CONTACT, seedName, properties);
    address(contact, address);
    return contact;
  }

  /** A device. */
  public synchronized DirectoryObject addDevice(String seedName) {
    return add(
        Kind.DEVICE, seedName, JSON.createObjectNode().put("displayName", "DESKTOP-" + seedName));
  }

  /**
   * A group.
   *
   * @param kind {@code distribution}, {@code mailEnabledSecurity}, {@code security}, {@code
   *     microsoft365} or {@code dynamicDistribution}
   */
  public synchronized DirectoryObject addGroup(
      String seedName, String displayName, String localPart, String kind) {
    ObjectNode properties = JSON.createObjectNode();
    boolean security = kind.equals("security") || kind.equals("mailEnabledSecurity");
    properties
        .put("displayName", displayName)
        .put("mailNickname", localPart)
        .put("mailEnabled", !kind.equals("security"))
        .put("securityEnabled", security);
    ArrayNode types = properties.putArray("groupTypes");
    if (kind.equals("microsoft365")) {
      types.add("Unified");
    }
    DirectoryObject group = add(Kind.GROUP, seedName, properties);
    group.dynamic(kind.equals("dynamicDistribution"));
    if (!kind.equals("security")) {
      address(group, localPart + "@" + domain);
    } else {
      properties.putNull("mail");
      properties.putArray("proxyAddresses");
    }
    return group;
  }

  /** Makes members of a group; both by id. */
  public synchronized void addMembers(String group, Collection<String> members) {
    require(group).members().addAll(members);
  }

  public synchronized void removeMembers(String group, Collection<String> members) {
    require(group).members().removeAll(members);
  }

  /** Somebody leaves: the object is gone, also from every group. */
  public synchronized void leave(String id) {
    DirectoryObject gone = require(id);
    objects.remove(gone.id());
    ids.values().removeIf(gone.id()::equals);
    objects.values().forEach(object -> object.members().remove(gone.id()));
  }

  /**
   * Somebody gets another name; the address follows, with a number if somebody else has it, and the
   * old one stays as an alias.
   */
  public synchronized void marry(String id, String surname) {
    DirectoryObject person = require(id);
    person
        .properties()
        .put("surname", surname)
        .put("displayName", person.text("givenName") + " " + surname);
    String local =
        (person.text("givenName") + "." + surname)
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9.]", "");
    String free = local + "@" + domain;
    for (int i = 2; !ids.getOrDefault(free, person.id()).equals(person.id()); i++) {
      free = local + i + "@" + domain;
    }
    address(person, free);
  }

  /** Sets a property; an empty text makes it unknown. */
  public synchronized void change(String id, String property, String value) {
    DirectoryObject object = require(id);
    if (value.isEmpty()) {
      object.properties().putNull(property);
    } else if (property.equals("businessPhones")) {
      object.properties().putArray(property).add(value);
    } else {
      object.properties().put(property, value);
    }
  }

  /** Sets several texts. */
  public synchronized void change(String id, String property, List<String> values) {
    ArrayNode array = require(id).properties().putArray(property);
    values.forEach(array::add);
  }

  /** Takes the licence away: the mailbox is no longer there. */
  public synchronized void unlicense(String id) {
    DirectoryObject person = require(id);
    person.purpose("");
    person.properties().putArray("assignedLicenses");
  }

  /** Gives the licence back, and a mailbox with it. */
  public synchronized void license(String id) {
    DirectoryObject person = require(id);
    person.purpose("user");
    person.properties().putArray("assignedLicenses").addObject().put("skuId", idOf("sku"));
  }

  /** The account may log in no more; licence, mailbox and address stay. */
  public synchronized void disable(String id) {
    require(id).properties().put("accountEnabled", false);
  }

  /** Gives a photo, or takes it away. */
  public synchronized void setPhoto(String id, Optional<byte[]> jpeg) {
    DirectoryObject person = require(id);
    int version = person.photo().map(DirectoryObject.Photo::version).orElse(0) + 1;
    person.photo(jpeg.map(bytes -> new DirectoryObject.Photo(bytes, version)));
  }

  /** Whether the app may not read this object when it meets it as a member. */
  public synchronized void setUnreadable(String id, boolean unreadable) {
    require(id).unreadable(unreadable);
  }

  /** Finds an object by id, user principal name or any of its addresses. */
  public synchronized Optional<DirectoryObject> find(String idOrAddress) {
    String key = idOrAddress.toLowerCase(Locale.ROOT);
    DirectoryObject byId = objects.get(key);
    return byId != null ? Optional.of(byId) : Optional.ofNullable(ids.get(key)).map(objects::get);
  }

  /** All objects of a kind, in the order they came. */
  public synchronized List<DirectoryObject> all(Kind kind) {
    List<DirectoryObject> all = new ArrayList<>();
    for (DirectoryObject object : objects.values()) {
      if (object.kind() == kind && !object.isDynamic()) {
        all.add(object);
      }
    }
    return all;
  }

  /** The dynamic distribution groups, which only Exchange knows. */
  public synchronized List<DirectoryObject> dynamicGroups() {
    return objects.values().stream().filter(DirectoryObject::isDynamic).toList();
  }

  /** Everybody with a mailbox. */
  public synchronized List<DirectoryObject> mailboxes() {
    return all(Kind.USER).stream().filter(DirectoryObject::hasMailbox).toList();
  }

  /**
   * A group's members, in order; with {@code nested} those of groups in it too, each once. A group
   * that is in a circle with others is not its own member.
   */
  public synchronized List<DirectoryObject> members(String group, boolean nested) {
    DirectoryObject start = require(group);
    Set<String> seen = new LinkedHashSet<>();
    collect(start, nested, seen);
    if (nested) {
      seen.remove(start.id());
    }
    List<DirectoryObject> members = new ArrayList<>();
    for (String id : seen) {
      Optional.ofNullable(objects.get(id)).ifPresent(members::add);
    }
    return members;
  }

  private void collect(DirectoryObject group, boolean nested, Set<String> seen) {
    for (String member : group.members()) {
      if (seen.add(member) && nested) {
        Optional.ofNullable(objects.get(member))
            .filter(object -> object.kind() == Kind.GROUP)
            .ifPresent(inner -> collect(inner, true, seen));
      }
    }
  }

  /**
   * Makes this the organisation that {@code later} is: who is gone leaves, who is new joins, who
   * changed changes. Ids stay, and so do photos, unless there are later ones.
   */
  public synchronized void becomes(Organisation later) {
    for (String id : List.copyOf(objects.keySet())) {
      if (!later.objects.containsKey(id)) {
        leave(id);
      }
    }
    later.objects.forEach(
        (id, object) -> {
          DirectoryObject before = objects.put(id, object);
          if (before != null && object.photo().isEmpty()) {
            object.photo(before.photo());
          }
        });
    ids.clear();
    objects.values().forEach(this::index);
  }

  /** The primary address of an object becomes this one; the former stays as an alias. */
  synchronized void address(DirectoryObject object, String address) {
    List<String> aliases = new ArrayList<>();
    for (JsonNode proxy : object.properties().path("proxyAddresses")) {
      if (!isSmtp(proxy)) {
        aliases.add(proxy.asText());
      } else if (!smtp(proxy).equalsIgnoreCase(address)) {
        aliases.add(SMTP + smtp(proxy));
      }
    }
    object.properties().put("mail", address);
    ArrayNode proxies = object.properties().putArray("proxyAddresses");
    proxies.add("SMTP:" + address);
    aliases.forEach(proxies::add);
    index(object);
  }

  /** An object's only address becomes this one; it keeps none of the former ones. */
  public synchronized void readdress(String id, String address) {
    DirectoryObject object = require(id);
    ids.values().removeIf(object.id()::equals);
    object.properties().putArray("proxyAddresses");
    address(object, address);
  }

  private void index(DirectoryObject object) {
    String upn = object.text("userPrincipalName");
    if (!upn.isEmpty()) {
      ids.put(upn.toLowerCase(Locale.ROOT), object.id());
    }
    for (JsonNode proxy : object.properties().path("proxyAddresses")) {
      if (isSmtp(proxy)) {
        ids.put(smtp(proxy).toLowerCase(Locale.ROOT), object.id());
      }
    }
  }

  private static boolean isSmtp(JsonNode proxy) {
    return proxy.asText().regionMatches(true, 0, SMTP, 0, SMTP.length());
  }

  private static String smtp(JsonNode proxy) {
    return proxy.asText().substring(SMTP.length());
  }

  private DirectoryObject add(Kind kind, String seedName, ObjectNode properties) {
    String id = idOf(kind + ":" + seedName);
    if (objects.containsKey(id)) {
      throw new IllegalArgumentException("there is already a " + kind + " named " + seedName);
    }
    DirectoryObject object = new DirectoryObject(kind, id, properties);
    objects.put(id, object);
    index(object);
    return object;
  }

  private DirectoryObject require(String id) {
    return find(id)
        .orElseThrow(() -> new IllegalArgumentException("nothing in the directory is " + id));
  }
}
