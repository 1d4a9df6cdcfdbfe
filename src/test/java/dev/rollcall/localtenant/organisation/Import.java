package dev.rollcall.localtenant.organisation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Makes an organisation of what a file says, and collects what is wrong with it. */
final class Import {

  /** Properties of which there is one. */
  static final Set<String> TEXTS =
      Stream.concat(
              Stream.of(
                  "displayName",
                  "givenName",
                  "surname",
                  "mail",
                  "userPrincipalName",
                  "mailNickname",
                  "jobTitle",
                  "department",
                  "companyName",
                  "officeLocation",
                  "mobilePhone",
                  "faxNumber",
                  "streetAddress",
                  "city",
                  "state",
                  "postalCode",
                  "country",
                  "preferredLanguage",
                  "usageLocation",
                  "employeeId",
                  "employeeType",
                  "accountEnabled"),
              IntStream.rangeClosed(1, 15).mapToObj(i -> "extensionAttribute" + i))
          .collect(Collectors.toUnmodifiableSet());

  /** Properties of which there can be several. */
  static final Set<String> LISTS =
      Set.of("businessPhones", "proxyAddresses", "otherMails", "imAddresses");

  private static final String EVERYBODY = "all-members";
  private static final String EXTENSION = "extensionAttribute";
  private static final Map<String, String> OF_ADDRESSES =
      Map.of(
          "streetAddress", "street",
          "city", "city",
          "state", "state",
          "postalCode", "postalCode",
          "country", "countryOrRegion",
          "officeLocation", "officeLocation");
  private static final Map<String, String> OF_PHONES =
      Map.of("businessPhones", "business", "mobilePhone", "mobile", "faxNumber", "businessFax");

  private final Path file;
  private final Organisation organisation;
  private final List<String> problems = new ArrayList<>();
  private final Map<String, String> placesByAddress = new HashMap<>();
  private final Map<String, String> placesByKey = new HashMap<>();

  Import(Path file, String domain) {
    this.file = file;
    String name = file.getFileName().toString();
    this.organisation =
        new Organisation(
            name.contains(".") ? name.substring(0, name.lastIndexOf('.')) : name, domain);
  }

  void problem(String place, String what) {
    problems.add(place + ": " + what);
  }

  /**
   * The organisation, with a group {@code all-members} of everybody if the file has none.
   *
   * @throws UnreadableOrganisation if there was a problem
   */
  Organisation organisation() {
    if (!problems.isEmpty()) {
      throw new UnreadableOrganisation(file, problems);
    }
    if (organisation.find(EVERYBODY + "@" + organisation.domain()).isEmpty()) {
      members(
          group(EVERYBODY),
          Stream.of(DirectoryObject.Kind.USER, DirectoryObject.Kind.CONTACT)
              .flatMap(kind -> organisation.all(kind).stream())
              .map(DirectoryObject::id)
              .toList());
    }
    return organisation;
  }

  /** Adds an object; empty if there is something wrong with it. */
  Optional<DirectoryObject> add(FileEntry entry) {
    int before = problems.size();
    check(entry);
    if (problems.size() > before) {
      return Optional.empty();
    }
    String mail = entry.first("mail");
    if (entry.type() == FileEntry.Type.MAIL_CONTACT) {
      DirectoryObject contact = organisation.addContact(entry.key(), name(entry), mail);
      contactValues(contact.properties(), entry);
      organisation.address(contact, mail);
      return Optional.of(contact);
    }
    String upn =
        entry.values().containsKey("userPrincipalName") ? entry.first("userPrincipalName") : mail;
    DirectoryObject user =
        organisation.addUser(
            entry.key(), name(entry), upn, mail.isEmpty() ? "" : entry.type().purpose());
    userValues(user.properties(), entry);
    if (!mail.isEmpty()) {
      organisation.address(user, mail);
    }
    entry.photo().ifPresent(jpeg -> organisation.setPhoto(user.id(), Optional.of(jpeg)));
    return Optional.of(user);
  }

  /** The group of this address, made a distribution group if there is none yet. */
  DirectoryObject group(String address) {
    String local = address.contains("@") ? address.substring(0, address.indexOf('@')) : address;
    String full = address.contains("@") ? address : address + "@" + organisation.domain();
    return organisation
        .find(full)
        .filter(object -> object.kind() == DirectoryObject.Kind.GROUP)
        .orElseGet(
            () -> {
              DirectoryObject group =
                  organisation.addGroup(
                      full.toLowerCase(Locale.ROOT), local, local, "distribution");
              organisation.address(group, full);
              return group;
            });
  }

  DirectoryObject groupWithoutAddress(String key, String name) {
    return organisation.addGroup(
        key, name, name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-"), "security");
  }

  void members(DirectoryObject group, Collection<String> ids) {
    organisation.addMembers(group.id(), ids);
  }

  private void check(FileEntry entry) {
    if (entry.first("mail").isEmpty()
        && (entry.first("userPrincipalName").isEmpty()
            || entry.type() == FileEntry.Type.MAIL_CONTACT)) {
      problem(entry.place(), "mail is missing");
    }
    for (String name : List.of("mail", "userPrincipalName")) {
      String address = entry.first(name);
      if (!address.isEmpty() && !address.matches("[^@\\s]+@[^@\\s]+")) {
        problem(entry.place(), name + " is not an address");
      }
    }
    String enabled = entry.first("accountEnabled");
    if (!enabled.isEmpty() && !enabled.matches("(?i)true|false")) {
      problem(entry.place(), "accountEnabled is neither true nor false");
    }
    once(placesByKey, entry.key(), entry.place(), "is the same object as");
    Set<String> addresses = new HashSet<>();
    addresses.add(entry.first("mail").toLowerCase(Locale.ROOT));
    for (String proxy : entry.values().getOrDefault("proxyAddresses", List.of())) {
      if (proxy.toLowerCase(Locale.ROOT).startsWith("smtp:")) {
        addresses.add(proxy.substring("smtp:".length()).toLowerCase(Locale.ROOT));
      }
    }
    addresses.remove("");
    addresses.forEach(
        address -> once(placesByAddress, address, entry.place(), "has an address that is also in"));
  }

  private void once(Map<String, String> places, String value, String place, String what) {
    String before = places.putIfAbsent(value.toLowerCase(Locale.ROOT), place);
    if (before != null) {
      problem(place, what + " " + before);
    }
  }

  private static String name(FileEntry entry) {
    String display = entry.first("displayName");
    if (!display.isEmpty()) {
      return display;
    }
    String both = (entry.first("givenName") + " " + entry.first("surname")).strip();
    return both.isEmpty() ? entry.first("mail") : both;
  }

  private static void userValues(ObjectNode properties, FileEntry entry) {
    entry
        .values()
        .forEach(
            (name, values) -> {
              if (name.startsWith(EXTENSION)) {
                properties.withObject("/onPremisesExtensionAttributes").put(name, values.get(0));
              } else if (LISTS.contains(name)) {
                ArrayNode list = properties.putArray(name);
                values.forEach(list::add);
              } else {
                properties.put(name, values.get(0));
              }
            });
    properties.put("displayName", name(entry));
    boolean logsIn =
        switch (entry.type()) {
          case USER, MAIL_USER, GUEST -> true;
          case SHARED, ROOM, EQUIPMENT, MAIL_CONTACT -> false;
        };
    String enabled = entry.first("accountEnabled");
    properties.put("accountEnabled", enabled.isEmpty() ? logsIn : Boolean.parseBoolean(enabled));
    properties.put("userType", entry.type() == FileEntry.Type.GUEST ? "Guest" : "Member");
    if (entry.type() == FileEntry.Type.USER) {
      properties.putArray("assignedLicenses").addObject().put("skuId", Organisation.idOf("sku"));
    }
  }

  /** Mail contacts have phones by type, and one address. */
  private static void contactValues(ObjectNode properties, FileEntry entry) {
    ObjectNode address = Organisation.JSON.createObjectNode();
    entry
        .values()
        .forEach(
            (name, values) -> {
              if (OF_PHONES.containsKey(name)) {
                for (String number : values) {
                  properties
                      .withArray("/phones")
                      .addObject()
                      .put("type", OF_PHONES.get(name))
                      .put("number", number);
                }
              } else if (OF_ADDRESSES.containsKey(name)) {
                address.put(OF_ADDRESSES.get(name), values.get(0));
              } else if (name.equals("proxyAddresses")) {
                ArrayNode list = properties.putArray(name);
                values.forEach(list::add);
              } else if (!LISTS.contains(name) && !name.startsWith(EXTENSION)) {
                properties.put(name, values.get(0));
              }
            });
    properties.put("displayName", name(entry));
    if (!address.isEmpty()) {
      properties.putArray("addresses").add(address);
    }
  }
}
