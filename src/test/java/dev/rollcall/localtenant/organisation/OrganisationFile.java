package dev.rollcall.localtenant.organisation;

import java.nio.file.Path;
import java.util.Locale;

/** Reads an organisation from a file: JSON, CSV or LDIF, by the ending of its name. */
public final class OrganisationFile {

  private OrganisationFile() {}

  /**
   * The organisation in this file. The same file gives the same ids.
   *
   * @throws UnreadableOrganisation if the file is not what its name says, with all problems
   * @throws java.io.UncheckedIOException if it cannot be read at all
   */
  public static Organisation read(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".csv")) {
      return CsvFile.read(file);
    }
    return name.endsWith(".ldif") ? LdifFile.read(file) : CongressFile.read(file);
  }
}
