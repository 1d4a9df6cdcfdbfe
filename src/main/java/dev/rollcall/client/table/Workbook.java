package dev.rollcall.client.table;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * An Office Open XML workbook: which sheets it has, and the rows of one.
 *
 * @see <a
 *     href="https://ecma-international.org/publications-and-standards/standards/ecma-376/">ECMA-376</a>
 */
final class Workbook {

  private static final String WORKBOOK = "xl/workbook.xml";

  private final WorkbookZip zip;
  private final String folder;
  private final Map<String, Relation> relations;
  private final List<Sheet> sheets = new ArrayList<>();
  private boolean since1904;

  private record Relation(String type, String part) {}

  private record Sheet(String name, boolean visible, String part) {}

  /**
   * @throws UnreadableFile if it is no workbook, or a damaged one
   */
  Workbook(byte[] bytes) {
    this.zip = new WorkbookZip(bytes);
    String part =
        relations("_rels/.rels", "").values().stream()
            .filter(relation -> relation.type().endsWith("/officeDocument"))
            .map(Relation::part)
            .findFirst()
            .orElse(WORKBOOK);
    if (part.endsWith(".bin") || !zip.has(part)) {
      throw UnreadableFile.because(
          "The file is a package, but no workbook of this format (.xlsb and .ods are others).",
          "Save it again in Excel as \"Excel Workbook (.xlsx)\".");
    }
    int slash = part.lastIndexOf('/');
    this.folder = part.substring(0, slash + 1);
    this.relations = relations(folder + "_rels/" + part.substring(slash + 1) + ".rels", folder);
    readSheets(xml(zip.whole(part).orElseThrow(ZipParts::damaged)));
  }

  /**
   * The rows of a sheet.
   *
   * @param name its name; empty for the first that is not hidden
   * @throws UnreadableFile if there is none
   */
  Rows rows(Optional<String> name) {
    Sheet sheet = sheet(name);
    return new WorkbookRows(new Xml(zip.open(sheet.part())), shared(), formats());
  }

  private Sheet sheet(Optional<String> name) {
    if (name.isEmpty()) {
      return sheets.stream()
          .filter(Sheet::visible)
          .findFirst()
          .orElseThrow(
              () ->
                  UnreadableFile.because(
                      "The workbook has no sheet with cells that is not hidden.",
                      "Show one, or name it."));
    }
    List<String> names = sheets.stream().map(Sheet::name).toList();
    return sheets.stream()
        .filter(sheet -> sheet.name().strip().equalsIgnoreCase(name.get().strip()))
        .findFirst()
        .orElseThrow(
            () ->
                UnreadableFile.because(
                    "The workbook has no sheet '" + name.get() + "'.",
                    "Correct its name, or leave it out for the first sheet. There are: "
                        + String.join(", ", names.subList(0, Math.min(20, names.size())))
                        + "."));
  }

  private void readSheets(Xml xml) {
    while (xml.next()) {
      if (xml.begins("workbookPr")) {
        since1904 = List.of("1", "true", "on").contains(xml.attribute("date1904"));
      } else if (xml.begins("sheet")) {
        Relation relation = relations.get(xml.attribute("id"));
        if (relation != null && relation.type().endsWith("/worksheet")) {
          boolean visible = !xml.attribute("state").toLowerCase(Locale.ROOT).contains("hidden");
          sheets.add(new Sheet(xml.attribute("name"), visible, relation.part()));
        }
      }
    }
  }

  private SharedTexts shared() {
    Optional<String> part = related("/sharedStrings");
    if (part.isEmpty()) {
      return SharedTexts.none();
    }
    try (InputStream in = zip.open(part.get())) {
      return SharedTexts.read(new Xml(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Formats formats() {
    return related("/styles")
        .flatMap(zip::whole)
        .map(bytes -> Formats.read(xml(bytes), since1904))
        .orElseGet(() -> Formats.none(since1904));
  }

  private Optional<String> related(String type) {
    return relations.values().stream()
        .filter(relation -> relation.type().endsWith(type))
        .map(Relation::part)
        .filter(zip::has)
        .findFirst();
  }

  private Map<String, Relation> relations(String part, String base) {
    Map<String, Relation> found = new HashMap<>();
    zip.whole(part)
        .ifPresent(
            bytes -> {
              Xml xml = xml(bytes);
              while (xml.next()) {
                if (xml.begins("Relationship") && !xml.attribute("TargetMode").equals("External")) {
                  found.put(
                      xml.attribute("Id"),
                      new Relation(xml.attribute("Type"), resolved(base, xml.attribute("Target"))));
                }
              }
            });
    return found;
  }

  /** A part's name relative to a folder of the package; one that leads out of it is no part's. */
  private static String resolved(String base, String target) {
    if (target.startsWith("/")) {
      return target.substring(1);
    }
    String name = base + target;
    while (name.contains("/../")) {
      String shorter = name.replaceFirst("[^/]+/\\.\\./", "");
      if (shorter.equals(name)) {
        return "";
      }
      name = shorter;
    }
    return name.replace("/./", "/");
  }

  private static Xml xml(byte[] bytes) {
    return new Xml(new ByteArrayInputStream(bytes));
  }
}
