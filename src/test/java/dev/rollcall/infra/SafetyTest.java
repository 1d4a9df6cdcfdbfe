package dev.rollcall.infra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.work.WorkQueue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Nothing in the infrastructure has a key, is open to everybody, or can be lost by one mistake. */
@Tag("O2")
final class SafetyTest {

  private final Bicep bicep = Bicep.project();

  @Test
  void storageHasNoKeysAndNothingPublic() {
    Node account = resource("modules/storage.bicep", "Microsoft.Storage/storageAccounts@");

    assertEquals("false", account.at("properties", "allowSharedKeyAccess").orElseThrow());
    assertEquals("false", account.at("properties", "allowBlobPublicAccess").orElseThrow());
    assertEquals("TLS1_2", account.at("properties", "minimumTlsVersion").orElseThrow());
    assertEquals("true", account.at("properties", "supportsHttpsTrafficOnly").orElseThrow());
    List<Node> containers =
        bicep
            .file("modules/storage.bicep")
            .all("resource_declaration")
            .filter(r -> r.first("string").orElseThrow().text().contains("/containers@"))
            .toList();
    assertEquals(2, containers.size());
    for (Node container : containers) {
      assertEquals("None", container.body().at("properties", "publicAccess").orElseThrow());
    }
  }

  @Test
  void theContainerOfFilesIsTheCodes() throws IOException {
    String storage = Files.readString(Bicep.PROJECT.resolve("infra/modules/storage.bicep"));
    String code =
        Files.readString(
            Bicep.PROJECT.resolve("src/main/java/dev/rollcall/state/blob/BlobFiles.java"));

    assertTrue(storage.contains("var fileContainer = 'files'"));
    assertTrue(code.contains("CONTAINER = \"files\""));
  }

  @Test
  void tablesAndQueuesAreThoseOfTheCode() throws IOException {
    String code =
        Files.readString(
            Bicep.PROJECT.resolve("src/main/java/dev/rollcall/state/table/TableState.java"));
    Set<String> tables = new TreeSet<>();
    Matcher table = Pattern.compile("prefix \\+ \"(\\w+)\"").matcher(code);
    while (table.find()) {
      tables.add(table.group(1));
    }

    assertEquals(tables, new TreeSet<>(list("modules/storage.bicep", "tables")));
    assertEquals(
        Set.of(WorkQueue.NAME, WorkQueue.NAME + "-poison"),
        Set.copyOf(list("modules/storage.bicep", "queues")));
  }

  @Test
  void theVaultIsOpenedByRolesAndCannotBePurged() {
    Node vault = resource("modules/vault.bicep", "Microsoft.KeyVault/vaults@");

    for (String name :
        List.of("enableRbacAuthorization", "enableSoftDelete", "enablePurgeProtection")) {
      assertEquals("true", vault.at("properties", name).orElseThrow(), name);
    }
    assertTrue(vault.property("properties").orElseThrow().property("accessPolicies").isEmpty());
  }

  @Test
  void telemetryIsTakenFromIdentitiesOnly() {
    Node component = resource("modules/monitoring.bicep", "Microsoft.Insights/components@");
    Node workspace =
        resource("modules/monitoring.bicep", "Microsoft.OperationalInsights/workspaces@");

    assertEquals("true", component.at("properties", "DisableLocalAuth").orElseThrow());
    assertEquals("true", workspace.at("properties", "features", "disableLocalAuth").orElseThrow());
  }

  @Test
  void theAppTakesHttpsAndDeploymentsByIdentityOnly() {
    Node app = resource("modules/app.bicep", "Microsoft.Web/sites@");

    assertEquals("true", app.at("properties", "httpsOnly").orElseThrow());
    assertEquals("1.2", app.at("properties", "siteConfig", "minTlsVersion").orElseThrow());
    assertEquals("Disabled", app.at("properties", "siteConfig", "ftpsState").orElseThrow());
    assertEquals(
        "UserAssignedIdentity",
        app.at("properties", "functionAppConfig", "deployment", "storage", "authentication", "type")
            .orElseThrow());
    assertEquals(
        "21", app.at("properties", "functionAppConfig", "runtime", "version").orElseThrow());
    List<String> passwords =
        bicep
            .file("modules/app.bicep")
            .all("resource_declaration")
            .filter(r -> r.first("string").orElseThrow().text().contains("PublishingCredentials"))
            .map(r -> r.body().at("name").orElseThrow() + " " + allowed(r))
            .toList();
    assertEquals(List.of("ftp false", "scm false"), passwords);
  }

  @Test
  void withAPrivateNetworkStorageAndVaultLeaveTheInternet() {
    for (String module : List.of("modules/storage.bicep", "modules/vault.bicep")) {
      List<String> conditions =
          bicep
              .file(module)
              .all("object_property")
              .filter(
                  property ->
                      property.name().equals("publicNetworkAccess")
                          || property.name().equals("defaultAction"))
              .map(
                  property ->
                      property.name()
                          + " "
                          + String.join(
                              " ", property.last().below().stream().map(Node::text).toList()))
              .toList();

      assertEquals(
          List.of(
              "publicNetworkAccess reachableFromInternet 'Enabled' 'Disabled'",
              "defaultAction reachableFromInternet 'Allow' 'Deny'"),
          conditions,
          module);
    }
  }

  @Test
  void nothingIsOpenToEveryOrigin() {
    bicep
        .files()
        .forEach(
            (path, file) -> {
              assertFalse(
                  file.all("object_property").anyMatch(p -> p.name().equals("allowedOrigins")),
                  path + " allows origins; no page calls the API from a browser");
              file.all("string")
                  .filter(string -> string.text().equals("'*'"))
                  .forEach(
                      string ->
                          assertTrue(
                              path.endsWith("alerts.bicep"),
                              Bicep.where(path, string) + " says '*'"));
            });
  }

  @Test
  void noKeyIsReadAndWhatIsSecretIsDeclaredSo() {
    List<String> problems = new ArrayList<>();
    bicep
        .templates()
        .forEach(
            (path, file) -> {
              file.all("identifier")
                  .filter(name -> name.text().startsWith("list") && name.text().length() > 4)
                  .forEach(name -> problems.add(Bicep.where(path, name) + " " + name.text()));
              Set<String> decorators = new HashSet<>();
              for (Node node : file.below()) {
                if (node.is("decorators")) {
                  node.all("call_expression").forEach(call -> decorators.add(call.name()));
                  continue;
                }
                if (node.is("parameter_declaration")
                    && secret(node.name())
                    && !decorators.contains("secure")) {
                  problems.add(Bicep.where(path, node) + " " + node.name() + " is not @secure");
                }
                if (node.is("output_declaration") && secret(node.name())) {
                  problems.add(Bicep.where(path, node) + " puts out " + node.name());
                }
                decorators.clear();
              }
              file.all("string")
                  .filter(s -> s.text().matches("(?i).*(AccountKey=|SharedAccess|password=).*"))
                  .forEach(s -> problems.add(Bicep.where(path, s) + " holds a key"));
            });

    assertEquals(List.of(), problems);
  }

  @Test
  void versionsOfResourcesAreStable() {
    List<String> previews = new ArrayList<>();
    bicep
        .templates()
        .forEach(
            (path, file) ->
                file.all("resource_declaration")
                    .map(r -> r.first("string").orElseThrow().literal())
                    .filter(type -> type.contains("/"))
                    .filter(type -> !type.matches("[A-Za-z.]+(/[A-Za-z]+)+@\\d{4}-\\d\\d-\\d\\d"))
                    .forEach(previews::add));

    assertEquals(List.of(), previews);
  }

  private static String allowed(Node resource) {
    return resource.body().at("properties", "allow").orElseThrow();
  }

  private static boolean secret(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.matches(".*(secret|password|connectionstring|token|apikey|accountkey).*");
  }

  private List<String> list(String path, String name) {
    Map<String, Node> files = Map.of(path, bicep.file(path));
    return files
        .get(path)
        .all("variable_declaration")
        .filter(variable -> variable.name().equals(name))
        .flatMap(variable -> variable.last().below().stream())
        .map(Node::literal)
        .toList();
  }

  private Node resource(String path, String type) {
    Path file = Bicep.INFRA.resolve(path);
    return bicep
        .files()
        .get(file)
        .all("resource_declaration")
        .filter(r -> r.first("string").orElseThrow().literal().startsWith(type))
        .findFirst()
        .orElseThrow()
        .body();
  }
}
