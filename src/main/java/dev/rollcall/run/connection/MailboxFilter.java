package dev.rollcall.run.connection;

import dev.rollcall.policy.RecipientType;
import dev.rollcall.policy.Selection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The mailboxes that selections take, as Exchange's own filter has it ({@code
 * RecipientRestrictionFilter}): texts in it stand between single quotes, doubled inside.
 *
 * @see <a
 *     href="https://learn.microsoft.com/powershell/exchange/recipientfilter-properties">Filterable
 *     properties</a> (read 2026-11-21)
 */
final class MailboxFilter {

  private static final Pattern OBJECT_ID =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  private static final Map<RecipientType, String> TYPES =
      Map.of(
          RecipientType.USER, "UserMailbox",
          RecipientType.SHARED_MAILBOX, "SharedMailbox",
          RecipientType.ROOM, "RoomMailbox",
          RecipientType.EQUIPMENT, "EquipmentMailbox");

  private final List<String> groups = new ArrayList<>();
  private final List<String> pieces = new ArrayList<>();
  private boolean nested;

  /** The property of a recipient that holds a directory's object id. */
  private final String objectId;

  private MailboxFilter(String objectId) {
    this.objectId = objectId;
    pieces.add("");
  }

  /** Empty if the selections take no mailbox, or so many that a limit says nothing. */
  static Optional<MailboxFilter> of(List<Selection> selections) {
    return of(selections, new MailboxFilter("ExternalDirectoryObjectId"));
  }

  /** The same, of selections in Active Directory. */
  static Optional<MailboxFilter> onPremises(List<Selection> selections) {
    return of(selections, new MailboxFilter("Guid"));
  }

  private static Optional<MailboxFilter> of(List<Selection> selections, MailboxFilter filter) {
    boolean everybody =
        selections.stream()
            .distinct()
            .map(
                selection ->
                    selection.match(
                        filter::group,
                        filter::recipient,
                        query -> filter.query(query),
                        unit -> true))
            .reduce(false, Boolean::logicalOr);
    boolean nothing = filter.pieces.size() == 1 && filter.pieces.get(0).isEmpty();
    return everybody || nothing ? Optional.empty() : Optional.of(filter);
  }

  /** The one mailbox of this address. */
  static MailboxFilter ofAddress(String address) {
    MailboxFilter filter = new MailboxFilter("ExternalDirectoryObjectId");
    filter.recipient(new Selection.Recipient(address));
    return filter;
  }

  /** Whether groups in groups are meant, which Exchange does not look into. */
  boolean isNested() {
    return nested;
  }

  /** The PowerShell that sets the filter of the scope of this name, or creates that scope. */
  List<String> scope(String name) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < groups.size(); i++) {
      lines.add(
          "$group"
              + (i + 1)
              + " = (Get-Group -Identity "
              + Shell.POWERSHELL.literal(groups.get(i))
              + ").DistinguishedName.Replace(\"'\", \"''\")");
    }
    StringBuilder expression = new StringBuilder();
    for (int i = 0; i < pieces.size(); i++) {
      if (i > 0) {
        expression.append(" + $group").append(i).append(" + ");
      }
      expression.append(Shell.POWERSHELL.literal(pieces.get(i)));
    }
    String identity = Shell.POWERSHELL.literal(name);
    String filter =
        " -RecipientRestrictionFilter " + (pieces.size() > 1 ? "(" + expression + ")" : expression);
    lines.add(
        "if (Get-ManagementScope -Identity "
            + identity
            + " -ErrorAction SilentlyContinue) { Set-ManagementScope -Identity "
            + identity
            + filter
            + " } else { New-ManagementScope -Name "
            + identity
            + filter
            + " }");
    return lines;
  }

  private boolean group(Selection.Group group) {
    if (group.include() != Selection.Include.GROUP) {
      nested |= group.nested();
      or();
      add("(MemberOfGroup -eq '");
      groups.add(group.group());
      pieces.add("')");
    }
    return false;
  }

  private boolean recipient(Selection.Recipient recipient) {
    String name = recipient.recipient();
    or();
    add(
        OBJECT_ID.matcher(name).matches()
            ? "(" + objectId + " -eq '" + name + "')"
            : "(PrimarySmtpAddress -eq '" + inQuotes(name) + "')");
    return false;
  }

  private boolean query(Selection.Query query) {
    List<String> types =
        query.recipientTypes().stream()
            .filter(TYPES::containsKey)
            .map(TYPES::get)
            .sorted()
            .toList();
    boolean everyName = query.pattern().chars().allMatch(c -> c == '*');
    if (types.isEmpty()) {
      return false;
    }
    if (types.size() == TYPES.size() && everyName) {
      return true;
    }
    or();
    add("(");
    if (!everyName) {
      add("DisplayName -like '" + inQuotes(query.pattern()) + "'");
    }
    if (types.size() < TYPES.size()) {
      add(everyName ? "(" : " -and (");
      add(
          String.join(
              " -or ",
              types.stream().map(type -> "RecipientTypeDetails -eq '" + type + "'").toList()));
      add(")");
    }
    add(")");
    return false;
  }

  private void or() {
    if (pieces.size() > 1 || !pieces.get(0).isEmpty()) {
      add(" -or ");
    }
  }

  private void add(String text) {
    int last = pieces.size() - 1;
    pieces.set(last, pieces.get(last) + text);
  }

  private static String inQuotes(String text) {
    return text.replace("'", "''");
  }
}
