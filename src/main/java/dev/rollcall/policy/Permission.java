package dev.rollcall.policy;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * The application permissions of Microsoft Graph, and the one of Exchange Online, that policies may
 * need, with the ids that commands name them by, which are the same in every organisation and
 * cloud.
 *
 * @see <a href="https://learn.microsoft.com/graph/permissions-reference">Microsoft Graph
 *     permissions reference</a> (read 2026-11-21)
 */
public enum Permission {
  READ_USERS(
      "User.Read.All",
      "df021288-bdef-4463-88db-98f22de89214",
      "reads people and rooms, their attributes and photos",
      Set.of("User.ReadWrite.All", "Directory.Read.All", "Directory.ReadWrite.All")),
  READ_GROUP_MEMBERS(
      "GroupMember.Read.All",
      "98830695-27a2-44f7-8c18-0c3ebc9698f6",
      "reads groups and who is in them",
      Set.of(
          "GroupMember.ReadWrite.All",
          "Group.Read.All",
          "Group.ReadWrite.All",
          "Directory.Read.All",
          "Directory.ReadWrite.All")),
  READ_MAIL_CONTACTS(
      "OrgContact.Read.All",
      "e1a88a34-94c4-4418-be12-c87b00e26bea",
      "reads mail contacts, also as members of groups",
      Set.of("Directory.Read.All", "Directory.ReadWrite.All")),
  READ_MAILBOX_SETTINGS(
      "MailboxSettings.Read",
      "40f97065-369a-49f4-947c-6a255697ae91",
      "tells shared mailboxes, rooms and equipment from people",
      Set.of("MailboxSettings.ReadWrite")),
  WRITE_CONTACTS(
      "Contacts.ReadWrite",
      "6918b873-d17a-4dc1-b314-35f528134491",
      "writes contacts into mailboxes",
      Set.of()),
  SEND_MAIL(
      "Mail.Send",
      "b633e1c5-b582-4048-a93e-9f11b44c7e96",
      "sends mails from the notification mailbox",
      Set.of()),
  READ_APPLICATIONS(
      "Application.Read.All",
      "9a5d68dd-52b0-4cc2-bd40-abcf44ac3a30",
      "sees when the app registrations' own certificates and secrets end",
      Set.of("Application.ReadWrite.All", "Directory.Read.All", "Directory.ReadWrite.All")),
  /** It opens the door; what the app may do behind it, its role in the organisation says. */
  ADMINISTER_EXCHANGE(
      "Exchange.ManageAsApp",
      "dc50a0fb-09a3-484d-be87-e023b12c6440",
      "asks Exchange what the directory does not know, within its role",
      Set.of()),
  /** It is for every mailbox; nothing smaller reads public folders without somebody signed in. */
  USE_EWS(
      "full_access_as_app",
      "dc890d15-9560-4a4c-9b7f-a736ec74ec40",
      "reads public folders through Exchange Web Services, as one of the organisation's mailboxes",
      Set.of());

  /** Microsoft Graph's own application id, the same everywhere. */
  public static final String GRAPH_APP_ID = "00000003-0000-0000-c000-000000000000";

  /** Exchange Online's own application id, the same everywhere. */
  public static final String EXCHANGE_APP_ID = "00000002-0000-0ff1-ce00-000000000000";

  private final String value;
  private final String roleId;
  private final String purpose;
  private final Set<String> wider;

  Permission(String value, String roleId, String purpose, Set<String> wider) {
    this.value = value;
    this.roleId = roleId;
    this.purpose = purpose;
    this.wider = wider;
  }

  /** Its name, as it stands in tokens. */
  public String value() {
    return value;
  }

  /** The application id of the service that it belongs to. */
  public String resourceAppId() {
    return this == ADMINISTER_EXCHANGE || this == USE_EWS ? EXCHANGE_APP_ID : GRAPH_APP_ID;
  }

  /** The id of that service's app role. */
  public String roleId() {
    return roleId;
  }

  /** What it is needed for, as the rest of a sentence about the app. */
  public String purpose() {
    return purpose;
  }

  /** Permissions that include it, and more than it. */
  public Set<String> wider() {
    return wider;
  }

  /** Whether Exchange can grant it for some mailboxes only, by RBAC for Applications. */
  public boolean canBeLimited() {
    return this == WRITE_CONTACTS || this == SEND_MAIL;
  }

  /**
   * The Exchange role that grants it for some mailboxes.
   *
   * @throws IllegalStateException if there is none
   */
  public String exchangeRole() {
    if (!canBeLimited()) {
      throw new IllegalStateException(value + " is of the directory");
    }
    return "Application " + value;
  }

  /** The permission with this name in tokens. */
  public static Optional<Permission> named(String value) {
    return Arrays.stream(values()).filter(known -> known.value.equals(value)).findFirst();
  }
}
