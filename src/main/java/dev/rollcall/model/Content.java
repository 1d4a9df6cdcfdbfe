package dev.rollcall.model;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * What a record says, be it a contact or an account: its fields with a value, in field order. A
 * field without a value is absent; there is no empty value.
 *
 * <p>Held compactly, since a snapshot has up to 100,000 of them.
 */
public final class Content {

  private static final Content EMPTY = new Content(new RecordField[0], new FieldValue[0]);

  private final RecordField[] fields;
  private final FieldValue[] values;

  private Content(RecordField[] fields, FieldValue[] values) {
    this.fields = fields;
    this.values = values;
  }

  /** Content without any field. */
  public static Content empty() {
    return EMPTY;
  }

  /**
   * Content of these fields.
   *
   * @throws IllegalArgumentException if a value's form is not that of its field
   */
  public static Content of(Map<RecordField, FieldValue> content) {
    Builder builder = new Builder();
    content.forEach(builder::put);
    return builder.build();
  }

  /** The field's value, or empty if it has none. */
  public Optional<FieldValue> get(RecordField field) {
    for (int i = 0; i < fields.length && fields[i].compareTo(field) <= 0; i++) {
      if (fields[i] == field) {
        return Optional.of(values[i]);
      }
    }
    return Optional.empty();
  }

  /** The field's single text, or an empty text if it has none or is not of that kind. */
  public String text(RecordField field) {
    return get(field).map(v -> v instanceof FieldValue.Text text ? text.value() : "").orElse("");
  }

  /** The fields that have a value. */
  public Set<RecordField> fields() {
    Set<RecordField> set = EnumSet.noneOf(RecordField.class);
    set.addAll(List.of(fields));
    return set;
  }

  /** Every field with its value, in field order. */
  public void forEach(BiConsumer<RecordField, FieldValue> action) {
    for (int i = 0; i < fields.length; i++) {
      action.accept(fields[i], values[i]);
    }
  }

  /** This content with one field set. */
  public Content with(RecordField field, FieldValue value) {
    return toBuilder().put(field, value).build();
  }

  /** This content with one field absent. */
  public Content without(RecordField field) {
    return toBuilder().remove(field).build();
  }

  /** A builder that starts from this content. */
  public Builder toBuilder() {
    Builder builder = new Builder();
    forEach(builder::put);
    return builder;
  }

  /** The prints of the fields. */
  public FieldPrints prints() {
    byte[] codes = new byte[fields.length];
    int[] hashes = new int[fields.length];
    MessageDigest whole = Fingerprint.sha256();
    MessageDigest single = Fingerprint.sha256();
    for (int i = 0; i < fields.length; i++) {
      byte[] canonical = canonical(values[i]);
      codes[i] = (byte) fields[i].code();
      byte[] digest = single.digest(canonical);
      hashes[i] = ByteBuffer.wrap(digest).getInt();
      whole.update(codes[i]);
      whole.update(digest);
    }
    return FieldPrints.of(codes, hashes, Fingerprint.from(whole.digest()));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Content content
        && Arrays.equals(fields, content.fields)
        && Arrays.equals(values, content.values);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(fields) + Arrays.hashCode(values);
  }

  /** Names the fields, not their values: they are personal data. */
  @Override
  public String toString() {
    return "Content" + List.of(fields);
  }

  /** Every part is preceded by its length, so that no two values have one form. */
  private static byte[] canonical(FieldValue value) {
    List<String> parts =
        value.match(
            text -> List.of("t", text.value()),
            texts -> prefixed("l", texts.values()),
            emails -> {
              List<String> flat = new ArrayList<>();
              flat.add("e");
              for (FieldValue.Email email : emails.values()) {
                flat.add(email.name());
                flat.add(email.address());
              }
              return flat;
            },
            address ->
                List.of(
                    "a",
                    address.street(),
                    address.city(),
                    address.state(),
                    address.postalCode(),
                    address.country()),
            members -> {
              List<String> flat = new ArrayList<>();
              flat.add("m");
              for (FieldValue.Member member : members.values()) {
                flat.add(member.id());
                flat.add(member.name());
                flat.add(member.address());
              }
              return flat;
            });
    List<byte[]> encoded =
        parts.stream().map(part -> part.getBytes(StandardCharsets.UTF_8)).toList();
    ByteBuffer buffer =
        ByteBuffer.allocate(encoded.stream().mapToInt(bytes -> bytes.length + 4).sum());
    encoded.forEach(bytes -> buffer.putInt(bytes.length).put(bytes));
    return buffer.array();
  }

  private static List<String> prefixed(String first, List<String> rest) {
    List<String> all = new ArrayList<>(rest.size() + 1);
    all.add(first);
    all.addAll(rest);
    return all;
  }

  /** Collects fields; later values replace earlier ones. Not for several threads. */
  public static final class Builder {

    private final Map<RecordField, FieldValue> content = new EnumMap<>(RecordField.class);

    /**
     * Sets a field.
     *
     * @throws IllegalArgumentException if the value's form is not that of the field
     */
    public Builder put(RecordField field, FieldValue value) {
      boolean fits =
          switch (field.kind()) {
            case TEXT, DATE -> value instanceof FieldValue.Text;
            case TEXTS -> value instanceof FieldValue.Texts;
            case EMAILS -> value instanceof FieldValue.Emails;
            case ADDRESS -> value instanceof FieldValue.Address;
            case MEMBERS -> value instanceof FieldValue.Members;
          };
      if (!fits) {
        throw new IllegalArgumentException(
            field.document() + " takes " + field.kind() + ", not " + value.getClass());
      }
      content.put(field, value);
      return this;
    }

    /** Sets a text field; an empty text leaves it absent. */
    public Builder text(RecordField field, String value) {
      return value.isEmpty() ? remove(field) : put(field, new FieldValue.Text(value));
    }

    /** Sets a list field; an empty list leaves it absent. */
    public Builder texts(RecordField field, List<String> values) {
      return values.isEmpty() ? remove(field) : put(field, new FieldValue.Texts(values));
    }

    /** Makes a field absent. */
    public Builder remove(RecordField field) {
      content.remove(field);
      return this;
    }

    public Content build() {
      return content.isEmpty()
          ? EMPTY
          : new Content(
              content.keySet().toArray(new RecordField[0]),
              content.values().toArray(new FieldValue[0]));
    }
  }
}
