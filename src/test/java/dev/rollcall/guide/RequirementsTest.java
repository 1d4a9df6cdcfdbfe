package dev.rollcall.guide;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rollcall.app.Settings;
import dev.rollcall.contract.memory.InMemoryDocuments;
import dev.rollcall.credential.CloudHosts;
import dev.rollcall.policy.Cloud;
import dev.rollcall.run.connection.Requirements;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The requirements that the guide names are those of the code. */
@Tag("O8")
final class RequirementsTest {

  private static final Page PAGE = Guide.read().page("requirements.md");

  @Test
  void theHostsOfEachCloudAreTheCodes() {
    Map<String, List<String>> expected = new TreeMap<>();
    for (Cloud cloud : Cloud.values()) {
      CloudHosts.of(cloud, Optional.empty())
          .ifPresent(
              hosts ->
                  expected.put(
                      cloud.document(),
                      List.of(
                          hosts.login().getHost(),
                          hosts.graph().getHost(),
                          hosts.exchange().orElseThrow().base().getHost())));
    }
    expected.put(
        "custom", List.of(Settings.CUSTOM_LOGIN, Settings.CUSTOM_GRAPH, Settings.CUSTOM_EXCHANGE));
    Map<String, List<String>> told = new TreeMap<>();
    table("cloud").body().forEach(row -> told.put(row.get(0), row.subList(1, 4)));

    assertEquals(expected, told);
  }

  @Test
  void everyHostIsOneThatTheAppNames() {
    Requirements.Home home =
        new Requirements.Home(URI.create("https://v.vault.azure.net"), List.of(), Optional.empty());
    Map<String, Set<String>> expected = new TreeMap<>();
    for (Requirements.CloudNeeds needs : Requirements.of(new InMemoryDocuments(), home).clouds()) {
      expected.put(
          needs.cloud().document(),
          needs.hosts().stream().map(Requirements.Host::host).collect(Collectors.toSet()));
    }
    Map<String, Set<String>> told = new TreeMap<>();
    table("Azure of")
        .body()
        .forEach(row -> told.put(row.get(0), new TreeSet<>(List.of(row.get(1).split(", ")))));
    table("cloud").body().stream()
        .filter(row -> told.containsKey(row.get(0)))
        .forEach(row -> told.get(row.get(0)).addAll(row.subList(1, 4)));

    assertEquals(expected, told);
  }

  @Test
  void everySettingIsListed() throws IllegalAccessException {
    Set<String> settings = new TreeSet<>();
    for (var constant : Settings.class.getFields()) {
      if (Modifier.isStatic(constant.getModifiers()) && constant.getType() == String.class) {
        settings.add((String) constant.get(null));
      }
    }
    Set<String> told = new TreeSet<>();
    table("setting").body().forEach(row -> told.addAll(Arrays.asList(row.get(0).split(", "))));

    assertEquals(settings, told);
  }

  private static Page.Table table(String first) {
    return PAGE.tables().stream()
        .filter(table -> table.header().get(0).equals(first))
        .findFirst()
        .orElseThrow();
  }
}
