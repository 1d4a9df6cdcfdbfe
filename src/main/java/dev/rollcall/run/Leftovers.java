package dev.rollcall.run;

import dev.rollcall.policy.Cloud;
import dev.rollcall.policy.Environment;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What Rollcall cannot remove from an organisation it is disconnected from, as it never had the
 * right to: commands for an administrator, in the order in which they work.
 */
public final class Leftovers {

  private final String vault;

  /**
   * @param vault the Key Vault's name
   */
  Leftovers(String vault) {
    this.vault = vault;
  }

  /**
   * Something to be removed.
   *
   * @param what what and where, in a plain sentence
   * @param shell what runs the commands: {@code Azure CLI} or {@code Exchange Online PowerShell}
   */
  public record Task(String what, String shell, List<String> commands) {
    public Task {
      commands = List.copyOf(commands);
    }
  }

  /**
   * The tasks.
   *
   * @param sharedApps client ids, in lower case, that other environments use too; those stay
   * @param sharedMailboxes addresses, in lower case, that other environments send from; those stay
   */
  List<Task> of(
      Environment environment,
      List<DisconnectEnvironment.Credential> credentials,
      Set<String> sharedApps,
      Set<String> sharedMailboxes) {
    List<Environment.App> apps =
        environment.registrations().stream()
            .filter(app -> !sharedApps.contains(app.clientId().toLowerCase(Locale.ROOT)))
            .toList();
    List<Task> tasks = new ArrayList<>();
    if (!apps.isEmpty()) {
      tasks.add(exchange(environment, apps));
      tasks.add(registrations(environment, apps));
    }
    environment
        .notificationMailbox()
        .filter(mailbox -> !sharedMailboxes.contains(mailbox.toLowerCase(Locale.ROOT)))
        .ifPresent(mailbox -> tasks.add(mailbox(environment, mailbox)));
    List<String> vaultCommands =
        credentials.stream()
            .filter(
                credential ->
                    switch (credential.fate()) {
                      case KEPT, REFUSED, BY_HAND -> true;
                      case SHARED, TO_DELETE, DELETED -> false;
                    })
            .map(
                credential ->
                    "az keyvault "
                        + credential.kind()
                        + " delete --vault-name "
                        + vault
                        + " --name "
                        + credential.name())
            .toList();
    if (!vaultCommands.isEmpty()) {
      tasks.add(
          new Task(
              "Credentials in the Key Vault of Rollcall: nobody needs them any more.",
              "Azure CLI",
              vaultCommands));
    }
    return tasks;
  }

  /** Before the registration goes: afterwards its rows in Exchange are hard to tell apart. */
  private static Task exchange(Environment environment, List<Environment.App> apps) {
    List<String> commands = new ArrayList<>();
    commands.add(connect(environment));
    for (Environment.App app : apps) {
      commands.add("$app = Get-ServicePrincipal -Identity " + app.clientId());
      commands.add(
          "Get-ManagementRoleAssignment | Where-Object RoleAssigneeName -eq $app.ObjectId |"
              + " Remove-ManagementRoleAssignment");
      commands.add("Remove-ServicePrincipal -Identity $app.ObjectId");
    }
    for (String scope : ExchangeScopes.all(environment.id())) {
      commands.add(
          "Get-ManagementScope -Identity "
              + quoted(scope)
              + " -ErrorAction SilentlyContinue | Remove-ManagementScope");
    }
    return new Task(
        "Rights in Exchange, if the app was limited to some mailboxes (RBAC for Applications): its role"
            + " assignments, contacts and mail, its service principal there, and the scopes.",
        "Exchange Online PowerShell",
        commands);
  }

  private static Task registrations(Environment environment, List<Environment.App> apps) {
    List<String> commands = new ArrayList<>();
    azureCloud(environment.cloud()).ifPresent(commands::add);
    commands.add("az login --tenant " + environment.tenant() + " --allow-no-subscriptions");
    apps.forEach(app -> commands.add("az ad app delete --id " + app.clientId()));
    return new Task(
        "App registrations in Entra. With each go its service principal, the consent to its permissions,"
            + " the directory roles it was given, its certificates, secrets and federated credentials. Entra keeps it for 30 days.",
        "Azure CLI",
        commands);
  }

  private static Task mailbox(Environment environment, String mailbox) {
    return new Task(
        "The mailbox that mails were sent from, if nobody else uses it.",
        "Exchange Online PowerShell",
        List.of(connect(environment), "Remove-Mailbox -Identity " + quoted(mailbox)));
  }

  private static String connect(Environment environment) {
    String in =
        switch (environment.cloud()) {
          case GLOBAL, CUSTOM -> "";
          case US_GOV -> " -ExchangeEnvironmentName O365USGovGCCHigh";
          case US_GOV_DOD -> " -ExchangeEnvironmentName O365USGovDoD";
          case CHINA -> " -ExchangeEnvironmentName O365China";
        };
    return "Connect-ExchangeOnline -Organization " + environment.tenant() + in;
  }

  private static Optional<String> azureCloud(Cloud cloud) {
    return switch (cloud) {
      case GLOBAL, CUSTOM -> Optional.empty();
      case US_GOV, US_GOV_DOD -> Optional.of("az cloud set --name AzureUSGovernment");
      case CHINA -> Optional.of("az cloud set --name AzureChinaCloud");
    };
  }

  /** As PowerShell quotes a text; it takes typographic quotation marks for its own. */
  private static String quoted(String text) {
    return "'" + text.replaceAll("(['\u2018\u2019\u201A\u201B])", "$1$1") + "'";
  }
}
