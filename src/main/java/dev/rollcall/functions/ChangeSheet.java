package dev.rollcall.functions;

import com.fasterxml.jackson.databind.SequenceWriter;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.csv.CsvGenerator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import dev.rollcall.state.RunChange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;

/** Changes for a spreadsheet: a row for each field that changes, one for a change without any. */
final class ChangeSheet {

  /** So many changes have a place in one answer. */
  static final int MAX_CHANGES = 20_000;

  private static final List<String> HEADER =
      List.of(
          "mailbox",
          "sequence",
          "change",
          "outcome",
          "contact",
          "record",
          "field",
          "before",
          "after",
          "reason",
          "detail");

  /** A cell of a spreadsheet has at most 32,767 characters (documented limit of Excel). */
  private static final int MAX_CELL = 32_000;

  private ChangeSheet() {}

  /**
   * Comma-separated values in UTF-8 with a byte-order mark, without which Excel takes them for
   * another encoding. A value that a spreadsheet would run as a formula has an apostrophe before
   * it.
   *
   * @see <a href="https://owasp.org/www-community/attacks/CSV_Injection">CSV injection</a>
   */
  static byte[] csv(List<RunChange> changes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    CsvMapper mapper = new CsvMapper();
    mapper.enable(CsvGenerator.Feature.ALWAYS_QUOTE_STRINGS);
    try (Writer text = new OutputStreamWriter(out, StandardCharsets.UTF_8)) {
      text.write('\uFEFF');
      try (SequenceWriter rows = mapper.writer().writeValues(text)) {
        for (List<String> row : rows(changes)) {
          rows.write(row.stream().map(ChangeSheet::harmless).toList());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** An Office Open XML workbook with one sheet; all its cells are texts, so that none is run. */
  static byte[] xlsx(List<RunChange> changes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (Workbook workbook = new Workbook(out, "Rollcall", null)) {
      Worksheet sheet = workbook.newWorksheet("Changes");
      int number = 0;
      for (List<String> row : rows(changes)) {
        for (int column = 0; column < row.size(); column++) {
          sheet.value(number, column, row.get(column));
        }
        number++;
      }
      sheet.range(0, 0, 0, HEADER.size() - 1).style().bold().set();
      sheet.freezePane(0, 1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /**
   * The same list that a page has; what is left out by the limit begins after {@code after}.
   *
   * @param next where the next part begins; empty if this is all
   */
  static byte[] json(List<RunChange> changes, Optional<String> next) {
    ObjectNode body = Answers.JSON.createObjectNode();
    ArrayNode list = body.putArray("value");
    changes.forEach(change -> list.add(Views.change(change)));
    next.ifPresent(after -> body.put("after", after));
    try {
      return Answers.JSON.writeValueAsBytes(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<List<String>> rows(List<RunChange> changes) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(HEADER);
    for (RunChange change : changes) {
      List<RunChange.Field> fields =
          change.fields().isEmpty() ? List.of(new RunChange.Field("", "", "")) : change.fields();
      for (RunChange.Field field : fields) {
        rows.add(
            List.of(
                change.target(),
                Integer.toString(change.sequence()),
                change.kind(),
                change.outcome(),
                cell(change.shown()),
                cell(change.key()),
                field.name(),
                cell(field.before()),
                cell(field.after()),
                change.reason(),
                cell(change.detail())));
      }
    }
    return rows;
  }

  /** Fits a cell, and has no character that XML forbids. */
  private static String cell(String value) {
    String cut = value.length() <= MAX_CELL ? value : value.substring(0, MAX_CELL) + "…";
    return cut.codePoints()
        .filter(point -> point >= ' ' || point == '\n' || point == '\t')
        .filter(point -> point < 0xD800 || point > 0xDFFF)
        .filter(point -> point != 0xFFFE && point != 0xFFFF)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static String harmless(String value) {
    return !value.isEmpty() && "=+-@\t\r\n".indexOf(value.charAt(0)) >= 0 ? "'" + value : value;
  }
}
