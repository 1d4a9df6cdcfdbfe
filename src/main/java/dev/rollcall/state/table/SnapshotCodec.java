package dev.rollcall.state.table;

import dev.rollcall.model.Content;
import dev.rollcall.model.DesiredRecord;
import dev.rollcall.model.FieldValue;
import dev.rollcall.model.RecordField;
import dev.rollcall.model.RecordKey;
import dev.rollcall.model.SkipReason;
import dev.rollcall.model.Snapshot;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A snapshot as bytes, record by record, so that no more than one record is in memory twice.
 *
 * <p>A field is its code, then its value in the form that its kind has.
 */
final class SnapshotCodec {

  /** The version of this format. */
  static final int FORMAT = 1;

  private static final int PHOTO = 0b1;
  private static final int DOUBTED = 0b10;

  private static final int MAX_RECORDS = 10_000_000;
  private static final int MAX_FIELDS = 64;
  private static final int MAX_ENTRIES = 100_000;
  private static final int MAX_TEXT_BYTES = 16 * 1024 * 1024;

  private SnapshotCodec() {}

  /** Writes the snapshot and ends the packed content. */
  static void write(Snapshot snapshot, OutputStream to) throws IOException {
    try (CodecOutput out = new CodecOutput(new Packed.Writer(Packed.Kind.SNAPSHOT, FORMAT, to))) {
      out.number(snapshot.records().size());
      for (DesiredRecord record : snapshot.records()) {
        out.text(record.key().value());
        writeContent(record.content(), out);
        out.octet(
            (record.photo().isPresent() ? PHOTO : 0) | (record.doubt().isPresent() ? DOUBTED : 0));
        if (record.photo().isPresent()) {
          out.text(record.photo().get().tag());
          out.print(record.photo().get().content());
        }
        if (record.doubt().isPresent()) {
          out.text(record.doubt().get().name());
        }
      }
    }
  }

  /**
   * The snapshot in these pieces.
   *
   * @throws IOException if they are damaged, incomplete or of a newer version
   */
  static Snapshot read(List<byte[]> pieces) throws IOException {
    try (Packed.Content content = Packed.open(pieces, Packed.Kind.SNAPSHOT, FORMAT)) {
      CodecInput in = new CodecInput(content.stream());
      int count = in.count(MAX_RECORDS);
      List<DesiredRecord> records = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        RecordKey key = new RecordKey(in.text(MAX_TEXT_BYTES));
        Content told = readContent(in);
        int flags = in.octet();
        Optional<DesiredRecord.Photo> photo =
            (flags & PHOTO) == 0
                ? Optional.empty()
                : Optional.of(new DesiredRecord.Photo(in.text(MAX_TEXT_BYTES), in.print()));
        DesiredRecord record = new DesiredRecord(key, told, photo);
        records.add((flags & DOUBTED) == 0 ? record : record.doubted(reason(in)));
      }
      in.end();
      return Snapshot.of(records);
    } catch (IllegalArgumentException e) {
      // The cause may quote content: it is not passed on.
      throw new Packed.Unreadable("its content breaks a rule of snapshots");
    }
  }

  private static SkipReason reason(CodecInput in) throws IOException {
    return SkipReason.valueOf(in.text(MAX_TEXT_BYTES));
  }

  private static void writeContent(Content content, CodecOutput out) throws IOException {
    out.number(content.fields().size());
    for (RecordField field : content.fields()) {
      out.octet(field.code());
      FieldValue value = content.get(field).orElseThrow();
      List<String> texts =
          value.match(
              text -> List.of(text.value()),
              FieldValue.Texts::values,
              SnapshotCodec::flat,
              address ->
                  List.of(
                      address.street(),
                      address.city(),
                      address.state(),
                      address.postalCode(),
                      address.country()),
              SnapshotCodec::flat);
      out.number(texts.size());
      for (String text : texts) {
        out.text(text);
      }
    }
  }

  private static Content readContent(CodecInput in) throws IOException {
    Content.Builder content = new Content.Builder();
    int fields = in.count(MAX_FIELDS);
    for (int i = 0; i < fields; i++) {
      RecordField field = RecordField.withCode(in.octet());
      int count = in.count(MAX_ENTRIES);
      List<String> texts = new ArrayList<>();
      for (int j = 0; j < count; j++) {
        texts.add(in.sharedText(MAX_TEXT_BYTES));
      }
      content.put(field, value(field, texts));
    }
    return content.build();
  }

  private static FieldValue value(RecordField field, List<String> texts) throws IOException {
    int expected =
        switch (field.kind()) {
          case TEXT, DATE -> 1;
          case ADDRESS -> 5;
          case EMAILS -> texts.size() / 2 * 2;
          case MEMBERS -> texts.size() / 3 * 3;
          case TEXTS -> texts.size();
        };
    if (texts.size() != expected) {
      throw new Packed.Unreadable("a field in its content has too many or too few parts");
    }
    return switch (field.kind()) {
      case TEXT, DATE -> new FieldValue.Text(texts.get(0));
      case TEXTS -> new FieldValue.Texts(texts);
      case EMAILS -> emails(texts);
      case MEMBERS -> members(texts);
      case ADDRESS ->
          new FieldValue.Address(
              texts.get(0), texts.get(1), texts.get(2), texts.get(3), texts.get(4));
    };
  }

  private static List<String> flat(FieldValue.Emails emails) {
    List<String> texts = new ArrayList<>();
    for (FieldValue.Email email : emails.values()) {
      texts.add(email.name());
      texts.add(email.address());
    }
    return texts;
  }

  private static List<String> flat(FieldValue.Members members) {
    List<String> texts = new ArrayList<>();
    for (FieldValue.Member member : members.values()) {
      texts.add(member.id());
      texts.add(member.name());
      texts.add(member.address());
    }
    return texts;
  }

  private static FieldValue members(List<String> texts) {
    List<FieldValue.Member> members = new ArrayList<>();
    for (int i = 0; i < texts.size(); i += 3) {
      members.add(new FieldValue.Member(texts.get(i), texts.get(i + 1), texts.get(i + 2)));
    }
    return new FieldValue.Members(members);
  }

  private static FieldValue emails(List<String> texts) {
    List<FieldValue.Email> emails = new ArrayList<>();
    for (int i = 0; i < texts.size(); i += 2) {
      emails.add(new FieldValue.Email(texts.get(i), texts.get(i + 1)));
    }
    return new FieldValue.Emails(emails);
  }
}
