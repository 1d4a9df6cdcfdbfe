package dev.rollcall.localtenant.activedirectory;

import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ResultCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What Active Directory's schema, and Exchange's extension to it, hold a contact's values to.
 *
 * @see <a href="https://learn.microsoft.com/windows/win32/adschema/attributes-all">All
 *     attributes</a> (rangeUpper, isSingleValued, systemOnly; read 2026-11-21)
 */
final class ContactRules {

  private static final Map<String, Integer> LENGTHS = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private static final Set<String> MULTIPLE =
      Set.of(
          "objectclass",
          "proxyaddresses",
          "othertelephone",
          "otherhomephone",
          "othermobile",
          "otherfacsimiletelephonenumber",
          "msexchpoliciesexcluded",
          "msexchoriginatingforest",
          "showinaddressbook",
          "url",
          "description");
  private static final Set<String> OF_THE_SERVER =
      Set.of(
          "objectguid",
          "objectsid",
          "whencreated",
          "whenchanged",
          "usncreated",
          "usnchanged",
          "distinguishedname",
          "memberof",
          "instancetype",
          "allowedattributeseffective",
          "allowedchildclasseseffective",
          "sdrightseffective");
  private static final Set<String> FLAGS = Set.of("msexchhidefromaddresslists");

  static {
    LENGTHS.putAll(
        Map.ofEntries(
            Map.entry("cn", 64),
            Map.entry("displayName", 256),
            Map.entry("givenName", 64),
            Map.entry("sn", 64),
            Map.entry("initials", 6),
            Map.entry("title", 128),
            Map.entry("company", 64),
            Map.entry("department", 64),
            Map.entry("physicalDeliveryOfficeName", 128),
            Map.entry("telephoneNumber", 64),
            Map.entry("otherTelephone", 64),
            Map.entry("homePhone", 64),
            Map.entry("otherHomePhone", 64),
            Map.entry("mobile", 64),
            Map.entry("streetAddress", 1024),
            Map.entry("l", 128),
            Map.entry("st", 128),
            Map.entry("postalCode", 40),
            Map.entry("c", 3),
            Map.entry("co", 128),
            Map.entry("mail", 256),
            Map.entry("mailNickname", 64),
            Map.entry("targetAddress", 1123),
            Map.entry("proxyAddresses", 1123),
            Map.entry("wWWHomePage", 2048),
            Map.entry("info", 1024),
            Map.entry("msExchAssistantName", 256),
            Map.entry("msExchOriginatingForest", 1024)));
    for (int i = 1; i <= 15; i++) {
      LENGTHS.put("extensionAttribute" + i, i < 11 ? 1024 : 2048);
    }
  }

  private ContactRules() {}

  /**
   * A new entry as it may be.
   *
   * @throws LDAPException if it may not
   */
  static void checkNew(Entry entry) throws LDAPException {
    List<String> classes = List.of(values(entry, "objectClass"));
    if (classes.stream().noneMatch("contact"::equalsIgnoreCase)) {
      throw new LDAPException(
          ResultCode.OBJECT_CLASS_VIOLATION,
          "0000207D: UpdErr: DSID-0315166D, problem 6002 (OBJ_CLASS_VIOLATION), data 0");
    }
    for (Attribute attribute : entry.getAttributes()) {
      check(attribute.getName(), List.of(attribute.getValues()));
    }
  }

  /**
   * An entry after these modifications, one after the other as the server does them.
   *
   * @throws LDAPException if one of them is refused
   */
  static Entry changed(Entry there, List<Modification> modifications) throws LDAPException {
    Entry entry = there.duplicate();
    for (Modification modification : modifications) {
      change(entry, modification);
    }
    return entry;
  }

  private static void change(Entry entry, Modification modification) throws LDAPException {
    String name = modification.getAttributeName();
    if (name.equalsIgnoreCase("cn") || name.equalsIgnoreCase("name")) {
      throw new LDAPException(
          ResultCode.NOT_ALLOWED_ON_RDN,
          "00002016: UpdErr: DSID-0315180C, problem 6004 (CANT_ON_RDN), data 0");
    }
    List<String> values = new ArrayList<>(List.of(values(entry, name)));
    List<String> given = List.of(modification.getValues());
    switch (modification.getModificationType().intValue()) {
      case 0 -> {
        for (String value : given) {
          if (indexOf(values, value) >= 0) {
            throw new LDAPException(
                ResultCode.ATTRIBUTE_OR_VALUE_EXISTS,
                "00002083: AtrErr: DSID-03151946, problem 1006 (ATT_OR_VALUE_EXISTS), data 0");
          }
          values.add(value);
        }
      }
      case 1 -> {
        if (values.isEmpty()) {
          throw notThere();
        }
        for (String value : given) {
          int at = indexOf(values, value);
          if (at < 0) {
            throw notThere();
          }
          values.remove(at);
        }
        if (given.isEmpty()) {
          values.clear();
        }
      }
      default -> {
        values.clear();
        values.addAll(given);
      }
    }
    check(name, values);
    entry.removeAttribute(name);
    if (!values.isEmpty()) {
      entry.addAttribute(name, values);
    }
  }

  private static LDAPException notThere() {
    return new LDAPException(
        ResultCode.NO_SUCH_ATTRIBUTE,
        "00002080: AtrErr: DSID-03152D2C, problem 1001 (NO_ATTRIBUTE_OR_VAL), data 0");
  }

  /** Texts count in any case. */
  private static int indexOf(List<String> values, String value) {
    for (int i = 0; i < values.size(); i++) {
      if (values.get(i).equalsIgnoreCase(value)) {
        return i;
      }
    }
    return -1;
  }

  private static void check(String name, List<String> values) throws LDAPException {
    String lower = name.toLowerCase(Locale.ROOT);
    if (!DirectorySchema.has(name)) {
      throw new LDAPException(
          ResultCode.NO_SUCH_ATTRIBUTE,
          "00000057: LdapErr: DSID-0C090D8A, comment: Error in attribute conversion operation,"
              + " data 0, v4563");
    }
    if (OF_THE_SERVER.contains(lower)) {
      throw new LDAPException(
          ResultCode.CONSTRAINT_VIOLATION,
          "000020B1: AtrErr: DSID-030F11F5, problem 1005 (CONSTRAINT_ATT_TYPE), data 0, Att 0 ("
              + name
              + ")");
    }
    if (values.size() > 1 && !MULTIPLE.contains(lower)) {
      throw new LDAPException(
          ResultCode.ATTRIBUTE_OR_VALUE_EXISTS,
          "00002081: AtrErr: DSID-03151A2C, problem 1006 (ATT_OR_VALUE_EXISTS), data 0, Att 0 ("
              + name
              + ")");
    }
    for (String value : values) {
      checkValue(name, value);
    }
  }

  private static void checkValue(String name, String value) throws LDAPException {
    boolean malformed =
        value.isEmpty()
            || DirectorySchema.isNumber(name) && !value.matches("-?[0-9]{1,18}")
            || FLAGS.contains(name.toLowerCase(Locale.ROOT)) && !value.matches("TRUE|FALSE");
    if (malformed) {
      throw new LDAPException(
          ResultCode.INVALID_ATTRIBUTE_SYNTAX,
          "00000057: LdapErr: DSID-0C090D11, comment: Error in attribute syntax, data 0, v4563");
    }
    if (value.length() > LENGTHS.getOrDefault(name, Integer.MAX_VALUE)) {
      throw new LDAPException(
          ResultCode.CONSTRAINT_VIOLATION,
          "00002082: AtrErr: DSID-03151904, problem 1005 (CONSTRAINT_ATT_TYPE), data 0, Att 0 ("
              + name
              + "):len "
              + 2 * value.length());
    }
  }

  private static String[] values(Entry entry, String name) {
    String[] values = entry.getAttributeValues(name);
    return values == null ? new String[0] : values;
  }
}
