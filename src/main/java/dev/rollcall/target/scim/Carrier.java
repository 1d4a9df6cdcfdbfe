package dev.rollcall.target.scim;

import dev.rollcall.model.DesiredRecord;
import dev.rollcall.model.RecordKey;
import dev.rollcall.plan.Change;
import dev.rollcall.target.Outcome;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Carries out single changes of one apply. Each method makes the requests of one change and answers
 * its outcome; what fails is thrown. For one thread.
 */
interface Carrier {

  /** Reads what the writes need to know. Called once, before the first of them. */
  void begin(List<Change> changes);

  /**
   * Carries out as many of these changes as one request takes.
   *
   * @param desired the record behind each key
   * @return what is settled; empty if the service takes no such requests, or none of these in one
   */
  default Optional<Together> together(
      List<Change> changes, Function<RecordKey, DesiredRecord> desired) {
    return Optional.empty();
  }

  /**
   * What came of one request for several changes.
   *
   * @param settled outcomes
   * @param alone changes that have to go alone
   * @param rest changes that were not in the request
   */
  record Together(List<Outcome> settled, List<Change> alone, List<Change> rest) {}

  /**
   * Creates an account.
   *
   * @return empty if it has to be {@linkplain #finish finished} later
   */
  Optional<Outcome> create(Change.Create change, DesiredRecord desired);

  /** Whether everything that finishing this creation needs is there. */
  boolean canFinish(Change.Create change);

  /** Makes an account that was created complete. */
  Outcome finish(Change.Create change, DesiredRecord desired);

  /** Nothing more can be sent: what becomes of a creation that was not finished. */
  Outcome unfinished(Change.Create change);

  Outcome update(Change.Update change, DesiredRecord desired);

  Outcome disable(Change.Disable change);

  Outcome delete(Change.Delete change);
}
