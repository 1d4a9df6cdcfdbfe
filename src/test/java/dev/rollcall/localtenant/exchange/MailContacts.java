package dev.rollcall.localtenant.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.localtenant.organisation.DirectoryObject;
import dev.rollcall.localtenant.organisation.DirectoryObject.Kind;
import dev.rollcall.localtenant.organisation.Organisation;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The commands that make, change and remove mail contacts. What they do is seen in the directory.
 *
 * <p>A contact just made is not known to the server that the next commands meet. Where the
 * documentation only says that an empty identity means everything, it does so here for removal and
 * change as well: the worst reading, so that whoever sends one is found out.
 */
final class MailContacts {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String IDENTITY = "identity";
  private static final int MAX_NAME = 64;
  private static final int MAX_CUSTOM = 1_024;
  private static final Pattern ADDRESS = Pattern.compile("[^@\\s]+@[^@\\s]+\\.[^@\\s]+");
  private static final Pattern ALIAS = Pattern.compile("[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}");

  private static final Set<String> OF_NEW =
      Set.of(
          "name",
          "externalemailaddress",
          "displayname",
          "alias",
          "firstname",
          "lastname",
          "initials",
          "organizationalunit");

  private static final Set<String> OF_RECIPIENT =
      Stream.concat(
              Stream.of(
                  IDENTITY,
                  "name",
                  "alias",
                  "displayname",
                  "externalemailaddress",
                  "emailaddresses",
                  "hiddenfromaddresslistsenabled",
                  "mailtip"),
              IntStream.rangeClosed(1, 15).mapToObj(n -> "customattribute" + n))
          .collect(Collectors.toUnmodifiableSet());

  /** Details by their parameter, with the longest value that Active Directory keeps. */
  private static final Map<String, Integer> DETAILS =
      Map.ofEntries(
          Map.entry("FirstName", 64),
          Map.entry("LastName", 64),
          Map.entry("Initials", 6),
          Map.entry("Title", 128),
          Map.entry("Company", 64),
          Map.entry("Department", 64),
          Map.entry("Office", 128),
          Map.entry("Phone", 64),
          Map.entry("MobilePhone", 64),
          Map.entry("HomePhone", 64),
          Map.entry("Fax", 64),
          Map.entry("Pager", 64),
          Map.entry("OtherTelephone", 64),
          Map.entry("OtherHomePhone", 64),
          Map.entry("AssistantName", 256),
          Map.entry("StreetAddress", 1_024),
          Map.entry("City", 128),
          Map.entry("StateOrProvince", 128),
          Map.entry("PostalCode", 40),
          Map.entry("CountryOrRegion", 128),
          Map.entry("WebPage", 2_048),
          Map.entry("Notes", 1_024));

  private static final Set<String> LISTS = Set.of("OtherTelephone", "OtherHomePhone");

  private static final Map<String, String> COUNTRIES = countries();

  private final Organisation organisation;
  private final ExchangeQuirks quirks;
  private final Set<String> hidden;
  private final Map<String, String> units;
  private final Set<String> knownUnits = ConcurrentHashMap.newKeySet();
  private final Map<String, Entry> entries = new HashMap<>();
  private final Map<String, String> names = new HashMap<>();
  private int made;

  /** What only Exchange knows of a contact. */
  private static final class Entry {
    private String name;
    private int unseen;
    private final Map<Integer, String> custom = new HashMap<>();
    private final Map<String, JsonNode> details = new HashMap<>();

    Entry(String name) {
      this.name = name;
    }
  }

  MailContacts(
      Organisation organisation,
      ExchangeQuirks quirks,
      Set<String> hidden,
      Map<String, String> units) {
    this.organisation = organisation;
    this.quirks = quirks;
    this.hidden = hidden;
    this.units = units;
  }

  static boolean writes(String cmdlet) {
    return Set.of("New-MailContact", "Set-MailContact", "Set-Contact", "Remove-MailContact")
        .contains(cmdlet);
  }

  /** Makes an organisational unit that contacts may be made in. */
  void addUnit(String unit) {
    knownUnits.add(unit);
  }

  /** Writes a custom attribute as an administrator does. */
  void setCustomAttribute(String id, int attribute, String value) {
    synchronized (organisation) {
      entry(organisation.find(id).orElseThrow()).custom.put(attribute, value);
    }
  }

  /** Carries a writing command out; answers what it made. */
  List<ObjectNode> run(String cmdlet, Map<String, JsonNode> given) throws CmdletFailure {
    synchronized (organisation) {
      switch (cmdlet) {
        case "New-MailContact" -> {
          return List.of(create(given));
        }
        case "Set-MailContact" -> {
          check(given, OF_RECIPIENT);
          for (DirectoryObject contact : meant(given)) {
            setRecipient(contact, given);
          }
        }
        case "Set-Contact" -> {
          Set<String> taken = new TreeSet<>(List.of(IDENTITY));
          DETAILS.keySet().forEach(name -> taken.add(name.toLowerCase(Locale.ROOT)));
          check(given, taken);
          Map<String, JsonNode> details = details(given);
          for (DirectoryObject contact : meant(given)) {
            setDetails(contact, details);
          }
        }
        default -> {
          check(given, Set.of(IDENTITY, "confirm"));
          for (DirectoryObject contact : meant(given)) {
            entries.remove(contact.id());
            names.values().removeIf(contact.id()::equals);
            hidden.remove(contact.id());
            units.remove(contact.id());
            organisation.leave(contact.id());
          }
        }
      }
      return List.of();
    }
  }

  /** Whether a list shows a contact yet; asking counts. */
  boolean isSeen(DirectoryObject object) {
    synchronized (organisation) {
      Entry entry = entries.get(object.id());
      if (entry == null || entry.unseen == 0) {
        return true;
      }
      entry.unseen--;
      return false;
    }
  }

  /** The contacts that a reading command is about; all if it names none. */
  List<DirectoryObject> read(Map<String, JsonNode> given) throws CmdletFailure {
    synchronized (organisation) {
      String identity = text(given, IDENTITY);
      List<DirectoryObject> found =
          identity.isBlank() ? List.of() : named(identity).stream().filter(this::isSeen).toList();
      if (found.isEmpty() && !identity.isBlank() && !quirks.unknownIdentityMeansAll()) {
        throw CmdletFailure.notFound(identity);
      }
      return found.isEmpty() ? contacts().stream().filter(this::isSeen).toList() : found;
    }
  }

  /** The name of an object, if a contact has one of its own. */
  Optional<String> name(DirectoryObject object) {
    synchronized (organisation) {
      return Optional.ofNullable(entries.get(object.id())).map(entry -> entry.name);
    }
  }

  /** Adds what a row of a contact has as a recipient. */
  void recipientColumns(ObjectNode row, DirectoryObject contact) {
    synchronized (organisation) {
      row.put("ExternalEmailAddress", "SMTP:" + contact.text("mail"));
      Map<Integer, String> custom =
          Optional.ofNullable(entries.get(contact.id())).map(e -> e.custom).orElse(Map.of());
      for (int n = 1; n <= 15; n++) {
        row.put("CustomAttribute" + n, custom.getOrDefault(n, ""));
      }
    }
  }

  /** A row of {@code Get-Contact}. */
  ObjectNode detailsRow(DirectoryObject contact) {
    synchronized (organisation) {
      ObjectNode row = JSON.createObjectNode();
      row.put("Guid@data.type", "System.Guid").put("Guid", contact.id());
      row.put("Identity", contact.id()).put("Name", entry(contact).name);
      row.put("DisplayName", contact.text("displayName"));
      row.put("RecipientTypeDetails", "MailContact");
      row.put("WindowsEmailAddress", contact.text("mail"));
      for (String name : new TreeSet<>(DETAILS.keySet())) {
        JsonNode value = entry(contact).details.get(name);
        if (LISTS.contains(name)) {
          row.put(name + "@odata.type", "#Collection(String)");
          row.set(name, value == null ? JSON.createArrayNode() : value);
        } else {
          row.put(name, value == null ? "" : value.asText());
        }
      }
      return row;
    }
  }

  private ObjectNode create(Map<String, JsonNode> given) throws CmdletFailure {
    check(given, OF_NEW);
    String name = required(given, "name");
    String address = bare(required(given, "externalemailaddress"));
    String alias = given.containsKey("alias") ? given.get("alias").asText() : name;
    String unit = given.containsKey("organizationalunit") ? text(given, "organizationalunit") : "";
    if (name.length() > MAX_NAME) {
      throw tooLong("Name", MAX_NAME);
    }
    if (!ALIAS.matcher(alias).matches()) {
      throw CmdletFailure.badValue("Alias", alias);
    }
    if (!ADDRESS.matcher(address).matches()) {
      throw CmdletFailure.badValue("ExternalEmailAddress", address);
    }
    if (!unit.isEmpty() && !knownUnits.contains(unit)) {
      throw CmdletFailure.notFound(unit);
    }
    for (String limited : List.of("FirstName", "LastName", "Initials")) {
      checkLength(limited, text(given, limited.toLowerCase(Locale.ROOT)));
    }
    free("Name", name, null);
    if (!alias.equals(name)) {
      free("Alias", alias, null);
    }
    freeAddress(address, null);
    DirectoryObject contact =
        organisation.addContact(
            "made " + ++made + " " + name,
            given.containsKey("displayname") ? text(given, "displayname") : name,
            address);
    contact.properties().put("mailNickname", alias);
    Entry entry = new Entry(name);
    entry.unseen = quirks.unseenFor();
    entries.put(contact.id(), entry);
    add(contact);
    Map<String, JsonNode> details = new HashMap<>();
    for (String detail : List.of("FirstName", "LastName", "Initials")) {
      JsonNode value = given.get(detail.toLowerCase(Locale.ROOT));
      if (value != null) {
        details.put(detail, value);
      }
    }
    setDetails(contact, details);
    if (!unit.isEmpty()) {
      units.put(contact.id(), unit);
    }
    ObjectNode row = JSON.createObjectNode();
    row.put("Guid@data.type", "System.Guid").put("Guid", contact.id());
    row.put("ExternalDirectoryObjectId", contact.id());
    row.put("Identity", contact.id()).put("Id", contact.id()).put("Name", name);
    row.put("Alias", alias).put("PrimarySmtpAddress", address);
    return row;
  }

  /** All is checked before anything is changed: a command succeeds or does nothing. */
  private void setRecipient(DirectoryObject contact, Map<String, JsonNode> given)
      throws CmdletFailure {
    Entry entry = entry(contact);
    String address = bare(text(given, "externalemailaddress"));
    if (!address.isEmpty()) {
      if (!ADDRESS.matcher(address).matches()) {
        throw CmdletFailure.badValue("ExternalEmailAddress", address);
      }
      freeAddress(address, contact);
    }
    if (given.containsKey("name")) {
      free("Name", text(given, "name"), contact);
    }
    if (given.containsKey("alias")) {
      free("Alias", text(given, "alias"), contact);
    }
    if (given.containsKey("displayname") && text(given, "displayname").isEmpty()) {
      throw CmdletFailure.badValue("DisplayName", "");
    }
    for (int n = 1; n <= 15; n++) {
      if (text(given, "customattribute" + n).length() > MAX_CUSTOM) {
        throw tooLong("CustomAttribute" + n, MAX_CUSTOM);
      }
    }
    if (given.containsKey("name")) {
      entry.name = text(given, "name");
    }
    if (given.containsKey("alias")) {
      contact.properties().put("mailNickname", text(given, "alias"));
    }
    if (given.containsKey("name") || given.containsKey("alias")) {
      index(contact);
    }
    if (given.containsKey("displayname")) {
      contact.properties().put("displayName", text(given, "displayname"));
    }
    if (given.containsKey("hiddenfromaddresslistsenabled")) {
      if (given.get("hiddenfromaddresslistsenabled").asBoolean()) {
        hidden.add(contact.id());
      } else {
        hidden.remove(contact.id());
      }
    }
    for (int n = 1; n <= 15; n++) {
      if (given.containsKey("customattribute" + n)) {
        entry.custom.put(n, text(given, "customattribute" + n));
      }
    }
    if (!address.isEmpty()) {
      organisation.readdress(contact.id(), address);
    }
  }

  private Map<String, JsonNode> details(Map<String, JsonNode> given) throws CmdletFailure {
    Map<String, JsonNode> details = new HashMap<>();
    for (String name : DETAILS.keySet()) {
      JsonNode value = given.get(name.toLowerCase(Locale.ROOT));
      if (value == null) {
        continue;
      }
      if (name.equals("CountryOrRegion") && !value.asText("").isEmpty() && !value.isNull()) {
        String friendly = COUNTRIES.get(value.asText().toUpperCase(Locale.ROOT));
        if (friendly == null) {
          throw CmdletFailure.badValue(name, value.asText());
        }
        details.put(name, JSON.getNodeFactory().textNode(friendly));
      } else {
        for (JsonNode one : value.isArray() ? value : JSON.createArrayNode().add(value)) {
          checkLength(name, one.asText(""));
        }
        details.put(name, value);
      }
    }
    return details;
  }

  private void setDetails(DirectoryObject contact, Map<String, JsonNode> details) {
    Entry entry = entry(contact);
    details.forEach(
        (name, value) -> {
          boolean nothing =
              value.isNull() || (value.isArray() ? value.isEmpty() : value.asText().isEmpty());
          if (nothing) {
            entry.details.remove(name);
          } else {
            entry.details.put(name, value);
          }
        });
    ObjectNode shown = contact.properties();
    put(shown, "givenName", entry, "FirstName");
    put(shown, "surname", entry, "LastName");
    put(shown, "jobTitle", entry, "Title");
    put(shown, "companyName", entry, "Company");
    put(shown, "department", entry, "Department");
    ArrayNode phones = shown.putArray("phones");
    phone(phones, "mobile", entry, "MobilePhone");
    phone(phones, "business", entry, "Phone");
    ObjectNode place = shown.putArray("addresses").addObject();
    put(place, "street", entry, "StreetAddress");
    put(place, "city", entry, "City");
    put(place, "state", entry, "StateOrProvince");
    put(place, "postalCode", entry, "PostalCode");
    put(place, "countryOrRegion", entry, "CountryOrRegion");
    put(place, "officeLocation", entry, "Office");
  }

  private static void put(ObjectNode shown, String property, Entry entry, String detail) {
    JsonNode value = entry.details.get(detail);
    if (value == null) {
      shown.putNull(property);
    } else {
      shown.put(property, value.asText());
    }
  }

  private static void phone(ArrayNode phones, String type, Entry entry, String detail) {
    if (entry.details.containsKey(detail)) {
      phones.addObject().put("type", type).put("number", entry.details.get(detail).asText());
    }
  }

  /** What exists before Exchange was asked to change it. */
  private Entry entry(DirectoryObject contact) {
    return entries.computeIfAbsent(
        contact.id(),
        id -> {
          Entry entry = new Entry(contact.text("mailNickname"));
          take(entry, "FirstName", contact.text("givenName"));
          take(entry, "LastName", contact.text("surname"));
          take(entry, "Title", contact.text("jobTitle"));
          take(entry, "Company", contact.text("companyName"));
          take(entry, "Department", contact.text("department"));
          return entry;
        });
  }

  private static void take(Entry entry, String detail, String value) {
    if (!value.isEmpty()) {
      entry.details.put(detail, JSON.getNodeFactory().textNode(value));
    }
  }

  private List<DirectoryObject> meant(Map<String, JsonNode> given) throws CmdletFailure {
    String identity = text(given, IDENTITY);
    if (identity.isBlank()) {
      return contacts();
    }
    List<DirectoryObject> found = named(identity);
    if (found.size() != 1 || !isSeen(found.get(0))) {
      throw CmdletFailure.notFound(identity);
    }
    return found;
  }

  private List<DirectoryObject> named(String identity) {
    return organisation
        .find(identity)
        .or(
            () ->
                Optional.ofNullable(names.get(identity.toLowerCase(Locale.ROOT)))
                    .flatMap(organisation::find))
        .filter(object -> object.kind() == Kind.CONTACT)
        .stream()
        .toList();
  }

  List<DirectoryObject> contacts() {
    return organisation.all(Kind.CONTACT).stream()
        .filter(contact -> !contact.text("mail").isEmpty())
        .toList();
  }

  private void free(String what, String value, @Nullable DirectoryObject except)
      throws CmdletFailure {
    String holder = names.getOrDefault(value.toLowerCase(Locale.ROOT), own(except));
    boolean taken =
        !holder.equals(own(except)) && organisation.find(holder).isPresent()
            || kindsToSearch()
                .flatMap(kind -> organisation.all(kind).stream())
                .filter(other -> other != except && !entries.containsKey(other.id()))
                .anyMatch(other -> other.text("mailNickname").equalsIgnoreCase(value));
    if (taken) {
      throw CmdletFailure.of(
          400,
          "Microsoft.Exchange.Data.Directory.ADObjectAlreadyExistsException",
          "The " + what + " '" + value + "' is already in use. Please try another one.");
    }
  }

  /** Contacts only if there are such as Exchange was not asked about: there may be thousands. */
  private Stream<Kind> kindsToSearch() {
    boolean others = entries.size() < organisation.all(Kind.CONTACT).size();
    return others
        ? Stream.of(Kind.USER, Kind.CONTACT, Kind.GROUP)
        : Stream.of(Kind.USER, Kind.GROUP);
  }

  private static String own(@Nullable DirectoryObject object) {
    return object == null ? "" : object.id();
  }

  /** Names and aliases of contacts that Exchange was asked about, so that many are found fast. */
  private void index(DirectoryObject contact) {
    names.values().removeIf(contact.id()::equals);
    add(contact);
  }

  private void add(DirectoryObject contact) {
    names.put(entry(contact).name.toLowerCase(Locale.ROOT), contact.id());
    names.put(contact.text("mailNickname").toLowerCase(Locale.ROOT), contact.id());
  }

  private void freeAddress(String address, @Nullable DirectoryObject except) throws CmdletFailure {
    Optional<DirectoryObject> other = organisation.find(address);
    if (other.isPresent() && other.get() != except) {
      throw CmdletFailure.of(
          400,
          "Microsoft.Exchange.Management.Tasks.ProxyAddressExistsException",
          "The proxy address \"SMTP:"
              + address
              + "\" is already being used by the proxy addresses or LegacyExchangeDN of \""
              + other.get().text("displayName")
              + "\". Please choose another proxy address.");
    }
  }

  private static void check(Map<String, JsonNode> given, Set<String> taken) throws CmdletFailure {
    for (String name : given.keySet()) {
      if (!taken.contains(name)) {
        throw CmdletFailure.unknownParameter(name);
      }
    }
  }

  private static void checkLength(String parameter, String value) throws CmdletFailure {
    int most = DETAILS.getOrDefault(parameter, Integer.MAX_VALUE);
    if (value.length() > most) {
      throw tooLong(parameter, most);
    }
  }

  private static CmdletFailure tooLong(String parameter, int most) {
    return CmdletFailure.of(
        400,
        "Microsoft.Exchange.Data.DataValidationException",
        "The length of the property is too long. The maximum length is "
            + most
            + ". Property Name: "
            + parameter);
  }

  private static String required(Map<String, JsonNode> given, String name) throws CmdletFailure {
    String value = text(given, name);
    if (value.isBlank()) {
      throw CmdletFailure.missing(name);
    }
    return value;
  }

  private static String text(Map<String, JsonNode> given, String name) {
    JsonNode value = given.get(name);
    return value == null || value.isNull() ? "" : value.asText("");
  }

  private static String bare(String address) {
    return address.regionMatches(true, 0, "smtp:", 0, 5) ? address.substring(5) : address;
  }

  /** What the service takes for a country, with the name that it shows. */
  private static Map<String, String> countries() {
    Map<String, String> countries = new HashMap<>();
    Arrays.stream(Locale.getISOCountries())
        .forEach(
            code -> {
              String name =
                  new Locale.Builder().setRegion(code).build().getDisplayCountry(Locale.ENGLISH);
              countries.put(code, name);
              countries.put(name.toUpperCase(Locale.ROOT), name);
            });
    return Map.copyOf(countries);
  }
}
