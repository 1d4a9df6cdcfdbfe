package dev.rollcall.target.mailcontact;

import dev.rollcall.client.exchange.ExchangeRow;
import dev.rollcall.model.EnvironmentId;
import dev.rollcall.model.Fingerprint;
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
 * <p>The name tells the key again where that is short and plain, as those of directories' records
 * are: {@code user:} and an id. So even a contact whose creation stopped after the first step, and
 * which has no stamp yet, is known for what it is. Other keys are found by their name, but not read
 * from it.
 */
record Stamp(EnvironmentId environment, PolicyId policy, int attribute) {

  /** Of the 64 characters of a name, as many are left for a key that is told by it. */
  private static final int MAX_TOLD = 46;

  private static final Pattern KEY = Pattern.compile("([a-z]{1,8}):([0-9a-z._-]+)");
  private static final Pattern TAIL = Pattern.compile("([a-z]{1,8})-([0-9a-z._-]+)");
  private static final int POLICY_BYTES = 4;
  private static final int KEY_BYTES = 20;

  /** The column that carries it. */
  String column() {
    return "CustomAttribute" + attribute;
  }

  /** The value of a record's contact. */
  String value(RecordKey key) {
    return mine() + key.value();
  }

  /** What finds all contacts of the policy. */
  String filter() {
    return column() + " -like '" + mine().replace("'", "''") + "*'";
  }

  /** The record that a row's contact was made from; empty if it carries no stamp of this policy. */
  Optional<RecordKey> on(ExchangeRow row) {
    String value = row.text(column()).orElse("").toLowerCase(Locale.ROOT);
    return value.startsWith(mine()) ? key(value.substring(mine().length())) : Optional.empty();
  }

  /** The name, which is the alias as well, of a record's contact; at most 64 characters. */
  String name(RecordKey key) {
    Matcher known = KEY.matcher(key.value());
    return known.matches() && key.value().length() <= MAX_TOLD
        ? family() + known.group(1) + "-" + known.group(2)
        : family() + "x" + hash(key.value(), KEY_BYTES);
  }

  /** The record that a name of this policy's was made from. */
  Optional<RecordKey> named(String name) {
    if (!isName(name)) {
      return Optional.empty();
    }
    Matcher tail = TAIL.matcher(name.toLowerCase(Locale.ROOT).substring(family().length()));
    return tail.matches() ? key(tail.group(1) + ":" + tail.group(2)) : Optional.empty();
  }

  /** Whether a name is one of this policy's. */
  boolean isName(String name) {
    return name.toLowerCase(Locale.ROOT).startsWith(family());
  }

  /** Whether a row is about the contact of this record, by its stamp or by its name. */
  boolean isOf(RecordKey key, ExchangeRow row) {
    return on(row).filter(key::equals).isPresent()
        || row.text("Name").filter(name(key)::equalsIgnoreCase).isPresent();
  }

  private String mine() {
    return Mark.STAMP + environment + "/" + policy + "/";
  }

  /** Tells the policies' contacts apart by eight digits. */
  private String family() {
    return Mark.ALIAS + hash(environment + "/" + policy, POLICY_BYTES) + "-";
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
