package dev.rollcall.localtenant.organisation;

import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldif.LDIFException;
import com.unboundid.ldif.LDIFReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Reads an organisation from LDIF as exported from Active Directory or another LDAP directory:
 * users, contacts, and groups with their members. Other entries are passed over.
 *
 * <p>Who has a mail address gets a mailbox; {@code msExchRecipientTypeDetails} tells shared, room
 * and equipment mailboxes and mail users. Users and contacts without an address are passed over:
 * real directories are full of service accounts.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc2849">RFC 2849</a>; values from URLs and change
 *     records are refused
 */
final class LdifFile {

  /** From LDAP's names, in lower case, to Graph's. */
  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("displayname", "displayName"),
          Map.entry("givenname", "givenName"),
          Map.entry("sn", "surname"),
          Map.entry("mail", "mail"),
          Map.entry("userprincipalname", "userPrincipalName"),
          Map.entry("mailnickname", "mailNickname"),
          Map.entry("title", "jobTitle"),
          Map.entry("department", "department"),
          Map.entry("company", "companyName"),
          Map.entry("physicaldeliveryofficename", "officeLocation"),
          Map.entry("telephonenumber", "businessPhones"),
          Map.entry("mobile", "mobilePhone"),
          Map.entry("facsimiletelephonenumber", "faxNumber"),
          Map.entry("streetaddress", "streetAddress"),
          Map.entry("l", "city"),
          Map.entry("st", "state"),
          Map.entry("postalcode", "postalCode"),
          Map.entry("co", "country"),
          Map.entry("c", "usageLocation"),
          Map.entry("employeeid", "employeeId"),
          Map.entry("employeetype", "employeeType"),
          Map.entry("proxyaddresses", "proxyAddresses"));

  private static final int DISABLED = 2;

  private final Import made;
  private final Map<String, String> idsByName = new HashMap<>();
  private final Map<DirectoryObject, Entry> groups = new LinkedHashMap<>();

  private LdifFile(Import made) {
    this.made = made;
  }

  static Organisation read(Path file) {
    List<Entry> entries = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    try (LDIFReader ldif = new LDIFReader(Files.newBufferedReader(file, StandardCharsets.UTF_8))) {
      refuseUrls(file);
      for (boolean more = true; more; ) {
        try {
          Entry entry = ldif.readEntry();
          more = entry != null;
          if (entry != null) {
            entries.add(entry);
          }
        } catch (LDIFException e) {
          // Its message quotes the lines, which are about people.
          problems.add("line " + e.getLineNumber() + ": what stands here is no LDIF entry");
          more = e.mayContinueReading();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read as UTF-8 text", e);
    }
    if (!problems.isEmpty()) {
      throw new UnreadableOrganisation(file, problems);
    }
    LdifFile made = new LdifFile(new Import(file, domain(entries)));
    for (int i = 0; i < entries.size(); i++) {
      made.add("entry " + (i + 1), entries.get(i));
    }
    made.addMembers();
    return made.made.organisation();
  }

  /** A value from a URL would be read from this machine. */
  private static void refuseUrls(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
    List<String> problems = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).matches("[^:\\s]+:<.*")) {
        problems.add("line " + (i + 1) + ": values from URLs are not read");
      }
    }
    if (!problems.isEmpty()) {
      throw new UnreadableOrganisation(file, problems);
    }
  }

  private void add(String place, Entry entry) {
    List<String> classes =
        texts(entry, "objectClass").stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
    boolean computer = classes.contains("computer");
    boolean contact = classes.contains("contact");
    boolean person =
        !computer
            && (classes.contains("user")
                || classes.contains("inetorgperson")
                || classes.contains("person"));
    if (classes.contains("group") || classes.contains("groupofnames")) {
      addGroup(entry);
    } else if ((contact || person) && !first(entry, "mail").isEmpty()) {
      made.add(
              new FileEntry(
                  place,
                  contact ? FileEntry.Type.MAIL_CONTACT : type(entry),
                  key(entry),
                  values(entry),
                  photo(entry)))
          .ifPresent(object -> idsByName.put(name(entry.getDN()), object.id()));
    }
  }

  private void addGroup(Entry entry) {
    String common = first(entry, "cn");
    DirectoryObject group =
        first(entry, "mail").isEmpty()
            ? made.groupWithoutAddress(key(entry), common)
            : made.group(first(entry, "mail"));
    String shown = first(entry, "displayname");
    group.properties().put("displayName", shown.isEmpty() ? common : shown);
    // The sign bit of groupType says that it gives rights.
    group.properties().put("securityEnabled", first(entry, "grouptype").startsWith("-"));
    idsByName.put(name(entry.getDN()), group.id());
    groups.put(group, entry);
  }

  /** After everything else: groups can name what comes after them. Outsiders are passed over. */
  private void addMembers() {
    groups.forEach(
        (group, entry) -> {
          List<String> members = new ArrayList<>();
          for (String member : texts(entry, "member")) {
            Optional.ofNullable(idsByName.get(name(member))).ifPresent(members::add);
          }
          made.members(group, members);
        });
  }

  private static Map<String, List<String>> values(Entry entry) {
    Map<String, List<String>> values = new HashMap<>();
    for (Attribute value : entry.getAttributes()) {
      String attribute = value.getBaseName().toLowerCase(Locale.ROOT);
      String name =
          attribute.matches("extensionattribute\\d+")
              ? "extensionAttribute" + attribute.substring("extensionattribute".length())
              : NAMES.getOrDefault(attribute, "");
      boolean taken = Import.TEXTS.contains(name) || Import.LISTS.contains(name);
      List<String> texts =
          texts(entry, attribute).stream().filter(text -> !text.isBlank()).toList();
      if (taken && !texts.isEmpty()) {
        values.put(name, texts);
      }
    }
    String control = first(entry, "useraccountcontrol");
    if (control.matches("\\d{1,9}")) {
      values.put(
          "accountEnabled", List.of(String.valueOf((Integer.parseInt(control) & DISABLED) == 0)));
    }
    return values;
  }

  /**
   * @see <a
   *     href="https://learn.microsoft.com/exchange/recipients/recipient-types">msExchRecipientTypeDetails</a>
   */
  private static FileEntry.Type type(Entry entry) {
    return switch (first(entry, "msexchrecipienttypedetails")) {
      case "4", "34359738368" -> FileEntry.Type.SHARED;
      case "16", "8589934592" -> FileEntry.Type.ROOM;
      case "32", "17179869184" -> FileEntry.Type.EQUIPMENT;
      case "128" -> FileEntry.Type.MAIL_USER;
      default -> FileEntry.Type.USER;
    };
  }

  private static String key(Entry entry) {
    return first(entry, "objectguid").isEmpty() ? name(entry.getDN()) : first(entry, "objectguid");
  }

  /** Distinguished names are compared without regard to case and spaces after commas. */
  private static String name(String dn) {
    return dn.toLowerCase(Locale.ROOT).replaceAll(",\\s+", ",").strip();
  }

  /** That of the first user. */
  private static String domain(List<Entry> entries) {
    return entries.stream()
        .flatMap(entry -> texts(entry, "userprincipalname").stream())
        .findFirst()
        .or(() -> entries.stream().flatMap(entry -> texts(entry, "mail").stream()).findFirst())
        .filter(address -> address.contains("@"))
        .map(address -> address.substring(address.indexOf('@') + 1))
        .orElse("imported.example");
  }

  private static Optional<byte[]> photo(Entry entry) {
    return Optional.ofNullable(entry.getAttributeValueBytes("thumbnailPhoto"))
        .or(() -> Optional.ofNullable(entry.getAttributeValueBytes("jpegPhoto")));
  }

  private static List<String> texts(Entry entry, String attribute) {
    return entry.hasAttribute(attribute) ? List.of(entry.getAttributeValues(attribute)) : List.of();
  }

  private static String first(Entry entry, String attribute) {
    return texts(entry, attribute).stream().findFirst().orElse("");
  }
}
