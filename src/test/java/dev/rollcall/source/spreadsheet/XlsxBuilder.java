package dev.rollcall.source.spreadsheet;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Workbooks part by part, so that tests can have any of them wrong. */
final class XlsxBuilder {

  private static final String SHEETS_NS =
      "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
  private static final String TYPE =
      "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

  private final Map<String, byte[]> parts = new LinkedHashMap<>();

  /** A workbook with one sheet of these rows, as XML. */
  static XlsxBuilder withRows(String rows) {
    return new XlsxBuilder()
        .part("_rels/.rels", relationships(relationship("r1", "officeDocument", "xl/workbook.xml")))
        .part(
            "xl/workbook.xml",
            "<workbook xmlns='"
                + SHEETS_NS
                + "' xmlns:r='"
                + TYPE
                + "'><sheets><sheet name='People' sheetId='1' r:id='r1'/></sheets></workbook>")
        .part(
            "xl/_rels/workbook.xml.rels",
            relationships(
                relationship("r1", "worksheet", "worksheets/sheet1.xml")
                    + relationship("r2", "sharedStrings", "sharedStrings.xml")
                    + relationship("r3", "styles", "/xl/styles.xml")))
        .part(
            "xl/styles.xml",
            "<styleSheet xmlns='"
                + SHEETS_NS
                + "'><numFmts><numFmt numFmtId='164' formatCode='dd\\.mm\\.yyyy\\ hh:mm'/>"
                + "<numFmt numFmtId='165' formatCode='&quot;day &quot;0.00'/></numFmts><cellXfs>"
                + "<xf numFmtId='0'/><xf numFmtId='14'/><xf numFmtId='164'/><xf numFmtId='165'/>"
                + "<xf numFmtId='21'/></cellXfs></styleSheet>")
        .part(
            "xl/sharedStrings.xml",
            "<sst xmlns='"
                + SHEETS_NS
                + "'><si><t>mail</t></si><si><t>displayName</t></si>"
                + "<si><r><t>Ada </t></r><r><rPr><b/></rPr><t>Lovelace</t></r><rPh sb='0' eb='1'>"
                + "<t>eida</t></rPh></si><si><t xml:space='preserve'> ada@contoso.example </t></si>"
                + "<si><t>a_x0041_b</t></si></sst>")
        .part("xl/worksheets/sheet1.xml", sheet(rows));
  }

  static String sheet(String rows) {
    return "<worksheet xmlns='" + SHEETS_NS + "'><sheetData>" + rows + "</sheetData></worksheet>";
  }

  XlsxBuilder part(String name, String xml) {
    return part(name, xml.getBytes(UTF_8));
  }

  XlsxBuilder part(String name, byte[] content) {
    parts.put(name, content);
    return this;
  }

  XlsxBuilder without(String name) {
    parts.remove(name);
    return this;
  }

  Map<String, byte[]> parts() {
    return parts;
  }

  byte[] build() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> part : parts.entrySet()) {
        zip.putNextEntry(new ZipEntry(part.getKey()));
        zip.write(part.getValue());
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static String relationships(String all) {
    return "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>"
        + all
        + "</Relationships>";
  }

  private static String relationship(String id, String type, String target) {
    return "<Relationship Id='"
        + id
        + "' Type='"
        + TYPE
        + "/"
        + type
        + "' Target='"
        + target
        + "'/>";
  }
}
