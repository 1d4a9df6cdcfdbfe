package dev.rollcall.source.exchange;

import dev.rollcall.client.exchange.ExchangeRow;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A permission on a mailbox, as Exchange lists it.
 *
 * @param mailbox what Exchange calls the mailbox
 * @param trustee what Exchange calls who has it
 * @param counts whether it gives the access asked for: it is that right, and neither inherited nor
 *     denied
 * @see <a
 *     href="https://learn.microsoft.com/powershell/module/exchangepowershell/get-mailboxpermission">
 *     Get-MailboxPermission</a>, <a
 *     href="https://learn.microsoft.com/powershell/module/exchangepowershell/get-recipientpermission">
 *     Get-RecipientPermission</a> (read 2026-11-21)
 */
record Grant(String mailbox, String trustee, boolean counts) {

  /** Columns of Get-MailboxPermission. */
  static final String[] OPENING = {"Identity", "User", "AccessRights", "IsInherited", "Deny"};

  /** Columns of Get-RecipientPermission. */
  static final String[] SENDING = {
    "Identity", "Trustee", "AccessRights", "IsInherited", "AccessControlType"
  };

  /** A security id without a name: whoever it was is gone. */
  private static final Pattern SID = Pattern.compile("S-1-\\d+(-\\d+)+");

  /** Accounts of Windows itself. */
  private static final Set<String> OF_WINDOWS = Set.of("nt authority", "nt service", "builtin");

  /** Groups of the service, by which Microsoft runs it; a customer cannot be in them. */
  private static final Set<String> OF_THE_SERVICE =
      Set.of(
          "administrator",
          "administrators",
          "compliance management",
          "delegated setup",
          "discovery management",
          "domain admins",
          "enterprise admins",
          "exchange domain servers",
          "exchange servers",
          "exchange services",
          "exchange trusted subsystem",
          "help desk",
          "hygiene management",
          "jitusers",
          "managed availability servers",
          "organization management",
          "public folder management",
          "recipient management",
          "records management",
          "schema admins",
          "security administrator",
          "server management",
          "um management",
          "view-only organization management");

  static Grant ofOpening(ExchangeRow row) {
    return new Grant(
        row.text("Identity").orElse(""),
        row.text("User").orElse(""),
        has(row, "FullAccess") && !row.flag("IsInherited") && !row.flag("Deny"));
  }

  static Grant ofSending(ExchangeRow row) {
    boolean denied = row.text("AccessControlType").filter("Deny"::equalsIgnoreCase).isPresent();
    return new Grant(
        row.text("Identity").orElse(""),
        row.text("Trustee").orElse(""),
        has(row, "SendAs") && !row.flag("IsInherited") && !denied);
  }

  /** Whether it is the mailbox itself, Windows or the service: nobody behind a mailbox. */
  boolean isOfTheSystem() {
    int slash = trustee.indexOf('\\');
    String domain = slash < 0 ? "" : trustee.substring(0, slash).toLowerCase(Locale.ROOT);
    String name = shortName().toLowerCase(Locale.ROOT);
    return trustee.isEmpty()
        || OF_WINDOWS.contains(domain)
        || (OF_THE_SERVICE.contains(name) && slash >= 0)
        || name.startsWith("tenantadmins_")
        || trustee.equalsIgnoreCase("SELF");
  }

  /** Whether it was given to somebody who is gone. */
  boolean isOrphaned() {
    return SID.matcher(trustee).matches();
  }

  /** The trustee without the domain of Windows before it. */
  String shortName() {
    return trustee.substring(trustee.indexOf('\\') + 1);
  }

  /** Tells nothing of its values: they name people. */
  @Override
  public String toString() {
    return "Grant[counts=" + counts + "]";
  }

  /** The rights come as a list, as one text, or as several in one text. */
  private static boolean has(ExchangeRow row, String right) {
    return row.texts("AccessRights").stream()
        .flatMap(rights -> Pattern.compile("[,\\s{}]+").splitAsStream(rights))
        .anyMatch(right::equalsIgnoreCase);
  }
}
