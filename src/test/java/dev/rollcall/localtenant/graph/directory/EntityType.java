package dev.rollcall.localtenant.graph.directory;

import dev.rollcall.localtenant.graph.GraphFailure;
import dev.rollcall.localtenant.organisation.DirectoryObject;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The types of the directory's objects, with the properties that can be selected and filtered by.
 *
 * @see <a href="https://learn.microsoft.com/graph/api/resources/user">user</a>, <a
 *     href="https://learn.microsoft.com/graph/api/resources/group">group</a>, <a
 *     href="https://learn.microsoft.com/graph/api/resources/orgcontact">orgContact</a> (read
 *     2026-11-21)
 */
enum EntityType {
  USER(
      DirectoryObject.Kind.USER,
      "user",
      "users",
      "businessPhones,displayName,givenName,jobTitle,mail,mobilePhone,officeLocation,"
          + "preferredLanguage,surname,userPrincipalName,id",
      "mailNickname,department,companyName,faxNumber,streetAddress,city,state,postalCode,country,"
          + "employeeId,employeeType,otherMails,imAddresses,proxyAddresses,accountEnabled,userType,"
          + "assignedLicenses,usageLocation,onPremisesExtensionAttributes,onPremisesSyncEnabled,"
          + "onPremisesImmutableId,onPremisesDistinguishedName,onPremisesSamAccountName,"
          + "onPremisesUserPrincipalName,onPremisesDomainName,isResourceAccount,"
          + "showInAddressList,createdDateTime"),
  CONTACT(
      DirectoryObject.Kind.CONTACT,
      "orgContact",
      "contacts",
      "id,displayName,givenName,surname,mail,mailNickname,companyName,department,jobTitle,phones,"
          + "addresses,proxyAddresses,onPremisesSyncEnabled,onPremisesLastSyncDateTime",
      ""),
  GROUP(
      DirectoryObject.Kind.GROUP,
      "group",
      "groups",
      "id,displayName,description,mail,mailNickname,mailEnabled,securityEnabled,groupTypes,"
          + "proxyAddresses,visibility,createdDateTime,onPremisesSyncEnabled",
      "membershipRule"),
  DEVICE(DirectoryObject.Kind.DEVICE, "device", "devices", "id,displayName,accountEnabled", "");

  private final DirectoryObject.Kind kind;
  private final String odataName;
  private final String collection;
  private final List<String> byDefault;
  private final Set<String> known;

  EntityType(
      DirectoryObject.Kind kind,
      String odataName,
      String collection,
      String byDefault,
      String onRequest) {
    this.kind = kind;
    this.odataName = "microsoft.graph." + odataName;
    this.collection = collection;
    this.byDefault = List.of(byDefault.split(","));
    this.known = new LinkedHashSet<>(this.byDefault);
    Arrays.stream(onRequest.split(",")).filter(name -> !name.isEmpty()).forEach(known::add);
  }

  static EntityType of(DirectoryObject object) {
    return Arrays.stream(values())
        .filter(type -> type.kind == object.kind())
        .findFirst()
        .orElseThrow();
  }

  /** The type of an OData cast, such as {@code microsoft.graph.user}. */
  static Optional<EntityType> named(String odataName) {
    return Arrays.stream(values()).filter(type -> type.odataName.equals(odataName)).findFirst();
  }

  DirectoryObject.Kind kind() {
    return kind;
  }

  String odataName() {
    return odataName;
  }

  String collection() {
    return collection;
  }

  /** The properties answered if none are asked for. */
  List<String> byDefault() {
    return byDefault;
  }

  boolean knows(String property) {
    return known.contains(property);
  }

  /**
   * @throws GraphFailure if there is no such property
   */
  void require(String property) {
    if (!knows(property)) {
      throw GraphFailure.badRequest(
          "Request_BadRequest",
          "Could not find a property named '" + property + "' on type '" + odataName + "'.");
    }
  }
}
