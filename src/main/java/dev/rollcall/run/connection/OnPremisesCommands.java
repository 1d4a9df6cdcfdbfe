package dev.rollcall.run.connection;

import dev.rollcall.model.Location;
import dev.rollcall.policy.Environment;
import dev.rollcall.policy.OnPremises;
import dev.rollcall.policy.Policy;
import dev.rollcall.policy.Selection;
import dev.rollcall.policy.Service;
import dev.rollcall.run.ExchangeScopes;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The commands that give the service accounts of an organisation's own servers what the policies
 * need and nothing else: impersonation of the mailboxes that are read and written, limited by a
 * management scope, the right to read public folders, and that to write contacts in the units of
 * Active Directory that policies fill. Reading there needs none: whoever can sign in may.
 *
 * @see <a
 *     href="https://learn.microsoft.com/exchange/client-developer/exchange-web-services/how-to-configure-impersonation">
 *     Configure impersonation</a>, <a
 *     href="https://learn.microsoft.com/powershell/module/exchange/add-publicfolderclientpermission">
 *     Add-PublicFolderClientPermission</a>, <a
 *     href="https://learn.microsoft.com/windows-server/administration/windows-commands/dsacls">dsacls</a>
 *     (read 2026-11-21)
 */
final class OnPremisesCommands {

  private static final String ROLE = "ApplicationImpersonation";

  private final Scope scope;
  private final Environment environment;
  private final OnPremises servers;

  private OnPremisesCommands(Scope scope, OnPremises servers) {
    this.scope = scope;
    this.environment = scope.environment();
    this.servers = servers;
  }

  /** The steps for the policies of a scope; none if the environment has no servers of its own. */
  static List<Commands.Step> of(Scope scope) {
    return scope
        .environment()
        .onPremises()
        .map(servers -> new OnPremisesCommands(scope, servers).steps())
        .orElse(List.of());
  }

  private List<Commands.Step> steps() {
    List<Commands.Step> steps = new ArrayList<>();
    List<String> units = units();
    if (!units.isEmpty()) {
      steps.add(
          new Commands.Step(
              "Let contacts be written in their organisational units, and nowhere else",
              "The first line of each unit lets the account make and remove contacts, the second"
                  + " read and write their properties. On a domain controller, or where its"
                  + " administration tools are, as somebody who may delegate control of the unit.",
              List.of("pwsh -NoProfile -Command " + Shell.BASH.literal(String.join("; ", units))),
              units));
    }
    if (servers.ews().isPresent()) {
      steps.addAll(ofExchange());
    }
    return steps;
  }

  /** Of each unit that a policy fills, what its account may do there. */
  private List<String> units() {
    List<String> lines = new ArrayList<>();
    for (Policy policy : scope.all()) {
      policy
          .target()
          .addressList()
          .filter(list -> list.environment().equals(environment.id()))
          .filter(list -> list.isInActiveDirectoryOf(environment))
          .ifPresent(
              list ->
                  list.unit()
                      .ifPresent(
                          unit ->
                              writer(list)
                                  .ifPresent(account -> lines.addAll(delegation(unit, account)))));
    }
    return lines.stream().distinct().toList();
  }

  private Optional<OnPremises.Account> writer(Service.MailContact list) {
    Optional<String> name = list.account().or(() -> servers.ldap().map(OnPremises.Ldap::account));
    return servers.accounts().stream()
        .filter(account -> name.equals(Optional.of(account.name())))
        .findFirst();
  }

  private static List<String> delegation(String unit, OnPremises.Account account) {
    String at = "dsacls " + Shell.POWERSHELL.literal(unit);
    return List.of(
        at + " /I:T /G " + Shell.POWERSHELL.literal(account.user() + ":CCDC;contact"),
        at + " /I:S /G " + Shell.POWERSHELL.literal(account.user() + ":RPWP;;contact"));
  }

  private List<Commands.Step> ofExchange() {
    List<Commands.Step> steps = new ArrayList<>();
    List<Selection> mailboxes = mailboxes();
    if (!mailboxes.isEmpty()) {
      steps.add(impersonation(mailboxes));
    }
    List<String> folders = publicFolders();
    if (!folders.isEmpty()) {
      steps.add(
          step(
              "Let public folders be read",
              "The mailbox whose access is used has to see each folder on the way, and to read the"
                  + " contacts in it.",
              folders));
    }
    return steps;
  }

  /** The mailboxes that are read or written as somebody else. */
  private List<Selection> mailboxes() {
    List<Selection> mailboxes = new ArrayList<>();
    for (Policy policy : scope.policies()) {
      boolean own =
          !environment.hasTenant()
              || policy.target().directory() == Policy.Directory.ACTIVE_DIRECTORY;
      policy.target().select().stream()
          .filter(selection -> own || isKnownByAddress(selection))
          .forEach(mailboxes::add);
      policy
          .reading()
          .folder()
          .filter(folder -> !folder.location().equals(Optional.of(Location.ONLINE)))
          .ifPresent(folder -> mailboxes.add(new Selection.Recipient(folder.mailbox())));
    }
    environment
        .notificationMailbox()
        .filter(sender -> environment.mailsThroughEws())
        .ifPresent(sender -> mailboxes.add(new Selection.Recipient(sender)));
    return mailboxes;
  }

  /** The tenant's object ids mean nothing to Exchange Server; addresses do. */
  private static boolean isKnownByAddress(Selection selection) {
    return selection.match(
        group -> group.group().contains("@"),
        recipient -> recipient.recipient().contains("@"),
        query -> true,
        unit -> true);
  }

  private Commands.Step impersonation(List<Selection> mailboxes) {
    Optional<MailboxFilter> filter = MailboxFilter.onPremises(mailboxes);
    String name = ExchangeScopes.targets(environment.id());
    List<String> lines = new ArrayList<>();
    filter.ifPresent(known -> lines.addAll(known.scope(name)));
    for (OnPremises.Account account : accounts()) {
      lines.add(
          Shell.POWERSHELL.command("New-ManagementRoleAssignment", "-Name")
              + " "
              + Shell.POWERSHELL.literal(name + " " + account.name())
              + " -Role "
              + ROLE
              + " -User "
              + Shell.POWERSHELL.literal(account.user())
              + (filter.isPresent()
                  ? " -CustomRecipientWriteScope " + Shell.POWERSHELL.literal(name)
                  : ""));
    }
    lines.add(
        "Get-ManagementRoleAssignment -Role "
            + ROLE
            + " | Format-Table Name, CustomRecipientWriteScope");
    return step(
        filter.isPresent()
            ? "Let the accounts impersonate the mailboxes, and no others"
            : "Let the accounts impersonate mailboxes",
        (filter.isPresent()
                ? "The scope follows the policies as they are now."
                : "ATTENTION: the policies take organisational units or everybody, which a scope"
                    + " cannot say: this is for every mailbox of the organisation. Groups can be"
                    + " said.")
            + (filter.map(MailboxFilter::isNested).orElse(false)
                ? " ATTENTION: a scope sees direct members of a group only; members of groups in it"
                    + " stay outside."
                : ""),
        lines);
  }

  /** Who signs in to Exchange: the environment's account, and those that policies name. */
  private List<OnPremises.Account> accounts() {
    Set<String> names = new LinkedHashSet<>();
    servers.ews().map(OnPremises.Ews::account).ifPresent(names::add);
    scope.policies().forEach(policy -> policy.target().writers().account().ifPresent(names::add));
    return servers.accounts().stream().filter(one -> names.contains(one.name())).toList();
  }

  private List<String> publicFolders() {
    List<String> lines = new ArrayList<>();
    for (Policy policy : scope.policies()) {
      Policy.Folder folder = policy.reading().folder().orElse(null);
      boolean isOwn =
          policy.reading().kind() == Policy.SourceKind.PUBLIC_FOLDER
              && folder != null
              && !folder.location().equals(Optional.of(Location.ONLINE));
      if (isOwn && folder != null) {
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < folder.path().size(); i++) {
          path.append('\\').append(folder.path().get(i));
          boolean last = i == folder.path().size() - 1;
          lines.add(
              "Add-PublicFolderClientPermission -Identity "
                  + Shell.POWERSHELL.literal(path.toString())
                  + " -User "
                  + Shell.POWERSHELL.literal(folder.mailbox())
                  + " -AccessRights "
                  + (last ? "Reviewer" : "FolderVisible"));
        }
      }
    }
    return lines.stream().distinct().toList();
  }

  private static Commands.Step step(String title, String why, List<String> lines) {
    List<String> session = new ArrayList<>();
    session.add(
        "Import-PSSession (New-PSSession -ConfigurationName Microsoft.Exchange -ConnectionUri"
            + " \"http://$env:EXCHANGE_SERVER/PowerShell/\" -Authentication Kerberos)");
    session.addAll(lines);
    return new Commands.Step(
        title,
        why
            + " In the Exchange Management Shell, as a member of Organization Management; elsewhere"
            + " in the domain, with the name of an Exchange server in EXCHANGE_SERVER.",
        List.of("pwsh -NoProfile -Command " + Shell.BASH.literal(String.join("; ", session))),
        session);
  }
}
