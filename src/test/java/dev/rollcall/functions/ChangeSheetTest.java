package dev.rollcall.functions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import dev.rollcall.state.RunChange;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipFile;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/** Changes in a spreadsheet: whole, and unable to do anything there. */
@Tag("R6")
class ChangeSheetTest {

  @TempDir private Path folder;

  private static final List<RunChange> CHANGES =
      List.of(
          new RunChange(
              "mailbox",
              0,
              "update",
              "user:1",
              "Zoë \"Z\" O'Neil, Jr.",
              List.of(
                  new RunChange.Field("jobTitle", "=HYPERLINK(\"http://evil.example\")", "CEO"),
                  new RunChange.Field("mobilePhone", "", "+49 171 1")),
              "",
              "",
              "done"),
          new RunChange(
              "mailbox",
              1,
              "skip",
              "user:2",
              "@SUM(A1)\u0001\n",
              List.of(),
              "X",
              "-why",
              "skipped"));

  @Test
  void asJsonItSaysWhatAPageSaysAndWhereItGoesOn() throws IOException {
    JsonNode all = new ObjectMapper().readTree(ChangeSheet.json(CHANGES, Optional.empty()));
    JsonNode part = new ObjectMapper().readTree(ChangeSheet.json(CHANGES, Optional.of("m/1")));

    assertEquals(2, all.path("value").size());
    assertEquals("jobTitle", all.at("/value/0/fields/0/field").asText(all.toString()));
    assertFalse(all.has("after"));
    assertEquals("m/1", part.path("after").asText());
  }

  @Test
  void everyFieldIsARowAndNoCellIsAFormula() throws IOException {
    byte[] csv = ChangeSheet.csv(CHANGES);

    assertEquals(List.of((byte) 0xEF, (byte) 0xBB, (byte) 0xBF), List.of(csv[0], csv[1], csv[2]));
    List<String[]> rows;
    try (MappingIterator<String[]> read =
        new CsvMapper()
            .readerFor(String[].class)
            .with(CsvParser.Feature.WRAP_AS_ARRAY)
            .readValues(new String(csv, StandardCharsets.UTF_8).substring(1))) {
      rows = read.readAll();
    }
    assertEquals(4, rows.size());
    assertEquals(
        List.of(
            "mailbox",
            "0",
            "update",
            "done",
            "Zoë \"Z\" O'Neil, Jr.",
            "user:1",
            "jobTitle",
            "'=HYPERLINK(\"http://evil.example\")",
            "CEO",
            "",
            ""),
        List.of(rows.get(1)));
    assertEquals("'+49 171 1", rows.get(2)[8]);
    assertEquals("'@SUM(A1)\n", rows.get(3)[4]);
    assertEquals("'-why", rows.get(3)[10]);
  }

  @Test
  void aWorkbookHasTextsOnly() throws Exception {
    Path file = Files.write(folder.resolve("changes.xlsx"), ChangeSheet.xlsx(CHANGES));

    String sheet;
    String texts;
    try (ZipFile zip = new ZipFile(file.toFile())) {
      sheet = text(zip, "xl/worksheets/sheet1.xml");
      texts = text(zip, "xl/sharedStrings.xml");
    }
    Document parsed = parsed(sheet);
    assertEquals(4, parsed.getElementsByTagName("row").getLength());
    assertEquals(0, parsed.getElementsByTagName("f").getLength());
    NodeList cells = parsed.getElementsByTagName("c");
    for (int i = 0; i < cells.getLength(); i++) {
      String type = cells.item(i).getAttributes().getNamedItem("t").getNodeValue();
      assertTrue(List.of("s", "inlineStr").contains(type), type);
    }
    String all = parsed(texts).getDocumentElement().getTextContent();
    assertTrue(all.contains("=HYPERLINK(\"http://evil.example\")"), all);
    assertTrue(all.contains("Zoë"), all);
    assertFalse(all.contains("\u0001"));
  }

  private static String text(ZipFile zip, String entry) throws IOException {
    return new String(
        zip.getInputStream(zip.getEntry(entry)).readAllBytes(), StandardCharsets.UTF_8);
  }

  private static Document parsed(String xml) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    return factory
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
  }
}
