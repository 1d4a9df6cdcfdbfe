package dev.rollcall.localtenant.activedirectory;

import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.schema.Schema;
import com.unboundid.ldif.LDIFException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The part of Active Directory's schema, and of Exchange's extension to it, that is read here. It
 * decides how values compare: bytes as bytes, numbers as numbers, names as names.
 *
 * @see <a href="https://learn.microsoft.com/windows/win32/adschema/attributes-all">All
 *     attributes</a> (read 2026-11-21)
 */
final class DirectorySchema {

  /** Groups that an object is in at any depth; what the matching rule in chain is answered from. */
  static final String CHAIN = "x-chain";

  private static final String BYTES = "1.3.6.1.4.1.1466.115.121.1.40";
  private static final String TEXT = "1.3.6.1.4.1.1466.115.121.1.15";
  private static final String NAME = "1.3.6.1.4.1.1466.115.121.1.12";
  private static final String NUMBER = "1.3.6.1.4.1.1466.115.121.1.27";

  private static final List<String> OF_BYTES =
      List.of(
          "objectGUID",
          "mS-DS-ConsistencyGuid",
          "objectSid",
          "invocationId",
          "thumbnailPhoto",
          "nTSecurityDescriptor",
          "msExchMailboxSecurityDescriptor",
          "msExchMailboxGuid");
  private static final List<String> OF_NAMES =
      List.of(
          "distinguishedName",
          "member",
          "memberOf",
          "manager",
          "homeMDB",
          "msExchDynamicDLBaseDN",
          "objectCategory",
          "showInAddressBook",
          CHAIN);
  private static final List<String> OF_NUMBERS =
      List.of(
          "uSNChanged",
          "uSNCreated",
          "userAccountControl",
          "groupType",
          "primaryGroupID",
          "countryCode",
          "msExchRecipientTypeDetails",
          "msExchRemoteRecipientType",
          "msExchRecipientDisplayType",
          "internetEncoding",
          "instanceType");

  private static final List<String> OF_TEXT =
      List.of(
          ("dc ou cn name displayName givenName middleName sn initials personalTitle"
                  + " generationQualifier company department title employeeID employeeType"
                  + " physicalDeliveryOfficeName telephoneNumber otherTelephone homePhone"
                  + " otherHomePhone mobile otherMobile pager facsimileTelephoneNumber"
                  + " otherFacsimileTelephoneNumber streetAddress l st postalCode co c"
                  + " homePostalAddress wWWHomePage url info description mail mailNickname"
                  + " proxyAddresses targetAddress userPrincipalName sAMAccountName"
                  + " msExchAssistantName msExchHideFromAddressLists msExchDynamicDLFilter"
                  + " msExchUsageLocation msRTCSIP-PrimaryUserAddress"
                  + " msDS-ExternalDirectoryObjectId msDS-PhoneticFirstName msDS-PhoneticLastName"
                  + " msDS-PhoneticCompanyName isDeleted dNSHostName legacyExchangeDN"
                  + " msExchOriginatingForest msExchPoliciesExcluded whenCreated whenChanged"
                  + " purportedSearch allowedChildClassesEffective allowedAttributesEffective"
                  + " sDRightsEffective")
              .split(" "));

  private static final int EXTENSION_ATTRIBUTES = 15;

  private static final Map<String, String> CLASSES =
      Map.ofEntries(
          Map.entry("domain", "top"),
          Map.entry("container", "top"),
          Map.entry("organizationalUnit", "top"),
          Map.entry("person", "top"),
          Map.entry("organizationalPerson", "person"),
          Map.entry("user", "organizationalPerson"),
          Map.entry("contact", "organizationalPerson"),
          Map.entry("computer", "user"),
          Map.entry("group", "top"),
          Map.entry("msExchDynamicDistributionList", "top"),
          Map.entry("msExchAdminGroup", "top"),
          Map.entry("addressBookContainer", "top"));

  private DirectorySchema() {}

  /** Whether there is such an attribute. */
  static boolean has(String attribute) {
    return Stream.of(OF_BYTES, OF_NAMES, OF_NUMBERS, OF_TEXT, List.of("objectClass"))
            .flatMap(List::stream)
            .anyMatch(attribute::equalsIgnoreCase)
        || isExtension(attribute);
  }

  static boolean isNumber(String attribute) {
    return OF_NUMBERS.stream().anyMatch(attribute::equalsIgnoreCase);
  }

  private static boolean isExtension(String attribute) {
    return attribute.matches("(?i)extensionAttribute([1-9]|1[0-5])");
  }

  static Schema make() {
    List<String> lines = new ArrayList<>();
    lines.add("dn: cn=schema");
    lines.add("objectClass: top");
    int number = 1;
    for (String name : OF_BYTES) {
      lines.add(attribute(number++, name, "octetStringMatch", "octetStringOrderingMatch", BYTES));
    }
    for (String name : OF_NAMES) {
      lines.add(attribute(number++, name, "distinguishedNameMatch", "", NAME));
    }
    for (String name : OF_NUMBERS) {
      lines.add(attribute(number++, name, "integerMatch", "integerOrderingMatch", NUMBER));
    }
    List<String> texts = new ArrayList<>(OF_TEXT);
    for (int i = 1; i <= EXTENSION_ATTRIBUTES; i++) {
      texts.add("extensionAttribute" + i);
    }
    texts.add("objectClass");
    for (String name : texts) {
      lines.add(attribute(number++, name, "caseIgnoreMatch", "caseIgnoreOrderingMatch", TEXT));
    }
    String all =
        Stream.of(OF_BYTES, OF_NAMES, OF_NUMBERS, texts)
            .flatMap(List::stream)
            .collect(Collectors.joining(" $ "));
    lines.add(
        "objectClasses: ( 2.5.6.0 NAME 'top' ABSTRACT MUST objectClass MAY ( " + all + " ) )");
    for (Map.Entry<String, String> kind : CLASSES.entrySet()) {
      lines.add(
          "objectClasses: ( 1.3.9.2."
              + number++
              + " NAME '"
              + kind.getKey()
              + "' SUP "
              + kind.getValue()
              + " STRUCTURAL )");
    }
    try {
      return new Schema(new Entry(lines.toArray(String[]::new)));
    } catch (LDIFException e) {
      throw new IllegalStateException("the schema is well-formed", e);
    }
  }

  private static String attribute(
      int number, String name, String equality, String ordering, String syntax) {
    return "attributeTypes: ( 1.3.9.1."
        + number
        + " NAME '"
        + name
        + "' EQUALITY "
        + equality
        + (ordering.isEmpty() ? "" : " ORDERING " + ordering)
        + " SYNTAX "
        + syntax
        + " )";
  }
}
