package dev.rollcall.app;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.Properties;

/** Which version of Rollcall this is: as Maven wrote it into the app's archive. */
final class ProductVersion {

  /** Where classes do not come from an archive, as on a developer's machine. */
  private static final String UNRELEASED = "development";

  private static final String RESOURCE = "/META-INF/maven/dev.rollcall/rollcall/pom.properties";

  private ProductVersion() {}

  static String read() {
    try (InputStream file = ProductVersion.class.getResourceAsStream(RESOURCE)) {
      if (file == null) {
        return UNRELEASED;
      }
      Properties properties = new Properties();
      properties.load(file);
      return Optional.ofNullable(properties.getProperty("version")).orElse(UNRELEASED);
    } catch (IOException e) {
      return UNRELEASED;
    }
  }
}
