package dev.rollcall.target.file;

import dev.rollcall.client.table.Cell;
import dev.rollcall.client.table.Harmless;
import dev.rollcall.client.table.NewTable;
import dev.rollcall.client.table.Rows;
import dev.rollcall.client.table.SheetRow;
import dev.rollcall.client.table.TableFile;
import dev.rollcall.model.Content;
import dev.rollcall.model.FieldValue;
import dev.rollcall.model.RecordField;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A table: a header, and a row for each line. Several values of a field are in one cell with
 * semicolons between them, people as {@code Name <address>}.
 */
final class TableLayout implements Layout {

  private static final String SHEET = "Accounts";
  private static final Pattern PERSON = Pattern.compile("(.*) <([^<>]*)>", Pattern.DOTALL);

  private final boolean workbook;

  /**
   * @param workbook whether it is a workbook; otherwise comma-separated values
   */
  TableLayout(boolean workbook) {
    this.workbook = workbook;
  }

  @Override
  public byte[] write(List<Line> lines) {
    List<List<String>> rows = new ArrayList<>(lines.size() + 1);
    rows.add(header());
    for (Line line : lines) {
      List<String> row = new ArrayList<>();
      row.add(line.policy());
      row.add(line.key());
      row.addAll(cells(line.content()));
      rows.add(row);
    }
    return workbook ? NewTable.xlsx(SHEET, rows) : NewTable.csv(rows);
  }

  @Override
  public List<Line> read(byte[] file) {
    Rows rows = TableFile.rows(workbook ? "file.xlsx" : "file.csv", file, Optional.empty());
    SheetRow first = rows.next().orElseThrow(Layout::foreign);
    List<String> header = first.cells().stream().map(Cell::text).toList();
    if (!header.equals(header())) {
      throw Layout.foreign();
    }
    List<Line> lines = new ArrayList<>();
    for (Optional<SheetRow> row = rows.next(); row.isPresent(); row = rows.next()) {
      if (!row.get().isBlank()) {
        lines.add(line(row.get()));
      }
    }
    return lines;
  }

  @Override
  public Content normal(Content content) {
    return content(cells(content));
  }

  @Override
  public boolean fits(Content content) {
    return cells(content).stream().allMatch(cell -> cell.length() < Cell.MAX_LENGTH);
  }

  private Line line(SheetRow row) {
    List<String> cells = new ArrayList<>();
    for (int column = 0; column < FIELDS.size() + 2; column++) {
      Cell cell = row.cell(column);
      if (cell.flaw().isPresent()) {
        throw Layout.foreign();
      }
      cells.add(workbook ? cell.text() : Harmless.unprotect(cell.text()));
    }
    return new Line(cells.get(0), cells.get(1), content(cells.subList(2, cells.size())));
  }

  private static List<String> header() {
    List<String> header = new ArrayList<>(List.of(POLICY, KEY));
    FIELDS.forEach(field -> header.add(field.document()));
    return header;
  }

  private static List<String> cells(Content content) {
    return FIELDS.stream()
        .map(field -> content.get(field).map(TableLayout::cell).orElse(""))
        .toList();
  }

  private static Content content(List<String> cells) {
    Content.Builder content = new Content.Builder();
    for (int i = 0; i < FIELDS.size(); i++) {
      RecordField field = FIELDS.get(i);
      String cell = cells.get(i);
      if (cell.isEmpty()) {
        continue;
      }
      if (field.kind() == RecordField.Kind.MEMBERS) {
        List<FieldValue.Member> members = parts(cell).stream().map(TableLayout::member).toList();
        if (!members.isEmpty()) {
          content.put(field, new FieldValue.Members(members));
        }
      } else if (field.kind() == RecordField.Kind.TEXTS) {
        content.texts(field, parts(cell));
      } else {
        content.text(field, cell);
      }
    }
    return content.build();
  }

  private static String cell(FieldValue value) {
    String text =
        value.match(
            FieldValue.Text::value,
            texts -> String.join("; ", texts.values()),
            emails -> "",
            address -> "",
            members ->
                members.values().stream()
                    .map(TableLayout::person)
                    .collect(Collectors.joining("; ")));
    return text.codePoints()
        .filter(point -> point >= ' ' || point == '\n')
        .filter(point -> point < 0xD800 || point > 0xDFFF)
        .filter(point -> point != 0xFFFE && point != 0xFFFF)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString()
        .strip();
  }

  private static String person(FieldValue.Member member) {
    String name = member.name().replaceAll("[;<>]", " ").strip();
    return name.isEmpty() ? member.address() : name + " <" + member.address() + ">";
  }

  private static FieldValue.Member member(String text) {
    Matcher person = PERSON.matcher(text);
    return person.matches() && !person.group(2).isEmpty()
        ? new FieldValue.Member("", person.group(1), person.group(2))
        : new FieldValue.Member("", "", text);
  }

  private static List<String> parts(String cell) {
    return Arrays.stream(cell.split(";")).map(String::strip).filter(p -> !p.isEmpty()).toList();
  }
}
