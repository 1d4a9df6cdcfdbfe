package dev.rollcall.target.file;

import dev.rollcall.model.Content;
import dev.rollcall.model.PolicyId;
import dev.rollcall.model.RecordKey;
import java.util.Comparator;
import java.util.Optional;

/**
 * One line of a file.
 *
 * @param policy the policy that wrote it; empty if none did
 * @param key the record it was made of; empty if it was made of none
 * @param content what it says
 */
record Line(String policy, String key, Content content) {

  /** Ours by policy and record; those of others after them, in the order they had. */
  static final Comparator<Line> ORDER =
      Comparator.comparing(Line::isForeign).thenComparing(Line::policy).thenComparing(Line::key);

  static Line of(PolicyId policy, RecordKey key, Content content) {
    return new Line(policy.value(), key.value(), content);
  }

  /** Whether no policy knows it as its own. */
  boolean isForeign() {
    return policy.isEmpty() || key.isEmpty();
  }

  /** What names the line among all. */
  String id() {
    return policy + "/" + key;
  }

  /** The record it was made of by this policy. */
  Optional<RecordKey> keyOf(PolicyId wanted) {
    if (isForeign() || !policy.equals(wanted.value())) {
      return Optional.empty();
    }
    try {
      return Optional.of(new RecordKey(key));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
