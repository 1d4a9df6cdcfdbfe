package dev.rollcall.state;

import java.util.Map;
import java.util.Optional;

/**
 * What people were told already, so that nobody gets the same mail twice. One notice for each
 * subject of a topic: the last one.
 *
 * <p>A teller reads the notice, sends, and puts the new one; killed in between, it tells twice
 * rather than never.
 */
public interface Notices {

  /**
   * What was last told about a subject.
   *
   * @param topic what kind of subject it is, such as {@code credential}
   * @param subject which one; any text of up to 300 characters
   */
  Optional<Versioned<Notice>> last(String topic, String subject);

  /** The last notices of all subjects of a topic. */
  Map<String, Notice> all(String topic);

  /**
   * Puts down what was told.
   *
   * @param replaced the version of the notice read before; empty if there was none
   * @return the new version; empty if another notice was put down in the meantime, and nothing was
   *     changed
   */
  Optional<String> put(String topic, String subject, Notice notice, Optional<String> replaced);

  /** Forgets a subject; nothing happens if nothing was told of it. */
  void forget(String topic, String subject);
}
