package dev.rollcall.source;

import dev.rollcall.model.Mailbox;
import dev.rollcall.model.Problem;
import dev.rollcall.policy.Environment;
import dev.rollcall.policy.Selection;
import java.util.List;
import java.util.Optional;

/**
 * Asks a directory a few small questions, to see whether a run could read it: for the connection
 * test. Safe for several threads; asking changes nothing.
 */
public interface DirectoryProbe {

  /** What a directory has. */
  enum Kind {
    USERS("users"),
    GROUPS("groups"),
    MAIL_CONTACTS("mail contacts");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    /** Its name, for people. */
    public String words() {
      return words;
    }
  }

  /**
   * Reads one object of a kind.
   *
   * @return why that is not possible; empty if it is
   */
  Optional<Problem> read(Environment environment, Kind kind);

  /**
   * Looks up what selections name, as far as one request each can tell.
   *
   * @return an answer for each, in their order
   */
  List<Resolved> resolve(Environment environment, List<Selection> selections);

  /**
   * What a selection names.
   *
   * @param sight what was seen
   * @param problem why it could not be looked up; present with {@link Sight#UNKNOWN} alone
   */
  record Resolved(Sight sight, Optional<Problem> problem) {}

  /** What was seen of a selection. */
  enum Sight {
    /** It is there, and not empty as far as can be told. */
    FOUND,
    /** A group without members, or a query that nothing fits. */
    EMPTY,
    /** The directory does not have it. */
    MISSING,
    /** It could not be asked. */
    UNKNOWN
  }

  /**
   * A person or room by address or object id.
   *
   * @return its mailbox; empty if the directory has none of that name with an address
   * @throws SourceUnavailable if the directory could not be asked
   */
  Optional<Mailbox> mailbox(Environment environment, String name);

  /**
   * A few of the mailboxes these selections take, the same ones each time while the directory does
   * not change.
   *
   * @param max how many at most
   * @throws SourceUnavailable if the directory could not be asked
   */
  List<Mailbox> someMailboxes(Environment environment, List<Selection> selections, int max);
}
