package dev.rollcall.source.spreadsheet;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.client.table.UnreadableFile;
import dev.rollcall.model.Problem;
import dev.rollcall.source.SourceReading;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that mean harm, or are broken: refused with a reason, soon, and without following them. */
@Tag("P17")
class HostileWorkbookTest {

  private static final String ROWS =
      "<row><c t='inlineStr'><is><t>mail</t></is></c></row>"
          + "<row><c t='inlineStr'><is><t>&x;</t></is></c></row>";

  @Test
  void anExternalEntityIsNeitherReadNorAccepted(@TempDir Path folder) throws IOException {
    Path secret = Files.writeString(folder.resolve("secret"), "s3cret@contoso.example");
    String sheet =
        "<!DOCTYPE worksheet [<!ENTITY x SYSTEM \""
            + secret.toUri()
            + "\">]>"
            + XlsxBuilder.sheet(ROWS);

    Problem problem = refused(sheet);

    assertEquals("fileUnreadable", problem.code());
    assertFalse(problem.toString().contains("s3cret"));
  }

  @Test
  void entitiesThatMultiplyAreNotExpanded() {
    StringBuilder entities = new StringBuilder("<!DOCTYPE worksheet [<!ENTITY e0 \"aaaaaaaaaa\">");
    for (int i = 1; i < 12; i++) {
      entities
          .append("<!ENTITY e")
          .append(i)
          .append(" \"")
          .append(("&e" + (i - 1) + ";").repeat(10));
      entities.append("\">");
    }
    String sheet = entities + "]>" + XlsxBuilder.sheet(ROWS.replace("&x;", "&e11;"));

    assertTimeout(
        Duration.ofSeconds(5), () -> assertEquals("fileUnreadable", refused(sheet).code()));
  }

  @Test
  void aDocumentTypeIsRefusedEvenIfItIsNotUsed() {
    assertEquals(
        "fileUnreadable",
        refused(
                "<!DOCTYPE worksheet SYSTEM \"http://127.0.0.1:1/x.dtd\">"
                    + XlsxBuilder.sheet(ROWS.replace("&x;", "a@b.example")))
            .code());
  }

  /** A gigabyte of blanks in a megabyte. */
  @Test
  void aSheetThatUnpacksToAGigabyteIsRefusedBeforeItDoes() throws IOException {
    byte[] bomb = bomb();

    assertTimeout(
        Duration.ofSeconds(20),
        () ->
            assertTrue(
                Tables.refused("people.xlsx", bomb, Tables.ACCOUNTS)
                    .cause()
                    .contains("unpacks to more than 256 MiB")));
  }

  private static byte[] bomb() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] blanks = new byte[1 << 20];
    Arrays.fill(blanks, (byte) ' ');
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> part : XlsxBuilder.withRows("").parts().entrySet()) {
        zip.putNextEntry(new ZipEntry(part.getKey()));
        if (part.getKey().endsWith("sheet1.xml")) {
          zip.write("<worksheet><sheetData>".getBytes(UTF_8));
          for (int i = 0; i < 1024; i++) {
            zip.write(blanks);
          }
        } else {
          zip.write(part.getValue());
        }
        zip.closeEntry();
      }
    }
    return out.toByteArray();
  }

  /** A directory that says that everything has a gigabyte. */
  @Test
  void whatTheDirectoryDeclaresIsNotBelieved() {
    byte[] workbook = XlsxBuilder.withRows(ROWS.replace("&x;", "a@contoso.example")).build();
    byte[] larger = workbook.clone();
    byte[] beyond = workbook.clone();
    for (int i = 0; i + 46 < workbook.length; i++) {
      if (workbook[i] == 'P'
          && workbook[i + 1] == 'K'
          && workbook[i + 2] == 1
          && workbook[i + 3] == 2) {
        larger[i + 27] = 0x40;
        beyond[i + 23] = 0x40;
      }
    }

    assertEquals(1, Spreadsheet.read("people.xlsx", larger, Tables.ACCOUNTS).records().size());
    assertEquals("fileUnreadable", Tables.refused("people.xlsx", beyond, Tables.ACCOUNTS).code());
  }

  @Test
  void anEncryptedWorkbookIsToldApartFromAnOldOne() {
    byte[] old = Arrays.copyOf(ole(), 4096);
    byte[] encrypted = Arrays.copyOf(ole(), 4096);
    byte[] name = "EncryptedPackage".getBytes(UTF_16LE);
    System.arraycopy(name, 0, encrypted, 1024, name.length);

    assertTrue(
        Tables.refused("people.xlsx", encrypted, Tables.ACCOUNTS).cause().contains("encrypted"));
    assertTrue(Tables.refused("people.xlsx", old, Tables.ACCOUNTS).cause().contains(".xls"));
  }

  @Test
  void otherPackagesAreNoWorkbooks() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry("content.xml"));
      zip.write("<x/>".getBytes(UTF_8));
      zip.closeEntry();
    }

    assertTrue(
        Tables.refused("people.xlsx", out.toByteArray(), Tables.ACCOUNTS).cause().contains(".ods"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<row r='1'><c r='A1' t='s'><v>0</v></c></row><row r='2'><c r='A2' t='s'><v>99999</v></c></row>",
        "<row r='1'><c r='A1' t='s'><v>0</v></c></row><row r='2'><c r='A2' t='s'><v>-1</v></c></row>",
        "<row r='1'><c r='A1' t='s'><v>0</v></c></row><row r='2'><c r='A2'><v>1E999999999</v></c></row>",
        "<row r='1'><c r='A1' t='s'><v>0</v></c></row><row r='2'><c r='A2'><v>x</v></c></row>",
      })
  void aBrokenCellIsAnErrorOfItsRow(String rows) {
    SourceReading reading = Tables.xlsx(rows);

    assertEquals(0, reading.records().size());
    assertTrue(Tables.errors(reading).get(0).startsWith("Row 2, mail: it"));
  }

  @Test
  void cellsFarToTheRightCostNothing() {
    SourceReading reading =
        Tables.xlsx(
            "<row r='1'><c r='A1' t='s'><v>0</v></c></row>"
                + "<row r='2'><c r='A2' t='s'><v>3</v></c><c r='XFD2'><v>1</v></c></row>");

    assertTrue(Tables.errors(reading).get(0).contains("more cells than the header"));
  }

  /** Whatever comes of it, it is an answer for people and never another failure. */
  @Test
  void damagedWorkbooksAreReadOrRefused() {
    byte[] whole = XlsxBuilder.withRows(ROWS.replace("&x;", "a@contoso.example")).build();
    for (int seed = 0; seed < 500; seed++) {
      Random random = new Random(seed);
      byte[] damaged = whole.clone();
      for (int i = 0; i <= random.nextInt(8); i++) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      byte[] cut = Arrays.copyOf(damaged, random.nextInt(damaged.length) + 1);
      readOrRefused("seed " + seed, damaged);
      readOrRefused("seed " + seed + ", cut", cut);
    }
  }

  @Test
  void damagedTextsAreReadOrRefused() {
    for (int seed = 0; seed < 500; seed++) {
      Random random = new Random(seed);
      StringBuilder text = new StringBuilder("mail,name\n");
      for (int i = 0; i < 200; i++) {
        text.append("a@b;,\"\n\r\t\u00e4\uffff=-".charAt(random.nextInt(13)));
      }
      try {
        Tables.csv(text.toString());
      } catch (UnreadableFile e) {
        assertTrue(e.problem().remedy().startsWith("Nothing was changed."), "seed " + seed);
      }
    }
  }

  private static void readOrRefused(String seed, byte[] bytes) {
    try {
      Spreadsheet.read("people.xlsx", bytes, Tables.ACCOUNTS);
    } catch (UnreadableFile e) {
      assertTrue(e.problem().remedy().startsWith("Nothing was changed."), seed);
    } catch (RuntimeException e) {
      throw new AssertionError(seed, e);
    }
  }

  private static Problem refused(String sheet) {
    return Tables.refused(
        "people.xlsx",
        XlsxBuilder.withRows("").part("xl/worksheets/sheet1.xml", sheet).build(),
        Tables.ACCOUNTS);
  }

  private static byte[] ole() {
    return new byte[] {
      (byte) 0xD0, (byte) 0xCF, 0x11, (byte) 0xE0, (byte) 0xA1, (byte) 0xB1, 0x1A, (byte) 0xE1
    };
  }
}
