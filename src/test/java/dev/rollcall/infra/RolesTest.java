package dev.rollcall.infra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.rollcall.model.NeedsRole;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The roles in the infrastructure are the roles that the code declares beside its calls. */
@Tag("O2")
final class RolesTest {

  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.rollcall");

  private static final Set<String> CLIENTS =
      Set.of(
          "com.azure.data.tables.TableServiceClient",
          "com.azure.data.tables.TableClient",
          "com.azure.storage.blob.BlobServiceClient",
          "com.azure.storage.blob.BlobContainerClient",
          "com.azure.storage.blob.BlobClient",
          "com.azure.storage.blob.specialized.BlockBlobClient",
          "com.azure.storage.queue.QueueServiceClient",
          "com.azure.storage.queue.QueueClient",
          "com.azure.security.keyvault.secrets.SecretClient",
          "com.azure.security.keyvault.certificates.CertificateClient");

  /** Methods that make no request. */
  private static final Set<String> LOCAL =
      Set.of(
          "TableServiceClient.getTableClient",
          "TableClient.getTableName",
          "BlobServiceClient.getBlobContainerClient",
          "BlobContainerClient.getBlobClient",
          "BlobClient.getBlockBlobClient",
          "QueueServiceClient.getQueueClient",
          "QueueClient.getMessageEncoding",
          "QueueClient.getQueueName");

  private record Grant(String role, String on, String id) {}

  @Test
  void everyOperationHasItsRole() {
    assertEquals(List.of(), missing(grants()));
  }

  @Test
  void takingAnyRoleAwayIsNoticedAndNamesTheOperation() {
    List<Grant> grants = grants();
    assertEquals(6, grants.size());

    for (Grant taken : grants) {
      List<Grant> left = new ArrayList<>(grants);
      left.remove(taken);

      List<String> missing = missing(left);

      assertFalse(missing.isEmpty(), taken + " is not needed");
      assertTrue(
          missing.stream().allMatch(text -> text.contains(taken.role()) && text.contains(" for ")),
          missing.toString());
    }
  }

  @Test
  void noRoleIsGivenThatNothingNeeds() {
    Set<String> needed = new TreeSet<>();
    needs().values().forEach(all -> all.forEach(need -> needed.add(key(need))));
    Set<String> given = new TreeSet<>();
    grants().forEach(grant -> given.add(grant.role() + " on " + grant.on()));

    assertEquals(needed, given);
  }

  @Test
  void everyCallOfAnAzureClientIsDeclared() {
    Set<String> undeclared = new TreeSet<>();
    Map<String, List<NeedsRole>> needs = needs();
    for (JavaClass type : MAIN) {
      for (JavaMethodCall call : type.getMethodCallsFromSelf()) {
        if (!CLIENTS.contains(call.getTargetOwner().getFullName())) {
          continue;
        }
        String operation = call.getTargetOwner().getSimpleName() + "." + call.getName();
        boolean declared =
            needs.getOrDefault(type.getPackageName(), List.of()).stream()
                .anyMatch(need -> List.of(need.operations()).contains(operation));
        if (!LOCAL.contains(operation) && !declared) {
          undeclared.add(type.getPackageName() + ": " + operation);
        }
      }
    }

    assertEquals(Set.of(), undeclared);
  }

  @Test
  void everyTriggerIsDeclared() {
    Set<String> triggers = new TreeSet<>();
    for (JavaClass type : MAIN) {
      type.getMethods().stream()
          .flatMap(method -> method.getParameterAnnotations().stream())
          .flatMap(Set::stream)
          .map(annotation -> annotation.getRawType().getSimpleName())
          .filter(name -> name.endsWith("Trigger"))
          .forEach(triggers::add);
    }
    Set<String> declared = new TreeSet<>();
    needs()
        .getOrDefault("dev.rollcall.functions", List.of())
        .forEach(need -> declared.addAll(List.of(need.operations())));

    assertFalse(triggers.isEmpty());
    assertTrue(declared.containsAll(triggers), triggers + " of " + declared);
  }

  @Test
  void declaredOperationsAreCalled() {
    Set<String> called = new TreeSet<>();
    for (JavaClass type : MAIN) {
      type.getMethodCallsFromSelf()
          .forEach(
              call ->
                  called.add(
                      type.getPackageName()
                          + ": "
                          + call.getTargetOwner().getSimpleName()
                          + "."
                          + call.getName()));
    }
    List<String> idle = new ArrayList<>();
    needs()
        .forEach(
            (name, all) ->
                all.stream()
                    .flatMap(need -> Arrays.stream(need.operations()))
                    .filter(operation -> operation.contains("."))
                    .filter(operation -> !called.contains(name + ": " + operation))
                    .forEach(operation -> idle.add(name + ": " + operation)));

    assertEquals(List.of(), idle);
  }

  @Test
  void roleIdsBelongToTheNamesBesideThem() throws IOException {
    JsonNode known;
    try (InputStream list = RolesTest.class.getResourceAsStream("/infra/built-in-roles.json")) {
      known = new ObjectMapper().readTree(list);
    }
    for (Grant grant : grants()) {
      assertEquals(known.path(grant.role()).asText("unknown"), grant.id(), grant.role());
    }
    Bicep.project()
        .templates()
        .forEach(
            (path, file) -> {
              boolean access = path.endsWith("access.bicep");
              boolean assigns =
                  file.all("resource_declaration")
                      .anyMatch(r -> r.first("string").orElseThrow().text().contains("roleAssi"));
              assertEquals(access, assigns, "roles are given in one file only: " + path);
            });
  }

  @Test
  void everyGrantIsAssignedToTheAppAlone() {
    Node access = Bicep.project().file("modules/access.bicep");
    List<String> resources = new ArrayList<>();
    access
        .all("resource_declaration")
        .filter(r -> r.first("string").orElseThrow().text().contains("roleAssignments"))
        .forEach(
            r -> {
              resources.add(r.body().at("scope").orElseThrow());
              assertEquals("principalId", r.body().at("properties", "principalId").orElseThrow());
              assertEquals(
                  "ServicePrincipal", r.body().at("properties", "principalType").orElseThrow());
            });

    assertEquals(List.of("storage", "vault", "component"), resources);
  }

  /** What is declared but not granted, with the operations that would fail. */
  private static List<String> missing(List<Grant> grants) {
    List<String> missing = new ArrayList<>();
    needs()
        .forEach(
            (name, all) -> {
              for (NeedsRole need : all) {
                boolean granted =
                    grants.stream().anyMatch(g -> (g.role() + " on " + g.on()).equals(key(need)));
                if (!granted) {
                  missing.add(name + " needs " + key(need) + " for " + List.of(need.operations()));
                }
              }
            });
    return missing;
  }

  private static String key(NeedsRole need) {
    return need.role() + " on " + need.on().name().toLowerCase(Locale.ROOT);
  }

  private static Map<String, List<NeedsRole>> needs() {
    Map<String, List<NeedsRole>> needs = new TreeMap<>();
    for (JavaClass type : MAIN) {
      List<NeedsRole> declared = new ArrayList<>();
      type.tryGetAnnotationOfType(NeedsRole.class).ifPresent(declared::add);
      type.tryGetAnnotationOfType(NeedsRole.All.class)
          .ifPresent(several -> declared.addAll(List.of(several.value())));
      if (!declared.isEmpty()) {
        needs.put(type.getPackageName(), declared);
      }
    }
    return needs;
  }

  private static List<Grant> grants() {
    Node access = Bicep.project().file("modules/access.bicep");
    Node list =
        access
            .all("variable_declaration")
            .filter(v -> v.name().equals("grants"))
            .findFirst()
            .orElseThrow()
            .last();
    return list.below().stream()
        .map(
            g ->
                new Grant(
                    g.at("role").orElseThrow(), g.at("on").orElseThrow(), g.at("id").orElseThrow()))
        .toList();
  }
}
