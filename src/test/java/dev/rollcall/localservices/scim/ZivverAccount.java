package dev.rollcall.localservices.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;

/** An account of Zivver: a user, or a functional account, which the wire calls a group. */
public final class ZivverAccount {

  static final String ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
  static final String USER_BLOCK = "urn:ietf:params:scim:schemas:zivver:0.1:User";
  static final String GROUP_BLOCK = "urn:ietf:params:scim:schemas:zivver:0.1:Group";

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  final String id;
  final boolean functional;
  final Instant created;
  String address;
  String name = "";
  boolean active = true;
  String division = "/";
  List<String> aliases = new ArrayList<>();
  List<String> delegates = new ArrayList<>();
  List<String> members = new ArrayList<>();
  Optional<String> ssoKey = Optional.empty();
  Optional<String> externalAccountId = Optional.empty();
  boolean ssoBroken;

  ZivverAccount(String id, boolean functional, String address, Instant created) {
    this.id = id;
    this.functional = functional;
    this.address = address;
    this.created = created;
  }

  public String id() {
    return id;
  }

  public String address() {
    return address;
  }

  public String name() {
    return name;
  }

  public boolean active() {
    return active;
  }

  public String division() {
    return division;
  }

  public List<String> aliases() {
    return List.copyOf(aliases);
  }

  /** Addresses of who may use a user's account beside him. */
  public List<String> delegates() {
    return List.copyOf(delegates);
  }

  /** Ids of who sees a functional account. */
  public List<String> members() {
    return List.copyOf(members);
  }

  /** The key of single sign-on, which the service tells nobody. */
  public Optional<String> ssoKey() {
    return ssoKey;
  }

  /** Whether somebody wrote the block and forgot the key: nobody can sign in any more. */
  public boolean ssoBroken() {
    return ssoBroken;
  }

  /** What the service's own connector keeps in the block. */
  public Optional<String> externalAccountId() {
    return externalAccountId;
  }

  /** Sets what the service's own connector keeps in the block. */
  public ZivverAccount externalAccountId(String value) {
    externalAccountId = Optional.of(value);
    return this;
  }

  /** Sets the key of single sign-on, as if it had been set long ago. */
  public ZivverAccount ssoKey(String value) {
    ssoKey = Optional.of(value);
    return this;
  }

  /** Sets the aliases, as an administrator does. */
  public ZivverAccount aliases(String... values) {
    aliases = new ArrayList<>(List.of(values));
    return this;
  }

  /** Sets who sees a functional account, as an administrator does. */
  public ZivverAccount members(String... ids) {
    members = new ArrayList<>(List.of(ids));
    return this;
  }

  /** Sets the delegates, as an administrator does. */
  public ZivverAccount delegates(String... addresses) {
    delegates = new ArrayList<>(List.of(addresses));
    return this;
  }

  /** Sets the name, as an administrator does. */
  public ZivverAccount name(String value) {
    name = value;
    return this;
  }

  boolean has(String anyAddress) {
    String wanted = anyAddress.toLowerCase(Locale.ROOT);
    return address.toLowerCase(Locale.ROOT).equals(wanted)
        || aliases.stream().anyMatch(alias -> alias.toLowerCase(Locale.ROOT).equals(wanted));
  }

  /** As the service shows it; never with the key of single sign-on. */
  ObjectNode json() {
    ObjectNode json = JSON.objectNode();
    json.put("id", id);
    LocalDate day = LocalDate.ofInstant(created, ZoneOffset.UTC);
    String type = functional ? "Groups" : "Users";
    json.putObject("meta")
        // A day, where the standard wants a time; and a path without what stands before it.
        .put("created", day.toString())
        .put("location", "/scim/v2/" + type + "/" + id)
        .put("resourceType", functional ? "Group" : "User");
    json.putObject(ENTERPRISE).put("division", division);
    if (functional) {
      json.put("externalId", address).put("displayName", name);
      members.forEach(member -> json.withArray("members").addObject().put("value", member));
      json.putArray("schemas")
          .add("urn:ietf:params:scim:schemas:core:2.0:Group")
          .add(GROUP_BLOCK)
          .add(ENTERPRISE);
      json.putObject(GROUP_BLOCK).set("aliases", array(aliases));
    } else {
      json.put("userName", address).put("active", active);
      json.putObject("name").put("formatted", name);
      json.putArray("phoneNumbers");
      json.putArray("schemas")
          .add("urn:ietf:params:scim:schemas:core:2.0:User")
          .add(ENTERPRISE)
          .add(USER_BLOCK);
      ObjectNode block = json.putObject(USER_BLOCK);
      block.set("aliases", array(aliases));
      block.set("delegates", array(delegates));
      externalAccountId.ifPresent(value -> block.put("ExternalAccountId", value));
    }
    return json;
  }

  /** Everything of it in one line, for comparing two services. */
  @Override
  public String toString() {
    return address
        + " "
        + name
        + " "
        + (active ? "active" : "inactive")
        + " "
        + division
        + " "
        + new TreeSet<>(aliases)
        + " "
        + new TreeSet<>(delegates)
        + " "
        + members.size()
        + " "
        + ssoKey.orElse("-")
        + (ssoBroken ? " broken" : "");
  }

  private static JsonNode array(List<String> values) {
    var array = JSON.arrayNode();
    values.forEach(array::add);
    return array;
  }
}
