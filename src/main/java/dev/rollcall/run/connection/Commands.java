package dev.rollcall.run.connection;

import dev.rollcall.credential.CloudHosts;
import dev.rollcall.policy.Cloud;
import dev.rollcall.policy.Environment;
import dev.rollcall.policy.NeededPermission;
import dev.rollcall.policy.Permission;
import dev.rollcall.policy.Policy;
import dev.rollcall.run.ExchangeScopes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The commands that give each app of an environment what its policies need and nothing else: the
 * directory's permissions by Entra, the mailboxes by Exchange, limited to those that the policies
 * write to (RBAC for Applications). Pure. Running them twice does no harm: what is there already is
 * refused by the service, and a limit follows the policies as they are now.
 *
 * @see <a href="https://learn.microsoft.com/exchange/permissions-exo/application-rbac">Role Based
 *     Access Control for Applications</a> (read 2026-11-21)
 */
public final class Commands {

  /** Grants of Entra and of Exchange add up; a limit beside a grant for all is none. */
  private static final String ADD_UP =
      "Grants of Entra and of Exchange add up: while the permission is granted in Entra, for every"
          + " mailbox, a limit in Exchange has no effect.";

  /** The template id of the directory role Global Reader, the same in every organisation. */
  private static final String GLOBAL_READER = "f2ef992c-3afb-46b9-b7cf-a126ee74c451";

  /** That of Exchange Recipient Administrator. */
  private static final String RECIPIENT_ADMINISTRATOR = "31392ffb-586c-42d1-9346-e59415a2cc4e";

  private final Environment environment;
  private final Scope scope;
  private final Optional<CloudHosts> hosts;
  private final Optional<MailboxFilter> targets;

  private Commands(Scope scope, Optional<CloudHosts> hosts) {
    this.environment = scope.environment();
    this.scope = scope;
    this.hosts = hosts;
    this.targets =
        MailboxFilter.of(
            scope.policies().stream()
                .map(Policy::target)
                .flatMap(target -> target.select().stream())
                .toList());
  }

  /**
   * One step.
   *
   * @param title what it does
   * @param why why it is needed, and what to mind
   * @param bash its commands for Bash with the Azure CLI, and PowerShell where only that will do
   * @param powershell the same for PowerShell with Microsoft's modules
   */
  public record Step(String title, String why, List<String> bash, List<String> powershell) {
    public Step {
      bash = List.copyOf(bash);
      powershell = List.copyOf(powershell);
    }
  }

  /**
   * The steps for the policies of a scope, in their order.
   *
   * @param hosts of the environment's cloud; empty if it is a custom one that the settings do not
   *     name
   */
  static List<Step> of(Scope scope, Optional<CloudHosts> hosts) {
    return new Commands(scope, hosts).steps();
  }

  /** The steps as a script with comments, for one shell. */
  static String text(List<Step> steps, boolean powershell) {
    StringBuilder text = new StringBuilder();
    int number = 1;
    for (Step step : steps) {
      comment(text, number++ + ". " + step.title());
      comment(text, step.why());
      for (String line : powershell ? step.powershell() : step.bash()) {
        text.append(line).append('\n');
      }
      text.append('\n');
    }
    return text.toString();
  }

  private static void comment(StringBuilder text, String words) {
    TextTable.wrap(words, TextTable.WIDTH - 2)
        .forEach(line -> text.append("# ").append(line).append('\n'));
  }

  private List<Step> steps() {
    List<Step> steps = new ArrayList<>();
    if (!environment.hasTenant()) {
      return OnPremisesCommands.of(scope);
    }
    steps.add(signIn());
    List<Environment.App> apps = environment.registrations();
    for (int i = 0; i < apps.size(); i++) {
      entra(steps, apps.get(i), "app" + (i + 1));
    }
    exchange(steps, apps);
    steps.addAll(OnPremisesCommands.of(scope));
    return steps;
  }

  private Step signIn() {
    List<String> bash = new ArrayList<>();
    azureCloud()
        .ifPresent(name -> bash.add(Shell.BASH.command("az", "cloud", "set", "--name", name)));
    bash.add(
        Shell.BASH.command(
            "az", "login", "--tenant", environment.tenant(), "--allow-no-subscriptions"));
    bash.add(idInBash("graph", Permission.GRAPH_APP_ID));
    List<String> powershell = new ArrayList<>();
    powershell.add(
        Shell.POWERSHELL.command(
                "Connect-MgGraph",
                "-TenantId",
                environment.tenant(),
                "-Environment",
                graphEnvironment(),
                "-Scopes")
            + " 'Application.ReadWrite.All', 'AppRoleAssignment.ReadWrite.All'"
            + (roles().isEmpty() ? "" : ", 'RoleManagement.ReadWrite.Directory'"));
    powershell.add(inPowerShell("graph", Permission.GRAPH_APP_ID));
    return new Step(
        "Sign in to the organisation " + environment.tenant(),
        "As a Privileged Role Administrator or Global Administrator: nobody else may consent to"
            + " application permissions of Microsoft Graph. It takes the Azure CLI, or the PowerShell"
            + " module Microsoft.Graph.",
        bash,
        powershell);
  }

  private void entra(List<Step> steps, Environment.App app, String variable) {
    List<NeededPermission> granted =
        scope.needs(app).stream()
            .filter(need -> !limited(need.permission()))
            .filter(need -> need.permission().resourceAppId().equals(Permission.GRAPH_APP_ID))
            .toList();
    String filter = "appId eq '" + app.clientId() + "'";
    steps.add(
        new Step(
            "Find the app " + app.name(),
            "Its service principal is what permissions are granted to.",
            List.of(idInBash(variable, app.clientId())),
            List.of(inPowerShell(variable, app.clientId()))));
    if (!granted.isEmpty()) {
      steps.add(declare(app, granted, filter));
    }
    for (NeededPermission need : granted) {
      steps.add(grant(app, need, variable));
    }
    if (!roles().isEmpty() && app.equals(environment.app())) {
      steps.add(askExchange(app, variable));
    }
    if (environment.publicFoldersOnline() && app.equals(environment.app())) {
      steps.add(usePublicFolders(app, variable));
    }
    for (Permission permission : List.of(Permission.WRITE_CONTACTS, Permission.SEND_MAIL)) {
      boolean needed = scope.needs(app).stream().anyMatch(need -> need.permission() == permission);
      if (needed && limited(permission)) {
        steps.add(takeAway(app, permission, variable));
      }
    }
  }

  /** What the app registration asks for is what the consent page shows. */
  private static Step declare(Environment.App app, List<NeededPermission> granted, String filter) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "az",
                "ad",
                "app",
                "permission",
                "add",
                "--id",
                app.clientId(),
                "--api",
                Permission.GRAPH_APP_ID,
                "--api-permissions"));
    granted.forEach(need -> words.add(need.permission().roleId() + "=Role"));
    String access =
        granted.stream()
            .map(need -> "@{ Id = '" + need.permission().roleId() + "'; Type = 'Role' }")
            .collect(Collectors.joining(", "));
    return new Step(
        "Let the app " + app.name() + " ask for what it needs",
        "So that the consent page, and whoever looks at the app registration, shows it. In PowerShell"
            + " this list takes the place of the one before.",
        List.of(Shell.BASH.command(words.toArray(new String[0]))),
        List.of(
            "$registration = Get-MgApplication -Filter " + Shell.POWERSHELL.literal(filter),
            "Update-MgApplication -ApplicationId $registration.Id -RequiredResourceAccess @(@{"
                + " ResourceAppId = '"
                + Permission.GRAPH_APP_ID
                + "'; ResourceAccess = @("
                + access
                + ") })"));
  }

  private Step grant(Environment.App app, NeededPermission need, String variable) {
    Permission permission = need.permission();
    String why =
        "The app "
            + permission.purpose()
            + "."
            + (need.optional() ? " Optional: everything else works without it." : "")
            + (permission.canBeLimited() ? " This is for every mailbox of the organisation." : "");
    return new Step(
        "Grant " + permission.value() + " to " + app.name(),
        why,
        List.of(grantInBash("graph", variable, permission)),
        List.of(grantInPowerShell("graph", variable, permission)));
  }

  /** The template ids of the directory roles that the primary app needs, by their names. */
  private Map<String, String> roles() {
    Map<String, String> roles = new LinkedHashMap<>();
    if (environment.exchange()) {
      roles.put("Global Reader", GLOBAL_READER);
    }
    if (scope.takesMailContacts()) {
      roles.put("Exchange Recipient Administrator", RECIPIENT_ADMINISTRATOR);
    }
    return roles;
  }

  /**
   * The permission and the roles, both of which Exchange wants to see.
   *
   * @see <a
   *     href="https://learn.microsoft.com/entra/identity/role-based-access-control/permissions-reference">
   *     Microsoft Entra built-in roles</a> (read 2026-11-21)
   */
  private Step askExchange(Environment.App app, String variable) {
    Permission permission = Permission.ADMINISTER_EXCHANGE;
    List<String> bash = new ArrayList<>();
    List<String> powershell = new ArrayList<>();
    bash.add(
        Shell.BASH.command(
            "az",
            "ad",
            "app",
            "permission",
            "add",
            "--id",
            app.clientId(),
            "--api",
            permission.resourceAppId(),
            "--api-permissions",
            permission.roleId() + "=Role"));
    bash.add(idInBash("exchange", permission.resourceAppId()));
    bash.add(grantInBash("exchange", variable, permission));
    powershell.add(inPowerShell("exchange", permission.resourceAppId()));
    powershell.add(grantInPowerShell("exchange", variable, permission));
    for (String role : roles().values()) {
      bash.add(
          "az rest --method post --url "
              + Shell.BASH.literal(graphUrl() + "/roleManagement/directory/roleAssignments")
              + " --headers Content-Type=application/json --body"
              + " \"{\\\"principalId\\\":\\\"$"
              + variable
              + "\\\",\\\"roleDefinitionId\\\":\\\""
              + role
              + "\\\",\\\"directoryScopeId\\\":\\\"/\\\"}\"");
      powershell.add(
          "New-MgRoleManagementDirectoryRoleAssignment -PrincipalId $"
              + variable
              + ".Id -RoleDefinitionId "
              + role
              + " -DirectoryScopeId '/'");
    }
    return new Step(
        "Let " + app.name() + " ask Exchange",
        "The app "
            + permission.purpose()
            + (scope.takesMailContacts() ? ", and writes the mail contacts of policies" : "")
            + ". It takes the permission "
            + permission.value()
            + ", which alone allows nothing, and the directory role "
            + String.join(" and the role ", roles().keySet())
            + (scope.takesMailContacts()
                ? ": whoever has the latter may change every recipient of the organisation. An"
                    + " Exchange role group of your own with less does as well."
                : ", with which Exchange answers and lets nothing be changed."),
        bash,
        powershell);
  }

  /**
   * Public folders are read through Exchange Web Services alone, which an organisation has to leave
   * on for this app.
   *
   * @see <a href="https://learn.microsoft.com/powershell/module/exchange/set-organizationconfig">
   *     Set-OrganizationConfig</a> (read 2026-11-21)
   */
  private Step usePublicFolders(Environment.App app, String variable) {
    Permission permission = Permission.USE_EWS;
    List<String> lines =
        List.of(
            "Connect-ExchangeOnline -ShowBanner:$false"
                + exchangeEnvironment().map(name -> " -ExchangeEnvironmentName " + name).orElse(""),
            "$allowed = (Get-OrganizationConfig -RetrieveEwsOperationAccessPolicy).EwsAllowedAppIDs",
            "$allowed = (@($allowed -split ',') + "
                + Shell.POWERSHELL.literal(app.clientId())
                + " | Where-Object { $_ } | Select-Object -Unique) -join ','",
            "Set-OrganizationConfig -EwsEnabled $true -EwsAllowedAppIDs $allowed");
    List<String> powershell = new ArrayList<>();
    powershell.add(inPowerShell("ews", permission.resourceAppId()));
    powershell.add(grantInPowerShell("ews", variable, permission));
    powershell.addAll(lines);
    return new Step(
        "Let " + app.name() + " read public folders, until 2027-03-31 at the latest",
        "The app "
            + permission.purpose()
            + ". ATTENTION: "
            + permission.value()
            + " is for every mailbox of the organisation, and every app that is not in the list is"
            + " locked out of Exchange Web Services: look at the list first. It takes up to 24 hours."
            + " Better move the contacts to a shared mailbox, as the guide says.",
        List.of(
            idInBash("ews", permission.resourceAppId()),
            grantInBash("ews", variable, permission),
            "pwsh -NoProfile -Command " + Shell.BASH.literal(String.join("; ", lines))),
        powershell);
  }

  /** Sets a variable to the object id of an application's service principal. */
  private static String idInBash(String variable, String clientId) {
    return variable
        + "=$("
        + Shell.BASH.command(
            "az", "ad", "sp", "show", "--id", clientId, "--query", "id", "--output", "tsv")
        + ")";
  }

  /** Sets a variable to an application's service principal. */
  private static String inPowerShell(String variable, String clientId) {
    return "$"
        + variable
        + " = Get-MgServicePrincipal -Filter "
        + Shell.POWERSHELL.literal("appId eq '" + clientId + "'");
  }

  private String grantInBash(String service, String app, Permission permission) {
    return "az rest --method post --url "
        + Shell.BASH.literal(graphUrl() + "/servicePrincipals/")
        + "\"$"
        + service
        + "\"/appRoleAssignedTo --headers Content-Type=application/json --body"
        + " \"{\\\"principalId\\\":\\\"$"
        + app
        + "\\\",\\\"resourceId\\\":\\\"$"
        + service
        + "\\\",\\\"appRoleId\\\":\\\""
        + permission.roleId()
        + "\\\"}\"";
  }

  private static String grantInPowerShell(String service, String app, Permission permission) {
    return "New-MgServicePrincipalAppRoleAssignment -ServicePrincipalId $"
        + app
        + ".Id -PrincipalId $"
        + app
        + ".Id -ResourceId $"
        + service
        + ".Id -AppRoleId "
        + permission.roleId();
  }

  private Step takeAway(Environment.App app, Permission permission, String variable) {
    String assignments =
        Shell.BASH.literal(graphUrl() + "/servicePrincipals/")
            + "\"$"
            + variable
            + "\"/appRoleAssignments";
    return new Step(
        "Take " + permission.value() + " for every mailbox from " + app.name() + ", if it has it",
        ADD_UP,
        List.of(
            "az rest --method get --url "
                + assignments
                + " --query "
                + Shell.BASH.literal("value[?appRoleId=='" + permission.roleId() + "'].id")
                + " --output tsv | while read -r id; do az rest --method delete --url "
                + assignments
                + "/\"$id\"; done"),
        List.of(
            "Get-MgServicePrincipalAppRoleAssignment -ServicePrincipalId $"
                + variable
                + ".Id | Where-Object AppRoleId -eq '"
                + permission.roleId()
                + "' | ForEach-Object { Remove-MgServicePrincipalAppRoleAssignment"
                + " -ServicePrincipalId $"
                + variable
                + ".Id -AppRoleAssignmentId $_.Id }"));
  }

  private void exchange(List<Step> steps, List<Environment.App> apps) {
    Optional<MailboxFilter> sender =
        environment.notificationMailbox().map(MailboxFilter::ofAddress);
    if (targets.isEmpty() && sender.isEmpty()) {
      return;
    }
    // One session holds everything: a step of its own would ask for another login each.
    List<String> lines = new ArrayList<>();
    lines.add(
        "Connect-ExchangeOnline -ShowBanner:$false"
            + exchangeEnvironment().map(name -> " -ExchangeEnvironmentName " + name).orElse(""));
    for (int i = 0; i < apps.size(); i++) {
      lines.add(
          Shell.POWERSHELL.command("New-ServicePrincipal", "-AppId", apps.get(i).clientId())
              + " -ObjectId $env:APP"
              + (i + 1)
              + " -DisplayName "
              + Shell.POWERSHELL.literal(apps.get(i).name()));
    }
    targets.ifPresent(
        filter -> {
          String name = ExchangeScopes.targets(environment.id());
          lines.addAll(filter.scope(name));
          for (int i = 0; i < apps.size(); i++) {
            lines.add(assign(i, Permission.WRITE_CONTACTS, name));
          }
        });
    sender.ifPresent(
        filter -> {
          String name = ExchangeScopes.sender(environment.id());
          lines.addAll(filter.scope(name));
          lines.add(assign(0, Permission.SEND_MAIL, name));
        });
    for (int i = 0; i < apps.size(); i++) {
      lines.add("Test-ServicePrincipalAuthorization -Identity $env:APP" + (i + 1));
    }
    List<String> bash = new ArrayList<>();
    List<String> powershell = new ArrayList<>();
    StringBuilder variables = new StringBuilder();
    for (int i = 1; i <= apps.size(); i++) {
      variables.append("APP").append(i).append("=\"$app").append(i).append("\" ");
      powershell.add("$env:APP" + i + " = $app" + i + ".Id");
    }
    bash.add(
        variables + "pwsh -NoProfile -Command " + Shell.BASH.literal(String.join("; ", lines)));
    powershell.addAll(lines);
    steps.add(
        new Step(
            "Let Exchange grant the mailboxes, and no others",
            "As an Exchange Administrator, with the PowerShell module ExchangeOnlineManagement. "
                + (targets.map(MailboxFilter::isNested).orElse(false)
                    ? "ATTENTION: a scope sees direct members of a group only; members of groups in it"
                        + " stay outside. Use a group without groups in it, or name those groups in the"
                        + " policy. "
                    : "")
                + "Graph follows changes within two hours; the last command shows them at once, and POST"
                + " /api/environments/"
                + environment.id()
                + "/test verifies them (lines 'permission' and 'scope').",
            bash,
            powershell));
  }

  private static String assign(int app, Permission permission, String scopeName) {
    return "New-ManagementRoleAssignment -App $env:APP"
        + (app + 1)
        + " -Role "
        + Shell.POWERSHELL.literal(permission.exchangeRole())
        + " -CustomResourceScope "
        + Shell.POWERSHELL.literal(scopeName);
  }

  /** Whether Exchange grants it for some mailboxes, instead of Entra for all. */
  private boolean limited(Permission permission) {
    return permission == Permission.WRITE_CONTACTS
        ? targets.isPresent()
        : permission.canBeLimited() && environment.notificationMailbox().isPresent();
  }

  private String graphUrl() {
    return hosts.map(known -> known.graph().toString()).orElse("https://graph.microsoft.com/v1.0");
  }

  private Optional<String> azureCloud() {
    return switch (environment.cloud()) {
      case GLOBAL -> Optional.of("AzureCloud");
      case US_GOV, US_GOV_DOD -> Optional.of("AzureUSGovernment");
      case CHINA -> Optional.of("AzureChinaCloud");
      case CUSTOM -> Optional.empty();
    };
  }

  private String graphEnvironment() {
    return switch (environment.cloud()) {
      case GLOBAL, CUSTOM -> "Global";
      case US_GOV -> "USGov";
      case US_GOV_DOD -> "USGovDoD";
      case CHINA -> "China";
    };
  }

  private Optional<String> exchangeEnvironment() {
    Cloud cloud = environment.cloud();
    return switch (cloud) {
      case GLOBAL, CUSTOM -> Optional.empty();
      case US_GOV -> Optional.of("O365USGovGCCHigh");
      case US_GOV_DOD -> Optional.of("O365USGovDoD");
      case CHINA -> Optional.of("O365China");
    };
  }
}
