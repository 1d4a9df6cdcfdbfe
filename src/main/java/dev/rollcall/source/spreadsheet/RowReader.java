package dev.rollcall.source.spreadsheet;

import dev.rollcall.client.table.Cell;
import dev.rollcall.client.table.SheetRow;
import dev.rollcall.mapping.SourceRecord;
import dev.rollcall.mapping.Trustee;
import dev.rollcall.mapping.Trustees;
import dev.rollcall.model.RecordKey;
import dev.rollcall.policy.Attribute;
import dev.rollcall.policy.RecipientType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Makes a record of a row, or says everything that is wrong with it. */
final class RowReader {

  /** Where records of a file come from, as previews show it. */
  static final String SELECTION = "/source";

  private static final Pattern ADDRESS =
      Pattern.compile("[^\\s@;,<>\"()]{1,64}@[^\\s@;,<>\"()]{1,255}");

  private static final Set<String> YES = Set.of("true", "yes", "1");
  private static final Set<String> NO = Set.of("false", "no", "0");

  private static final Pattern NAMED_ADDRESS = Pattern.compile("\"?([^<>\"]*)\"?\\s*<([^<>]*)>");

  private final Header header;
  private final Wanted wanted;
  private final boolean keyedById;
  private boolean phonesAreNumbers;

  RowReader(Header header, Wanted wanted) {
    this.header = header;
    this.wanted = wanted;
    this.keyedById = header.has(Attribute.ID);
  }

  /**
   * What came of a row: a record, or errors.
   *
   * @param record empty if there are errors
   * @param errors parts of sentences that follow the row's number
   */
  record Result(Optional<SourceRecord> record, List<String> errors) {
    Result {
      errors = List.copyOf(errors);
    }
  }

  /** Whether a phone number was a number to the spreadsheet program. */
  boolean phonesAreNumbers() {
    return phonesAreNumbers;
  }

  Result read(SheetRow row) {
    return new Reading(row).result();
  }

  private final class Reading {

    private final SheetRow row;
    private final List<String> errors = new ArrayList<>();
    private final Map<String, List<String>> attributes = new LinkedHashMap<>();
    private final Set<String> aliases = new LinkedHashSet<>();
    private final Map<String, Trustee> trustees = new TreeMap<>();
    private String type = wanted.recipientType();

    Reading(SheetRow row) {
      this.row = row;
    }

    Result result() {
      for (Header.Column column : header.columns()) {
        Cell cell = row.cell(column.index());
        if (cell.flaw().isPresent()) {
          errors.add(column.meaning().name() + ": " + cell.flaw().get());
        } else if (!cell.isBlank()) {
          cell(column.meaning(), cell);
        }
      }
      beyondHeader();
      String mail = first(Attribute.MAIL);
      if (!mail.isEmpty()) {
        attributes.put(Attribute.MAIL.document(), List.of(mail.toLowerCase(Locale.ROOT)));
      } else if (wanted.mailNeeded() && noErrorOf(Attribute.MAIL)) {
        errors.add("mail: it is missing");
      }
      proxyAddresses(mail.toLowerCase(Locale.ROOT));
      Optional<RecordKey> key = key(mail);
      if (!errors.isEmpty() || key.isEmpty()) {
        return new Result(Optional.empty(), errors);
      }
      Optional<Trustees> people =
          wanted.trustees() && hasTrusteesColumn()
              ? Optional.of(
                  new Trustees(
                      trustees.values().stream()
                          .sorted(Comparator.comparing(Trustee::mail))
                          .toList(),
                      true))
              : Optional.empty();
      return new Result(
          Optional.of(
              new SourceRecord(key.get(), type, new HashMap<>(attributes), SELECTION, people)),
          List.of());
    }

    private void cell(Meaning meaning, Cell cell) {
      if (cell.number() && isPhone(meaning)) {
        phonesAreNumbers = true;
      }
      switch (meaning.kind()) {
        case VALUE -> value(meaning, cell.text());
        case VALUES -> parts(cell.text()).forEach(part -> add(meaning.name(), part));
        case ALIASES -> parts(cell.text()).forEach(part -> alias(meaning, part));
        case TYPE -> type(cell.text());
        case ENABLED -> enabled(meaning, cell.text().toLowerCase(Locale.ROOT));
        case TRUSTEES -> parts(cell.text()).forEach(part -> trustee(meaning, part));
      }
    }

    private void value(Meaning meaning, String text) {
      if (meaning.is(Attribute.MAIL)) {
        address(text)
            .ifPresentOrElse(
                mail -> add(meaning.name(), mail), () -> errors.add("mail: it is no mail address"));
      } else {
        add(meaning.name(), text);
      }
    }

    private void alias(Meaning meaning, String text) {
      address(text)
          .map(alias -> alias.toLowerCase(Locale.ROOT))
          .ifPresentOrElse(
              aliases::add, () -> errors.add(meaning.name() + ": one of them is no mail address"));
    }

    private void type(String text) {
      Optional<RecipientType> known =
          Arrays.stream(RecipientType.values())
              .filter(one -> one.document().equalsIgnoreCase(text))
              .findFirst();
      known.ifPresentOrElse(
          one -> type = one.document(),
          () ->
              errors.add(
                  "type: it is none of "
                      + String.join(
                          ", ",
                          Stream.of(RecipientType.values())
                              .map(RecipientType::document)
                              .toList())));
    }

    private void enabled(Meaning meaning, String text) {
      if (YES.contains(text) || NO.contains(text)) {
        add(meaning.name(), Boolean.toString(YES.contains(text)));
      } else {
        errors.add(meaning.name() + ": it is neither true nor false");
      }
    }

    private void trustee(Meaning meaning, String text) {
      Matcher named = NAMED_ADDRESS.matcher(text);
      boolean hasName = named.matches();
      String name = hasName ? named.group(1).strip() : "";
      address(hasName ? named.group(2) : text)
          .map(mail -> mail.toLowerCase(Locale.ROOT))
          .ifPresentOrElse(
              mail -> trustees.putIfAbsent(mail, new Trustee("", name, mail, "", List.of())),
              () -> errors.add(meaning.name() + ": one of them is no mail address"));
    }

    /** All addresses with their kind, as the directory writes them. */
    private void proxyAddresses(String mail) {
      aliases.remove(mail);
      if (aliases.isEmpty()) {
        return;
      }
      if (!mail.isEmpty()) {
        add(Attribute.PROXY_ADDRESSES.document(), "SMTP:" + mail);
      }
      aliases.forEach(alias -> add(Attribute.PROXY_ADDRESSES.document(), "smtp:" + alias));
    }

    private Optional<RecordKey> key(String mail) {
      String text = keyedById ? first(Attribute.ID) : mail;
      if (text.isEmpty()) {
        if (keyedById) {
          errors.add("id: it is missing, although the table has a column for it");
        } else if (noErrorOf(Attribute.MAIL)) {
          errors.add("mail: it is missing");
        }
        return Optional.empty();
      }
      try {
        return Optional.of(new RecordKey("row:" + text.toLowerCase(Locale.ROOT)));
      } catch (IllegalArgumentException e) {
        errors.add((keyedById ? "id" : "mail") + ": it is too long or has control characters");
        return Optional.empty();
      }
    }

    /** An unquoted separator in a cell moves all cells after it. */
    private void beyondHeader() {
      int last = header.width();
      for (int index = last; index < row.cells().size(); index++) {
        if (!row.cell(index).isBlank()) {
          errors.add(
              "column "
                  + Header.letters(index)
                  + ": there are more cells than the header has columns; quote what has a separator"
                  + " in it");
          return;
        }
      }
    }

    private boolean noErrorOf(Attribute attribute) {
      return errors.stream().noneMatch(error -> error.startsWith(attribute.document() + ":"));
    }

    private boolean hasTrusteesColumn() {
      return header.columns().stream()
          .anyMatch(column -> column.meaning().kind() == Meaning.Kind.TRUSTEES);
    }

    private void add(String attribute, String value) {
      attributes.merge(
          attribute,
          List.of(value),
          (some, more) -> Stream.concat(some.stream(), more.stream()).toList());
    }

    private String first(Attribute attribute) {
      return attributes.getOrDefault(attribute.document(), List.of("")).get(0);
    }
  }

  private static boolean isPhone(Meaning meaning) {
    return meaning.is(Attribute.BUSINESS_PHONES)
        || meaning.is(Attribute.HOME_PHONES)
        || meaning.is(Attribute.MOBILE_PHONE)
        || meaning.is(Attribute.FAX_NUMBER);
  }

  private static Optional<String> address(String text) {
    String bare = text.strip().replaceFirst("(?i)^(?:mailto:|smtp:)", "");
    return Optional.of(bare).filter(one -> ADDRESS.matcher(one).matches());
  }

  private static List<String> parts(String text) {
    return Arrays.stream(text.split("[;\n]")).map(String::strip).filter(p -> !p.isEmpty()).toList();
  }
}
