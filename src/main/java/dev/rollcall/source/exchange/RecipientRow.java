package dev.rollcall.source.exchange;

import dev.rollcall.client.exchange.ExchangeRow;
import dev.rollcall.policy.RecipientType;
import dev.rollcall.source.ExchangeRecipients.DynamicGroup;
import dev.rollcall.source.ExchangeRecipients.Recipient;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A recipient as Exchange lists it.
 *
 * @param id its object id in the directory, lower-case; empty if the directory does not have it
 * @param guid its id in Exchange, lower-case
 * @param details what Exchange calls its kind, such as {@code SharedMailbox}
 * @param name its name in Exchange, which no other recipient has
 * @param mail its primary address in lower-case; may be empty
 * @param addresses all its addresses with their kind
 * @param userPrincipalName its sign-in name; empty if it has none
 */
record RecipientRow(
    String id,
    String guid,
    String details,
    String name,
    String displayName,
    String alias,
    String mail,
    List<String> addresses,
    String userPrincipalName,
    boolean hidden,
    String organizationalUnit) {

  /** What is asked of each. The sign-in name stands under different names in different lists. */
  static final String[] COLUMNS = {
    "ExternalDirectoryObjectId",
    "Guid",
    "RecipientTypeDetails",
    "Name",
    "DisplayName",
    "Alias",
    "PrimarySmtpAddress",
    "EmailAddresses",
    "UserPrincipalName",
    "WindowsLiveID",
    "HiddenFromAddressListsEnabled",
    "OrganizationalUnit"
  };

  /** The same without anything that names it. */
  static final String[] WITHOUT_NAMES = {
    "ExternalDirectoryObjectId",
    "Guid",
    "RecipientTypeDetails",
    "HiddenFromAddressListsEnabled",
    "OrganizationalUnit"
  };

  static RecipientRow of(ExchangeRow row) {
    return new RecipientRow(
        lower(row, "ExternalDirectoryObjectId"),
        lower(row, "Guid"),
        row.text("RecipientTypeDetails").orElse(""),
        row.text("Name").orElse(""),
        row.text("DisplayName").orElse(""),
        row.text("Alias").orElse(""),
        lower(row, "PrimarySmtpAddress"),
        row.texts("EmailAddresses"),
        row.text("UserPrincipalName").or(() -> row.text("WindowsLiveID")).orElse(""),
        row.flag("HiddenFromAddressListsEnabled"),
        row.text("OrganizationalUnit").orElse(""));
  }

  /**
   * What policies call its kind; empty for a kind that is nobody to write to.
   *
   * @see <a href="https://learn.microsoft.com/powershell/module/exchangepowershell/get-recipient">
   *     RecipientTypeDetails of Get-Recipient</a> (read 2026-11-21)
   */
  Optional<RecipientType> type() {
    return Optional.ofNullable(
        switch (details) {
          case "UserMailbox", "LinkedMailbox", "LegacyMailbox" -> RecipientType.USER;
          case "SharedMailbox", "TeamMailbox" -> RecipientType.SHARED_MAILBOX;
          case "RoomMailbox", "LinkedRoomMailbox" -> RecipientType.ROOM;
          case "EquipmentMailbox" -> RecipientType.EQUIPMENT;
          case "SchedulingMailbox" -> RecipientType.SCHEDULING;
          // Their mailboxes are on a server of the organisation's own.
          case "MailUser",
              "GuestMailUser",
              "RemoteUserMailbox",
              "RemoteSharedMailbox",
              "RemoteRoomMailbox",
              "RemoteEquipmentMailbox",
              "RemoteTeamMailbox" ->
              RecipientType.MAIL_USER;
          case "MailContact", "MailForestContact" -> RecipientType.MAIL_CONTACT;
          case "MailUniversalDistributionGroup", "MailNonUniversalGroup", "RoomList" ->
              RecipientType.DISTRIBUTION_GROUP;
          case "MailUniversalSecurityGroup" -> RecipientType.MAIL_ENABLED_SECURITY_GROUP;
          case "GroupMailbox" -> RecipientType.MICROSOFT_365_GROUP;
          case "DynamicDistributionGroup" -> RecipientType.DYNAMIC_DISTRIBUTION_GROUP;
          default -> null;
        });
  }

  boolean isGroup() {
    return type().filter(RecipientType.GROUPS::contains).isPresent();
  }

  boolean isDynamicGroup() {
    return type().filter(RecipientType.DYNAMIC_DISTRIBUTION_GROUP::equals).isPresent();
  }

  /** All by which Exchange would tell it from every other recipient, in lower case. */
  Stream<String> identities() {
    return Stream.concat(
            Stream.of(id, guid, userPrincipalName, mail),
            addresses.stream()
                .filter(address -> address.regionMatches(true, 0, "smtp:", 0, 5))
                .map(address -> address.substring(5)))
        .filter(identity -> !identity.isEmpty())
        .map(identity -> identity.toLowerCase(Locale.ROOT))
        .distinct();
  }

  Recipient recipient() {
    return new Recipient(isDynamicGroup() ? guid : id, type(), hidden, organizationalUnit);
  }

  DynamicGroup dynamicGroup() {
    return new DynamicGroup(guid, displayName, mail, alias, addresses, hidden, organizationalUnit);
  }

  /** Tells nothing of its values: they name people. */
  @Override
  public String toString() {
    return "RecipientRow[" + details + "]";
  }

  private static String lower(ExchangeRow row, String column) {
    return row.text(column).orElse("").toLowerCase(Locale.ROOT);
  }
}
