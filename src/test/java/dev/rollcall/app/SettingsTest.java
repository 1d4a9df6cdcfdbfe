package dev.rollcall.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What an administrator sets, and hears when it is wrong. */
@Tag("O1")
class SettingsTest {

  private static final Map<String, String> IN_AZURE =
      Map.of(
          Settings.STORAGE_TABLES, "https://rollcall.table.core.windows.net",
          Settings.STORAGE_QUEUES, "https://rollcall.queue.core.windows.net",
          Settings.STORAGE_BLOBS, "https://rollcall.blob.core.windows.net",
          Settings.KEY_VAULT, "https://rollcall-kv.vault.azure.net",
          Settings.IDENTITY, "2653598a-91f0-4a44-8a05-0d5d1a4a5d3f");

  @Test
  void theSampleIsUsable() throws IOException {
    Map<String, String> sample = new HashMap<>();
    JsonNode json = new ObjectMapper().readTree(new File("local.settings.sample.json"));
    json.path("Values")
        .properties()
        .forEach(entry -> sample.put(entry.getKey(), entry.getValue().asText()));

    Settings settings = Settings.from(sample);

    Set<String> names = new TreeSet<>(names());
    // A connection string stands in for all three.
    names.removeAll(
        List.of(Settings.STORAGE_TABLES, Settings.STORAGE_QUEUES, Settings.STORAGE_BLOBS));
    names.add("FUNCTIONS_WORKER_RUNTIME");
    assertEquals(names, new TreeSet<>(sample.keySet()));
    assertEquals("java", sample.get("FUNCTIONS_WORKER_RUNTIME"));
    assertEquals(Optional.of("UseDevelopmentStorage=true"), settings.storage().connectionString());
    assertFalse(json.path("IsEncrypted").asBoolean(true));
  }

  @Test
  void identitiesReachEverythingInAzure() {
    Settings settings = Settings.from(IN_AZURE);

    assertEquals(Optional.empty(), settings.storage().connectionString());
    assertEquals(
        Optional.of(URI.create("https://rollcall.table.core.windows.net")),
        settings.storage().tables());
    assertEquals(URI.create("https://rollcall-kv.vault.azure.net"), settings.keyVault());
    assertEquals(Optional.of("2653598a-91f0-4a44-8a05-0d5d1a4a5d3f"), settings.identityClientId());
    assertEquals(Optional.empty(), settings.customCloud());
  }

  @Test
  @Tag("R16")
  void everySettingIsToldToHelpersWithoutItsAddressOrId() {
    List<Settings.Shown> shown = Settings.from(IN_AZURE).shown();

    assertEquals(names(), shown.stream().map(Settings.Shown::name).collect(Collectors.toSet()));
    shown.forEach(
        setting ->
            assertTrue(
                setting.value().orElse("0").chars().allMatch(Character::isDigit),
                setting::toString));
    assertEquals(
        IN_AZURE.containsKey(Settings.IDENTITY),
        shown.stream()
            .filter(setting -> setting.name().equals(Settings.IDENTITY))
            .allMatch(Settings.Shown::isSet));
  }

  @Test
  void everythingWrongIsSaidAtOnceAndNoValueIsShown() {
    Map<String, String> wrong =
        Map.of(
            Settings.STORAGE_TABLES,
            "https://",
            Settings.KEY_VAULT,
            "vault with hunter2",
            Settings.CUSTOM_LOGIN,
            "https://login.example",
            "ROLLCALL_KEYVAULT_URL",
            "https://rollcall-kv.vault.azure.net");

    String message = assertThrows(Settings.Invalid.class, () -> Settings.from(wrong)).getMessage();

    assertTrue(message.contains("ROLLCALL_KEYVAULT_URL is not known"), message);
    assertTrue(message.contains(Settings.KEY_VAULT + " "), message);
    assertTrue(message.contains(Settings.STORAGE_TABLES + " "), message);
    assertTrue(message.contains(Settings.STORAGE_QUEUES), message);
    assertTrue(message.contains("go together; set all or none"), message);
    assertFalse(message.contains("hunter2"), message);
  }

  @Test
  @Tag("R15")
  void historyIsKeptForADayToTenYears() {
    Map<String, String> given = new HashMap<>(IN_AZURE);
    assertEquals(Duration.ofDays(90), Settings.from(given).historyKept());
    for (String days : List.of("1", "3650")) {
      given.put(Settings.HISTORY_DAYS, days);
      assertEquals(Duration.ofDays(Long.parseLong(days)), Settings.from(given).historyKept());
    }
    for (String wrong : List.of("0", "3651", "-1", "90 days", "1e3", "999999999999")) {
      given.put(Settings.HISTORY_DAYS, wrong);
      assertTrue(
          assertThrows(Settings.Invalid.class, () -> Settings.from(given))
              .getMessage()
              .contains(Settings.HISTORY_DAYS + " must be a whole number of days from 1 to 3650"));
    }
  }

  @Test
  void blankIsNotSet() {
    Map<String, String> blank = new HashMap<>(IN_AZURE);
    blank.put(Settings.IDENTITY, " ");

    assertEquals(Optional.empty(), Settings.from(blank).identityClientId());
  }

  @Test
  void theReadmeNamesEverySettingAndNoOther() throws IOException {
    Matcher named =
        Pattern.compile("`(AzureWebJobsStorage(?:__\\w+)?|ROLLCALL_\\w+)`")
            .matcher(Files.readString(Path.of("README.md")));
    Set<String> seen = new TreeSet<>();
    while (named.find()) {
      seen.add(named.group(1));
    }
    assertEquals(names(), seen);
  }

  /** Every name that is defined. */
  private static Set<String> names() {
    return Stream.of(Settings.class.getFields())
        .filter(field -> Modifier.isStatic(field.getModifiers()))
        .filter(field -> field.getType() == String.class)
        .map(SettingsTest::value)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String value(Field field) {
    try {
      return (String) field.get(null);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }
}
