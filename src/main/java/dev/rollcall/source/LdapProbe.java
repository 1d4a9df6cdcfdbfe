package dev.rollcall.source;

import dev.rollcall.model.Problem;
import dev.rollcall.policy.Environment;
import dev.rollcall.policy.Selection;
import dev.rollcall.source.DirectoryProbe.Resolved;
import java.util.List;
import java.util.Optional;

/**
 * Asks an organisation's own directory a few small questions, to see whether a run could read it:
 * for the connection test. Safe for several threads; asking changes nothing.
 */
public interface LdapProbe {

  /**
   * Connects to one server, encrypts, signs in, and reads the base.
   *
   * @param server as the environment names it
   * @return why that is not possible; empty if it is
   */
  Optional<Problem> server(Environment environment, String server);

  /**
   * Looks for one recipient below the base, with whichever server answers.
   *
   * @return whether the account sees one
   * @throws SourceUnavailable if the directory could not be asked
   */
  boolean seesRecipients(Environment environment);

  /**
   * Reads who has a permission on one mailbox without a person.
   *
   * @return whether that can be read; empty if the directory shows no such mailbox on the
   *     organisation's own servers
   * @throws SourceUnavailable if the directory could not be asked
   */
  Optional<Boolean> readsPermissions(Environment environment);

  /**
   * Looks up what selections name.
   *
   * @return an answer for each, in their order
   */
  List<Resolved> resolve(Environment environment, List<Selection> selections);
}
