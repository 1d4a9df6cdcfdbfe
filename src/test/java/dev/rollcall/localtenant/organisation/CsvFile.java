package dev.rollcall.localtenant.organisation;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Reads an organisation from CSV: a header row of Graph's property names, then a row for each
 * person or mail contact.
 *
 * <p>{@code mail} or {@code userPrincipalName} is needed. Beside the properties there can be {@code
 * id} (what the person is known by; else the address), {@code kind} ({@code user} if empty, {@code
 * shared}, {@code room}, {@code equipment}, {@code mailUser}, {@code guest}, {@code mailContact})
 * and {@code groups} (addresses or their local parts). Several values in a field have semicolons
 * between them.
 */
final class CsvFile {

  private record Row(int line, List<String> fields) {}

  private static final String SEVERAL = "\\s*;\\s*";

  private final Import made;
  private final List<String> header;

  private CsvFile(Import made, List<String> header) {
    this.made = made;
    this.header = header;
  }

  static Organisation read(Path file) {
    List<Row> rows = new ArrayList<>();
    try (BufferedReader text = Files.newBufferedReader(file, StandardCharsets.UTF_8);
        MappingIterator<String[]> csv =
            new CsvMapper()
                .readerFor(String[].class)
                .with(CsvParser.Feature.WRAP_AS_ARRAY)
                .with(CsvParser.Feature.SKIP_EMPTY_LINES)
                .readValues(skipByteOrderMark(text))) {
      while (csv.hasNextValue()) {
        int line = csv.getCurrentLocation().getLineNr();
        rows.add(new Row(line, List.of(csv.nextValue())));
      }
    } catch (JacksonException e) {
      String line = e.getLocation() == null ? "" : " near line " + e.getLocation().getLineNr();
      throw new UnreadableOrganisation(file, List.of("this is no CSV" + line));
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read as UTF-8 text", e);
    }
    if (rows.isEmpty()) {
      throw new UnreadableOrganisation(file, List.of("there is no header row"));
    }
    List<String> header = rows.get(0).fields().stream().map(String::strip).toList();
    CsvFile csv = new CsvFile(new Import(file, domain(header, rows)), header);
    csv.checkHeader();
    rows.subList(1, rows.size()).forEach(csv::add);
    return csv.made.organisation();
  }

  private static BufferedReader skipByteOrderMark(BufferedReader text) throws IOException {
    text.mark(1);
    if (text.read() != 0xFEFF) {
      text.reset();
    }
    return text;
  }

  private void checkHeader() {
    for (int i = 0; i < header.size(); i++) {
      String name = header.get(i);
      boolean known =
          Import.TEXTS.contains(name)
              || Import.LISTS.contains(name)
              || List.of("id", "kind", "groups").contains(name);
      if (!known) {
        made.problem("header", "there is no property named '" + name + "'");
      } else if (header.indexOf(name) < i) {
        made.problem("header", "'" + name + "' is there twice");
      }
    }
  }

  private void add(Row row) {
    String place = "line " + row.line();
    if (row.fields().size() != header.size()) {
      made.problem(
          place, "has " + row.fields().size() + " fields, the header has " + header.size());
      return;
    }
    Map<String, List<String>> values = new HashMap<>();
    for (int i = 0; i < header.size(); i++) {
      String field = row.fields().get(i);
      List<String> several =
          Import.TEXTS.contains(header.get(i))
              ? List.of(field)
              : Arrays.stream(field.strip().split(SEVERAL)).toList();
      if (!field.isBlank()) {
        values.put(header.get(i), several);
      }
    }
    String kind = remove(values, "kind");
    String id = remove(values, "id");
    List<String> groups = Optional.ofNullable(values.remove("groups")).orElse(List.of());
    Optional<FileEntry.Type> type = type(kind);
    if (type.isEmpty()) {
      made.problem(
          place, "kind is none of user, shared, room, equipment, mailUser, guest, mailContact");
      return;
    }
    String address =
        values.getOrDefault("mail", values.getOrDefault("userPrincipalName", List.of(""))).get(0);
    String key = id.isEmpty() ? address.toLowerCase(Locale.ROOT) : id;
    made.add(new FileEntry(place, type.get(), key, values, Optional.empty()))
        .ifPresent(
            object ->
                groups.forEach(group -> made.members(made.group(group), List.of(object.id()))));
  }

  private static String remove(Map<String, List<String>> values, String name) {
    return Optional.ofNullable(values.remove(name)).map(several -> several.get(0)).orElse("");
  }

  private static Optional<FileEntry.Type> type(String kind) {
    return switch (kind.toLowerCase(Locale.ROOT)) {
      case "", "user" -> Optional.of(FileEntry.Type.USER);
      case "shared" -> Optional.of(FileEntry.Type.SHARED);
      case "room" -> Optional.of(FileEntry.Type.ROOM);
      case "equipment" -> Optional.of(FileEntry.Type.EQUIPMENT);
      case "mailuser" -> Optional.of(FileEntry.Type.MAIL_USER);
      case "guest" -> Optional.of(FileEntry.Type.GUEST);
      case "mailcontact" -> Optional.of(FileEntry.Type.MAIL_CONTACT);
      default -> Optional.empty();
    };
  }

  /** That of the first address. */
  private static String domain(List<String> header, List<Row> rows) {
    for (Row row : rows.subList(1, rows.size())) {
      for (String name : List.of("userPrincipalName", "mail")) {
        int column = header.indexOf(name);
        if (column >= 0 && column < row.fields().size()) {
          String address = row.fields().get(column);
          if (address.contains("@")) {
            return address.substring(address.indexOf('@') + 1).strip();
          }
        }
      }
    }
    return "imported.example";
  }
}
