package dev.rollcall.infra;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rollcall.app.Settings;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The app's settings have the same names in the code and in the infrastructure. */
@Tag("O2")
final class SettingsListTest {

  /** What the host reads itself. */
  private static final Set<String> OF_THE_HOST =
      Set.of(
          "AzureWebJobsStorage__credential",
          "AzureWebJobsStorage__clientId",
          "APPLICATIONINSIGHTS_CONNECTION_STRING",
          "APPLICATIONINSIGHTS_AUTHENTICATION_STRING");

  @Test
  void theInfrastructureGivesEverySettingTheCodeReadsAndNoOther() throws Exception {
    Set<String> read = new TreeSet<>(OF_THE_HOST);
    for (Field field : Settings.class.getFields()) {
      if (Modifier.isStatic(field.getModifiers()) && field.getType() == String.class) {
        read.add((String) field.get(null));
      }
    }
    // A connection string: there is none in Azure.
    read.remove(Settings.STORAGE);

    Set<String> given = new TreeSet<>();
    Bicep.project()
        .file("modules/app.bicep")
        .all("variable_declaration")
        .filter(variable -> variable.name().equals("settings"))
        .flatMap(variable -> variable.last().below().stream())
        .map(Node::name)
        .forEach(given::add);

    assertEquals(read, given);
  }
}
