package dev.rollcall.source;

import dev.rollcall.model.Problem;
import dev.rollcall.policy.Environment;
import java.util.Optional;

/**
 * Asks Exchange's administration one small question, to see whether a run could: for the connection
 * test. Safe for several threads; asking changes nothing.
 */
@FunctionalInterface
public interface ExchangeProbe {

  /**
   * Reads one mailbox, with the environment's primary app.
   *
   * @return why that is not possible; empty if it is
   */
  Optional<Problem> readMailbox(Environment environment);
}
