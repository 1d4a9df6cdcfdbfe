package dev.rollcall.target.mailcontact;

import dev.rollcall.client.exchange.ExchangeRow;
import dev.rollcall.model.EnvironmentId;
import dev.rollcall.model.Fingerprint;
import dev.rollcall.model.Maker;
import dev.rollcall.model.Mark;
import dev.rollcall.model.PolicyId;
import dev.rollcall.model.RecordKey;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a policy's contacts are known by: the value of a custom attribute, and a name. Both are part
 * of stored data: one spelling, for ever.
 *
 * <p>The attribute says which policy of which maker made the contact; a policy of the same name,
 * but of another maker, is found by it too. The name is the maker's alone, and tells the key again
 * where that is short and plain, as those of directories' records are: {@code user:} and an id. So
 * even a contact whose creation stopped after the first step, and which has no stamp yet, is known
 * for what it is. Instead of another key the name tells one made of it, {@code x:} and a hash,
 * which is no record's: what was half made of it is known as ours, and by its address.
 *
 * @param environment where the records come from
 * @param policy the policy
 * @param maker this installation's policy, as its state knows it
 * @param attribute the number of the custom attribute
 */
public record Stamp(EnvironmentId environment, PolicyId policy, Maker maker, int attribute) {

  /** Of the 64 characters of a name, as many are left for a key that is told by it. */
  private static final int MAX_TOLD = 46;

  private static final Pattern KEY = Pattern.compile("([a-z]{1,8}):([0-9a-z._-]+)");
  private static final Pattern TAIL = Pattern.compile("([a-z]{1,8})-([0-9a-z._-]+)");
  private static final int MAKER_BYTES = 4;
  private static final int KEY_BYTES = 20;

  /** Stands before the hash of a key that is not told. */
  private static final String OTHER_KEYS = "x-";

  /** The column that carries it. */
  String column() {
    return "CustomAttribute" + attribute;
  }

  /** The value of a record's contact. */
  public String value(RecordKey key) {
    return mine() + key.value();
  }

  /** What finds all contacts of policies of this name. */
  String filter() {
    return column() + " -like '" + named().replace("'", "''") + "*'";
  }

  /**
   * The record that a row's contact was made from; empty if it carries no stamp of a policy of this
   * name.
   */
  Optional<RecordKey> on(ExchangeRow row) {
    return in(value(row));
  }

  /**
   * The record that a contact with this value was made from; empty if it is no stamp of a policy of
   * this name.
   */
  public Optional<RecordKey> in(String attributeValue) {
    String value = attributeValue.toLowerCase(Locale.ROOT);
    int key = value.indexOf('/', named().length());
    return value.startsWith(named()) && key > 0 ? key(value.substring(key + 1)) : Optional.empty();
  }

  /** Whether a row carries a stamp of this maker's. */
  boolean isMine(ExchangeRow row) {
    return isMine(value(row));
  }

  /** Whether this value is a stamp of this maker's. */
  public boolean isMine(String attributeValue) {
    return attributeValue.toLowerCase(Locale.ROOT).startsWith(mine());
  }

  /**
   * The record, if a contact carries both marks of this maker: Graph shows the alias alone, and
   * others may go by the value alone.
   */
  public Optional<RecordKey> whole(String attributeValue, String alias) {
    return isMine(attributeValue) && Mark.isAlias(alias) ? in(attributeValue) : Optional.empty();
  }

  /** How the values of all policies of this name begin. */
  public String beginning() {
    return named();
  }

  /** The name, which is the alias as well, of a record's contact; at most 64 characters. */
  public String name(RecordKey key) {
    Matcher known = KEY.matcher(key.value());
    return known.matches() && key.value().length() <= MAX_TOLD
        ? family() + known.group(1) + "-" + known.group(2)
        : family() + OTHER_KEYS + hash(key.value(), KEY_BYTES);
  }

  /** The record that a name of this maker's was made from, or the key that stands for it. */
  public Optional<RecordKey> named(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (!lower.startsWith(family())) {
      return Optional.empty();
    }
    Matcher tail = TAIL.matcher(lower.substring(family().length()));
    return tail.matches() ? key(tail.group(1) + ":" + tail.group(2)) : Optional.empty();
  }

  /** Whether a row is about the contact that this maker made of this record. */
  boolean isOf(RecordKey key, ExchangeRow row) {
    return isOf(key, value(row), row.text("Name").orElse(""));
  }

  /** Whether a contact with this value and this name is the one this maker made of this record. */
  public boolean isOf(RecordKey key, String attributeValue, String name) {
    return isMine(attributeValue) && in(attributeValue).filter(key::equals).isPresent()
        || name(key).equalsIgnoreCase(name);
  }

  private String value(ExchangeRow row) {
    return row.text(column()).orElse("");
  }

  private String mine() {
    return named() + maker.id() + "/";
  }

  private String named() {
    return Mark.STAMP + environment + "/" + policy + "/";
  }

  /** Tells the makers' contacts apart by eight digits. */
  private String family() {
    return Mark.ALIAS + hash(named() + maker.id(), MAKER_BYTES) + "-";
  }

  private static String hash(String text, int bytes) {
    return HexFormat.of()
        .formatHex(Fingerprint.sha256().digest(text.getBytes(StandardCharsets.UTF_8)), 0, bytes);
  }

  /** What is no key was not written by us. */
  private static Optional<RecordKey> key(String text) {
    try {
      return Optional.of(new RecordKey(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
