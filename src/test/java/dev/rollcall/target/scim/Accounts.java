package dev.rollcall.target.scim;

import dev.rollcall.model.Content;
import dev.rollcall.model.DesiredRecord;
import dev.rollcall.model.FieldValue;
import dev.rollcall.model.RecordField;
import dev.rollcall.model.RecordKey;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Records as the mapping of accounts makes them, with invented people. */
final class Accounts {

  private Accounts() {}

  /** A user without anything but what every user has. */
  static DesiredRecord user(String name) {
    return user(name, name, List.of());
  }

  static DesiredRecord user(String name, String shown, List<String> aliases) {
    return record("user:" + name, content(name, shown, aliases));
  }

  static Content content(String name, String shown, List<String> aliases) {
    return new Content.Builder()
        .text(RecordField.MAIL, address(name))
        .text(RecordField.DISPLAY_NAME, shown)
        .texts(RecordField.ALIASES, aliases)
        .text(RecordField.ACCOUNT_TYPE, "user")
        .text(RecordField.ACTIVE, "true")
        .text(RecordField.DIRECTORY_ID, "oid-" + name)
        .build();
  }

  /** A shared mailbox and the addresses of who is behind it. */
  static DesiredRecord shared(String name, String... members) {
    Content.Builder content =
        new Content.Builder()
            .text(RecordField.MAIL, address(name))
            .text(RecordField.DISPLAY_NAME, name)
            .text(RecordField.ACCOUNT_TYPE, "functional")
            .text(RecordField.DIRECTORY_ID, "oid-" + name);
    return record("user:" + name, withMembers(content, members).build());
  }

  static DesiredRecord with(DesiredRecord record, RecordField field, String value) {
    return record(record.key().value(), record.content().toBuilder().text(field, value).build());
  }

  static DesiredRecord withDelegates(DesiredRecord record, String... members) {
    return record(record.key().value(), withMembers(record.content().toBuilder(), members).build());
  }

  private static Content.Builder withMembers(Content.Builder content, String... members) {
    List<FieldValue.Member> sorted =
        Stream.of(members)
            .map(name -> new FieldValue.Member("", "", address(name)))
            .sorted(Comparator.comparing(FieldValue.Member::address))
            .toList();
    return sorted.isEmpty()
        ? content.remove(RecordField.MEMBERS)
        : content.put(RecordField.MEMBERS, new FieldValue.Members(sorted));
  }

  static DesiredRecord record(String key, Content content) {
    return new DesiredRecord(new RecordKey(key), content, Optional.empty());
  }

  static String address(String name) {
    return name.contains("@") ? name : name + "@contoso.example";
  }
}
