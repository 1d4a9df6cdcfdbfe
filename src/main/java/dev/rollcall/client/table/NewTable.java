package dev.rollcall.client.table;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.dhatim.fastexcel.Worksheet;

/** Writes tables row by row, so that no program that opens them runs a cell. */
public final class NewTable {

  /** What the format would take for a character that XML forbids. */
  private static final Pattern ESCAPE = Pattern.compile("_(?=x[0-9A-Fa-f]{4}_)");

  private NewTable() {}

  /**
   * Comma-separated values in UTF-8 with a byte-order mark, without which Excel takes them for
   * another encoding. All cells are quoted, and {@linkplain Harmless harmless}.
   */
  public static byte[] csv(List<List<String>> rows) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (Writer text = new OutputStreamWriter(out, StandardCharsets.UTF_8)) {
      text.write('\uFEFF');
      for (List<String> row : rows) {
        for (int column = 0; column < row.size(); column++) {
          text.write(column == 0 ? "\"" : ",\"");
          text.write(Harmless.protect(row.get(column)).replace("\"", "\"\""));
          text.write('"');
        }
        text.write("\r\n");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** A workbook with one sheet; all its cells are texts, which no program runs. */
  public static byte[] xlsx(String sheet, List<List<String>> rows) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (org.dhatim.fastexcel.Workbook workbook =
        new org.dhatim.fastexcel.Workbook(out, "Rollcall", null)) {
      Worksheet written = workbook.newWorksheet(sheet);
      for (int row = 0; row < rows.size(); row++) {
        List<String> cells = rows.get(row);
        for (int column = 0; column < cells.size(); column++) {
          if (!cells.get(column).isEmpty()) {
            written.value(row, column, ESCAPE.matcher(cells.get(column)).replaceAll("_x005F_"));
          }
        }
      }
      if (!rows.isEmpty()) {
        written.range(0, 0, 0, Math.max(0, rows.get(0).size() - 1)).style().bold().set();
        written.freezePane(0, 1);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
